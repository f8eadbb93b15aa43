/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/html_text.h"

#include <stdlib.h>
#include <strings.h>
#include <talloc.h>

#include "corpus/entity.h"
#include "corpus/html_tag.h"
#include "corpus/markdown_mark.h"

enum { HIDDEN_NAME_MAX = 12 };

enum content { CONTENT_HIDDEN, CONTENT_RAW }; /* no tag is one inside raw content, but its end */

struct html_reader {
    struct body_writer *out;
    struct html_calls calls;
    struct span after;
    char hidden[HIDDEN_NAME_MAX + 1]; /* the element whose content is hidden, "" for none */
    enum content hidden_content;
    unsigned depth; /* of elements of that name inside it */
    unsigned pre;
    unsigned unclosed; /* bits: elements that were looked for and have no end from here on */
};

struct html_reader *html_reader_new(void *ctx, struct body_writer *out, struct html_calls calls)
{
    struct html_reader *reader = talloc_zero(ctx, struct html_reader);
    if (reader) {
        reader->out = out;
        reader->calls = calls;
        reader->after = SPAN("");
    }
    return reader;
}

struct span html_reader_rest(struct html_reader *reader, struct span rest)
{
    struct span before = reader->after;
    reader->after = rest;
    return before;
}

bool html_hidden(const struct html_reader *reader)
{
    return reader->hidden[0] != '\0';
}

/* ---- which elements do what ---- */

/* The elements that CSS shows as blocks, table parts and list items by default (HTML, 15.3), and forced breaks. */
static bool is_block(struct span name)
{
    static const char *const blocks[] = {
        "address",    "article", "aside",   "blockquote", "body",   "br",     "caption",   "center",  "col",
        "colgroup",   "dd",      "details", "dialog",     "dir",    "div",    "dl",        "dt",      "fieldset",
        "figcaption", "figure",  "footer",  "form",       "h1",     "h2",     "h3",        "h4",      "h5",
        "h6",         "header",  "hgroup",  "hr",         "html",   "legend", "li",        "listing", "main",
        "menu",       "nav",     "ol",      "optgroup",   "option", "p",      "plaintext", "pre",     "search",
        "section",    "select",  "summary", "table",      "tbody",  "td",     "textarea",  "tfoot",   "th",
        "thead",      "tr",      "ul",      "xmp"};
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
        if (html_named(name, blocks[i]))
            return true;
    return false;
}

static bool is_void(struct span name)
{
    static const char *const voids[] = {"area",  "base", "br",   "col",    "embed", "hr", "img",
                                        "input", "link", "meta", "source", "track", "wbr"};
    for (size_t i = 0; i < sizeof(voids) / sizeof(voids[0]); i++)
        if (html_named(name, voids[i]))
            return true;
    return false;
}

/* Elements whose content no browser shows. */
static const struct hidden_element {
    const char *name;
    enum content content;
} hidden_elements[] = {{"script", CONTENT_RAW},      {"style", CONTENT_RAW},     {"iframe", CONTENT_RAW},
                       {"noembed", CONTENT_RAW},     {"noframes", CONTENT_RAW},  {"noscript", CONTENT_HIDDEN},
                       {"template", CONTENT_HIDDEN}, {"title", CONTENT_HIDDEN},  {"desc", CONTENT_HIDDEN},
                       {"metadata", CONTENT_HIDDEN}, {"audio", CONTENT_HIDDEN},  {"video", CONTENT_HIDDEN},
                       {"canvas", CONTENT_HIDDEN},   {"object", CONTENT_HIDDEN}, {"datalist", CONTENT_HIDDEN},
                       {"rp", CONTENT_HIDDEN},       {"hidden", CONTENT_HIDDEN}};

enum { BY_ATTRIBUTE = sizeof(hidden_elements) / sizeof(hidden_elements[0]) - 1, NOT_HIDDEN };

