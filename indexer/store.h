/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index folder: generations beside each other, the symlink `current` to the one that serves, `previous` to the one
 * before it, and the lock that keeps two indexers apart.
 *
 *     index/lock   index/current -> gen-7   index/previous -> gen-6   index/gen-6/   index/gen-7/
 *
 * The folder itself is never replaced: readers follow `current` when they reopen. */
#ifndef INDEXER_STORE_H
#define INDEXER_STORE_H

#include "base/base.h"

#define STORE_SCRATCH "scratch-" /* how the name of a file begins that is of one run: the next removes what a kill left */

struct store;

/* Makes the folder where it is missing and takes the lock until the store is freed (talloc child of ctx). What a killed
 * indexer left unpublished is removed. ERROR_BUSY: another indexer has the lock and wait is false. */
struct store *store_open(void *ctx, const char *folder, bool wait, struct error *err);

/* The serving generation's path, through `current`; NULL when there is none yet. Borrowed. */
const char *store_current(const struct store *);

/* False where what serves does not agree with its checksums: ERROR_INDEX, with the mend. */
bool store_is_whole(struct store *, struct error *err);

/* Path for a new generation, made empty; talloc child of ctx. */
char *store_next(void *ctx, struct store *, struct error *err);

/* Makes the generation at path the serving one, the one that served the previous one, and removes older ones. Either
 * the old or the new one serves, whatever happens. */
bool store_publish(struct store *, const char *path, struct error *err);

/* Removes the previous generation: nothing that was taken down is kept. */
bool store_forget(struct store *, struct error *err);

/* Makes the previous generation serve again. ERROR_INPUT when there is none, ERROR_INDEX when it is damaged. */
bool store_rollback(struct store *, struct error *err);

#endif
