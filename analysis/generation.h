/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name of a generation: "20260811T180203Z-9f3c21aa", the UTC time when it was published and eight hex digits of what
 * is in it. */
#ifndef ANALYSIS_GENERATION_H
#define ANALYSIS_GENERATION_H

#include <stddef.h>
#include <stdint.h>

/* When it was published, in seconds; 0 where it is no such name. */
int64_t generation_time(const char *name);

/* The name of several shards' generations as one, in the shards' order; NULL for a shard that is not there. It has the
 * newest shard's time, and its digits differ whenever one of the shards is another one or is missing: who keeps answers
 * by it keeps them apart. One shard's is its own name; without any it is "". Talloc child of ctx; NULL when memory ran
 * out. */
char *generation_join(void *ctx, const char *const *names, size_t len);

#endif