/* Which of the above a tag is, the last one for any element with the attribute hidden. */
static unsigned hidden_by(const struct html_tag *tag)
{
    for (unsigned i = 0; i < BY_ATTRIBUTE; i++)
        if (html_named(tag->name, hidden_elements[i].name))
            return i;
    struct span value;
    return html_attribute(tag, "hidden", &value) && !is_void(tag->name) ? BY_ATTRIBUTE : NOT_HIDDEN;
}

static int heading_level(struct span name)
{
    bool heading = name.len == 2 && (name.at[0] == 'h' || name.at[0] == 'H') && name.at[1] >= '1' && name.at[1] <= '6';
    return heading ? name.at[1] - '0' : 0;
}

/* ---- text ---- */

static void put(struct html_reader *reader, struct span text)
{
    struct buffer plain = buffer_new(reader, text.len * 4 + 1);
    if (memchr(text.at, '&', text.len)) {
        entity_decode(&plain, text);
        text = buffer_view(&plain);
    }
    if (reader->pre > 0)
        body_writer_lines(reader->out, text);
    else
        body_writer_text(reader->out, text);
    talloc_free(plain.at);
}

/* Text with calls of shortcodes in it. */
static void put_text(struct html_reader *reader, struct span text)
{
    size_t at;
    while (text.len > 0 && span_find(text, SPAN(MARK_CALL), &at)) {
        put(reader, span_first(text, at));
        text = span_from(text, at + MARK_LEN);
        size_t end;
        if (!span_find(text, SPAN(MARK_CALL_END), &end))
            return;
        if (reader->calls.write)
            reader->calls.write(reader->calls.self, (unsigned)strtoul(text.at, NULL, 10));
        text = span_from(text, end + MARK_LEN);
    }
    if (text.len > 0)
        put(reader, text);
}

/* ---- tags ---- */

static void put_alt(struct html_reader *reader, const struct html_tag *tag)
{
    struct span value;
    if (!html_attribute(tag, "alt", &value))
        return;
    struct buffer alt = buffer_new(reader, value.len * 4 + 1);
    entity_decode(&alt, value);
    body_writer_alt(reader->out, buffer_view(&alt));
    talloc_free(alt.at);
}

static void open_heading(struct html_reader *reader, const struct html_tag *tag, int level)
{
    struct span value = SPAN("");
    struct buffer id = buffer_new(reader, tag->len * 4 + 1);
    if (html_attribute(tag, "id", &value))
        entity_decode(&id, value);
    body_writer_heading_open(reader->out, level, id.len > 0 ? buffer_string(&id) : NULL);
}

/* An element without an end hides all that follows in a browser. That costs a page its text for the lack of one tag,
 * so it hides nothing here. What lacks its end here lacks it further down too, and is not looked for again. */
static bool has_end(struct html_reader *reader, unsigned which, struct span name, struct span rest)
{
    if (reader->unclosed & (1U << which))
        return false;
    struct html_missing missing = {0}, missing_after = {0};
    bool found = html_find_end(rest, name, &missing) < rest.len ||
                 html_find_end(reader->after, name, &missing_after) < reader->after.len;
    if (!found)
        reader->unclosed |= 1U << which;
    return found;
}

static void hide(struct html_reader *reader, const struct html_tag *tag, struct span rest)
{
    unsigned which = hidden_by(tag);
    if (which == NOT_HIDDEN || tag->name.len > HIDDEN_NAME_MAX)
        return;
    enum content content = hidden_elements[which].content;
    bool closed = tag->attributes.len > 0 && tag->attributes.at[tag->attributes.len - 1] == '/';
    if ((closed && content != CONTENT_RAW) || !has_end(reader, which, tag->name, rest))
        return;
    memcpy(reader->hidden, tag->name.at, tag->name.len);
    reader->hidden[tag->name.len] = '\0';
    reader->hidden_content = content;
    reader->depth = 0;
}

