/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes one allocation of this thread fail: C++'s, and the malloc of the code that is linked in statically. */
#ifndef TESTS_XAPIAN_C_FAILING_NEW_H
#define TESTS_XAPIAN_C_FAILING_NEW_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

void fail_allocation(long nth); /* counted from 1, from now on */
bool stop_failing(void);        /* whether it came to that */

#ifdef __cplusplus
}
#endif

#endif
