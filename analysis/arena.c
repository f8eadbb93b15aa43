/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/arena.h"

#include <talloc.h>

enum { CHUNK_MAX = 4000 };

void *arena_take(struct arena *arena, size_t size, bool aligned)
{
    size_t skip = aligned ? (size_t)(-(uintptr_t)arena->at & (sizeof(void *) - 1)) : 0;
    if (skip + size > arena->left) {
        size_t chunk = arena->first ? arena->first : CHUNK_MAX;
        size_t room = size > chunk ? size : chunk;
        arena->first = 0;
        arena->at = talloc_size(arena->ctx, room);
        arena->left = arena->at ? room : 0;
        arena->failed = arena->failed || !arena->at;
        if (!arena->at)
            return NULL;
        skip = 0;
    }
    void *taken = arena->at + skip;
    arena->at += skip + size;
    arena->left -= skip + size;
    return taken;
}

struct span arena_copy(struct arena *arena, struct span from)
{
    char *copy = arena_take(arena, from.len, false);
    if (!copy)
        return (struct span){"", 0};
    if (from.len > 0)
        memcpy(copy, from.at, from.len);
    return (struct span){copy, from.len};
}
