/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Processes that share a work: each is a copy of this one, takes the next job that nobody has taken, and tells here what
 * came of it. They see what was there when they began; what they change, they change for themselves alone. */
#ifndef INDEXER_CREW_H
#define INDEXER_CREW_H

#include "base/base.h"

struct worker;

/* In a worker: the next job. False when all are taken. */
bool worker_next(struct worker *, size_t *job);

/* In a worker: something for the one who waits, of any length. */
void worker_tell(struct worker *, unsigned what, struct span bytes);

struct crew {
    size_t jobs;
    unsigned workers;          /* 1 at least */
    /* In a worker, once: takes jobs until there are none. False with *err set ends the whole. */
    bool (*work)(void *self, struct worker *, struct error *err);
    /* Here: what a worker told; in order of each one's telling. bytes are borrowed. */
    void (*hear)(void *self, unsigned what, struct span bytes);
    void *self;
};

/* Returns when the last worker has ended. False: the first error of any, the others were ended; ERROR_SYSTEM also where
 * one could not be begun or was killed. Workers end with the process that began them. */
bool crew_run(const struct crew *, struct error *err);

/* How many are worth it on this machine: as many as the processors that it may use, eight at most. */
unsigned crew_workers(void);

#endif
