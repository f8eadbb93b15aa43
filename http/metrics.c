/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/metrics.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>
#include <unistd.h>

static const unsigned statuses[] = {200, 204, 304, 400, 404, 405, 414, 429, 500, 503};
static const double bounds[] = {.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5};
static const char *const rungs[] = {"words",       "any-word", "compound", "variant",       "glossary",
                                    "translation", "prefix",   "spelling", "other-language"};

enum {
    STATUSES = sizeof statuses / sizeof statuses[0],
    BOUNDS = sizeof bounds / sizeof bounds[0],
    RUNGS = sizeof rungs / sizeof rungs[0],
};

static const struct {
    const char *name, *help;
} counters[COUNTERS] = {
    [COUNT_ZERO_RESULTS] = {"twc_search_zero_results_total", "Searches for words that no page answered"},
    [COUNT_TRUNCATED] = {"twc_search_truncated_total", "Searches of which only the beginning was read"},
    [COUNT_PARTIAL] = {"twc_search_partial_total", "Searches that ran out of time, or missed a shard"},
    [COUNT_INEXACT] = {"twc_search_inexact_total", "Searches that matched more than --count-exactly counts"},
    [COUNT_RETRIES] = {"twc_index_retries_total", "Searches asked again because the index changed under them"},
    [COUNT_INDEX_ERRORS] = {"twc_index_errors_total", "Times the index could not be read"},
    [COUNT_CACHE_HITS] = {"twc_cache_hits_total", "Answers taken from memory"},
    [COUNT_CACHE_MISSES] = {"twc_cache_misses_total", "Answers that were not in memory"},
    [COUNT_QUERIES_UNCOUNTED] = {"twc_queries_uncounted_total", "Queries that --log-queries had no room for"},
    [COUNT_RATE_LIMITED] = {"twc_http_rate_limited_total", "Requests refused for their rate"},
    [COUNT_UNREAD] = {"twc_http_unread_requests_total",
                      "Requests that ended before their head was read: too large, garbled, slow or given up"},
    [COUNT_CONNECTIONS] = {"twc_http_connections_total", "Connections taken"},
    [COUNT_CONNECTIONS_REFUSED] = {"twc_http_connections_refused_total", "Connections over a limit"},
    [COUNT_CONNECTIONS_TIMED_OUT] = {"twc_http_connections_timed_out_total", "Connections closed for being slow"},
};

struct route_counts {
    atomic_uint_fast64_t by_status[STATUSES];
    atomic_uint_fast64_t by_bound[BOUNDS];
    atomic_uint_fast64_t all, nanoseconds;
};

struct metrics {
    const char *const *routes;
    size_t routes_len;
    struct route_counts *counts;
    atomic_uint_fast64_t counters[COUNTERS], rungs[RUNGS];
    atomic_bool unreadable;
    int64_t began;
    int statm; /* /proc/self/statm, open: the sandbox has no /proc */
};

static int close_statm(struct metrics *m)
{
    if (m->statm >= 0)
        close(m->statm);
    return 0;
}

struct metrics *metrics_new(void *ctx, const char *const *routes, size_t routes_len)
{
    struct metrics *m = talloc_zero(ctx, struct metrics);
    struct route_counts *counts = m ? array_new(m, struct route_counts, routes_len) : NULL;
    if (!counts) {
        talloc_free(m);
        return NULL;
    }
    memset(counts, 0, routes_len * sizeof *counts);
    m->routes = routes;
    m->routes_len = routes_len;
    m->counts = counts;
    m->began = instant_now();
    m->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    talloc_set_destructor(m, close_statm);
    return m;
}

void metrics_count(struct metrics *m, enum counter counter, uint64_t more)
{
    atomic_fetch_add_explicit(&m->counters[counter], more, memory_order_relaxed);
}

void metrics_index_readable(struct metrics *m, bool readable)
{
    atomic_store_explicit(&m->unreadable, !readable, memory_order_relaxed);
}

static void add(atomic_uint_fast64_t *counter, uint64_t more)
{
    atomic_fetch_add_explicit(counter, more, memory_order_relaxed);
}

void metrics_request(struct metrics *m, size_t route, unsigned status, double seconds)
{
    struct route_counts *c = &m->counts[route];
    add(&c->all, 1);
    add(&c->nanoseconds, (uint64_t)(seconds * 1e9));
    for (size_t i = 0; i < STATUSES; i++) {
        if (statuses[i] == status)
            add(&c->by_status[i], 1);
    }
    for (size_t i = 0; i < BOUNDS; i++) {
        if (seconds <= bounds[i]) {
            add(&c->by_bound[i], 1);
            break;
        }
    }
}

unsigned rungs_of(const struct answer *answer)
{
    unsigned set = answer->relaxed_len == 0 && answer->hits_len > 0;
    for (size_t i = 0; i < answer->relaxed_len; i++) {
        for (size_t r = 1; r < RUNGS; r++)
            set |= strcmp(answer->relaxed[i], rungs[r]) == 0 ? 1u << r : 0;
    }
    return set;
}

void rungs_write(struct buffer *out, unsigned set)
{
    const char *comma = "";
    for (size_t r = 0; r < RUNGS; r++) {
        if (!(set >> r & 1))
            continue;
        buffer_format(out, "%s%s", comma, rungs[r]);
        comma = ",";
    }
}

