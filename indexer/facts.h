/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run that looked at the whole site found it to be, as far as a page depends on it: kept with the first part, in
 * the same transaction as the pages. A run that looks at some pages only goes by it, and by the files that it names. */
#ifndef INDEXER_FACTS_H
#define INDEXER_FACTS_H

#include "corpus/corpus.h"
#include "xapian-c/xapian-c.h"

/* In short: whether pages for terms are there, and a hash of all sections. Talloc child of ctx. */
char *facts_line(void *ctx, const struct site *);
bool facts_have_terms(const char *line);

/* The site's, in the place of those that known (NULL: nothing is known) holds. */
bool facts_write(struct xapc_writer *, const struct site *, struct xapc_reader *known, struct error *err);

/* The files of a section, as site_section has them; NULL where it has none or it cannot be read. Talloc child of ctx. */
char *facts_section(void *ctx, struct xapc_reader *, const char *path);

#endif
