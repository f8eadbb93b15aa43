/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_line.h"

#include <ctype.h>

#include "corpus/html_tag.h"

enum { TAB = 4, CODE_INDENT = 4, MARKER_DIGITS_MAX = 9, ATX_MAX = 6 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t columns(struct span text, size_t end)
{
    size_t column = 0;
    for (size_t at = 0; at < end; at++)
        column = text.at[at] == '\t' ? column + TAB - column % TAB : column + 1;
    return column;
}

static size_t skip_blanks(struct span text, size_t at)
{
    while (at < text.len && is_blank(text.at[at]))
        at++;
    return at;
}

/* The length of a list marker at text[at], the blank behind it not included; 0 where there is none. */
static size_t marker_len(struct span text, size_t at)
{
    size_t end = at;
    if (end < text.len && strchr("-+*", text.at[end]) && text.at[end] != '\0') {
        end++;
    } else {
        while (end < text.len && end - at < MARKER_DIGITS_MAX && text.at[end] >= '0' && text.at[end] <= '9')
            end++;
        if (end == at || end >= text.len || (text.at[end] != '.' && text.at[end] != ')'))
            return 0;
        end++;
    }
    return end == text.len || is_blank(text.at[end]) ? end - at : 0;
}

struct line_shape line_read(struct line_reader *reader, struct span line)
{
    struct line_shape shape = {.text = line};
    size_t at = skip_blanks(line, 0);
    shape.indent = columns(line, at);
    shape.blank = at == line.len;
    for (size_t marker; at < line.len; at = skip_blanks(line, at)) {
        if (line.at[at] == '>') {
            shape.quoted = true;
            at++;
        } else if ((marker = marker_len(line, at)) > 0) {
            shape.item = true;
            at += marker;
        } else {
            break;
        }
    }
    shape.content = at;
    if (reader->in_fence || shape.blank)
        return shape;
    if (shape.item && !line_is_indented_code(reader, &shape))
        reader->list_content = reader->list_content == 0 || shape.indent < reader->list_content
                                   ? columns(line, shape.content)
                                   : reader->list_content;
    else if (reader->after_blank && shape.indent < reader->list_content)
        reader->list_content = 0;
    return shape;
}

bool line_is_indented_code(const struct line_reader *reader, const struct line_shape *shape)
{
    return shape->indent >= CODE_INDENT && (reader->list_content == 0 || shape->indent < reader->list_content);
}

static size_t run_len(struct span text, size_t at, char sign)
{
    size_t end = at;
    while (end < text.len && text.at[end] == sign)
        end++;
    return end - at;
}

static bool opens_fence(struct line_reader *reader, const struct line_shape *shape)
{
    struct span text = shape->text;
    if (shape->content >= text.len || (text.at[shape->content] != '`' && text.at[shape->content] != '~'))
        return false;
    char sign = text.at[shape->content];
    size_t len = run_len(text, shape->content, sign);
    struct span info = span_from(text, shape->content + len);
    if (len < 3 || (sign == '`' && memchr(info.at, '`', info.len)) || line_is_indented_code(reader, shape))
        return false;
    reader->in_fence = true;
    reader->fence_sign = sign;
    reader->fence_len = len;
    reader->fence_quoted = shape->quoted;
    reader->fence_content = shape->item || shape->indent >= reader->list_content ? reader->list_content : 0;
    return true;
}

/* A fence ends where its quote or its list item does. */
static bool left_container(const struct line_reader *reader, const struct line_shape *shape)
{
    if (reader->fence_quoted)
        return !shape->quoted;
    return !shape->blank && shape->indent < reader->fence_content;
}

static bool closes_fence(const struct line_reader *reader, const struct line_shape *shape)
{
    struct span text = shape->text;
    size_t at = skip_blanks(text, 0);
    while (reader->fence_quoted && at < text.len && text.at[at] == '>')
        at = skip_blanks(text, at + 1);
    size_t len = run_len(text, at, reader->fence_sign);
    return len >= reader->fence_len && skip_blanks(text, at + len) == text.len;
}

bool line_is_fenced(struct line_reader *reader, const struct line_shape *shape)
{
    if (reader->in_fence && left_container(reader, shape))
        reader->in_fence = false;
    reader->after_blank = shape->blank;
    if (!reader->in_fence)
        return opens_fence(reader, shape);
    if (closes_fence(reader, shape))
        reader->in_fence = false;
    return true;
}

bool line_is_atx(const struct line_shape *shape)
{
    size_t len = run_len(shape->text, shape->content, '#');
    size_t end = shape->content + len;
    return len >= 1 && len <= ATX_MAX && (end == shape->text.len || is_blank(shape->text.at[end]));
}

bool line_is_html(const struct line_shape *shape)
{
    static const char *const phrases[] = {"a",   "abbr", "b",     "bdi",  "bdo", "cite", "code",   "data", "del", "dfn",
                                          "em",  "i",    "img",   "ins",  "kbd", "mark", "q",      "s",    "samp", "small",
                                          "sub", "sup",  "span",  "time", "u",   "var",  "strong", "wbr"};
    struct span text = span_from(shape->text, shape->content);
    if (!span_begins(text, SPAN("<")))
        return false;
    size_t end = 1, close;
    while (end < text.len && isalnum((unsigned char)text.at[end]))
        end++;
    struct span name = span_from(span_first(text, end), 1);
    if (end < text.len && (text.at[end] == ':' || text.at[end] == '@'))
        return false; /* <https://…>, <name@host> */
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
        if (html_named(name, phrases[i]))
            return span_find(text, SPAN(">"), &close) && span_trim(span_from(text, close + 1)).len == 0;
    return true;
}

bool line_is_setext(struct span line)
{
    while (line.len > 0 && (is_blank(line.at[0]) || line.at[0] == '>'))
        line = span_from(line, 1);
    line = span_trim(line);
    return line.len > 0 && (line.at[0] == '=' || line.at[0] == '-') && run_len(line, 0, line.at[0]) == line.len;
}

bool line_is_delimiter_row(struct span line)
{
    bool bar = false, dash = false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        if (c == '|' || c == ':')
            bar = true;
        else if (c == '-')
            dash = true;
        else if (!is_blank(c))
            return false;
    }
    return bar && dash;
}
