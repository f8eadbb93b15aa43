/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several pages comes first that weigh the same. */
#ifndef QUERY_TIES_H
#define QUERY_TIES_H

#include "query/index.h"

/* As xapc_reader_search; over shards pages of equal weight, and of equal value where they are sorted by one that is fetched
 * too, are in the order of their paths, like documents of an index in one piece that was made at once. Sets the order of ties in
 * *search. False: the index has trouble. */
bool ties_search(struct index *, struct xapc_search *search, struct xapc_hits **hits);

#endif
