/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/record.h"

#include "analysis/pack.h"
#include "base/memory.h"

enum { RECORD_FORMAT = 1, RANK_FORMAT = 2 };
enum { PACKED_MAX = 64 << 20 };

static bool damaged(struct error *err, const char *what)
{
    return error_set(err, ERROR_INDEX, NULL, 0, what, "make the index anew: twc-index --rebuild");
}

/* ---- the record ---- */

static void pack_siblings(struct buffer *out, const struct record *record)
{
    pack_number(out, record->siblings_len);
    for (size_t i = 0; i < record->siblings_len; i++) {
        const struct record_sibling *sibling = &record->siblings[i];
        pack_span(out, sibling->lang);
        pack_span(out, sibling->url);
        pack_span(out, sibling->title);
        pack_span(out, sibling->path);
    }
}

static void pack_sections(struct buffer *out, const struct record *record)
{
    pack_number(out, record->sections_len);
    for (size_t i = 0; i < record->sections_len; i++) {
        const struct record_section *section = &record->sections[i];
        pack_number(out, (uint64_t)section->level);
        pack_span(out, section->id);
        pack_span(out, section->title);
        pack_span(out, section->text);
        pack_number(out, section->title_position);
        pack_number(out, section->position);
    }
}

char *record_pack(void *ctx, const struct record *record, size_t *len)
{
    struct buffer out = buffer_new(ctx, PACKED_MAX);
    const struct span texts[] = {record->path,          record->id,      record->lang,        record->url,
                                 record->title,         record->display_title, record->section, record->description,
                                 record->summary,       record->set,     record->date_text};

    buffer_char(&out, RECORD_FORMAT);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        pack_span(&out, texts[i]);
    pack_signed(&out, record->date);
    pack_signed(&out, record->lastmod);
    pack_signed(&out, record->expiry);
    pack_number(&out, record->unlisted);
    pack_number(&out, record->title_position);
    pack_number(&out, record->description_position);
    pack_number(&out, record->tags_len);
    for (size_t i = 0; i < record->tags_len; i++) {
        pack_span(&out, record->tags[i]);
        pack_span(&out, record->tag_keys[i]);
    }
    pack_siblings(&out, record);
    pack_sections(&out, record);
    *len = out.len;
    return out.full ? NULL : out.at;
}

static bool load_tags(struct record *record, struct unpack *in)
{
    record->tags_len = unpack_count(in, 2);
    struct span *tags = array_new(record, struct span, record->tags_len);
    struct span *keys = array_new(record, struct span, record->tags_len);

    if (!tags || !keys)
        return false;
    for (size_t i = 0; i < record->tags_len; i++) {
        tags[i] = unpack_span(in);
        keys[i] = unpack_span(in);
    }
    record->tags = tags;
    record->tag_keys = keys;
    return true;
}

static bool load_siblings(struct record *record, struct unpack *in)
{
    record->siblings_len = unpack_count(in, 4);
    struct record_sibling *siblings = array_new(record, struct record_sibling, record->siblings_len);

    if (!siblings)
        return false;
    for (size_t i = 0; i < record->siblings_len; i++) {
        siblings[i].lang = unpack_span(in);
        siblings[i].url = unpack_span(in);
        siblings[i].title = unpack_span(in);
        siblings[i].path = unpack_span(in);
    }
    record->siblings = siblings;
    return true;
}

static bool load_sections(struct record *record, struct unpack *in)
{
    record->sections_len = unpack_count(in, 6);
    struct record_section *sections = array_new(record, struct record_section, record->sections_len);

    if (!sections)
        return false;
    for (size_t i = 0; i < record->sections_len; i++) {
        sections[i].level = (int)(unpack_number(in) & 7);
        sections[i].id = unpack_span(in);
        sections[i].title = unpack_span(in);
        sections[i].text = unpack_span(in);
        sections[i].title_position = (uint32_t)unpack_number(in);
        sections[i].position = (uint32_t)unpack_number(in);
    }
    record->sections = sections;
    return true;
}

struct record *record_load(void *ctx, struct span packed, struct error *err)
{
    struct record *record = talloc_zero(ctx, struct record);
    if (!record) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }

    struct unpack in = unpack_new(span_from(packed, 1));
    struct span *const texts[] = {&record->path,    &record->id,            &record->lang,    &record->url,
                                  &record->title,   &record->display_title, &record->section, &record->description,
                                  &record->summary, &record->set,           &record->date_text};

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        *texts[i] = unpack_span(&in);
    record->date = unpack_signed(&in);
    record->lastmod = unpack_signed(&in);
    record->expiry = unpack_signed(&in);
    record->unlisted = unpack_number(&in) != 0;
    record->title_position = (uint32_t)unpack_number(&in);
    record->description_position = (uint32_t)unpack_number(&in);
    bool memory = load_tags(record, &in) && load_siblings(record, &in) && load_sections(record, &in);
    if (!memory || in.bad || packed.len == 0 || *packed.at != RECORD_FORMAT) {
        talloc_free(record);
        if (!memory)
            error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        else
            damaged(err, "a page's record in the index is damaged");
        return NULL;
    }
    return record;
}

