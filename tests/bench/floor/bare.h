/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of an answer: get_mset(0, 10) of the OR of some terms by BM25, and the data of the ten. */
#ifndef TESTS_BENCH_FLOOR_BARE_H
#define TESTS_BENCH_FLOOR_BARE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bare;

/* NULL, and a line on standard error, when there is none. */
struct bare *bare_open(const char *path);
/* How many bytes of data the hits have. */
size_t bare_search(struct bare *, const char *const *terms, size_t terms_len);
void bare_free(struct bare *);

#ifdef __cplusplus
}
#endif

#endif
