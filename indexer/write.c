/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/write.h"

#include <stdlib.h>

#include "indexer/xapc.h"

enum { SET_MAX = 64, KEY_TEXT_MAX = 1 << 16 };

/* A translation set while it is worked on; members without a plan lend their words only. */
struct set {
    const struct page *pages[SET_MAX];
    struct planned *planned[SET_MAX];
    struct reading *readings[SET_MAX];
    size_t len;
};

/* The page and its translations; the page itself first. */
static struct set set_of(struct plan *plan, const struct page *page)
{
    struct set set = {.len = 0};

    set.pages[set.len++] = page;
    for (size_t i = 0; i < page->translations_len && set.len < SET_MAX; i++)
        set.pages[set.len++] = page->translations[i];
    for (size_t i = 0; i < set.len; i++)
        set.planned[i] = plan_find(plan, set.pages[i]);
    return set;
}

static bool lends(const struct settings *settings, const char *lang)
{
    for (size_t i = 0; i < settings->translate_len; i++)
        if (strcmp(settings->translate[i], lang) == 0)
            return true;
    return false;
}

static size_t lenders(const struct writing *writing, const struct set *set, size_t to, const struct reading **out)
{
    const struct settings *settings = site_settings(writing->site);
    size_t len = 0;

    for (size_t i = 0; i < set->len && lends(settings, set->pages[to]->lang); i++)
        if (i != to && set->readings[i] && lends(settings, set->pages[i]->lang))
            out[len++] = set->readings[i];
    return len;
}

static size_t unknown_in(const struct writing *writing, const struct words *words)
{
    size_t unknown = 0;

    for (size_t i = 0; words && i < words->len; i++)
        unknown += !words->at[i].gram && !lexicon_knows(writing->lexicon, words->at[i].form);
    return unknown;
}

static bool put_key(struct writing *writing, const struct planned *planned, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct buffer key = buffer_new(scratch, KEY_TEXT_MAX);
    char *value = page_key_value(scratch, planned);
    struct xapc_error trouble;
    bool put = value != NULL;

    if (!put)
        error_set(err, ERROR_MEMORY, planned->page->path, 0, "memory ran out", NULL);
    else if (!xapc_writer_set_metadata(writing->writer, page_key(&key, planned->page->path),
                                       bytes_of(span_of(value)), &trouble))
        put = error_xapc(err, planned->page->path, &trouble);
    talloc_free(scratch);
    return put;
}

static bool put_document(struct writing *writing, const struct document *document, struct xapc_error *trouble)
{
    return writing->builder ? xapc_builder_add(writing->builder, &document->it, trouble)
                            : xapc_writer_put(writing->writer, bytes_of(document->unique), &document->it, NULL, trouble);
}

static bool put_page(struct writing *writing, const struct set *set, size_t which, struct error *err)
{
    const struct reading *siblings[SET_MAX], *reading = set->readings[which];
    size_t siblings_len = lenders(writing, set, which, siblings);
    void *scratch = talloc_new(NULL);
    struct document *document = document_new(scratch, &writing->maker, reading, siblings, siblings_len);
    struct xapc_error trouble;
    bool put = document != NULL;

    if (!put)
        error_set(err, ERROR_MEMORY, reading->page->path, 0, "memory ran out", NULL);
    else if (!put_document(writing, document, &trouble))
        put = error_xapc(err, reading->page->path, &trouble);
    put = put && (writing->builder || put_key(writing, set->planned[which], err));
    for (size_t i = 0; i < reading->body->sections_len && writing->lexicon; i++)
        writing->unknown += unknown_in(writing, reading->texts[i]);
    set->planned[which]->written = put;
    talloc_free(scratch);
    return put;
}

static bool is_due(const struct writing *writing, const struct planned *planned)
{
    return planned && planned->deed != PLAN_KEEP && !planned->tried && planned->piece == writing->piece;
}

/* A page that cannot be read is told once, when it is due itself; as a translation it just lends nothing. */
static bool read_member(struct writing *writing, void *scratch, struct set *set, size_t which, struct error *err)
{
    bool due = is_due(writing, set->planned[which]);
    struct reading_source source = {writing->maker.analyser, writing->site, writing->spool};
    struct error unread = {0};

    set->readings[which] = reading_new(scratch, &source, set->pages[which], due ? writing->listener : NULL, &unread);
    if (set->readings[which])
        return true;
    if (unread.kind == ERROR_MEMORY) {
        *err = unread;
        return false;
    }
    if (due) {
        notice_error(writing->listener, NOTICE_SKIPPED, &unread);
        writing->skipped++;
    }
    return true;
}

static bool write_set(struct writing *writing, struct set *set, struct error *err)
{
    void *scratch = talloc_new(NULL);
    bool written = true;

    for (size_t i = 0; i < set->len && written; i++)
        written = read_member(writing, scratch, set, i, err);
    for (size_t i = 0; i < set->len && written; i++) {
        if (!is_due(writing, set->planned[i]))
            continue;
        set->planned[i]->tried = true;
        written = !set->readings[i] || put_page(writing, set, i, err);
    }
    talloc_free(scratch);
    return written;
}

bool write_pages(struct writing *writing, struct plan *plan, struct error *err)
{
    const struct index_options *options = writing->options;

    /* Of two pages in one language only one is its translations' translation: sets are not always mutual. */
    for (size_t i = 0; i < plan->len; i++) {
        if (plan->pages[i].deed == PLAN_KEEP || plan->pages[i].piece != writing->piece)
            continue;
        struct set set = set_of(plan, plan->pages[i].page);
        if (is_due(writing, &plan->pages[i]) && !write_set(writing, &set, err))
            return false;
        if (options->progress)
            options->progress(options->progress_self, "indexing", ++writing->done, writing->due);
    }
    return true;
}

bool write_database(struct writing *writing, struct plan *plan, const char *path,
                    const struct xapc_builder_options *options, struct error *err)
{
    struct xapc_error trouble;
    bool written = false;

    writing->builder = xapc_builder_open(path, options, &trouble);
    if (!writing->builder)
        error_xapc(err, path, &trouble);
    else if (write_pages(writing, plan, err))
        written = xapc_builder_finish(writing->builder, &trouble) || error_xapc(err, path, &trouble);
    xapc_builder_free(writing->builder);
    writing->builder = NULL;
    return written;
}

bool write_keys(struct writing *writing, const struct plan *plan, struct error *err)
{
    for (size_t i = 0; i < plan->len; i++)
        if (plan->pages[i].written && !put_key(writing, &plan->pages[i], err))
            return false;
    return true;
}

bool write_removals(struct writing *writing, const struct plan *plan, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct buffer term = buffer_new(scratch, KEY_TEXT_MAX);
    struct xapc_error trouble;
    bool removed = true;

    for (size_t i = 0; i < plan->gone_len && removed; i++) {
        struct span unique = schema_filter(&term, TERM_PATH, span_of(plan->gone[i]));
        removed = xapc_writer_delete(writing->writer, bytes_of(unique), &trouble) &&
                  xapc_writer_set_metadata(writing->writer, page_key(&term, plan->gone[i]), bytes_of(SPAN("")),
                                           &trouble);
        if (!removed)
            error_xapc(err, plan->gone[i], &trouble);
    }
    talloc_free(scratch);
    return removed;
}