static bool is_hidden_name(const struct html_reader *reader, struct span name)
{
    struct span hidden = span_of(reader->hidden);
    return hidden.len == name.len && strncasecmp(hidden.at, name.at, name.len) == 0;
}

/* Inside a hidden element only its end counts, and others of its name. */
static void tag_while_hidden(struct html_reader *reader, const struct html_tag *tag)
{
    if (!is_hidden_name(reader, tag->name))
        return;
    if (tag->kind == HTML_START && reader->hidden_content == CONTENT_HIDDEN)
        reader->depth++;
    else if (tag->kind == HTML_END && reader->depth > 0)
        reader->depth--;
    else if (tag->kind == HTML_END)
        reader->hidden[0] = '\0';
}

static void count_pre(struct html_reader *reader, const struct html_tag *tag)
{
    if (!html_named(tag->name, "pre") && !html_named(tag->name, "listing"))
        return;
    if (tag->kind == HTML_START)
        reader->pre++;
    else if (reader->pre > 0)
        reader->pre--;
}

/* What any tag does, within a line or in a block; whether it breaks the line. */
static bool apply_tag(struct html_reader *reader, const struct html_tag *tag, struct span rest)
{
    if (html_hidden(reader)) {
        tag_while_hidden(reader, tag);
        return false;
    }
    if (tag->kind == HTML_START && html_named(tag->name, "img"))
        put_alt(reader, tag);
    if (tag->kind == HTML_START)
        hide(reader, tag, rest);
    return is_block(tag->name);
}

static void put_tag(struct html_reader *reader, const struct html_tag *tag, struct span rest)
{
    if (tag->kind == HTML_COMMENT)
        return;
    bool hidden = html_hidden(reader);
    if (apply_tag(reader, tag, rest))
        body_writer_break(reader->out);
    if (hidden)
        return;
    count_pre(reader, tag);
    int level = heading_level(tag->name);
    if (level > 0 && tag->kind == HTML_START)
        open_heading(reader, tag, level);
    else if (level > 0)
        body_writer_heading_close(reader->out);
    else if (tag->kind == HTML_END && html_named(tag->name, "p"))
        body_writer_paragraph_end(reader->out);
    else if (tag->kind == HTML_START && html_named(tag->name, "a"))
        body_writer_link(reader->out);
}

enum html_effect html_inline(struct html_reader *reader, struct span text)
{
    struct html_missing missing = {0};
    struct html_tag tag = html_tag_read(text, &missing);
    if (tag.kind != HTML_START && tag.kind != HTML_END)
        return HTML_NOTHING;
    return apply_tag(reader, &tag, SPAN("")) ? HTML_BREAK : HTML_NOTHING;
}

/* How much of text is content in which no tag counts but one end. */
static size_t raw_len(const struct html_reader *reader, struct span text)
{
    struct html_missing missing = {0};
    return html_hidden(reader) && reader->hidden_content == CONTENT_RAW
               ? html_find_end(text, span_of(reader->hidden), &missing)
               : 0;
}

void html_block(struct html_reader *reader, struct span html)
{
    struct html_missing missing = {0};
    while (html.len > 0) {
        html = span_from(html, raw_len(reader, html));
        const char *found = html.len > 0 ? memchr(html.at, '<', html.len) : NULL;
        size_t plain = found ? (size_t)(found - html.at) : html.len;
        if (!html_hidden(reader))
            put_text(reader, span_first(html, plain));
        html = span_from(html, plain);
        if (html.len == 0)
            break;
        struct html_tag tag = html_tag_read(html, &missing);
        struct span rest = span_from(html, tag.len);
        if (tag.kind == HTML_TEXT && !html_hidden(reader))
            put_text(reader, SPAN("<"));
        else if (tag.kind != HTML_TEXT)
            put_tag(reader, &tag, rest);
        html = rest;
    }
    if (body_writer_in_heading(reader->out) && !body_writer_title_is_empty(reader->out))
        body_writer_heading_close(reader->out);
}
