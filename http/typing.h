/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which queries were meant. A box asks at each key that is pressed: "w", "wo", "work". A query is finished when the same
 * client asks for something that neither begins with it nor begins it, or nothing for a while. */
#ifndef HTTP_TYPING_H
#define HTTP_TYPING_H

#include <stdbool.h>

#include "http/asked.h"

struct typing;

enum { TYPING_SECONDS = 10 };

/* Keeps the last query of so many clients at a time, in memory of a fixed size. Yours, talloc child of ctx; NULL when
 * there is no memory. Not for two threads at once, nor is what is below. */
struct typing *typing_new(void *ctx);

/* Takes a query at a moment (seconds). True: *done is one that is finished now. */
bool typing_take(struct typing *, const struct asked *, int64_t now, struct asked *done);

/* The next that nothing followed for TYPING_SECONDS, which is then forgotten; false when there is none any more. */
bool typing_next(struct typing *, int64_t now, struct asked *done);

#endif
