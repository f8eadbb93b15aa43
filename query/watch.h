/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How shards are watched, for the two files that do it: shards.c says what is known of them, watch.c finds it out. */
#ifndef QUERY_WATCH_H
#define QUERY_WATCH_H

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "query/shards.h"

struct watched {
    struct shards *shards;
    size_t number;
    struct shard_news news;
    char why[ERROR_TEXT_MAX];   /* it is not up */
    unsigned well;              /* how often in a row it was found so */
    double down_since;          /* when it was last up */
    double took;                /* the quickest call of the last look that was answered, in seconds */
    double looking_since;       /* 0: nobody looks at it now */
    double looked;              /* when the last look ended */
    bool damaged;               /* its files are looked through before it is opened again */
    bool hurries;               /* it is to be looked at now, on a new connection */
    bool prodded;               /* likewise, on the one that is there */
    struct xapc_reader *reader; /* the watcher's own, of its last look; NULL: none */
    pthread_t thread;
    bool runs;
};

struct shards {
    char *path; /* of the stub */
    struct stub *stub;
    unsigned limit_ms;
    struct watched *at;
    atomic_ullong turn;
    atomic_llong prodded; /* when, in ms */
    pthread_mutex_t lock; /* over all of watched but its reader, and ends */
    pthread_cond_t end;   /* and for a watcher to hurry */
    pthread_cond_t told;  /* a look has ended */
    bool ends;
};

static inline double watch_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* So many milliseconds from now, for the conditions. */
struct timespec watch_in_ms(unsigned ms);

/* With the lock held: what is known of it now; who waits for that is told. */
void watch_set_news(struct watched *, bool up, const char *generation, const char *why);
bool watch_none_is_up(const struct shards *);

/* Whether it lies here and its checksums do not agree: then why is filled in. */
bool watch_is_damaged(const struct watched *, char *why, size_t why_size);

/* A thread's: looks at one shard until the end. */
void *watch(void *watched);

#endif
