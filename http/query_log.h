/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --log-queries: which queries are asked how often, for whoever looks after the site, and nothing of who asked.
 *
 * A client is an IPv4 address or the /48 of an IPv6 one, and is known only as a hash under a salt that is made anew each
 * day and never written. A query is written when the day ends, or the daemon, and only if five clients asked it; the rest
 * is forgotten. Days are those of UTC. The file's format is in twc-searchd(8). */
#ifndef HTTP_QUERY_LOG_H
#define HTTP_QUERY_LOG_H

#include "base/base.h"
#include "http/address.h"

struct query_log;

/* Opens the file for appending, made where it is not there; before the sandbox. Its memory is of a fixed size. The
 * listener hears when counts could not be written, and must outlive it. Freeing it writes what is to be written
 * of the day. Yours, talloc child of ctx; NULL: err names the file. */
struct query_log *query_log_open(void *ctx, const char *path, const struct listener *, int64_t now, struct error *err);

/* Takes a query at a moment (seconds since 1970). zero: nothing was found; rungs as rungs_of() has them. Any thread may
 * call it. False: it could not be counted, since there is no room for one more. */
bool query_log_add(struct query_log *, const struct address *client, const char *query, unsigned rungs, bool zero,
                   int64_t now);

/* Once a second: ends what was typed, and the day. */
void query_log_tick(struct query_log *, int64_t now);

#endif
