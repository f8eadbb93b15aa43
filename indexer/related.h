/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages are like a page, as data for a site's templates. */
#ifndef INDEXER_RELATED_H
#define INDEXER_RELATED_H

#include "base/base.h"

enum { RELATED_PAGES = 5 };

/* Writes file, a JSON object: for the path of each page in the index, those like it, RELATED_PAGES at most, best first:
 *     {"guides/strike.en.md": [{"path", "lang", "url", "title"}]}
 * The same index gives the same bytes, and a file that holds them already is left alone, so that nothing which watches
 * it runs in a circle. ctx: for memory meanwhile. */
bool related_write(void *ctx, const char *index, const char *file, struct error *err);

#endif
