/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shards of an index from the inside: which of them answer, and which generation each serves. One is shared by all
 * threads; what it says may be asked by any. */
#ifndef QUERY_SHARDS_H
#define QUERY_SHARDS_H

#include "query/query.h"
#include "query/stub.h"
#include "xapian-c/xapian-c.h"

enum { SHARD_GENERATION_MAX = 40 };

/* What is known of a shard now. */
struct shard_news {
    bool up;
    char generation[SHARD_GENERATION_MAX]; /* "" where nobody has looked yet */
};

const char *shards_path(const struct shards *);
const struct stub *shards_stub(const struct shards *);
unsigned shards_limit_ms(const struct shards *);

/* A number that changes whenever the news of any shard do. */
uint64_t shards_turn(const struct shards *);
struct shard_news shards_news(struct shards *, size_t shard);

/* It did not answer, or not in time: it is left out until the one who watches it finds it well. */
void shards_failed(struct shards *, size_t shard, const char *why);

/* Questions are being asked: those that are up are looked at now, on a connection that is there, unless they were a moment ago.
 * So one that begins to hang or to be slow is found out while the question that meets it is under way. */
void shards_prod(struct shards *);

/* Waits for what the looks find that are under way and have not ended at once: as long as a call may take, at most. Several that
 * fail together are then known together. */
void shards_await_verdicts(struct shards *);

/* The same of one on this machine whose files are not as they were written: libxapian trusts what it reads, and a shard that is
 * damaged would spoil all answers. False where nothing is wrong, or nothing is known. Reads the files. */
bool shards_are_damaged(struct shards *, size_t shard);

/* Where none is up but one was until a moment ago: waits a little for the first that is found well. At once otherwise. */
void shards_await_one(struct shards *);

/* A connection to it, or its database opened; a call that takes longer than the limit fails. */
struct xapc_reader *shards_connect(const struct shards *, size_t shard, struct xapc_error *);

/* Whether it is the error of a call that was not answered in time. */
bool shards_is_silent(const struct xapc_error *);

/* Which shard an error tells of; len where it does not say. */
size_t shards_named(const struct shards *, const struct xapc_error *);

/* The generation that a reader is at; false where it has none or does not answer. */
bool shards_generation(struct xapc_reader *, char out[SHARD_GENERATION_MAX], struct xapc_error *);

#endif
