/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/pack.h"

#include <talloc.h>
#include <zlib.h>

/* The head: magic, format, how long it is inflated (4 bytes), the hash of that (4 bytes). */
enum {
    HEAD = 10,
    INFLATED_MAX = 1 << 29,
    RATIO_MAX = 1032, /* deflate can do no better */
    LEVEL = 3         /* 6 makes it 5 % smaller in three times the time */
};

char *deflated_make(void *ctx, struct span bytes, int magic, int format, size_t *len)
{
    uLong bound = compressBound(bytes.len);
    if (bytes.len > INFLATED_MAX)
        return NULL;
    char *packed = talloc_size(ctx, HEAD + bound);
    if (!packed)
        return NULL;
    struct buffer head = buffer_new(packed, HEAD);
    buffer_char(&head, (char)magic);
    buffer_char(&head, (char)format);
    pack_u32(&head, (uint32_t)bytes.len);
    pack_u32(&head, hash_short(bytes));
    if (head.full || compress2((Bytef *)packed + HEAD, &bound, (const Bytef *)bytes.at, bytes.len, LEVEL) != Z_OK)
        return talloc_free(packed), NULL;
    memcpy(packed, head.at, HEAD);
    *len = HEAD + bound;
    return packed;
}

char *deflated_open(void *ctx, struct span packed, int magic, int format, size_t *len)
{
    if (packed.len < HEAD || packed.at[0] != (char)magic || packed.at[1] != (char)format)
        return NULL;
    struct unpack head = unpack_new(span_from(packed, 2));
    uLongf room = unpack_u32(&head);
    uint32_t hash = unpack_u32(&head);
    if (room > INFLATED_MAX || room / RATIO_MAX > packed.len)
        return NULL;
    char *bytes = talloc_size(ctx, room + 1);
    if (!bytes)
        return NULL;
    uLongf written = room;
    int result = uncompress((Bytef *)bytes, &written, (const Bytef *)packed.at + HEAD, packed.len - HEAD);
    if (result != Z_OK || written != room || hash_short((struct span){bytes, room}) != hash)
        return talloc_free(bytes), NULL;
    *len = room;
    return bytes;
}
