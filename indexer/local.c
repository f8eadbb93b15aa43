/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/local.h"

#include <stdlib.h>

#include "indexer/facts.h"
#include "indexer/xapc.h"

enum { KEY_TEXT_MAX = 1 << 16, PAGES_MAX = 1000, SET_MAX = 64 };

struct page_known {
    const char *path;
    char *value;   /* of its key */
    bool named;    /* else only a translation of one that is */
};

struct heard {
    enum notice kind;
    struct error what;
};

struct finding {
    const struct local *local;
    void *ctx;
    struct page_known pages[PAGES_MAX];
    size_t pages_len;
    const char *section;          /* that was asked for last */
    struct heard *heard;
    size_t heard_len;
};

/* ---- what the index knows ---- */

/* NULL where the index has no such page. */
static char *value_of(struct finding *f, const char *path)
{
    struct buffer key = buffer_new(f->ctx, KEY_TEXT_MAX);
    struct xapc_error trouble;
    char *value = NULL, *found = NULL;
    size_t len = 0;

    for (size_t i = 0; i < f->local->parts->len && !found; i++) {
        if (xapc_reader_metadata(f->local->parts->at[i].reader, page_key(&key, path), &value, &len, &trouble) && len > 0)
            found = span_copy(f->ctx, (struct span){value, len});
        free(value);
        value = NULL;
    }
    talloc_free(key.at);
    return found;
}

/* Whether it is one of those that are looked at now. */
static bool add_page(struct finding *f, const char *path, bool named)
{
    for (size_t i = 0; i < f->pages_len; i++)
        if (strcmp(f->pages[i].path, path) == 0) {
            f->pages[i].named = f->pages[i].named || named;
            return true;
        }

    char *value = f->pages_len < PAGES_MAX ? value_of(f, path) : NULL;

    if (value)
        f->pages[f->pages_len++] = (struct page_known){talloc_strdup(f->ctx, path), value, named};
    return value != NULL;
}

static struct record *record_of(struct finding *f, struct xapc_reader *reader, uint32_t docid)
{
    struct xapc_error trouble;
    struct error damaged;
    char *data = NULL;
    size_t len;

    if (!xapc_reader_data(reader, docid, &data, &len, &trouble))
        return NULL;

    char *copy = span_copy(f->ctx, (struct span){data, len});

    free(data);
    return copy ? record_load(f->ctx, (struct span){copy, len}, &damaged) : NULL;
}

/* All that have a term, such as a translation key, in any part. */
static bool add_holders(struct finding *f, const char *prefix, struct span text)
{
    struct buffer term = buffer_new(f->ctx, KEY_TEXT_MAX);
    struct span key = schema_filter(&term, prefix, text);
    struct xapc_error trouble;
    bool added = true;

    for (size_t i = 0; i < f->local->parts->len && added; i++) {
        uint32_t *ids = NULL;
        size_t len = 0;
        added = xapc_reader_postings(f->local->parts->at[i].reader, bytes_of(key), SET_MAX + 1, &ids, &len, &trouble) && len <= SET_MAX;
        for (size_t k = 0; k < len && added; k++) {
            struct record *record = record_of(f, f->local->parts->at[i].reader, ids[k]);
            added = record && add_page(f, span_copy(f->ctx, record->path), false);
        }
        free(ids);
    }
    return added;
}

/* A translation that could not be read has no document, and is told of by the others alone. */
static bool add_siblings(struct finding *f, const struct record *record)
{
    for (size_t i = 0; i < record->siblings_len; i++)
        if (!add_page(f, span_copy(f->ctx, record->siblings[i].path), false))
            return false;
    return true;
}

static bool add_set(struct finding *f, const char *path)
{
    struct buffer term = buffer_new(f->ctx, KEY_TEXT_MAX);
    struct span unique = schema_filter(&term, TERM_PATH, span_of(path));
    struct xapc_error trouble;

    for (size_t i = 0; i < f->local->parts->len; i++) {
        uint32_t docid = 0;
        if (!xapc_reader_find(f->local->parts->at[i].reader, bytes_of(unique), &docid, &trouble))
            return false;

        struct record *record = docid > 0 ? record_of(f, f->local->parts->at[i].reader, docid) : NULL;

        if (docid > 0)
            return record && span_equal(record->path, span_of(path)) && add_siblings(f, record) &&
                   add_holders(f, TERM_SET, record->set);
    }
    return false;
}

