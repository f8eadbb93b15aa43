/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/body_writer.h"

#include <talloc.h>

enum { FIRST_SECTIONS = 8, PENDING_NONE = 0, PENDING_BLANK = ' ', PENDING_LINE = '\n' };

struct part { /* of all */
    size_t at, len;
};

struct section {
    int level;
    const char *id;
    struct part title, text;
};

struct body_writer {
    struct buffer all; /* titles and texts one after the other */
    struct section *sections;
    size_t sections_len, sections_room;
    const char **alts;
    size_t alts_len, alts_room;
    bool in_heading, flat, failed;
    char pending; /* white space that is written only when something follows it */
    int summary_length, words;
    bool cut, cut_by_hand;
    struct part summary; /* at: how many sections, len: how much of all */
};

/* ---- growing ---- */

static void *grow(struct body_writer *writer, void *array, size_t size, size_t len, size_t *room)
{
    if (len < *room)
        return array;
    size_t more = *room == 0 ? FIRST_SECTIONS : *room * 2;
    void *grown = talloc_realloc_size(writer, array, more * size);
    if (grown)
        *room = more;
    else
        writer->failed = true;
    return grown;
}

static void add_section(struct body_writer *writer, int level, const char *id)
{
    struct section *grown =
        grow(writer, writer->sections, sizeof(*grown), writer->sections_len, &writer->sections_room);
    if (!grown)
        return;
    writer->sections = grown;
    struct part here = {writer->all.len, 0};
    grown[writer->sections_len++] = (struct section){level, id, here, here};
    writer->pending = PENDING_NONE;
}

struct body_writer *body_writer_new(void *ctx, size_t cap, int summary_length)
{
    struct body_writer *writer = talloc_zero(ctx, struct body_writer);
    if (!writer)
        return NULL;
    writer->all = buffer_new(writer, cap);
    writer->summary_length = summary_length;
    add_section(writer, 0, NULL);
    return writer->failed ? NULL : writer;
}

/* ---- text ---- */

static struct section *current(const struct body_writer *writer)
{
    return &writer->sections[writer->sections_len - 1];
}

