/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/normal.h"

#include <stdint.h>

#include <talloc.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* The common characters that no composition touches: what is below U+0300, dashes and quotes, Han, emoji. */
static bool is_settled(int32_t codepoint)
{
    return codepoint < 0x300 || (codepoint >= 0x2010 && codepoint <= 0x2027) || codepoint == 0x20AC ||
           (codepoint >= 0x3400 && codepoint <= 0x9FFF) || (codepoint >= 0x1F300 && codepoint <= 0x1FAFF);
}

static bool all_settled(struct span text)
{
    for (text = span_from(text, utf8_plain(text)); text.len > 0; text = span_from(text, utf8_plain(text))) {
        size_t len;
        if (!is_settled(utf8_decode(text, &len)))
            return false;
        text = span_from(text, len);
    }
    return true;
}

char *normal_text(void *ctx, struct span text)
{
    static const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    if (text.len == 0 || all_settled(text))
        return span_copy(ctx, text);
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.at;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)text.len, NULL, 0, options);
    if (count < 0)
        return NULL;
    /* One place more: utf8proc_reencode writes in place and ends in NUL. */
    int32_t *points = talloc_size(ctx, ((size_t)count + 1) * sizeof *points);
    if (!points)
        return NULL;
    char *out = NULL;
    count = utf8proc_decompose(bytes, (utf8proc_ssize_t)text.len, points, count, options);
    utf8proc_ssize_t len = count < 0 ? count : utf8proc_reencode(points, count, options);
    if (len >= 0)
        out = span_copy(ctx, (struct span){(const char *)points, (size_t)len});
    talloc_free(points);
    return out;
}
