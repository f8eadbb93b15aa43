/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index for each thread that asks, since one handle serves one thread at a time. */
#ifndef HTTP_READERS_H
#define HTTP_READERS_H

#include "http/metrics.h"
#include "query/query.h"

struct readers;

/* path: the index folder, which may not be there yet; shards, where it is in shards, are the reader's from now on, else
 * NULL. listener is told once when the index cannot be read, and once
 * when it can again; it is called from any thread, one at a time. Yours, talloc child of ctx, to be freed when the
 * threads that asked have ended. */
struct readers *readers_new(void *ctx, const char *path, struct shards *, struct metrics *, const struct listener *);

/* The calling thread's index, at its newest generation; opened where it was not, which is tried a few times a second.
 * Borrowed until the thread ends. NULL and *err when there is none. */
struct index *readers_index(struct readers *, struct error *err);

/* After asking: counts what had to be asked again, and where err is about the index (not NULL) opens it anew next time.
 */
void readers_asked(struct readers *, const struct error *err);

#endif
