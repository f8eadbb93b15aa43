/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index over shards: connections to those that answer, joined as one reader, made anew when that changes. */
#ifndef QUERY_FOLLOW_H
#define QUERY_FOLLOW_H

#include "query/index.h"
#include "query/shards.h"

struct part {                  /* a shard, as this thread has it */
    struct xapc_reader *reader; /* NULL: it is left out */
    char generation[SHARD_GENERATION_MAX];
    int64_t next_change;
    int64_t built;             /* its tables: when, and of which settings */
    struct hash settings;
};

/* Room for the parts; nothing is connected yet. */
bool follow_begin(struct index *, struct shards *, struct error *err);
void follow_end(struct index *);

/* Connects to what came back, lets go of what went, follows what was published; cheap when nothing changed. anew: after an
 * error all connections are made again, and the shard that the index's trouble names is left out. index->reader is then
 * over them all. ERROR_BUSY where no shard answers. */
bool follow_shards(struct index *, bool anew, struct error *err);

/* Whether the tables that were read are still those of the first shard that answers: they are the same on all, and a shard
 * that comes or goes, or an update, changes none of them. */
bool follow_has_tables(const struct index *);

/* The generations' name as one. Talloc child of ctx. */
char *follow_name(void *ctx, const struct index *);

/* When a page comes due or expires next: *next as the shard says that was published last, for people; *first the earliest
 * that any says, for filters. 0 is never. */
void follow_next_change(const struct index *, int64_t *next, int64_t *first);

#endif
