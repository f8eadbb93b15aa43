/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/gzip.h"

#include <talloc.h>
#include <zlib.h>

enum { LEVEL = 5, BEST = 9, GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };

static size_t deflate_into(struct span from, int level, char *to, size_t room)
{
    z_stream z = {0};
    if (deflateInit2(&z, level, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    z.next_in = (Bytef *)(uintptr_t)from.at; /* zlib's header says it is only read */
    z.avail_in = (uInt)from.len;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)room;
    bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
    size_t len = z.total_out;
    deflateEnd(&z);
    return whole ? len : 0;
}

bool gzip(struct buffer *b)
{
    char *packed = array_new(b->ctx, char, b->len + 1);
    if (!packed)
        return false;
    size_t len = deflate_into(buffer_view(b), LEVEL, packed, b->len);
    if (len > 0) {
        buffer_clear(b);
        buffer_add(b, packed, len);
    }
    talloc_free(packed);
    return len > 0;
}

struct span gzip_best(void *ctx, struct span from)
{
    char *packed = array_new(ctx, char, from.len + 1);
    return packed ? (struct span){packed, deflate_into(from, BEST, packed, from.len)} : (struct span){NULL, 0};
}
