/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_attribute.h"

#include "corpus/markdown_mark.h"

enum { GROUP_MAX = 4096, NESTED_MAX = 8 };

struct cursor {
    struct span rest;
    unsigned depth;
};

static bool read_group(struct cursor *, struct span *id);

static char peek(const struct cursor *cursor)
{
    return cursor->rest.len > 0 ? cursor->rest.at[0] : '\0';
}

static void skip(struct cursor *cursor, size_t len)
{
    cursor->rest = span_from(cursor->rest, len);
}

static void skip_space(struct cursor *cursor)
{
    while (peek(cursor) == ' ' || peek(cursor) == '\t')
        skip(cursor, 1);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
}

static bool in_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static struct span take(struct cursor *cursor, bool (*in_class)(char))
{
    size_t len = 0;
    while (len < cursor->rest.len && in_class(cursor->rest.at[len]))
        len++;
    struct span taken = span_first(cursor->rest, len);
    skip(cursor, len);
    return taken;
}

static bool in_short(char c)
{
    return !(c == ' ' || (c >= '\t' && c <= '\r')) &&
           (!mark_is_punctuation(c) || c == '_' || c == '-' || c == ':' || c == '.');
}

static bool in_number(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

static bool read_string(struct cursor *cursor, struct span *value)
{
    skip(cursor, 1);
    for (size_t at = 0; at < cursor->rest.len; at++) {
        if (cursor->rest.at[at] == '\\') {
            at++;
        } else if (cursor->rest.at[at] == '"') {
            *value = span_first(cursor->rest, at);
            skip(cursor, at + 1);
            return true;
        }
    }
    return false;
}

static bool read_value(struct cursor *, struct span *value);

static bool read_list(struct cursor *cursor)
{
    struct span ignored;
    skip(cursor, 1);
    for (;;) {
        skip_space(cursor);
        if (peek(cursor) == ']') {
            skip(cursor, 1);
            return true;
        }
        if (!read_value(cursor, &ignored))
            return false;
        skip_space(cursor);
        if (peek(cursor) == ',')
            skip(cursor, 1);
    }
}

/* A string in double quotes, a number, a word, a list or a group of its own (goldmark, parser/attribute.go). */
static bool read_value(struct cursor *cursor, struct span *value)
{
    char c = peek(cursor);
    *value = SPAN("");
    if (c == '"')
        return read_string(cursor, value);
    if (c == '{' || c == '[') {
        if (++cursor->depth > NESTED_MAX)
            return false;
        return c == '{' ? read_group(cursor, value) : read_list(cursor);
    }
    *value = is_letter(c) ? take(cursor, in_name) : take(cursor, in_number);
    return value->len > 0;
}

static bool read_attribute(struct cursor *cursor, struct span *id)
{
    char c = peek(cursor);
    if (c == '#' || c == '.') {
        skip(cursor, 1);
        struct span value = take(cursor, in_short);
        if (c == '#')
            *id = value;
        return value.len > 0;
    }
    struct span name = is_letter(c) ? take(cursor, in_name) : SPAN(""), value;
    skip_space(cursor);
    if (name.len == 0 || peek(cursor) != '=')
        return false;
    skip(cursor, 1);
    skip_space(cursor);
    if (!read_value(cursor, &value))
        return false;
    if (span_is(name, "id"))
        *id = value;
    return true;
}

static bool read_group(struct cursor *cursor, struct span *id)
{
    skip(cursor, 1);
    for (;;) {
        skip_space(cursor);
        if (peek(cursor) == '}') {
            skip(cursor, 1);
            return true;
        }
        if (!read_attribute(cursor, id))
            return false;
        skip_space(cursor);
        if (peek(cursor) == ',')
            skip(cursor, 1);
    }
}

size_t attribute_group_len(struct span text, struct span *id)
{
    struct cursor cursor = {span_first(text, GROUP_MAX), 0};
    *id = SPAN("");
    return read_group(&cursor, id) ? (size_t)(cursor.rest.at - text.at) : 0;
}

size_t attribute_group_at_end(struct span line, struct span *id)
{
    struct span trimmed = span_trim(line);
    if (trimmed.len < 2 || trimmed.at[trimmed.len - 1] != '}')
        return line.len;
    size_t end = (size_t)(trimmed.at - line.at) + trimmed.len;
    size_t at = end > GROUP_MAX ? end - GROUP_MAX : 0;
    unsigned tries = 0;
    for (; at < end && tries < NESTED_MAX * 4; at++) {
        if (line.at[at] == '\\' && at + 1 < end && mark_is_punctuation(line.at[at + 1])) {
            at++;
        } else if (line.at[at] == '{') {
            size_t len = attribute_group_len(span_first(span_from(line, at), end - at), id);
            if (len == end - at)
                return at;
            tries++;
        }
    }
    return line.len;
}