/* A name can be meant from the site or from where we are: one of both has to be known. What can be no page is passed over:
 * pictures, style sheets, and what the settings' hash tells. */
static bool add_named(struct finding *f, const struct named *named)
{
    size_t own;

    for (size_t i = 0; i < named_len(named); i++) {
        const struct named_path *path = named_path(named, i);
        bool known = false, maybe = false;
        for (size_t k = 0; k < path->len; k++) {
            maybe = maybe || site_is_page_name(path->at[k]);
            known = (site_is_page_name(path->at[k]) && add_page(f, path->at[k], true)) || known;
        }
        if (maybe && !known)
            return false;
        if (!maybe && !path->file)
            return false;
    }
    own = f->pages_len;
    for (size_t i = 0; i < own; i++)
        if (!add_set(f, f->pages[i].path))
            return false;
    return true;
}

/* ---- what the files say ---- */

static const char *section_files(void *self, const char *path)
{
    struct finding *f = self;

    f->section = facts_section(f->ctx, f->local->parts->at[0].reader, path);
    return f->section;
}

static void hear(void *self, enum notice kind, const struct error *what)
{
    struct finding *f = self;
    struct heard *more = array_resize(f->ctx, f->heard, struct heard, f->heard_len + 1);

    if (more) {
        f->heard = more;
        more[f->heard_len++] = (struct heard){kind, *what};
    }
}

static const struct page *find_page(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site_len(site); i++)
        if (strcmp(site_page(site, i)->path, path) == 0)
            return site_page(site, i);
    return NULL;
}

static bool all_hold(const struct finding *f, const struct site *site)
{
    bool hold = !site_part_trouble(site) && site_skipped(site) == 0 && site_len(site) == f->pages_len;

    for (size_t i = 0; i < f->pages_len && hold; i++) {
        const struct page_known *known = &f->pages[i];
        const struct page *page = find_page(site, known->path);
        hold = page && page_key_ties(span_of(known->value), page) &&
               (known->named || page_key_is_of(span_of(known->value), page));
    }
    return hold;
}

static struct site *open_part_of_site(struct finding *f, void *ctx)
{
    const struct index_options *options = f->local->options;
    const char **names = array_new(f->ctx, const char *, f->pages_len);
    const char *facts = f->local->parts->at[0].standing->facts;
    const struct site_part part = {names, f->pages_len, facts_have_terms(facts), section_files, f};
    const struct site_options how = {options->site, options->config, options->now, options->data_folder, NULL, &part};
    const struct listener listener = {hear, f};
    struct error unread;

    if (!names)
        return NULL;
    for (size_t i = 0; i < f->pages_len; i++)
        names[i] = f->pages[i].path;
    return site_open(ctx, &how, &listener, &unread);
}

/* ---- both ---- */

static struct site *find(struct finding *f, void *ctx, const struct named *named)
{
    struct site *site = add_named(f, named) ? open_part_of_site(f, ctx) : NULL;

    if (site && !all_hold(f, site)) {
        talloc_free(site);
        return NULL;
    }
    for (size_t i = 0; site && i < f->heard_len; i++)
        notice_error(f->local->listener, f->heard[i].kind, &f->heard[i].what);
    return site;
}

struct site *local_site(void *ctx, const struct local *local, const struct named *named)
{
    const struct parts *parts = local->parts;
    struct finding *f = talloc_zero(NULL, struct finding);
    struct site *site = NULL;
    bool standing = f != NULL;

    for (size_t i = 0; i < parts->len && standing; i++)
        standing = parts->at[i].standing->there && parts->at[i].reader;
    if (standing && parts->at[0].standing->facts) {
        f->local = local;
        f->ctx = f;
        site = find(f, ctx, named);
    }
    talloc_free(f);
    return site;
}
