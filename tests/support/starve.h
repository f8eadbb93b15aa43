/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a piece of work again and again with less and less memory missing: each allocation fails once. */
#ifndef TESTS_SUPPORT_STARVE_H
#define TESTS_SUPPORT_STARVE_H

#include <stdbool.h>

/* Calls work with a talloc context that may hold a little more each time until it succeeds; work returns true when it did,
 * false when it said that memory ran out, and fails the test for anything else. How many times it was starved. */
int test_starve(bool (*work)(void *ctx, void *self), void *self);

#endif
