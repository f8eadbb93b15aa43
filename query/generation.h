/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an index says of itself: the metadata of the generation that its reader sees. */
#ifndef QUERY_GENERATION_H
#define QUERY_GENERATION_H

#include "query/index.h"

/* A key's value with a NUL after it, talloc child of ctx. NULL where the key is not there, where the reader had trouble
 * (index->trouble) and where memory ran out (index->starved). */
char *index_metadata(void *ctx, struct index *, const char *key, size_t *len);

/* Talloc child of the index, which keeps the one that it has. NULL: the schema is another, something is missing or damaged,
 * memory ran out (err). */
struct generation *generation_new(struct index *, struct error *err);

#endif
