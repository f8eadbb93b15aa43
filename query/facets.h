/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many of the pages that totalHits counts have which tag, section, language, year. */
#ifndef QUERY_FACETS_H
#define QUERY_FACETS_H

#include "query/levels.h"

/* One count for each of the request's facets into answer->facets, each passing over its own filter. tree: the pages,
 * unfiltered. False when the index has trouble or memory ran out. */
bool facets_count(struct answer *, struct enquiry *, const struct xapc_query *tree, enum phrases);

#endif
