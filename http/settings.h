/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the daemon is told at its start. Made by options_read() or by a test, then only read. */
#ifndef HTTP_SETTINGS_H
#define HTTP_SETTINGS_H

#include <stdint.h>

#include "base/base.h"
#include "http/address.h"
#include "http/log.h"

struct limits {
    uint64_t connections;            /* open at once, on all listeners */
    uint64_t connections_per_client; /* of these, for each /24 or /48 */
    uint64_t connection_memory;      /* bytes for one connection's request head and buffers */
    uint64_t head_seconds;           /* from connecting, or the answer before, until a whole request is there */
    uint64_t answer_seconds;         /* until the answer has been taken */
    uint64_t url_bytes;
    uint64_t parameters;    /* in one URL */
    uint64_t rate, burst;   /* requests a second for each /24 or /48; rate 0: no limit */
    uint64_t query_bytes;   /* of q that are read */
    uint64_t query_terms;   /* words of it that are looked for */
    uint64_t send_memory;   /* bytes that the kernel keeps of an answer that is not taken */
    uint64_t time_budget;   /* milliseconds for one search; 0: the default of an index in one piece, or in shards */
    uint64_t shard_time;    /* milliseconds for one call to a shard; 0: a share of time_budget */
    uint64_t count_exactly; /* matches up to which totals are exact */
};

struct texts {
    const char **at;
    size_t len;
};

struct settings {
    const char *index;
    struct texts listen;        /* "ADDR:PORT" or "unix:PATH" */
    const char *metrics_listen; /* NULL: metrics are on every listener */
    struct texts allow_origin;  /* "https://example.org", or "*" */
    struct net *trusted;        /* proxies whose X-Forwarded-For is believed */
    size_t trusted_len;
    const char *log_queries; /* a file for counts of queries; NULL: there are none */
    uint64_t cache_bytes; /* 0: answers are not kept */
    uint64_t max_age;     /* seconds that others may keep an answer */
    uint64_t threads;     /* a listener; 0: two a core, at least four */
    uint64_t socket_mode; /* of a unix: socket, octal as chmod's */
    struct log log;       /* what is told, and how */
    bool sandbox;
    struct limits limits;
};

/* The defaults: yours, talloc child of ctx; NULL when there is no memory. */
struct settings *settings_new(void *ctx);

enum options_end { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_VERSION, OPTIONS_BAD };

/* Reads the command line into *settings. OPTIONS_BAD: err says which option, why, and what would do. */
enum options_end options_read(struct settings *, int argc, char **argv, struct error *err);

/* What --help prints: every option with its unit and default. Yours, talloc child of ctx. */
char *options_help(void *ctx);

/* Milliseconds for one search, of an index in shards or in one piece; and for one call to a shard. */
uint64_t settings_time_budget(const struct settings *, bool shards);
unsigned settings_shard_time(const struct settings *);

/* How many threads a listener gets. */
unsigned settings_threads(const struct settings *);

#endif
