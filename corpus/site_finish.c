/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last steps of opening: order, translations, hashes. */
#include "corpus/site_inner.h"

/* ---- order ---- */

static int compare_pages(const void *a, const void *b)
{
    const struct page *x = *(const struct page *const *)a, *y = *(const struct page *const *)b;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->lang, y->lang);
}

static int compare_keys(const void *a, const void *b)
{
    const struct page *x = *(const struct page *const *)a, *y = *(const struct page *const *)b;
    int order = strcmp(x->translation_key, y->translation_key);
    return order ? order : compare_pages(a, b);
}

/* ---- translations ---- */

static bool has_language(const struct page *const *pages, size_t len, const char *lang)
{
    for (size_t i = 0; i < len; i++) {
        if (strcmp(pages[i]->lang, lang) == 0)
            return true;
    }
    return false;
}

/* The first page of each language of a set; a second one in a language is a slip that must not grow the set. */
static size_t first_of_each(struct page *const *set, size_t len, const struct page **out, size_t max)
{
    size_t found = 0;
    for (size_t i = 0; i < len && found < max; i++) {
        if (!has_language(out, found, set[i]->lang))
            out[found++] = set[i];
    }
    return found;
}

static void join_set(struct site *site, struct page *const *set, size_t len)
{
    size_t max = site->hugo.languages_len;
    const struct page **members = NEED_ARRAY(site->work, const struct page *, max);
    size_t members_len = first_of_each(set, len, members, max);
    for (size_t i = 0; i < len && members_len > 1; i++) {
        struct page *page = set[i];
        page->translations = NEED_ARRAY(site->keep, const struct page *, members_len);
        for (size_t m = 0; m < members_len; m++) {
            if (strcmp(members[m]->lang, page->lang) != 0)
                page->translations[page->translations_len++] = members[m];
        }
    }
    talloc_free(members);
}

static void join_translations(struct site *site, struct page **pages, size_t len)
{
    sort_pointers(pages, len, compare_keys);
    for (size_t i = 0, same; i < len; i += same) {
        for (same = 1; i + same < len && strcmp(pages[i]->translation_key, pages[i + same]->translation_key) == 0;
             same++)
            ;
        if (same > 1)
            join_set(site, pages + i, same);
    }
}

/* ---- hashes ---- */

static void add_text(struct buffer *out, const char *text)
{
    buffer_add(out, text, strlen(text) + 1);
}

static void add_texts(struct buffer *out, const char *const *texts, size_t len)
{
    buffer_format(out, "%zu ", len);
    for (size_t i = 0; i < len; i++)
        add_text(out, texts[i]);
}

static void add_instant(struct buffer *out, struct instant instant)
{
    if (instant.known)
        buffer_format(out, "%lld%+d", (long long)instant.seconds, (int)instant.offset);
    buffer_char(out, '\0');
}

static void add_terms(struct buffer *out, const struct page *page)
{
    add_texts(out, page->tags, page->tags_len);
    for (size_t i = 0; i < page->taxonomies_len; i++) {
        add_text(out, page->taxonomies[i].taxonomy);
        add_texts(out, page->taxonomies[i].terms, page->taxonomies[i].terms_len);
    }
}

static struct hash hash_page(struct buffer *out, const struct page *page)
{
    buffer_clear(out);
    const char *const texts[] = {page->path, page->lang,        page->url,     page->title,          page->section,
                                 page->kind, page->description, page->summary, page->translation_key};
    add_texts(out, texts, sizeof texts / sizeof *texts);
    add_instant(out, page->date);
    add_instant(out, page->lastmod);
    add_instant(out, page->publish);
    add_instant(out, page->expiry);
    add_terms(out, page);
    for (size_t i = 0; i < page->translations_len; i++)
        add_text(out, page->translations[i]->path);
    add_texts(out, page->keywords, page->keywords_len);
    add_texts(out, page->pins, page->pins_len);
    buffer_format(out, "%a %d", page->boost, page->unlisted);
    return hash_of(buffer_view(out));
}

static struct hash hash_ties(struct buffer *out, const struct page *page, bool terms)
{
    buffer_clear(out);
    const char *const texts[] = {page->path, page->lang, page->url, page->section, page->kind, page->translation_key};
    add_texts(out, texts, sizeof texts / sizeof *texts);
    add_instant(out, page->date);
    add_instant(out, page->lastmod);
    add_instant(out, page->publish);
    add_instant(out, page->expiry);
    if (terms)
        add_terms(out, page);
    return hash_of(buffer_view(out));
}

enum { META_MAX = 64 << 20 };

void site_finish(struct site *site)
{
    size_t len = site->candidates_len;
    struct page **pages = NEED_ARRAY(site, struct page *, len);
    for (size_t i = 0; i < len; i++)
        pages[i] = site->candidates[i].page;
    join_translations(site, pages, len);
    sort_pointers(pages, len, compare_pages);
    struct buffer scratch = buffer_new(site->work, META_MAX);
    for (size_t i = 0; i < len; i++) {
        pages[i]->meta = hash_page(&scratch, pages[i]);
        pages[i]->ties = hash_ties(&scratch, pages[i], site->terms);
    }
    site->pages = (const struct page **)pages;
    site->pages_len = len;
    strings_sort(&site->skipped);
}
