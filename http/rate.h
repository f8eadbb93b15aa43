/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often a subscriber may ask: a token bucket each. */
#ifndef HTTP_RATE_H
#define HTTP_RATE_H

#include "http/address.h"

struct rate;

/* per_second tokens come back a second, up to burst. Keeps the buckets of the last few thousand subscribers, in memory
 * of a fixed size, under a salt of this process. Yours, talloc child of ctx; NULL when there is no memory. */
struct rate *rate_new(void *ctx, uint64_t per_second, uint64_t burst);

/* Takes a token for the subscriber of that address at a moment (monotonic, milliseconds). False: there is none, and
 * *wait says after how many seconds there will be. Any thread may call it. */
bool rate_take(struct rate *, const struct address *, int64_t now, unsigned *wait);

#endif