void metrics_rungs(struct metrics *m, unsigned set)
{
    for (size_t r = 0; r < RUNGS; r++) {
        if (set >> r & 1)
            add(&m->rungs[r], 1);
    }
}

static void head(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void gauge(struct buffer *out, const char *name, const char *help, double value)
{
    head(out, name, "gauge", help);
    buffer_format(out, "%s %.17g\n", name, value);
}

static uint64_t value(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static void write_requests(struct buffer *out, const struct metrics *m)
{
    head(out, "twc_http_requests_total", "counter", "Requests by route and status");
    for (size_t r = 0; r < m->routes_len; r++) {
        for (size_t s = 0; s < STATUSES; s++) {
            uint64_t n = value(&m->counts[r].by_status[s]);
            if (n > 0)
                buffer_format(out, "twc_http_requests_total{route=\"%s\",status=\"%u\"} %" PRIu64 "\n", m->routes[r],
                              statuses[s], n);
        }
    }
}

static void write_histogram(struct buffer *out, const char *route, const struct route_counts *c)
{
    uint64_t below = 0;
    for (size_t i = 0; i < BOUNDS; i++) {
        below += value(&c->by_bound[i]);
        buffer_format(out, "twc_http_request_duration_seconds_bucket{route=\"%s\",le=\"%g\"} %" PRIu64 "\n", route,
                      bounds[i], below);
    }
    buffer_format(out, "twc_http_request_duration_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", route,
                  value(&c->all));
    buffer_format(out, "twc_http_request_duration_seconds_sum{route=\"%s\"} %.9f\n", route,
                  (double)value(&c->nanoseconds) / 1e9);
    buffer_format(out, "twc_http_request_duration_seconds_count{route=\"%s\"} %" PRIu64 "\n", route, value(&c->all));
}

static void write_counters(struct buffer *out, const struct metrics *m)
{
    for (size_t i = 0; i < COUNTERS; i++) {
        head(out, counters[i].name, "counter", counters[i].help);
        buffer_format(out, "%s %" PRIu64 "\n", counters[i].name, value(&m->counters[i]));
    }
    head(out, "twc_search_rungs_total", "counter", "Searches by the ways their hits were found");
    for (size_t r = 0; r < RUNGS; r++)
        buffer_format(out, "twc_search_rungs_total{rung=\"%s\"} %" PRIu64 "\n", rungs[r], value(&m->rungs[r]));
}

static double resident_bytes(const struct metrics *m)
{
    char text[128] = "";
    if (m->statm < 0 || pread(m->statm, text, sizeof text - 1, 0) <= 0)
        return 0;
    const char *second = strchr(text, ' ');
    return second ? strtod(second, NULL) * (double)sysconf(_SC_PAGESIZE) : 0;
}

static void write_label(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\' || *text == '\n')
            buffer_char(out, '\\');
        buffer_char(out, *text == '\n' ? 'n' : *text);
    }
}

static void write_index(struct buffer *out, const struct index_status *index)
{
    gauge(out, "twc_index_ready", "Whether there is an index to answer from", index != NULL);
    if (!index)
        return;
    head(out, "twc_index_info", "gauge", "The generation that is answered from");
    buffer_text(out, "twc_index_info{generation=\"");
    write_label(out, index->generation);
    buffer_text(out, "\",program=\"");
    write_label(out, index->program ? index->program : "");
    buffer_text(out, "\"} 1\n");
    gauge(out, "twc_index_documents", "Pages in it", index->documents);
    gauge(out, "twc_index_published_timestamp_seconds", "When it was published", (double)index->published);
    gauge(out, "twc_index_age_seconds", "How long ago that was", (double)(instant_now() - index->published));
}

static void write_shards(struct buffer *out, struct shards *shards)
{
    struct shard_status status;
    head(out, "twc_shard_up", "gauge", "Whether a shard answers in time");
    for (size_t i = 0; i < shards_len(shards); i++) {
        shards_status(shards, i, &status);
        buffer_text(out, "twc_shard_up{shard=\"");
        write_label(out, status.name);
        buffer_format(out, "\"} %d\n", status.up);
    }
}

void metrics_write(struct buffer *out, const struct metrics *m, const struct metrics_now *now)
{
    write_requests(out, m);
    head(out, "twc_http_request_duration_seconds", "histogram", "From a request's head to its answer");
    for (size_t r = 0; r < m->routes_len; r++) {
        if (value(&m->counts[r].all) > 0)
            write_histogram(out, m->routes[r], &m->counts[r]);
    }
    write_counters(out, m);
    write_index(out, now->index);
    if (now->shards)
        write_shards(out, now->shards);
    gauge(out, "twc_index_unreadable", "Whether the newest index is one that cannot be read",
          atomic_load(&m->unreadable));
    gauge(out, "twc_http_connections", "Connections open now", (double)now->connections);
    gauge(out, "twc_cache_bytes", "Memory that kept answers take", (double)now->cache_bytes);
    gauge(out, "process_resident_memory_bytes", "Resident memory", resident_bytes(m));
    gauge(out, "process_start_time_seconds", "When the daemon began", (double)m->began);
    head(out, "twc_build_info", "gauge", "The program's version");
    buffer_text(out, "twc_build_info{version=\"" TWC_VERSION "\"} 1\n");
}