static struct part *current_part(const struct body_writer *writer)
{
    return writer->in_heading ? &current(writer)->title : &current(writer)->text;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void put(struct body_writer *writer, const char *at, size_t len)
{
    struct part *part = current_part(writer);
    if (part->len > 0 && writer->pending != PENDING_NONE)
        buffer_char(&writer->all, writer->in_heading ? ' ' : writer->pending);
    if (part->len == 0 || writer->pending != PENDING_NONE)
        writer->words++;
    writer->pending = PENDING_NONE;
    buffer_add(&writer->all, at, len);
    part->len = writer->all.len - part->at;
}

static void put_words(struct body_writer *writer, struct span text, bool keep_lines)
{
    size_t at = 0;
    while (at < text.len) {
        size_t end = at;
        while (end < text.len && !is_blank(text.at[end]))
            end++;
        if (end > at)
            put(writer, text.at + at, end - at);
        for (at = end; at < text.len && is_blank(text.at[at]); at++) {
            if (keep_lines && text.at[at] == '\n')
                writer->pending = PENDING_LINE;
            else if (writer->pending == PENDING_NONE)
                writer->pending = PENDING_BLANK;
        }
    }
}

void body_writer_text(struct body_writer *writer, struct span text)
{
    put_words(writer, text, false);
}

void body_writer_lines(struct body_writer *writer, struct span text)
{
    put_words(writer, text, true);
}

void body_writer_break(struct body_writer *writer)
{
    writer->pending = PENDING_LINE;
}

int32_t body_writer_last(const struct body_writer *writer)
{
    const struct part *part = current_part(writer);
    if (part->len == 0 || writer->pending != PENDING_NONE)
        return '\n';
    size_t at = part->at + part->len - 1;
    while (at > part->at && (writer->all.at[at] & 0xC0) == 0x80)
        at--;
    size_t len;
    return utf8_decode((struct span){writer->all.at + at, part->at + part->len - at}, &len);
}

void body_writer_alt(struct body_writer *writer, struct span text)
{
    text = span_trim(text);
    if (text.len == 0)
        return;
    const char **grown = grow(writer, writer->alts, sizeof(*grown), writer->alts_len, &writer->alts_room);
    if (!grown)
        return;
    writer->alts = grown;
    grown[writer->alts_len++] = span_copy(writer, text);
}

/* ---- the summary ---- */

static void cut(struct body_writer *writer)
{
    writer->cut = true;
    writer->summary = (struct part){writer->sections_len, writer->all.len};
}

void body_writer_link(struct body_writer *writer)
{
    writer->words--;
}

void body_writer_paragraph_end(struct body_writer *writer)
{
    if (!writer->cut && writer->summary_length > 0 && writer->words >= writer->summary_length)
        cut(writer);
}

void body_writer_more(struct body_writer *writer)
{
    if (!writer->cut_by_hand)
        cut(writer);
    writer->cut_by_hand = true;
}

/* ---- headings ---- */

void body_writer_heading_open(struct body_writer *writer, int level, const char *id)
{
    if (writer->flat)
        return;
    if (writer->in_heading)
        body_writer_heading_close(writer);
    add_section(writer, level, id);
    writer->in_heading = true;
}

void body_writer_heading_id(struct body_writer *writer, const char *id)
{
    if (writer->in_heading)
        current(writer)->id = id;
}

void body_writer_heading_close(struct body_writer *writer)
{
    if (!writer->in_heading || writer->flat)
        return;
    writer->in_heading = false;
    struct section *section = current(writer);
    if (section->title.len == 0 && !section->id)
        writer->sections_len--;
    section->text.at = writer->all.len;
    writer->pending = writer->sections_len > 0 ? PENDING_LINE : PENDING_NONE;
}

bool body_writer_in_heading(const struct body_writer *writer)
{
    return writer->in_heading;
}

bool body_writer_title_is_empty(const struct body_writer *writer)
{
    return current(writer)->title.len == 0;
}

bool body_writer_flat(struct body_writer *writer, bool flat)
{
    bool before = writer->flat;
    writer->flat = flat;
    return before;
}

/* ---- the end ---- */

static struct span part_of(const struct body_writer *writer, struct part part)
{
    return (struct span){writer->all.at ? writer->all.at + part.at : "", part.len};
}

/* How many bytes from the start on are ASCII and no white space. */
static size_t ink_len(struct span text)
{
    size_t len = 0;
    while (len < text.len && text.at[len] > ' ' && text.at[len] < 0x7F)
        len++;
    return len;
}

/* A title is one line, whatever white space its author typed; zero-width characters are the author's text. */
static char *squeeze(void *ctx, struct span text)
{
    struct buffer out = buffer_new(ctx, text.len + 1);
    bool blank = false;
    for (size_t len = 0; text.len > 0; text = span_from(text, len)) {
        len = ink_len(text);
        if (len == 0 && utf8_is_space(utf8_decode(text, &len))) {
            blank = out.len > 0;
            continue;
        }
        if (blank)
            buffer_char(&out, ' ');
        blank = false;
        buffer_add(&out, text.at, len);
    }
    return out.at ? out.at : span_copy(ctx, SPAN(""));
}

static bool write_section(void *ctx, const struct body_writer *writer, const struct section *section,
                          struct page_section *out)
{
    *out = (struct page_section){section->level, section->id ? span_copy(ctx, span_of(section->id)) : NULL,
                                 squeeze(ctx, part_of(writer, section->title)),
                                 span_copy(ctx, part_of(writer, section->text))};
    return out->title && out->text && (out->id || !section->id);
}

static const char *write_summary(void *ctx, const struct body_writer *writer)
{
    struct buffer out = buffer_new(ctx, writer->all.len * 2 + 2);
    struct part end = writer->cut ? writer->summary : (struct part){writer->sections_len, writer->all.len};
    for (size_t i = 0; i < end.at && i < writer->sections_len; i++) {
        const struct section *section = &writer->sections[i];
        size_t most = section->text.at < end.len ? end.len - section->text.at : 0;
        buffer_span(&out, part_of(writer, section->title));
        buffer_char(&out, ' ');
        buffer_span(&out, span_first(part_of(writer, section->text), most));
        buffer_char(&out, ' ');
    }
    return squeeze(ctx, buffer_view(&out));
}

bool body_writer_finish(struct body_writer *writer, void *ctx, struct page_body *out)
{
    body_writer_flat(writer, false);
    body_writer_heading_close(writer);
    struct page_section *sections = talloc_zero_array(ctx, struct page_section, (unsigned)writer->sections_len);
    if (!sections || writer->failed || writer->all.full)
        return false;
    for (size_t i = 0; i < writer->sections_len; i++)
        if (!write_section(ctx, writer, &writer->sections[i], &sections[i]))
            return false;
    out->sections = sections;
    out->sections_len = writer->sections_len;
    out->alts = talloc_steal(ctx, writer->alts);
    out->alts_len = writer->alts_len;
    for (size_t i = 0; i < writer->alts_len; i++)
        talloc_steal(ctx, writer->alts[i]);
    bool asked = writer->cut_by_hand || writer->summary_length > 0;
    out->summary = asked ? write_summary(ctx, writer) : span_copy(ctx, SPAN(""));
    return out->summary != NULL;
}
