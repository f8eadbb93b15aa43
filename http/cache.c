/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/cache.h"

#include <assert.h>
#include <pthread.h>
#include <talloc.h>

enum { CHAINS = 4096 };

struct entry {
    struct entry *chain;         /* the next with the same hash */
    struct entry *newer, *older; /* by when they were asked for */
    struct hash key;
    int64_t at;
    struct kept kept; /* its body is a talloc child of the entry */
};

struct cache {
    pthread_mutex_t lock; /* over all below, talloc's children of the cache too */
    uint64_t bytes, most;
    int64_t ages;
    struct entry *chains[CHAINS];
    struct entry *newest, *oldest;
};

static int destroy(struct cache *c)
{
    pthread_mutex_destroy(&c->lock);
    return 0;
}

struct cache *cache_new(void *ctx, uint64_t bytes, int64_t ages)
{
    struct cache *c = talloc_zero(ctx, struct cache);
    if (!c)
        return NULL;
    c->most = bytes;
    c->ages = ages;
    pthread_mutex_init(&c->lock, NULL);
    talloc_set_destructor(c, destroy);
    return c;
}

static uint64_t size_of(const struct entry *e)
{
    return sizeof *e + e->kept.body.len;
}

static struct entry **chain_of(struct cache *c, struct hash key)
{
    return &c->chains[key.low % CHAINS];
}

static struct entry **find(struct cache *c, struct hash key)
{
    struct entry **at = chain_of(c, key);
    while (*at && !hash_equal((*at)->key, key))
        at = &(*at)->chain;
    return at;
}

static void unlink_age(struct cache *c, struct entry *e)
{
    *(e->newer ? &e->newer->older : &c->newest) = e->older;
    *(e->older ? &e->older->newer : &c->oldest) = e->newer;
}

static void link_newest(struct cache *c, struct entry *e)
{
    e->newer = NULL;
    e->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = e;
    c->newest = e;
}

static void drop(struct cache *c, struct entry **at)
{
    struct entry *e = *at;
    assert(e);
    *at = e->chain;
    unlink_age(c, e);
    c->bytes -= size_of(e);
    talloc_free(e);
}

static bool copy_out(void *ctx, const struct entry *e, struct kept *out)
{
    *out = e->kept;
    out->body.at = talloc_memdup(ctx, e->kept.body.at, e->kept.body.len);
    return out->body.at != NULL;
}

bool cache_get(struct cache *c, void *ctx, struct span key, int64_t now, struct kept *out)
{
    struct hash hash = hash_of(key);
    pthread_mutex_lock(&c->lock);
    struct entry **at = find(c, hash);
    if (*at && now - (*at)->at > c->ages)
        drop(c, at);
    bool found = *at && hash_equal((*at)->key, hash) && copy_out(ctx, *at, out);
    if (found) {
        unlink_age(c, *at);
        link_newest(c, *at);
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

static void insert(struct cache *c, struct hash key, int64_t now, const struct kept *kept)
{
    struct entry *e = talloc_zero(c, struct entry);
    if (!e)
        return;
    e->key = key;
    e->at = now;
    e->kept = *kept;
    e->kept.body.at = talloc_memdup(e, kept->body.at, kept->body.len);
    if (!e->kept.body.at) {
        talloc_free(e);
        return;
    }
    e->chain = *chain_of(c, key);
    *chain_of(c, key) = e;
    link_newest(c, e);
    c->bytes += size_of(e);
}

void cache_put(struct cache *c, struct span key, int64_t now, const struct kept *kept)
{
    struct hash hash = hash_of(key);
    if (kept->body.len == 0 || kept->body.len + sizeof(struct entry) > c->most)
        return;
    pthread_mutex_lock(&c->lock);
    struct entry **old = find(c, hash);
    if (*old)
        drop(c, old);
    while (c->oldest && c->bytes + kept->body.len + sizeof(struct entry) > c->most)
        drop(c, find(c, c->oldest->key));
    insert(c, hash, now, kept);
    pthread_mutex_unlock(&c->lock);
}

uint64_t cache_bytes(struct cache *c)
{
    pthread_mutex_lock(&c->lock);
    uint64_t bytes = c->bytes;
    pthread_mutex_unlock(&c->lock);
    return bytes;
}
