/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connections that are open: how many each client has, and how long each has taken.
 *
 * libmicrohttpd's own time-out begins anew with every byte, so a client that sends one now and then could stay for
 * ever. Here a whole request has a deadline, and so has taking the answer. */
#ifndef HTTP_CONNECTIONS_H
#define HTTP_CONNECTIONS_H

#include "http/metrics.h"
#include "http/settings.h"

struct connections;
struct connection;

/* room: how many there can be on all listeners. settings and metrics must outlive it. Yours, talloc child of ctx. */
struct connections *connections_new(void *ctx, size_t room, const struct settings *, struct metrics *);

/* Whether another one from there may come in. A trusted proxy brings many clients, so it has no limit of its own. */
bool connections_admit(struct connections *, const struct address *);

/* A connection that came in; NULL when there is no room (it goes on without a deadline, until MHD's own time-out). */
struct connection *connections_add(struct connections *, int fd, const struct address *, int64_t now);
void connections_remove(struct connections *, struct connection *); /* before its descriptor is closed */

/* From now on a request is waited for, or its answer is being taken. NULL is fine. */
void connection_waits(struct connections *, struct connection *, int64_t now);
void connection_answers(struct connections *, struct connection *, int64_t now);

/* Ends those that are past their deadline. Now and then, from one thread. */
void connections_sweep(struct connections *, int64_t now);
uint64_t connections_count(struct connections *);
bool connections_answering(struct connections *); /* whether some client is owed an answer */

/* One of the trusted proxies, or a program on this machine behind a unix socket. */
bool is_trusted(const struct settings *, const struct address *);

#endif
