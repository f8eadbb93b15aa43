/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/html_tag.h"

#include <strings.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool html_named(struct span name, const char *lower_case)
{
    return strlen(lower_case) == name.len && strncasecmp(name.at, lower_case, name.len) == 0;
}

/* The first of part in text from at on, or text.len; what is found missing once is not looked for again. */
static size_t find(struct span text, size_t at, const char *part, bool *missing)
{
    size_t found;
    if (!*missing && span_find(span_from(text, at), span_of(part), &found))
        return at + found;
    *missing = true;
    return text.len;
}

/* --> ends a comment, and so do --!> and an immediate > */
static struct html_tag read_comment(struct span text, struct html_missing *missing)
{
    struct html_tag tag = {.kind = HTML_COMMENT, .len = text.len};
    struct span inside = span_from(text, 4);
    if (span_begins(inside, SPAN(">")) || span_begins(inside, SPAN("->"))) {
        tag.len = inside.at[0] == '>' ? 5 : 6;
        return tag;
    }
    for (size_t at = 4; at < text.len;) {
        at = find(text, at, "--", &missing->comment_end);
        struct span end = span_from(text, at);
        if (span_begins(end, SPAN("-->")) || span_begins(end, SPAN("--!>"))) {
            tag.len = at + (end.at[2] == '>' ? 3 : 4);
            return tag;
        }
        at++;
    }
    return tag;
}

static struct html_tag read_bogus(struct span text, struct html_missing *missing)
{
    size_t end = find(text, 1, ">", &missing->tag_end);
    return (struct html_tag){.kind = HTML_COMMENT, .len = end < text.len ? end + 1 : text.len};
}

/* The tag's >, which is not one inside quotes; a quote that never closes is no quote. */
static size_t find_tag_end(struct span text, size_t at, struct html_missing *missing)
{
    bool value = false;
    for (; at < text.len && text.at[at] != '>'; at++) {
        char c = text.at[at];
        if (value && (c == '"' || c == '\'')) {
            char quote[2] = {c, '\0'};
            size_t end = find(text, at + 1, quote, &missing->quote[c == '"']);
            if (end < text.len)
                at = end;
        }
        value = c == '=' || (value && is_space(c));
    }
    return at;
}

struct html_tag html_tag_read(struct span text, struct html_missing *missing)
{
    struct html_tag tag = {.kind = HTML_TEXT, .len = 1};
    if (text.len < 2)
        return tag;
    if (span_begins(text, SPAN("<!--")))
        return read_comment(text, missing);
    if (text.at[1] == '!' || text.at[1] == '?')
        return read_bogus(text, missing);
    size_t at = text.at[1] == '/' ? 2 : 1;
    if (at >= text.len || !is_letter(text.at[at]))
        return at == 2 ? read_bogus(text, missing) : tag;
    size_t end = missing->tag_end ? text.len : find_tag_end(text, at, missing);
    if (end >= text.len) {
        missing->tag_end = true;
        return tag;
    }
    size_t name_end = at;
    while (name_end < end && !is_space(text.at[name_end]) && text.at[name_end] != '/')
        name_end++;
    tag.kind = at == 2 ? HTML_END : HTML_START;
    tag.len = end + 1;
    tag.name = (struct span){text.at + at, name_end - at};
    tag.attributes = (struct span){text.at + name_end, end - name_end};
    return tag;
}

/* ---- attributes ---- */

static struct span take_name(struct span *rest)
{
    while (rest->len > 0 && (is_space(rest->at[0]) || rest->at[0] == '/'))
        *rest = span_from(*rest, 1);
    size_t len = rest->len > 0 ? 1 : 0;
    while (len < rest->len && !is_space(rest->at[len]) && rest->at[len] != '=' && rest->at[len] != '/')
        len++;
    struct span name = span_first(*rest, len);
    *rest = span_from(*rest, len);
    return name;
}

static struct span take_value(struct span *rest)
{
    struct span after = span_trim(*rest);
    if (after.len == 0 || after.at[0] != '=')
        return SPAN("");
    after = span_trim(span_from(after, 1));
    size_t len = 0;
    if (after.len > 0 && (after.at[0] == '"' || after.at[0] == '\'')) {
        const char *end = memchr(after.at + 1, after.at[0], after.len - 1);
        if (end) {
            struct span value = {after.at + 1, (size_t)(end - after.at) - 1};
            *rest = span_from(after, value.len + 2);
            return value;
        }
    }
    while (len < after.len && !is_space(after.at[len]))
        len++;
    *rest = span_from(after, len);
    return span_first(after, len);
}

bool html_attribute(const struct html_tag *tag, const char *lower_case, struct span *value)
{
    struct span rest = tag->attributes;
    while (rest.len > 0) {
        struct span name = take_name(&rest);
        struct span here = take_value(&rest);
        if (name.len > 0 && html_named(name, lower_case)) {
            *value = here;
            return true;
        }
    }
    return false;
}

size_t html_find_end(struct span text, struct span name, struct html_missing *missing)
{
    for (size_t at = 0; !missing->element_end && at + name.len + 2 <= text.len; at++) {
        const char *found = memchr(text.at + at, '<', text.len - at);
        if (!found)
            break;
        at = (size_t)(found - text.at);
        if (at + name.len + 2 <= text.len && found[1] == '/' && strncasecmp(found + 2, name.at, name.len) == 0)
            return at;
    }
    return text.len;
}