/* ---- the rank ---- */

static void pack_stems(struct buffer *out, struct rank_stems stems)
{
    pack_number(out, stems.len);
    for (size_t i = 0; i < stems.len; i++)
        pack_u32(out, stems.at[i]);
}

char *rank_pack(void *ctx, const struct rank *rank, size_t *len)
{
    struct buffer out = buffer_new(ctx, PACKED_MAX);

    buffer_char(&out, RANK_FORMAT);
    pack_double(&out, rank->prior);
    pack_number(&out, rank->kind);
    pack_u32(&out, rank->title_key);
    pack_stems(&out, rank->title);
    pack_number(&out, rank->title_ends_len);
    for (size_t i = 0; i < rank->title_ends_len; i++)
        pack_u32(&out, rank->title_ends[i]);
    pack_number(&out, rank->sibling_titles_len);
    for (size_t i = 0; i < rank->sibling_titles_len; i++)
        pack_stems(&out, rank->sibling_titles[i]);
    pack_number(&out, rank->headings_len);
    for (size_t i = 0; i < rank->headings_len; i++) {
        pack_stems(&out, rank->headings[i]);
        pack_u32(&out, rank->heading_keys[i]);
    }
    *len = out.len;
    return out.full ? NULL : out.at;
}

static struct rank_stems load_stems(void *ctx, struct unpack *in)
{
    size_t len = unpack_count(in, 4);
    uint32_t *at = array_new(ctx, uint32_t, len);

    in->no_memory = in->no_memory || !at;
    for (size_t i = 0; i < len && at; i++)
        at[i] = unpack_u32(in);
    return (struct rank_stems){at, at ? len : 0};
}

static void load_title_ends(struct rank *rank, struct unpack *in)
{
    size_t len = unpack_count(in, 4);
    uint32_t *ends = array_new(rank, uint32_t, len), before = 0;

    in->no_memory = in->no_memory || !ends;
    for (size_t i = 0; i < len && ends; i++) {
        ends[i] = unpack_u32(in);
        in->bad = in->bad || ends[i] < before || ends[i] > rank->title.len;
        before = ends[i];
    }
    rank->title_ends = ends;
    rank->title_ends_len = ends ? len : 0;
}

static void load_headings(struct rank *rank, struct unpack *in)
{
    rank->headings_len = unpack_count(in, 5);
    struct rank_stems *headings = array_new(rank, struct rank_stems, rank->headings_len);
    uint32_t *keys = array_new(rank, uint32_t, rank->headings_len);

    if (!headings || !keys) {
        in->no_memory = true;
        return;
    }
    for (size_t i = 0; i < rank->headings_len; i++) {
        headings[i] = load_stems(rank, in);
        keys[i] = unpack_u32(in);
    }
    rank->headings = headings;
    rank->heading_keys = keys;
}

struct rank *rank_load(void *ctx, struct span packed, struct error *err)
{
    struct rank *rank = talloc_zero(ctx, struct rank);
    if (!rank) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }

    struct unpack in = unpack_new(span_from(packed, 1));

    rank->prior = unpack_double(&in);
    uint64_t kind = unpack_number(&in);
    rank->kind = kind <= RANK_HOME ? (enum rank_kind)kind : RANK_PAGE;
    rank->title_key = unpack_u32(&in);
    rank->title = load_stems(rank, &in);
    load_title_ends(rank, &in);
    rank->sibling_titles_len = unpack_count(&in, 1);
    struct rank_stems *siblings = array_new(rank, struct rank_stems, rank->sibling_titles_len);
    for (size_t i = 0; i < rank->sibling_titles_len && siblings; i++)
        siblings[i] = load_stems(rank, &in);
    rank->sibling_titles = siblings;
    load_headings(rank, &in);
    bool memory = siblings && !in.no_memory;
    if (!memory || in.bad || packed.len == 0 || *packed.at != RANK_FORMAT) {
        talloc_free(rank);
        if (!memory)
            error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        else
            damaged(err, "a page's rank in the index is damaged");
        return NULL;
    }
    return rank;
}
