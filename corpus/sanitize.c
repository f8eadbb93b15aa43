/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/sanitize.h"

#include <ctype.h>

#include "base/utf8.h"

/* ---- which characters stay ---- */

static bool hex_pair(struct span rest)
{
    return rest.len > 2 && isxdigit((unsigned char)rest.at[1]) && isxdigit((unsigned char)rest.at[2]);
}

static bool stays(struct span rest, int32_t letter)
{
    if (letter == '%')
        return hex_pair(rest);
    if (letter < 0x80)
        return isalnum(letter) || strchr("./\\_#+~-@", letter);
    return letter != UTF8_REPLACEMENT && (utf8_is_letter(letter) || utf8_is_digit(letter) || utf8_is_mark(letter));
}

static char *keep_allowed(void *ctx, struct span rest)
{
    char *out = NEED_ARRAY(ctx, char, rest.len + 1);
    size_t len = 0, step;
    bool hyphen_due = false;
    for (; rest.len > 0; rest = span_from(rest, step)) {
        int32_t letter = utf8_decode(rest, &step);
        if (letter != 0 && stays(rest, letter)) {
            if (hyphen_due && letter != '-')
                out[len++] = '-';
            hyphen_due = false;
            memcpy(out + len, rest.at, step);
            len += step;
        } else if (len > 0 && out[len - 1] != '-' && utf8_is_space(letter)) {
            hyphen_due = true;
        }
    }
    out[len] = '\0';
    return out;
}

static char *strip_accents(void *ctx, const char *text)
{
    struct buffer out = buffer_new(ctx, strlen(text) * 4 + 4);
    struct span rest = span_of(text);
    size_t step;
    for (; rest.len > 0; rest = span_from(rest, step)) {
        int32_t letter = utf8_decode(rest, &step);
        if (!utf8_is_mark(letter))
            buffer_codepoint(&out, utf8_base(letter));
    }
    return text_copy(ctx, buffer_view(&out));
}

const char *sanitize(void *ctx, const struct hugo_language *lang, const char *text)
{
    char *out = keep_allowed(ctx, span_of(text));
    if (lang->remove_accents)
        out = strip_accents(ctx, out);
    return lang->path_to_lower ? text_lower(ctx, span_of(out)) : out;
}

/* ---- %XX ---- */

/* Go's net/url: these need no escape in a path. */
static bool plain_in_path(unsigned char c)
{
    return isalnum(c) || strchr("-_.~$&+,/:;=@", c);
}

/* These an author may leave as they are, where the whole path holds nothing that needs an escape. */
static bool tolerated(unsigned char c)
{
    return plain_in_path(c) || strchr("!'()*[]", c);
}

static const char *escape_path(void *ctx, struct span path, bool written)
{
    bool as_it_is = written;
    for (size_t i = 0; i < path.len && as_it_is; i++)
        as_it_is = tolerated((unsigned char)path.at[i]) || (path.at[i] == '%' && hex_pair(span_from(path, i)));
    if (as_it_is)
        return text_copy(ctx, path);
    struct buffer out = buffer_new(ctx, path.len * 3 + 1);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (plain_in_path(c) || (c == '%' && hex_pair(span_from(path, i))))
            buffer_char(&out, (char)c);
        else
            buffer_format(&out, "%%%02X", c);
    }
    return text_copy(ctx, buffer_view(&out));
}

/* Hugo leaves a query as it is written; bytes that are no text (from "%ec" in a url with a token) would break the answer. */
static const char *valid(void *ctx, const char *query)
{
    if (utf8_valid(span_of(query)))
        return query;
    struct buffer out = buffer_new(ctx, strlen(query) * 3 + 1);
    for (const char *at = query; *at; at++)
        buffer_format(&out, (unsigned char)*at < 0x80 ? "%c" : "%%%02X", (unsigned char)*at);
    return buffer_string(&out);
}

const char *address_escape(void *ctx, const char *path, bool query)
{
    size_t len = query ? strcspn(path, "?#") : strlen(path);
    return text_format(ctx, "%s%s", escape_path(ctx, (struct span){path, len}, query), valid(ctx, path + len));
}

static int hex_value(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

const char *query_unescape(void *ctx, const char *text)
{
    char *out = NEED_ARRAY(ctx, char, strlen(text) + 1), *end = out;
    for (struct span rest = span_of(text); rest.len > 0; rest = span_from(rest, 1)) {
        if (rest.at[0] != '%') {
            *end++ = (char)(rest.at[0] == '+' ? ' ' : rest.at[0]);
            continue;
        }
        if (!hex_pair(rest))
            return NULL;
        char byte = (char)(hex_value(rest.at[1]) * 16 + hex_value(rest.at[2]));
        if (byte)
            *end++ = byte;
        rest = span_from(rest, 2);
    }
    *end = '\0';
    return out;
}

const char *path_clean(void *ctx, const char *path)
{
    bool rooted = path[0] == '/';
    struct strings parts = {0};
    struct span rest = span_of(path), piece;
    while (span_cut(&rest, '/', &piece)) {
        if (piece.len == 0 || span_is(piece, "."))
            continue;
        if (!span_is(piece, ".."))
            strings_add(ctx, &parts, text_copy(ctx, piece));
        else if (parts.len > 0)
            parts.len--;
    }
    struct buffer out = buffer_new(ctx, strlen(path) + 2);
    for (size_t i = 0; i < parts.len; i++)
        buffer_format(&out, "%s%s", rooted || i > 0 ? "/" : "", parts.at[i]);
    if (out.len == 0)
        return rooted ? "/" : ".";
    return text_copy(ctx, buffer_view(&out));
}
