/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages a run may look at, where somebody said what has changed: --changed. */
#ifndef INDEXER_NAMED_H
#define INDEXER_NAMED_H

#include "corpus/corpus.h"

struct named;

/* paths: of files or folders, relative to the site or to where we are (both are meant, since what is gone lies in neither),
 * or absolute. Talloc child of ctx; NULL when memory ran out. */
struct named *named_new(void *ctx, const char *site, const char *const *paths, size_t len);

/* Whether the page's file is named, or a folder above it, or an index file of such a folder. */
bool named_page(const struct named *, const struct page *);

#endif
