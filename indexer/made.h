/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done to an index that is made already, in one piece or in shards, without a look at the site: its generations are
 * exchanged, shipped and taken in. Each takes the locks of all shards first. */
#ifndef INDEXER_MADE_H
#define INDEXER_MADE_H

#include "indexer/indexer.h"

/* store_rollback of each. Errors: its, store_open's and shards_settle's. */
bool made_rollback(void *ctx, const struct index_options *, struct error *err);

/* store_export of each; a shard into a folder of its own in that folder, with the list of them. */
bool made_export(void *ctx, const struct index_options *, const char *folder, struct error *err);

/* store_import of an index in one piece, for each shard is served on a machine of its own and is taken in by itself.
 * *published: false where that copy serves already. */
bool made_import(void *ctx, const struct index_options *, const char *folder, bool *published, struct error *err);

#endif
