/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that corpus/ cannot do without, and text in it.
 *
 * A site is read by a program that writes an index: with no memory left it can do nothing better than stop, and the
 * index that is there stays as it is. So these never return NULL. */
#ifndef CORPUS_NEED_H
#define CORPUS_NEED_H

#include <stdlib.h>

#include "base/memory.h"
#include "base/span.h"

/* Says so and ends the program with 2, as it ends where nothing could be done. Nothing of a transaction is written. */
_Noreturn void memory_ran_out(void);

/* Itself; ends the program where it is NULL. */
static inline void *need(void *memory)
{
    if (!memory)
        memory_ran_out();
    return memory;
}

#define NEED_NEW(ctx, type) ((type *)need(talloc_zero((ctx), type)))
#define NEED_ARRAY(ctx, type, n) ((type *)need(array_new((ctx), type, (n) != 0 ? (n) : 1)))
#define NEED_RESIZE(ctx, old, type, n) ((type *)need(array_resize((ctx), (old), type, (n))))

char *text_copy(void *ctx, struct span text);
char *text_format(void *ctx, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *text_lower(void *ctx, struct span text); /* by Unicode, a code point at a time */
bool text_same(const char *a, const char *b);  /* ASCII letters of either case are the same */
bool text_begins(const char *whole, const char *beginning);

/* qsort for an array of pointers; an empty one may be NULL. */
void sort_pointers(void *array, size_t len, int (*compare)(const void *, const void *));

/* ---- a list that grows ---- */

struct strings {
    const char **at;
    size_t len, room;
};

void strings_add(void *ctx, struct strings *, const char *text); /* keeps the pointer */
bool strings_have(const struct strings *, const char *text);
void strings_sort(struct strings *);

#endif
