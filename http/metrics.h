/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters, told in Prometheus' text format. Any thread may count at any time. */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include "base/base.h"
#include "query/query.h"

struct metrics;

enum counter {
    COUNT_ZERO_RESULTS,
    COUNT_TRUNCATED,
    COUNT_PARTIAL,
    COUNT_INEXACT,
    COUNT_RETRIES,
    COUNT_INDEX_ERRORS,
    COUNT_CACHE_HITS,
    COUNT_CACHE_MISSES,
    COUNT_QUERIES_UNCOUNTED,
    COUNT_RATE_LIMITED,
    COUNT_UNREAD,
    COUNT_CONNECTIONS,
    COUNT_CONNECTIONS_REFUSED,
    COUNT_CONNECTIONS_TIMED_OUT,
    COUNTERS,
};

/* routes: their names, borrowed for good. Opens what tells the resident memory, so before the sandbox.
 * Yours, talloc child of ctx. */
struct metrics *metrics_new(void *ctx, const char *const *routes, size_t routes_len);

void metrics_count(struct metrics *, enum counter, uint64_t more);
void metrics_request(struct metrics *, size_t route, unsigned status, double seconds);
/* The index could not be read (or can be again). */
void metrics_index_readable(struct metrics *, bool);

/* The rungs of an answer as a set, for caches; and counting them. */
unsigned rungs_of(const struct answer *);
void metrics_rungs(struct metrics *, unsigned set);
/* Their names: "any-word,spelling". */
void rungs_write(struct buffer *out, unsigned set);

/* What is true at this moment. index NULL: there is none. */
struct metrics_now {
    const struct index_status *index;
    struct shards *shards; /* NULL: it is in one piece */
    uint64_t connections, cache_bytes;
};
void metrics_write(struct buffer *out, const struct metrics *, const struct metrics_now *);

#endif
