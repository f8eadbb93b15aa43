/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An owned run of bytes that grows up to a cap given at birth.
 *
 * Once the cap is met or an allocation fails it takes no more, keeps what it has, and says so in `full`: check once at
 * the end rather than after every append. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/span.h"

struct buffer {
    void *ctx;   /* talloc parent of at */
    char *at;    /* always ends in NUL once anything was appended; NULL before */
    size_t len, room, cap;
    bool full;
    bool starved; /* full for want of memory, not by its cap: that stays, even where the buffer is cleared */
};

struct buffer buffer_new(void *ctx, size_t cap);
void buffer_add(struct buffer *, const void *bytes, size_t len);
static inline void buffer_span(struct buffer *buffer, struct span text)
{
    buffer_add(buffer, text.at, text.len);
}
static inline void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}
void buffer_char(struct buffer *, char);
void buffer_codepoint(struct buffer *, int codepoint);        /* as UTF-8 */
void buffer_format(struct buffer *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_cut(struct buffer *, size_t len);                 /* back to len bytes */
void buffer_clear(struct buffer *);                           /* empty, room kept, no longer full */
struct span buffer_view(const struct buffer *);               /* borrowed until the next append */
const char *buffer_string(struct buffer *);                   /* ends in NUL, "" when empty; borrowed likewise */

#endif
