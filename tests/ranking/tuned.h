/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights of query/weights.h as the bench has them: a table by name, made by tunable.py. */
#ifndef TESTS_RANKING_TUNED_H
#define TESTS_RANKING_TUNED_H

#include <stddef.h>

extern double tuned_weights[];
extern const char *const tuned_names[];
extern const size_t tuned_len;

#endif
