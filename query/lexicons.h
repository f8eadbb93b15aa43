/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One copy of a lexicon for all indexes of a process that have the same: it is large, and never changes. */
#ifndef QUERY_LEXICONS_H
#define QUERY_LEXICONS_H

#include "analysis/analysis.h"
#include "query/query.h"

/* The lexicon that packed holds, loaded or found; it lives as long as ctx. With lexicons NULL it is a talloc child of ctx,
 * nobody else's. Errors: lexicon_load's. */
struct lexicon *lexicons_take(void *ctx, struct lexicons *, struct span packed, struct error *err);

#endif
