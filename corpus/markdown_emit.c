/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>

#include "corpus/markdown_document.h"
#include "corpus/markdown_emoji.h"

enum { DEPTH_MAX = 64, QUOTE_LINE_MAX = 128, LABEL_MAX = 1000, EMOJI_MAX = 64 };

/* An element of the heading whose id is being made. Hugo takes of every element but the heading itself only the first
 * child's text (markup/goldmark, TextPlain), and a typeset quote ends one. */
struct level {
    bool counts, image, in_text;
    unsigned children;
};

struct emitter {
    struct markdown *markdown;
    struct document *document;
    const struct inline_text *text;
    struct emitted_id *id;
    struct level levels[DEPTH_MAX];
    size_t depth, too_deep;
    struct buffer alt;
    unsigned images;   /* how many we are in; their text is an alternative */
    bool trigger[256]; /* where an extension's syntax may begin */
};

/* ---- elements ---- */

static struct level *level(struct emitter *emitter)
{
    return &emitter->levels[emitter->depth];
}

static bool child_counts(struct emitter *emitter)
{
    return emitter->too_deep == 0 && (emitter->depth == 0 || (level(emitter)->counts && level(emitter)->children == 1));
}

static void begin_child(struct emitter *emitter, bool text)
{
    level(emitter)->children++;
    level(emitter)->in_text = text;
}

static void open_element(struct emitter *emitter, char sign)
{
    if (sign == '[')
        body_writer_link(emitter->markdown->out);
    if (sign == '!' && emitter->images++ == 0)
        buffer_clear(&emitter->alt);
    if (emitter->depth + 1 == DEPTH_MAX) {
        emitter->too_deep++;
        return;
    }
    begin_child(emitter, false);
    struct level inner = {.counts = child_counts(emitter), .image = sign == '!'};
    emitter->levels[++emitter->depth] = inner;
}

static void close_element(struct emitter *emitter)
{
    if (emitter->too_deep > 0) {
        emitter->too_deep--;
        return;
    }
    if (emitter->depth == 0)
        return;
    if (level(emitter)->image && --emitter->images == 0)
        body_writer_alt(emitter->markdown->out, buffer_view(&emitter->alt));
    emitter->depth--;
    level(emitter)->in_text = false;
}

/* ---- what is written ---- */

static void write_seen(struct emitter *emitter, struct span text)
{
    if (emitter->images > 0)
        buffer_span(&emitter->alt, text);
    else
        body_writer_text(emitter->markdown->out, text);
}

static void write_id(struct emitter *emitter, struct span text)
{
    if (!emitter->id)
        return;
    if (!level(emitter)->in_text)
        begin_child(emitter, true);
    if (child_counts(emitter))
        buffer_span(&emitter->id->text, text);
}

/* A sign that the source does not have: a child of its own. */
static void write_set(struct emitter *emitter, struct span seen, struct span for_id)
{
    write_seen(emitter, seen);
    if (!emitter->id)
        return;
    level(emitter)->in_text = false;
    write_id(emitter, for_id);
    level(emitter)->in_text = false;
}

static void write_line_end(struct emitter *emitter, bool soft, bool in_id)
{
    if (in_id)
        write_id(emitter, SPAN("\n"));
    level(emitter)->in_text = false;
    if (emitter->images > 0)
        buffer_char(&emitter->alt, ' ');
    else if (soft)
        body_writer_text(emitter->markdown->out, SPAN(" "));
    else
        body_writer_break(emitter->markdown->out);
}

/* ---- extensions within text ---- */

/* What is left of the source's line, as far as an extension needs to look: more would be read again at every quote. */
static struct span line_from(const struct inline_text *text, size_t at, size_t most)
{
    struct span rest = span_first(span_from(buffer_view(&text->bytes), at), most);
    const char *end = memchr(rest.at, '\n', rest.len);
    return end ? span_first(rest, (size_t)(end - rest.at) + 1) : rest;
}

static size_t take_quote(struct emitter *emitter, size_t at)
{
    const struct typographer *typographer = &emitter->markdown->markup->typographer;
    if (!typographer->on)
        return 0;
    size_t len;
    const char *set = typographer_match(typographer, &emitter->markdown->quotes, inline_before(emitter->text, at),
                                        line_from(emitter->text, at, QUOTE_LINE_MAX), &len);
    if (!set)
        return 0;
    write_set(emitter, span_of(set), span_of(set));
    return len;
}

/* [^label] shows its number. */
static size_t take_footnote(struct emitter *emitter, size_t at)
{
    struct span rest = line_from(emitter->text, at, LABEL_MAX);
    const char *end = rest.len > 3 && rest.at[1] == '^' ? memchr(rest.at, ']', rest.len) : NULL;
    if (!end)
        return 0;
    size_t len = (size_t)(end - rest.at);
    unsigned number = footnote_number(emitter->document, (struct span){rest.at + 2, len - 2});
    if (number == 0)
        return 0;
    char digits[16];
    int written = snprintf(digits, sizeof(digits), "%u", number);
    write_set(emitter, (struct span){digits, (size_t)written}, SPAN(""));
    return len + 1;
}

