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

/* How many bytes it comes to; 0: no memory. out has room for compressBound's and a block more. */
static size_t deflate_into(char *out, size_t room, struct span bytes, size_t plain)
{
    size_t first = plain < bytes.len ? bytes.len - plain : 0;
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes.at,
                       .avail_in = (uInt)first,
                       .next_out = (Bytef *)out,
                       .avail_out = (uInt)room};
    if (deflateInit(&stream, LEVEL) != Z_OK)
        return 0;
    bool done = deflate(&stream, Z_BLOCK) == Z_OK || first == 0;
    if (plain > 0)
        done = done && deflateParams(&stream, Z_NO_COMPRESSION, Z_DEFAULT_STRATEGY) == Z_OK;
    stream.avail_in = (uInt)(bytes.len - first);
    done = done && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    size_t len = stream.total_out;
    deflateEnd(&stream);
    return done ? len : 0;
}

char *deflated_make(void *ctx, struct span bytes, struct deflating kind, size_t *len)
{
    enum { BLOCK_END = 64 };
    size_t room = compressBound(bytes.len) + BLOCK_END;
    if (bytes.len > INFLATED_MAX)
        return NULL;
    char *packed = talloc_size(ctx, HEAD + room);
    if (!packed)
        return NULL;
    struct buffer head = buffer_new(packed, HEAD);
    buffer_char(&head, (char)kind.magic);
    buffer_char(&head, (char)kind.format);
    pack_u32(&head, (uint32_t)bytes.len);
    pack_u32(&head, hash_short(bytes));
    size_t deflated = head.full ? 0 : deflate_into(packed + HEAD, room, bytes, kind.plain);
    if (deflated == 0)
        return talloc_free(packed), NULL;
    memcpy(packed, head.at, HEAD);
    *len = HEAD + deflated;
    return packed;
}

char *deflated_open(void *ctx, struct span packed, int magic, int format, size_t *len, bool *starved)
{
    if (packed.len < HEAD || packed.at[0] != (char)magic || packed.at[1] != (char)format)
        return NULL;
    struct unpack head = unpack_new(span_from(packed, 2));
    uLongf room = unpack_u32(&head);
    uint32_t hash = unpack_u32(&head);
    if (room > INFLATED_MAX || room / RATIO_MAX > packed.len)
        return NULL;
    char *bytes = talloc_size(ctx, room + 1);
    if (!bytes) {
        *starved = true;
        return NULL;
    }
    uLongf written = room;
    int result = uncompress((Bytef *)bytes, &written, (const Bytef *)packed.at + HEAD, packed.len - HEAD);
    *starved = *starved || result == Z_MEM_ERROR;
    if (result != Z_OK || written != room || hash_short((struct span){bytes, room}) != hash)
        return talloc_free(bytes), NULL;
    *len = room;
    return bytes;
}
