/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/starve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <talloc.h>

/* talloc calls its limit deprecated, for servers should bound their processes; to fail an allocation it is just right. */
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

enum { STEP = 8, MOST = 16 << 20 };

int test_starve(bool (*work)(void *ctx, void *self), void *self)
{
    int starved = 0;
    for (size_t limit = STEP; limit < MOST; limit += limit < 16384 ? STEP : limit / 64) {
        void *ctx = talloc_new(NULL);
        assert_non_null(ctx);
        assert_int_equal(talloc_set_memlimit(ctx, limit), 0);
        bool done = work(ctx, self);
        talloc_free(ctx);
        if (done)
            return starved;
        starved++;
    }
    fail_msg("the work never had enough memory");
    return starved;
}
