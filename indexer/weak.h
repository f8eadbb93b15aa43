/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak fields: words that a page is found by without being longer for them, the parts of its compounds and its
 * translations' words. They have wdf 0; how much of them there is, is told by levels (analysis/schema.h). */
#ifndef INDEXER_WEAK_H
#define INDEXER_WEAK_H

#include "indexer/postings.h"

struct weak;

/* prefix: TERM_PART, TERM_SIBLING …; lang: of the text; length: the words of the text that they come from. */
struct weak *weak_new(void *ctx, const char *prefix, const char *lang, size_t length);
void weak_add(struct weak *, struct span stem, unsigned times);
/* Writes each stem's levels. False when memory ran out. */
bool weak_write(struct weak *, struct postings *);

#endif
