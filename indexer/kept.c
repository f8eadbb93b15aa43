/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/kept.h"

/* ---- the body ---- */

/* With its NUL, so that it can be taken as it lies. */
static void pack_text(struct buffer *out, const char *text)
{
    pack_span(out, (struct span){text, strlen(text) + 1});
}

static void pack_body(struct buffer *out, const struct page_body *body)
{
    pack_text(out, body->display_title);
    pack_text(out, body->summary);
    pack_number(out, body->sections_len);
    for (size_t i = 0; i < body->sections_len; i++) {
        const struct page_section *section = &body->sections[i];
        pack_number(out, (uint64_t)section->level);
        pack_number(out, section->id != NULL);
        pack_text(out, section->id ? section->id : "");
        pack_text(out, section->title);
        pack_text(out, section->text);
    }
    pack_number(out, body->alts_len);
    for (size_t i = 0; i < body->alts_len; i++)
        pack_text(out, body->alts[i]);
}

static const char *unpack_text(struct unpack *in)
{
    struct span text = unpack_span(in);

    in->bad = in->bad || text.len == 0 || text.at[text.len - 1] != '\0';
    return in->bad ? "" : text.at;
}

static struct page_section unpack_section(struct unpack *in)
{
    struct page_section section = {.level = (int)unpack_number(in)};
    bool has_id = unpack_number(in) != 0;
    const char *id = unpack_text(in);

    section.id = has_id ? id : NULL;
    section.title = unpack_text(in);
    section.text = unpack_text(in);
    return section;
}

static struct page_body *unpack_body(void *ctx, struct unpack *in)
{
    struct page_body *body = talloc_zero(ctx, struct page_body);

    if (!body)
        return NULL;
    body->display_title = unpack_text(in);
    body->summary = unpack_text(in);
    body->sections_len = unpack_count(in, 5);

    struct page_section *sections = array_new(body, struct page_section, body->sections_len);

    body->sections = sections;
    for (size_t i = 0; sections && i < body->sections_len; i++)
        sections[i] = unpack_section(in);
    body->alts_len = unpack_count(in, 1);
    body->alts = array_new(body, const char *, body->alts_len);
    for (size_t i = 0; body->alts && i < body->alts_len; i++)
        body->alts[i] = unpack_text(in);
    return sections && body->alts && !in->bad ? body : NULL;
}

/* ---- its words ---- */

enum { FIELD_LISTS = 6 };

/* The lists of words that every page has one of. */
static void lists_of(struct reading *reading, struct words **lists[FIELD_LISTS])
{
    lists[0] = &reading->title;
    lists[1] = &reading->lead;
    lists[2] = &reading->tags;
    lists[3] = &reading->keywords;
    lists[4] = &reading->alts;
    lists[5] = &reading->kind_words;
}

void kept_pack(struct buffer *out, const struct reading *reading)
{
    struct reading shown = *reading;
    struct words **lists[FIELD_LISTS];

    pack_body(out, reading->body);
    vocabulary_pack(out, reading->vocabulary);
    lists_of(&shown, lists);
    for (size_t i = 0; i < FIELD_LISTS; i++)
        words_pack(out, *lists[i]);
    for (size_t i = 0; i < reading->body->sections_len; i++) {
        words_pack(out, reading->headings[i]);
        words_pack(out, reading->texts[i]);
    }
    pack_number(out, reading->length);
}

static bool unpack_lists(struct reading *reading, struct unpack *in)
{
    size_t len = reading->body->sections_len;
    struct words **lists[FIELD_LISTS];
    bool whole = true;

    lists_of(reading, lists);
    reading->headings = array_new(reading, struct words *, len);
    reading->texts = array_new(reading, struct words *, len);
    if (!reading->headings || !reading->texts)
        return false;
    for (size_t i = 0; i < FIELD_LISTS && whole; i++)
        whole = (*lists[i] = words_unpack(reading, reading->vocabulary, in)) != NULL;
    for (size_t i = 0; i < len && whole; i++)
        whole = (reading->headings[i] = words_unpack(reading, reading->vocabulary, in)) &&
                (reading->texts[i] = words_unpack(reading, reading->vocabulary, in));
    return whole;
}

bool kept_unpack(struct reading *reading, struct analyser *analyser, struct span bytes)
{
    struct unpack in = unpack_new(bytes);

    reading->body = unpack_body(reading, &in);
    reading->vocabulary = reading->body ? vocabulary_unpack(reading, analyser, &in) : NULL;
    if (!reading->vocabulary || !unpack_lists(reading, &in))
        return false;
    reading->length = unpack_number(&in);
    return !in.bad;
}
