/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays with a parent: talloc's, with the sizes that C has. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <limits.h>
#include <stdint.h>
#include <talloc.h>

/* n things of a type, not cleared: a talloc child of ctx, or NULL when there is no memory for so many. */
#define array_new(ctx, type, n) ((type *)array_of_size((ctx), sizeof(type), (n)))
/* The same, larger or smaller; the old array stays where NULL comes back. */
#define array_resize(ctx, old, type, n) ((type *)array_resize_of_size((ctx), (old), sizeof(type), (n)))

static inline void *array_of_size(const void *ctx, size_t size, size_t n)
{
    return n > UINT_MAX ? NULL : _talloc_array(ctx, size, (unsigned)n, "array");
}

static inline void *array_resize_of_size(const void *ctx, void *old, size_t size, size_t n)
{
    return n > UINT_MAX ? NULL : _talloc_realloc_array(ctx, old, size, (unsigned)n, "array");
}

#endif
