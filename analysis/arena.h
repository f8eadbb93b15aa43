/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that live as long as their result: handed out one after the other, freed together. */
#ifndef ANALYSIS_ARENA_H
#define ANALYSIS_ARENA_H

#include "base/base.h"

struct arena {
    void *ctx; /* talloc parent of the chunks */
    size_t first; /* how large the first chunk is, 0 for the usual 4 kB: little is kept of a little text */
    char *at;
    size_t left;
    bool failed; /* memory ran out for something */
};

/* Room for size bytes, aligned for pointers where aligned is asked for; NULL when memory ran out. */
void *arena_take(struct arena *, size_t size, bool aligned);
/* A copy; empty (NULL, 0) when memory ran out. */
struct span arena_copy(struct arena *, struct span);

#endif
