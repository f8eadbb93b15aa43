/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/negotiate.h"

#include <strings.h>

static bool same(struct span a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.at, b, a.len) == 0;
}

/* "0.85" as 850. */
static int quality(struct span text)
{
    int value = 0, weight = 1000;
    for (size_t i = 0; i < text.len && i < 5; i++) {
        if (text.at[i] == '.' && i == 1)
            continue;
        if (text.at[i] < '0' || text.at[i] > '9')
            return 0;
        value += (text.at[i] - '0') * weight;
        weight /= 10;
    }
    return value > 1000 ? 1000 : value;
}

/* Takes "gzip;q=0.5" apart. */
static struct span item_of(struct span piece, int *q)
{
    struct span item, parameter;
    *q = 1000;
    if (!span_cut(&piece, ';', &item))
        return piece;
    while (span_cut(&piece, ';', &parameter)) {
        parameter = span_trim(parameter);
        if (parameter.len >= 2 && (parameter.at[0] | 0x20) == 'q' && parameter.at[1] == '=')
            *q = quality(span_trim(span_from(parameter, 2)));
    }
    return span_trim(item);
}

int wanted(const char *header, const char *item)
{
    struct span rest = span_of(header), piece;
    while (span_cut(&rest, ',', &piece)) {
        int q;
        if (same(item_of(piece, &q), item))
            return q;
    }
    return -1;
}

bool wants_gzip(const char *accept_encoding)
{
    int q = wanted(accept_encoding, "gzip");
    if (q < 0)
        q = wanted(accept_encoding, "*");
    return q > 0 && q >= wanted(accept_encoding, "identity");
}

bool wants_type(const char *accept, const char *type)
{
    return wanted(accept, type) > 0;
}

static bool is_of(struct span tag, const char *language)
{
    size_t len = strlen(language);
    return tag.len >= len && strncasecmp(tag.at, language, len) == 0 && (tag.len == len || tag.at[len] == '-');
}

const char *wanted_language(const char *accept_language, const char *const *there, size_t len, const char *fallback)
{
    const char *best = fallback;
    int best_q = 0;
    struct span rest = span_of(accept_language), piece;
    while (span_cut(&rest, ',', &piece)) {
        int q;
        struct span tag = item_of(piece, &q);
        for (size_t i = 0; i < len && q > best_q; i++) {
            if (is_of(tag, there[i])) {
                best = there[i];
                best_q = q;
            }
        }
    }
    return best;
}

bool names_tag(const char *if_none_match, const char *tag)
{
    struct span rest = span_of(if_none_match), piece;
    while (span_cut(&rest, ',', &piece)) {
        piece = span_trim(piece);
        if (span_is(piece, "*"))
            return true;
        if (span_begins(piece, SPAN("W/")))
            piece = span_from(piece, 2);
        if (piece.len >= 2 && piece.at[0] == '"' && piece.at[piece.len - 1] == '"' &&
            span_is((struct span){piece.at + 1, piece.len - 2}, tag))
            return true;
    }
    return false;
}
