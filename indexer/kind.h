/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sort of page it is, and the words for it that a reader types and the page does not say: "newsletter june" asks
 * for an issue that calls itself neither. */
#ifndef INDEXER_KIND_H
#define INDEXER_KIND_H

#include "analysis/analysis.h"
#include "corpus/corpus.h"

/* An issue of a periodical is a dated page in a news section whose folder or slug names nothing but a date:
 * posts/2026-06, posts/2026-april, news/june-2026. */
enum rank_kind page_kind(const struct page *, const struct settings *);

/* The year and, in the page's language, the month of its date; for an issue "newsletter" too. Talloc child of ctx; ""
 * where there is nothing to add. Lists and homes have none: their date is that of their newest page. */
char *page_kind_words(void *ctx, const struct page *, enum rank_kind);

#endif
