/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of pages between the two times that a rebuild needs them: read for the lexicon, kept in a file without a
 * name, and taken from there to be written. Reading a page costs several times what taking it back does, and the memory
 * that is used stays the same at any size. */
#ifndef INDEXER_SPOOL_H
#define INDEXER_SPOOL_H

#include "corpus/corpus.h"

struct spool;

/* For the pages of a site. Its file lies in folder until the spool is freed (talloc child of ctx) or the program ends. */
struct spool *spool_new(void *ctx, const char *folder, const struct site *, struct error *err);

/* Keeps a page's bytes. What cannot be kept, for want of space say, is just not there later. */
void spool_put(struct spool *, const struct page *, struct span bytes);

/* A page's bytes as they were put, a talloc child of ctx; empty where there are none. Processes forked from the one that
 * put may take. */
struct span spool_take(void *ctx, const struct spool *, const struct page *);

#endif
