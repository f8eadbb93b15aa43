/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index in shards: a folder of indexes, each with generations of its own, and a stub that lists them.
 *
 *     index/stub   index/shard-0/current -> gen-1   index/shard-0/gen-1/   index/shard-1/current …
 *
 * A page is on the shard that the key of its translation set says, so that a page and its translations meet. */
#ifndef INDEXER_SHARDS_H
#define INDEXER_SHARDS_H

#include "corpus/corpus.h"

enum { SHARDS_MAX = 256 };

/* In how many shards the index at folder is, 0 for in one piece, or is to be made: asked says (0: whatever is there).
 * ERROR_INPUT where it is in another number of them already. */
bool shards_settle(const char *folder, unsigned asked, unsigned *count, struct error *err);

/* Writes the stub where it is missing; below: where an index is in a shard's folder, "/current" or, in an export, "". */
bool shards_list(const char *folder, const char *below, unsigned count, struct error *err);

/* The folder of one of them, of count; with count 0, folder itself. Talloc child of ctx. */
char *shards_folder(void *ctx, const char *folder, unsigned count, unsigned shard);

unsigned shards_of_page(const struct page *, unsigned count); /* 0 with count 0 */

#endif
