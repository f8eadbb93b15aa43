/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/span.h"

#include <talloc.h>

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int span_compare(struct span a, struct span b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool span_begins(struct span whole, struct span beginning)
{
    return whole.len >= beginning.len && span_equal(span_first(whole, beginning.len), beginning);
}

bool span_ends(struct span whole, struct span ending)
{
    return whole.len >= ending.len && span_equal(span_from(whole, whole.len - ending.len), ending);
}

struct span span_trim(struct span text)
{
    while (text.len > 0 && is_blank(text.at[0]))
        text = span_from(text, 1);
    while (text.len > 0 && is_blank(text.at[text.len - 1]))
        text.len--;
    return text;
}

bool span_find(struct span whole, struct span part, size_t *at)
{
    if (part.len == 0) {
        *at = 0;
        return true;
    }
    if (whole.len < part.len)
        return false;
    const char *found = memmem(whole.at, whole.len, part.at, part.len);
    if (!found)
        return false;
    *at = (size_t)(found - whole.at);
    return true;
}

bool span_cut(struct span *rest, char mark, struct span *piece)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->at, mark, rest->len);
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    *piece = span_first(*rest, len);
    *rest = span_from(*rest, end ? len + 1 : len);
    return true;
}

char *span_copy(void *ctx, struct span text)
{
    char *copy = talloc_size(ctx, text.len + 1); /* talloc_array counts in unsigned int */
    if (!copy)
        return NULL;
    if (text.len > 0)
        memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return copy;
}
