/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the serving generation is: read once at the start of a run. */
#ifndef INDEXER_STANDING_H
#define INDEXER_STANDING_H

#include "analysis/analysis.h"
#include "xapian-c/xapian-c.h"

struct standing {
    bool there;               /* false: there is no index, or not one that we can bring up to date; why says so */
    const char *why;          /* what a person is told: "there is no index yet" */
    struct manifest *manifest;
    struct hash words;        /* of the lexicon, packed */
    const char *hugo;         /* hashes of Hugo's configuration and of hugo-config.yaml; NULL where it does not say */
    const char *facts;        /* META_FACTS; NULL where it does not say */
    uint64_t content;         /* sum over its pages, for the generation's id */
    uint64_t unknown;         /* forms that the lexicon did not know, since it was made */
    uint32_t documents;
    char generation[40];
};

/* path may be NULL: no index. An index that is damaged or of another schema is no error: it is made anew. *reader is what it
 * was read with and is the caller's to free, or NULL; reader may be NULL. Errors: only memory. */
struct standing *standing_read(void *ctx, const char *path, struct xapc_reader **reader, struct error *err);

/* The packed lexicon of an index that stands: a talloc child of ctx; empty where it cannot be read. */
struct span standing_lexicon(void *ctx, const char *path);

#endif
