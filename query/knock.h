/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to a daemon, for --doctor. */
#ifndef QUERY_KNOCK_H
#define QUERY_KNOCK_H

#include "base/base.h"

enum { KNOCK_SECONDS = 5 };

/* Asks http://HOST:PORT/ (HOST: a numeric address or localhost) or unix:PATH for target, and waits some seconds at most.
 * *status is the answer's; what it holds is yours, a talloc child of ctx. NULL: err says who does not answer, and why. */
char *knock(void *ctx, const char *address, const char *target, int *status, struct error *err);

#endif
