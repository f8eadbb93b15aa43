/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <talloc.h>

#include "base/utf8.h"

enum { FIRST_ROOM = 64 };

struct buffer buffer_new(void *ctx, size_t cap)
{
    return (struct buffer){.ctx = ctx, .cap = cap};
}

/* Room for len bytes more and the NUL behind them; false, and full, when the cap or the memory does not allow it. */
static bool make_room(struct buffer *buffer, size_t len)
{
    if (buffer->full)
        return false;
    if (len > buffer->cap - buffer->len || buffer->cap == SIZE_MAX) {
        buffer->full = true;
        return false;
    }
    size_t need = buffer->len + len + 1;
    if (need <= buffer->room)
        return true;
    size_t room = buffer->room > SIZE_MAX / 4 ? need : buffer->room * 2;
    if (room < FIRST_ROOM)
        room = FIRST_ROOM;
    if (room > buffer->cap + 1)
        room = buffer->cap + 1;
    if (room < need)
        room = need;
    char *at = talloc_realloc_size(buffer->ctx, buffer->at, room);
    if (!at) {
        buffer->full = buffer->starved = true;
        return false;
    }
    buffer->at = at;
    buffer->room = room;
    return true;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t len)
{
    bool fits = len < buffer->room - buffer->len && !buffer->full; /* room is never past the cap and its NUL */
    if (!fits && !make_room(buffer, len))
        return;
    if (len > 0)
        memcpy(buffer->at + buffer->len, bytes, len);
    buffer->len += len;
    buffer->at[buffer->len] = '\0';
}

void buffer_char(struct buffer *buffer, char c)
{
    if (buffer->room - buffer->len < 2 || buffer->full) {
        buffer_add(buffer, &c, 1);
        return;
    }
    buffer->at[buffer->len++] = c;
    buffer->at[buffer->len] = '\0';
}

void buffer_codepoint(struct buffer *buffer, int codepoint)
{
    char bytes[4];
    buffer_add(buffer, bytes, utf8_encode(codepoint, bytes));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int len = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (len < 0)
        buffer->full = true;
    else if (make_room(buffer, (size_t)len)) {
        vsnprintf(buffer->at + buffer->len, (size_t)len + 1, format, again);
        buffer->len += (size_t)len;
    }
    va_end(again);
}

void buffer_cut(struct buffer *buffer, size_t len)
{
    if (len >= buffer->len)
        return;
    buffer->len = len;
    buffer->at[len] = '\0';
}

void buffer_clear(struct buffer *buffer)
{
    buffer_cut(buffer, 0);
    buffer->full = false;
}

struct span buffer_view(const struct buffer *buffer)
{
    return (struct span){buffer->at ? buffer->at : "", buffer->len};
}

const char *buffer_string(struct buffer *buffer)
{
    return buffer->at ? buffer->at : "";
}
