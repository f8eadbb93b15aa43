/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/parameters.h"

#include <talloc.h>

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool is_escape(struct span text, size_t at)
{
    return text.at[at] == '%' && at + 2 < text.len && hex(text.at[at + 1]) >= 0 && hex(text.at[at + 2]) >= 0;
}

static char *decode(void *ctx, struct span text, bool plus_is_blank)
{
    char *raw = array_new(ctx, char, text.len + 1);
    if (!raw)
        return NULL;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool escape = is_escape(text, i);
        raw[len++] = escape                               ? (char)(hex(text.at[i + 1]) * 16 + hex(text.at[i + 2]))
                     : plus_is_blank && text.at[i] == '+' ? ' '
                                                          : text.at[i];
        i += escape ? 2 : 0;
    }
    char *clean = clean_text(ctx, (struct span){raw, len}, NULL);
    talloc_free(raw);
    return clean;
}

char *path_decode(void *ctx, struct span path)
{
    return decode(ctx, path, false);
}

static bool add(void *ctx, struct span piece, struct parameters *out)
{
    size_t equals;
    bool has_value = span_find(piece, SPAN("="), &equals);
    struct span name = has_value ? span_first(piece, equals) : piece;
    struct span value = has_value ? span_from(piece, equals + 1) : SPAN("");
    struct parameter *longer = array_resize(ctx, out->at, struct parameter, out->len + 1);
    if (!longer)
        return false;
    out->at = longer;
    longer[out->len] = (struct parameter){decode(longer, name, true), decode(longer, value, true)};
    return longer[out->len].name && longer[out->len++].value;
}

bool parameters_read(void *ctx, struct span query, size_t most, struct parameters *out)
{
    *out = (struct parameters){0};
    for (struct span piece; span_cut(&query, '&', &piece);) {
        if (piece.len == 0)
            continue;
        if (out->len == most) {
            out->too_many = true;
            return true;
        }
        if (!add(ctx, piece, out))
            return false;
    }
    return true;
}

const char *parameters_get(const struct parameters *p, const char *name)
{
    for (size_t i = 0; i < p->len; i++) {
        if (strcmp(p->at[i].name, name) == 0)
            return p->at[i].value;
    }
    return NULL;
}

static bool is_left_out(const struct parameter *one, const struct parameter *less)
{
    if (strcmp(one->name, "offset") == 0 || one->value[0] == '\0')
        return true;
    return less && strcmp(one->name, less->name) == 0 && (!less->value || strcmp(one->value, less->value) == 0);
}

static void append(struct buffer *out, char mark, const struct parameter *one)
{
    buffer_char(out, mark);
    url_escape(out, span_of(one->name));
    buffer_char(out, '=');
    url_escape(out, span_of(one->value));
}

void parameters_link(struct buffer *out, const struct parameters *p, const struct parameter *less,
                     const struct parameter *more)
{
    char mark = '?';
    for (size_t i = 0; i < p->len; i++) {
        if (is_left_out(&p->at[i], less))
            continue;
        append(out, mark, &p->at[i]);
        mark = '&';
    }
    if (more)
        append(out, mark, more);
    else if (mark == '?')
        buffer_char(out, '?'); /* so that a link to no parameters is still a link to this page */
}
