/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages a run may look at, where somebody said what has changed: --changed. */
#ifndef INDEXER_NAMED_H
#define INDEXER_NAMED_H

#include "corpus/corpus.h"

struct named;

/* paths: of files or folders, relative to the site or to where we are (both are meant, since what is gone lies in neither),
 * or absolute. Talloc child of ctx; NULL when memory ran out. */
struct named *named_new(void *ctx, const char *site, const char *const *paths, size_t len);

/* One of those that were given, by what it can mean: a page's path each, if it is a page. */
struct named_path {
    const char *at[2];
    size_t len;
    bool file;      /* it is there, and is a file */
};
size_t named_len(const struct named *);
const struct named_path *named_path(const struct named *, size_t i);

/* Whether the page's file is named, or a folder above it, or an index file of such a folder. */
bool named_page(const struct named *, const struct page *);

#endif
