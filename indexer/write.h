/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned pages into a writer, a translation set at a time, so that every page is read and analysed once. */
#ifndef INDEXER_WRITE_H
#define INDEXER_WRITE_H

#include "indexer/document.h"
#include "indexer/indexer.h"
#include "indexer/plan.h"
#include "indexer/spool.h"

struct writing {
    const struct site *site;
    const struct index_options *options;
    const struct listener *listener;
    const struct spool *spool; /* of a rebuild; or NULL */
    struct document_maker maker;
    const struct lexicon *lexicon;
    struct xapc_writer *writer;
    struct xapc_builder *builder; /* or NULL: of a new database, which pages are added to instead, without their metadata */
    size_t piece;             /* of the plan: what is in others only lends words */
    size_t skipped;           /* out: pages that could not be read; told */
    uint64_t unknown;         /* out: forms that the lexicon does not know */
    size_t done, due;         /* pages, for the progress; due is the caller's */
};

/* Adds and replaces what the plan says. Pages that cannot be read are told and passed over; what the index had of them
 * stays. */
bool write_pages(struct writing *, struct plan *, struct error *err);

/* The same into a new database at path, which it begins and ends; what is there is overwritten. */
bool write_database(struct writing *, struct plan *, const char *path, const struct xapc_builder_options *,
                    struct error *err);

/* The metadata of the pages that were written. */
bool write_keys(struct writing *, const struct plan *, struct error *err);

/* Takes out the pages that are gone. */
bool write_removals(struct writing *, const struct plan *, struct error *err);

#endif
