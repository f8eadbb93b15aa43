/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A borrowed run of bytes: lives as long as its source, owns nothing, need not end in NUL. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
    const char *at;
    size_t len;
};

#define SPAN(literal) ((struct span){"" literal, sizeof(literal) - 1})

static inline struct span span_of(const char *text) /* NULL gives an empty span */
{
    return (struct span){text ? text : "", text ? strlen(text) : 0};
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

static inline struct span span_from(struct span whole, size_t skip) /* less the first skip bytes; empty past the end */
{
    if (skip > whole.len)
        skip = whole.len;
    if (skip == 0) /* at may be NULL then */
        return whole;
    return (struct span){whole.at + skip, whole.len - skip};
}

static inline struct span span_first(struct span whole, size_t len) /* the first len bytes at most */
{
    return (struct span){whole.at, len < whole.len ? len : whole.len};
}

int span_compare(struct span a, struct span b);               /* by bytes, as strcmp */
bool span_begins(struct span whole, struct span beginning);
bool span_ends(struct span whole, struct span ending);
struct span span_trim(struct span);                           /* less white space (ASCII) at both ends */
bool span_find(struct span whole, struct span part, size_t *at);
/* The next piece before mark, taken off rest with the mark; false when rest is empty (so a mark at the very end has no
 * empty piece behind it, as lines have it). */
bool span_cut(struct span *rest, char mark, struct span *piece);
char *span_copy(void *ctx, struct span);                      /* yours; talloc child of ctx, ends in NUL */

#endif
