/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/rate.h"

#include <pthread.h>
#include <sys/random.h>
#include <talloc.h>

enum { SETS = 1024, WAYS = 8 };

struct bucket {
    struct address whose;
    double tokens;
    int64_t at; /* when tokens was true */
};

struct rate {
    pthread_mutex_t lock;
    double per_ms, burst;
    uint8_t salt[16]; /* so that nobody can aim at another's set */
    struct bucket sets[SETS][WAYS];
};

static int destroy(struct rate *r)
{
    pthread_mutex_destroy(&r->lock);
    return 0;
}

struct rate *rate_new(void *ctx, uint64_t per_second, uint64_t burst)
{
    struct rate *r = talloc_zero(ctx, struct rate);
    if (!r)
        return NULL;
    if (getrandom(r->salt, sizeof r->salt, 0) < 0)
        memcpy(r->salt, &r, sizeof r);
    r->per_ms = (double)per_second / 1000;
    r->burst = (double)burst;
    pthread_mutex_init(&r->lock, NULL);
    talloc_set_destructor(r, destroy);
    return r;
}

static struct bucket *set_of(struct rate *r, const struct address *whose)
{
    uint8_t key[sizeof r->salt + sizeof whose->bytes];
    memcpy(key, r->salt, sizeof r->salt);
    memcpy(key + sizeof r->salt, whose->bytes, sizeof whose->bytes);
    return r->sets[hash_short((struct span){(const char *)key, sizeof key}) % SETS];
}

/* This subscriber's bucket, or the one of the set that was unused for longest, filled anew. */
static struct bucket *bucket_of(struct rate *r, const struct address *whose, int64_t now)
{
    struct bucket *set = set_of(r, whose), *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].at > 0 && address_equal(&set[i].whose, whose))
            return &set[i];
        if (set[i].at < oldest->at)
            oldest = &set[i];
    }
    *oldest = (struct bucket){*whose, r->burst, now};
    return oldest;
}

bool rate_take(struct rate *r, const struct address *address, int64_t now, unsigned *wait)
{
    struct address whose = address_subscriber(*address);
    pthread_mutex_lock(&r->lock);
    struct bucket *b = bucket_of(r, &whose, now);
    if (now > b->at) {
        b->tokens += (double)(now - b->at) * r->per_ms;
        b->at = now;
    }
    b->tokens = b->tokens > r->burst ? r->burst : b->tokens;
    bool ok = b->tokens >= 1;
    *wait = ok ? 0 : (unsigned)((1 - b->tokens) / r->per_ms / 1000) + 1;
    b->tokens -= ok;
    pthread_mutex_unlock(&r->lock);
    return ok;
}