/* :smile: */
static size_t take_emoji(struct emitter *emitter, size_t at)
{
    struct span rest = line_from(emitter->text, at, EMOJI_MAX), name;
    const char *emoji = emitter->markdown->markup->emoji ? markdown_emoji(rest, &name) : NULL;
    if (!emoji)
        return 0;
    write_set(emitter, span_of(emoji), name);
    return name.len + 2;
}

static size_t take_syntax(struct emitter *emitter, size_t at)
{
    switch (emitter->text->bytes.at[at]) {
    case '[':
        return take_footnote(emitter, at);
    case ':':
        return take_emoji(emitter, at);
    default:
        return take_quote(emitter, at);
    }
}

static size_t plain_len(const struct emitter *emitter, size_t at, size_t end)
{
    size_t from = at;
    while (at < end && !emitter->trigger[(unsigned char)emitter->text->bytes.at[at]])
        at++;
    return at - from;
}

/* A run of text from at to end; where an extension reaches past it, that is where to go on. */
static size_t emit_text(struct emitter *emitter, size_t at, size_t end)
{
    while (at < end) {
        size_t len = plain_len(emitter, at, end);
        if (len == 0) {
            size_t taken = take_syntax(emitter, at);
            if (taken > 0) {
                at += taken;
                continue;
            }
            len = 1;
        }
        struct span seen = {emitter->text->bytes.at + at, len};
        write_seen(emitter, seen);
        write_id(emitter, seen);
        at += len;
    }
    return at;
}

/* ---- glyphs ---- */

static void emit_call(struct emitter *emitter, struct span digits)
{
    if (emitter->id)
        emitter->id->has_call = true;
    char number[16] = "";
    memcpy(number, digits.at, digits.len < sizeof(number) ? digits.len : sizeof(number) - 1);
    if (emitter->images == 0)
        markdown_call(emitter->markdown, (unsigned)strtoul(number, NULL, 10));
}

static void emit_literal(struct emitter *emitter, struct span seen, bool in_id)
{
    write_seen(emitter, seen);
    if (in_id)
        write_id(emitter, seen);
}

/* One glyph that stands for itself. */
static void emit_sign(struct emitter *emitter, size_t at, enum glyph glyph, bool in_id)
{
    if (glyph == GLYPH_OPEN)
        open_element(emitter, emitter->text->bytes.at[at]);
    else if (glyph == GLYPH_CLOSE)
        close_element(emitter);
    else if (glyph == GLYPH_SOFT || glyph == GLYPH_BREAK)
        write_line_end(emitter, glyph == GLYPH_SOFT, in_id);
    else if (glyph == GLYPH_MORE)
        body_writer_more(emitter->markdown->out);
}

static size_t run_end(const struct inline_text *text, size_t at)
{
    size_t end = at + 1;
    while (end < text->bytes.len && text->glyphs.at[end] == text->glyphs.at[at])
        end++;
    return end;
}

/* What stands at a place, and all that follows of its kind; where to go on. */
static size_t emit_at(struct emitter *emitter, size_t at)
{
    enum glyph glyph = inline_glyph(emitter->text, at);
    bool in_id = (emitter->text->glyphs.at[at] & GLYPH_NO_ID) == 0;
    if (glyph != GLYPH_TEXT && glyph != GLYPH_LITERAL && glyph != GLYPH_ID && glyph != GLYPH_CALL) {
        emit_sign(emitter, at, glyph, in_id);
        return at + 1;
    }
    size_t end = run_end(emitter->text, at);
    struct span run = {emitter->text->bytes.at + at, end - at};
    if (glyph == GLYPH_TEXT)
        return emit_text(emitter, at, end);
    if (glyph == GLYPH_LITERAL)
        emit_literal(emitter, run, in_id);
    else if (glyph == GLYPH_ID)
        write_id(emitter, run);
    else
        emit_call(emitter, run);
    return end;
}

static void set_triggers(struct emitter *emitter)
{
    const struct markup *markup = emitter->markdown->markup;
    for (const char *c = markup->typographer.on ? "'\"-.<>" : ""; *c; c++)
        emitter->trigger[(unsigned char)*c] = true;
    emitter->trigger[(unsigned char)'['] = emitter->document->footnotes_len > 0;
    emitter->trigger[(unsigned char)':'] = markup->emoji;
}

void markdown_emit(struct markdown *markdown, struct document *document, struct emitted_id *id)
{
    const struct inline_text *text = &document->text;
    struct emitter emitter = {.markdown = markdown, .document = document, .text = text, .id = id};
    emitter.alt = buffer_new(markdown->ctx, text->bytes.len * 4 + 1);
    set_triggers(&emitter);
    for (size_t at = 0; at < text->bytes.len;)
        at = emit_at(&emitter, at);
    talloc_free(emitter.alt.at);
}
