/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shards of an index while a run is at work on them; an index in one piece is one part. Each is published at a
 * stroke, one after the other: who comes between asks some of both. */
#ifndef INDEXER_PARTS_H
#define INDEXER_PARTS_H

#include "indexer/gate.h"
#include "indexer/plan.h"
#include "indexer/standing.h"
#include "indexer/store.h"

struct part {
    struct store *store;
    struct standing *standing;
    enum sums_state sums;       /* of its serving generation: as found, NONE once it is written to */
    struct xapc_reader *reader; /* of what serves, until it is planned what to do to it; or NULL */
    struct plan *plan;
    struct xapc_writer *writer; /* NULL where nothing is to be written */
    struct xapc_reader *view;   /* of what it will hold */
    char *path;                 /* of the generation that is being made; an update has none */
    char *generation;           /* its name, once this run gave it one */
};

struct parts {
    const char *folder;         /* the index folder */
    unsigned shards;            /* 0: in one piece */
    struct part *at;
    size_t len;
    struct standing *newest;    /* of the part that was published last: tables are the same in all */
    uint32_t documents;         /* of all */
    uint64_t unknown;
};

/* All of them, locked; talloc child of ctx. shards: as asked for (0: as they are). Errors: shards_settle's, store_open's
 * and standing_read's. */
struct parts *parts_open(void *ctx, const char *folder, unsigned shards, bool wait, struct error *err);

/* What is to be done to each. anew: as if it held nothing; named NULL: all pages are looked at; partial: the site has those
 * only that are. */
struct parts_plan {
    bool anew, partial;
    const struct named *named;
};
bool parts_plan(struct parts *, const struct site *, struct parts_plan, struct error *err);

/* What has to be the same in all and is not, or what is wrong with one; NULL where all are well. */
const char *parts_trouble(const struct parts *);

/* The gate, on what all of them will hold. */
bool parts_check(struct parts *, const struct settings *, const struct index_options *, struct error *err);

bool parts_commit(struct parts *, struct error *err);
void parts_close(struct parts *);   /* the writers; gives up what was not committed */
bool parts_publish(struct parts *, struct error *err);
void parts_sum(struct parts *);     /* checksums where there are none */
void parts_discard(struct parts *); /* the generations that were being made; or the next run does */
bool parts_forget(struct parts *, struct error *err);

/* The name of all generations together, as a reader of them says it; NULL where this run published none. */
char *parts_generation(void *ctx, const struct parts *);

#endif
