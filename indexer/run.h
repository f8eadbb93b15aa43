/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of the indexer, from the look at the site to what it published: what update.c opens and decides, and what the two ways
 * to write go by: a rebuild beside (rebuild.c) and an update in place (change.c). */
#ifndef INDEXER_RUN_H
#define INDEXER_RUN_H

#include "indexer/home.h"
#include "indexer/indexer.h"
#include "indexer/local.h"
#include "indexer/parts.h"
#include "indexer/write.h"

struct run {
    const struct index_options *options;
    const struct listener *listener;
    struct index_report *report;
    struct site *site;
    struct parts *parts;
    struct standing *standing;  /* of the part that was published last */
    struct manifest *manifest;
    struct lexicon *lexicon;
    struct hash words;          /* of the packed lexicon */
    struct analyser *analyser;
    struct spool *spool;
    unsigned workers;           /* of a rebuild */
    size_t done;                /* pages, for the progress */
    char folder[HOME_MAX];      /* the index folder */
    struct named *named;        /* NULL: all is looked at */
    bool partial;               /* the site is what was named, and the rest is as the index has it */
    bool other_facts;           /* the index does not know yet what the whole site is */
    bool warned;                /* while the site was opened: to be told again at the next run */
};

/* ---- what both ways have ---- */

/* With the run's lexicon. */
bool run_make_analyser(struct run *, struct error *err);

/* Into the metadata of what is being written. */
bool run_set(struct xapc_writer *, const char *key, struct span value, struct error *err);

/* How the part's pages are written; its writer, unless it is still to come. */
struct writing run_writing(const struct run *, const struct part *);

/* Names the part's new generation, and writes what it says of itself; unknown: forms that the lexicon does not know. */
bool run_name_part(struct run *, struct part *, uint64_t unknown, struct error *err);

/* When a page next becomes due or expires; 0: never. */
int64_t run_next_change(const struct run *);

/* The gate, on what is written and not committed yet. */
bool run_check(struct run *, struct error *err);

/* ---- the two ways ---- */

/* Makes all anew in generations beside, and swaps them in. False: what serves is as it was. */
bool run_rebuild(struct run *, struct error *err);

/* Brings what serves up to date, one transaction a part; nothing where nothing changed. False: it is as it was, and with
 * ERROR_INDEX it is damaged. */
bool run_change(struct run *, struct error *err);

#endif
