/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/shortcode_tag.h"

#include <stdio.h>
#include <talloc.h>

enum { FIRST_TAGS = 16, UNCLOSED_MAX = 256 };

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct span skip_space(struct span text)
{
    while (text.len > 0 && is_space(text.at[0]))
        text = span_from(text, 1);
    return text;
}

/* ---- one tag ---- */

struct missing_ends { /* kinds of which no further one ends, so that none is looked for: by '<' and '%' */
    bool tag[2], comment[2];
};

/* Where a quoted string that begins at text ends, its quotes included; 0 where it does not. */
static size_t quoted_len(struct span text)
{
    char quote = text.at[0];
    for (size_t at = 1; at < text.len; at++) {
        if (text.at[at] == quote)
            return at + 1;
        if (text.at[at] == '\\' && quote == '"')
            at++;
    }
    return 0;
}

/* Where end begins outside quotes; text.len where it does not. */
static size_t find_end(struct span text, struct span end)
{
    for (size_t at = 0; at < text.len; at++) {
        char c = text.at[at];
        if (c == end.at[0] && span_begins(span_from(text, at), end))
            return at;
        size_t quoted = c == '"' || c == '`' ? quoted_len(span_from(text, at)) : 0;
        if (quoted > 0)
            at += quoted - 1;
        else if (c == '"' || c == '`')
            break;
    }
    size_t at;
    return span_find(text, end, &at) ? at : text.len;
}

static bool read_comment(struct span source, struct shortcode_tag *tag, bool *missing)
{
    if (*missing)
        return false;
    struct span end = tag->kind == '<' ? SPAN("*/>}}") : SPAN("*/%}}");
    struct span inside = span_from(source, tag->at + 5);
    size_t len;
    *missing = !span_find(inside, end, &len);
    if (*missing)
        return false;
    tag->comment = true;
    tag->params = span_first(inside, len);
    tag->len = 5 + len + end.len;
    return true;
}

static void read_inside(struct shortcode_tag *tag, struct span inside)
{
    inside = span_trim(inside);
    if (span_begins(inside, SPAN("/"))) {
        tag->closing = true;
        inside = skip_space(span_from(inside, 1));
    } else if (span_ends(inside, SPAN("/"))) {
        tag->self_closing = true;
        inside = span_trim(span_first(inside, inside.len - 1));
    }
    size_t len = 0;
    while (len < inside.len && !is_space(inside.at[len]))
        len++;
    tag->name = span_first(inside, len);
    tag->params = skip_space(span_from(inside, len));
}

/* A tag at source[tag->at]. */
static bool read_tag(struct span source, struct shortcode_tag *tag, struct missing_ends *missing)
{
    struct span text = span_from(source, tag->at);
    if (text.len < 6 || text.at[1] != '{' || (text.at[2] != '<' && text.at[2] != '%'))
        return false;
    tag->kind = text.at[2];
    if (missing->tag[tag->kind == '%'])
        return false;
    if (text.at[3] == '/' && text.at[4] == '*')
        return read_comment(source, tag, &missing->comment[tag->kind == '%']);
    struct span end = tag->kind == '<' ? SPAN(">}}") : SPAN("%}}");
    struct span inside = span_from(text, 3);
    size_t len = find_end(inside, end);
    if (len == inside.len) {
        missing->tag[tag->kind == '%'] = true;
        return false;
    }
    tag->len = 3 + len + end.len;
    read_inside(tag, span_first(inside, len));
    return tag->name.len > 0;
}

/* ---- all of them ---- */

struct open_tags { /* indexes of opening tags that wait for their closing one */
    size_t *at;
    size_t len;
};

/* A closing tag is for the last open one of its name; what was opened since then has no text inside. */
static void match_tag(struct shortcode_tag *tags, size_t i, struct open_tags *open)
{
    if (tags[i].comment || tags[i].self_closing)
        return;
    if (!tags[i].closing) {
        open->at[open->len++] = i;
        return;
    }
    size_t least = open->len > UNCLOSED_MAX ? open->len - UNCLOSED_MAX : 0;
    for (size_t n = open->len; n > least; n--) {
        struct shortcode_tag *opening = &tags[open->at[n - 1]];
        if (span_equal(opening->name, tags[i].name)) {
            opening->match = i;
            open->len = n - 1;
            return;
        }
    }
}

static bool match_tags(void *ctx, struct shortcode_tag *tags, size_t count)
{
    struct open_tags open = {talloc_array(ctx, size_t, (unsigned)count + 1), 0};
    if (!open.at)
        return false;
    for (size_t i = 0; i < count; i++)
        match_tag(tags, i, &open);
    talloc_free(open.at);
    return true;
}

struct shortcode_tag *shortcode_tags(void *ctx, struct span source, size_t *count)
{
    size_t room = FIRST_TAGS;
    struct shortcode_tag *tags = talloc_array(ctx, struct shortcode_tag, (unsigned)room);
    struct missing_ends missing = {0};
    *count = 0;
    size_t at = 0, found;
    while (tags && span_find(span_from(source, at), SPAN("{{"), &found)) {
        struct shortcode_tag tag = {.at = at + found};
        if (!read_tag(source, &tag, &missing)) {
            at = tag.at + 1;
            continue;
        }
        at = tag.at + tag.len;
        if (*count == room)
            tags = talloc_realloc(ctx, tags, struct shortcode_tag, (unsigned)(room *= 2));
        if (tags)
            tags[(*count)++] = tag;
    }
    return tags && match_tags(ctx, tags, *count) ? tags : NULL;
}

/* ---- parameters ---- */

static size_t value_len(struct span text)
{
    if (text.len > 0 && (text.at[0] == '"' || text.at[0] == '`')) {
        size_t quoted = quoted_len(text);
        if (quoted > 0)
            return quoted;
    }
    size_t len = 0;
    while (len < text.len && !is_space(text.at[len]))
        len++;
    return len;
}

static size_t name_len(struct span text)
{
    size_t len = 0;
    while (len < text.len && !is_space(text.at[len]) && text.at[len] != '=' && text.at[len] != '"' &&
           text.at[len] != '`')
        len++;
    return len > 0 && len < text.len && text.at[len] == '=' ? len : 0;
}

/* The string without its quotes; in "" a backslash escapes. */
static struct span unquote(void *ctx, struct span value)
{
    if (value.len < 2 || (value.at[0] != '"' && value.at[0] != '`') || value.at[value.len - 1] != value.at[0])
        return value;
    struct span inside = {value.at + 1, value.len - 2};
    if (value.at[0] == '`' || !memchr(inside.at, '\\', inside.len))
        return inside;
    struct buffer out = buffer_new(ctx, inside.len + 1);
    for (size_t at = 0; at < inside.len; at++) {
        bool escaped = inside.at[at] == '\\' && at + 1 < inside.len;
        at += escaped;
        buffer_char(&out, escaped && inside.at[at] == 'n' ? '\n' : inside.at[at]);
    }
    return buffer_view(&out);
}

bool shortcode_param(void *ctx, struct span params, const char *which, struct span *value)
{
    for (size_t position = 0; (params = skip_space(params)).len > 0; position++) {
        size_t name = name_len(params);
        struct span here = name > 0 ? span_from(params, name + 1) : params;
        size_t len = value_len(here);
        char digits[24];
        snprintf(digits, sizeof(digits), "%zu", position);
        bool found = name > 0 ? span_is(span_first(params, name), which) : strcmp(digits, which) == 0;
        if (found) {
            *value = unquote(ctx, span_first(here, len));
            return true;
        }
        params = span_from(here, len > 0 ? len : 1);
    }
    return false;
}
