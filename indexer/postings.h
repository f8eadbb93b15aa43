/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document's postings while it is put together: one entry a term, its wdf added up, its positions in order. */
#ifndef INDEXER_POSTINGS_H
#define INDEXER_POSTINGS_H

#include "base/base.h"
#include "xapian-c/xapian-c.h"

struct postings;

struct postings *postings_new(void *ctx);

enum { NO_POSITION = UINT32_MAX, NO_ENTRY = UINT32_MAX };

/* One more occurrence of term; position may be NO_POSITION. The term is copied. Returns its entry, for postings_add_to();
 * NO_ENTRY for a term without bytes, or when memory ran out. */
uint32_t postings_add(struct postings *, struct span term, uint32_t wdf, uint32_t position);

/* The same for a term whose entry is known, which spares spelling it; nothing for NO_ENTRY. */
void postings_add_to(struct postings *, uint32_t entry, uint32_t wdf, uint32_t position);

/* All of them; borrowed from postings until the next is added. NULL when memory ran out on the way. */
const struct xapc_posting *postings_list(struct postings *, size_t *len);

#endif
