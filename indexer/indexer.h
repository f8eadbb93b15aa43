/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages into an index: what changed, write, check, publish. Nobody outside includes this; twc-index is its only user. */
#ifndef INDEXER_INDEXER_H
#define INDEXER_INDEXER_H

#include "base/base.h"

struct index_options {
    const char *site;         /* SITE */
    const char *config;       /* or NULL */
    const char *index;        /* or NULL: SITE/.twc-search/index */
    const char *data_folder;  /* where glossaries/ ships */
    bool rebuild, accept_shrink, wait;
    unsigned shards;          /* in so many; 0: as the index is, in one piece where there is none */
    bool forget;              /* then compact into a generation of its own and drop the earlier ones */
    const char *const *changed; /* NULL: the whole site is looked at; else only what is named here, see named.h */
    size_t changed_len;
    int64_t now;
    unsigned workers;         /* processes of a rebuild; 0: as many as processors where the site is large, else 1 */
    void (*progress)(void *self, const char *what, size_t done, size_t all); /* may be NULL */
    void *progress_self;
};

struct index_report {
    size_t added, changed, removed, unchanged, skipped;
    double seconds;
    bool rebuilt;
    int64_t next_change;      /* when a page becomes due or expires next; 0: never */
    char generation[40];      /* "" where nothing was published; of all shards together */
};

/* Brings the index to what the site is now. ERROR_BUSY: another indexer; ERROR_REFUSED: the gate. */
bool index_update(const struct index_options *, const struct listener *, struct index_report *out, struct error *err);

#endif
