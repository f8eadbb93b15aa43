/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers kept in memory, the ones not asked for longest dropped first. */
#ifndef HTTP_CACHE_H
#define HTTP_CACHE_H

#include "base/base.h"

struct cache;

struct kept {
    struct span body;
    bool gzip;         /* what body is encoded as */
    char tag[64];      /* its entity tag */
    char language[64]; /* its Content-Language */
    unsigned rungs;    /* for the metrics */
    bool zero;
};

/* bytes: of keys and bodies in all. ages: milliseconds until an answer is too old. Yours, talloc child of ctx. */
struct cache *cache_new(void *ctx, uint64_t bytes, int64_t ages);

/* The answer to a key, its body copied as a talloc child of ctx. False when it is not there. Any thread may ask. */
bool cache_get(struct cache *, void *ctx, struct span key, int64_t now, struct kept *out);
/* Keeps a copy. Does nothing where it is too large or there is no memory. */
void cache_put(struct cache *, struct span key, int64_t now, const struct kept *);

uint64_t cache_bytes(struct cache *);

#endif
