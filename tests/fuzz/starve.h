/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own allocations, failed on purpose. The linker puts these before talloc's functions (--wrap), so that libraries keep
 * theirs; a test that uses it is for one thread. */
#ifndef TESTS_FUZZ_STARVE_H
#define TESTS_FUZZ_STARVE_H

#include <stdbool.h>

/* From now on the nth allocation fails, and with all so do those after it. 0: none. */
void starve(long nth, bool all);
/* Ends that; how many were asked for. */
long starve_end(void);

#endif
