/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daemon: what all threads share, and the threads. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdatomic.h>

#include "http/settings.h"
#include "http/sockets.h"

struct cache;
struct connections;
struct files;
struct metrics;
struct query_log;
struct rate;
struct readers;
struct shards;

struct server {
    const struct settings *settings;
    struct metrics *metrics;
    struct connections *connections;
    struct files *files;
    struct readers *readers;
    struct shards *shards;       /* NULL: the index is in one piece */
    struct rate *rate;           /* NULL: no limit */
    struct cache *cache;         /* NULL: nothing is kept */
    struct query_log *query_log; /* NULL: no query is counted */
    struct listening *listening; /* by socket, with its threads */
    size_t listening_len;
    atomic_bool draining;        /* every answer ends its connection */
};

/* Takes what it needs of the system, before the sandbox. settings and listener must outlive it. Yours, talloc child of
 * ctx, which only the calling thread may use; freeing it ends the threads first. */
struct server *server_new(void *ctx, const struct settings *, const struct listener *, struct error *err);

/* Starts the threads on these sockets and takes them over. */
bool server_start(struct server *, struct sockets *, struct error *err);

/* Before the end: takes no more connections, answers what was asked, and lets each go that has its answer. Returns when
 * nobody is owed one, after some seconds at most. A socket that systemd holds goes on collecting connections for whoever
 * comes next. */
void server_drain(struct server *);

/* Without a thread and without a listener, for a test that plays both sides: then connections are given to it, and
 * server_step() does what can be done for them at once, in the calling thread; false when none is left. server_take() owns
 * the descriptor. */
bool server_start_alone(struct server *, struct error *err);
bool server_take(struct server *, int fd);
bool server_step(struct server *);

/* What has to be done now and then: once a second. */
void server_tick(struct server *);

#endif
