/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages by rung: trees that count, and the filters that every tree has. */
#ifndef QUERY_LEVELS_H
#define QUERY_LEVELS_H

#include "query/enquiry.h"

/* How strictly quoted phrases are taken. */
enum phrases { PHRASES_EXACT, PHRASES_STEMMED, PHRASES_LOOSE };

/* Pages that have each word in some way no looser than rung; RUNG_ANY_WORD: any word in any way. NULL: none can. */
const struct xapc_query *level_tree(struct enquiry *, enum rung);
/* What ranks them: every way's weight, and nearness, pins and stop words on top. NULL: nothing to look for. */
const struct xapc_query *rank_tree(struct enquiry *);
/* The tree less what the request and the operators leave out; facet's own filter is passed over (NULL: none is). */
const struct xapc_query *filtered(struct enquiry *, const struct xapc_query *, const char *facet, enum phrases);

bool has_phrases(const struct understood *);

#endif
