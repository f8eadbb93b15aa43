/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/reading.h"

#include "indexer/kept.h"
#include "indexer/kind.h"

enum { JOINED_MAX = 1 << 20 };

/* Texts one after the other on lines of their own: no phrase or pair crosses a line's end by accident of order, since
 * the words are weighed one by one. */
static struct words *words_of_list(struct reading *reading, struct analyser *analyser, const char *const *texts,
                                   size_t len)
{
    struct buffer joined = buffer_new(reading, JOINED_MAX);

    for (size_t i = 0; i < len; i++) {
        buffer_text(&joined, texts[i]);
        buffer_char(&joined, '\n');
    }
    return analyse_into(reading, analyser, reading->vocabulary, buffer_view(&joined));
}

static bool analyse_sections(struct reading *reading, struct analyser *analyser)
{
    size_t len = reading->body->sections_len;

    reading->headings = array_new(reading, struct words *, len);
    reading->texts = array_new(reading, struct words *, len);
    if (!reading->headings || !reading->texts)
        return false;
    for (size_t i = 0; i < len; i++) {
        const struct page_section *section = &reading->body->sections[i];
        reading->headings[i] = analyse_into(reading, analyser, reading->vocabulary, span_of(section->title));
        reading->texts[i] = analyse_into(reading, analyser, reading->vocabulary, span_of(section->text));
        if (!reading->headings[i] || !reading->texts[i])
            return false;
        reading->length += reading->headings[i]->len + reading->texts[i]->len;
    }
    return true;
}

static bool analyse_fields(struct reading *reading, struct analyser *analyser)
{
    const struct page *page = reading->page;
    const char *lead[] = {page->description, strcmp(page->summary, page->description) == 0 ? "" : page->summary};

    char *kind_words = page_kind_words(reading, page, reading->kind);

    reading->title = analyse_into(reading, analyser, reading->vocabulary, span_of(reading->body->display_title));
    reading->lead = words_of_list(reading, analyser, lead, 2);
    reading->tags = words_of_list(reading, analyser, page->tags, page->tags_len);
    reading->keywords = words_of_list(reading, analyser, page->keywords, page->keywords_len);
    reading->alts = words_of_list(reading, analyser, reading->body->alts, reading->body->alts_len);
    reading->kind_words = analyse_into(reading, analyser, reading->vocabulary, span_of(kind_words));
    if (!reading->title || !reading->lead || !reading->tags || !reading->keywords || !reading->alts ||
        !reading->kind_words)
        return false;
    reading->length = reading->title->len;
    return true;
}

static bool analyse_page(struct reading *reading, struct analyser *analyser)
{
    reading->vocabulary = vocabulary_new(reading, reading->language);
    return reading->vocabulary && analyse_fields(reading, analyser) && analyse_sections(reading, analyser);
}

static struct reading *begin(void *ctx, const struct reading_source *source, const struct page *page)
{
    struct reading *reading = talloc_zero(ctx, struct reading);

    if (!reading)
        return NULL;
    reading->page = page;
    reading->language = analyser_language(source->analyser, page->lang);
    reading->kind = page_kind(page, site_settings(source->site));
    return reading;
}

/* NULL where nothing was kept. */
static struct reading *take_kept(void *ctx, const struct reading_source *source, const struct page *page)
{
    struct reading *reading = source->spool ? begin(ctx, source, page) : NULL;
    struct span bytes = reading ? spool_take(reading, source->spool, page) : SPAN("");

    if (bytes.len > 0 && kept_unpack(reading, source->analyser, bytes))
        return reading;
    talloc_free(reading);
    return NULL;
}

struct reading *reading_new(void *ctx, const struct reading_source *source, const struct page *page,
                            const struct listener *listener, struct error *err)
{
    struct reading *reading = take_kept(ctx, source, page);

    if (reading)
        return reading;
    reading = begin(ctx, source, page);
    if (!reading) {
        error_set(err, ERROR_MEMORY, page->path, 0, "memory ran out", NULL);
        return NULL;
    }
    reading->body = page_body_read(reading, source->site, page, listener, err);
    if (reading->body && analyse_page(reading, source->analyser))
        return reading;
    if (reading->body)
        error_set(err, ERROR_MEMORY, page->path, 0, "memory ran out", NULL);
    talloc_free(reading);
    return NULL;
}
