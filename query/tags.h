/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags, and the terms of other taxonomies: which are the same, in how they are written or in another language. */
#ifndef QUERY_TAGS_H
#define QUERY_TAGS_H

#include "query/index.h"

enum { TAG_KEYS = 16 };

/* By what keys (fold_key) pages have the tag: its own first, then those of the terms of other languages which the
 * glossary has for all of it, letter by letter: union, vakbond. At most TAG_KEYS, talloc children of ctx; none where
 * the tag holds no word. False when memory ran out, and there are none then. */
bool tag_keys(void *ctx, const struct generation *, struct span tag, const char *keys[TAG_KEYS], size_t *len);

#endif
