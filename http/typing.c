/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/typing.h"

#include <string.h>
#include <talloc.h>

enum { SETS = 256, WAYS = 4 };

struct last {
    struct asked asked; /* client 0: this place is free */
    int64_t at;
};

struct typing {
    struct last sets[SETS][WAYS];
};

struct typing *typing_new(void *ctx)
{
    return talloc_zero(ctx, struct typing);
}

static bool begins(const char *whole, const char *beginning)
{
    return strncmp(whole, beginning, strlen(beginning)) == 0;
}

static bool goes_on(const struct asked *before, const struct asked *now)
{
    return begins(now->text, before->text) || begins(before->text, now->text);
}

/* The client's place; else a free one, else the oldest. A client's number is salted: nobody aims at a set. */
static struct last *place_of(struct typing *t, uint64_t client)
{
    struct last *set = t->sets[client % SETS], *best = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].asked.client == client)
            return &set[i];
        if (set[i].asked.client == 0 || (best->asked.client != 0 && set[i].at < best->at))
            best = &set[i];
    }
    return best;
}

bool typing_take(struct typing *t, const struct asked *asked, int64_t now, struct asked *done)
{
    struct last *last = place_of(t, asked->client);
    bool same = last->asked.client == asked->client && now - last->at < TYPING_SECONDS;
    bool finished = last->asked.client != 0 && !(same && goes_on(&last->asked, asked));
    if (finished)
        *done = last->asked;
    *last = (struct last){*asked, now};
    return finished;
}

bool typing_next(struct typing *t, int64_t now, struct asked *done)
{
    for (struct last *last = &t->sets[0][0]; last < &t->sets[0][0] + (size_t)SETS * WAYS; last++) {
        if (last->asked.client == 0 || now - last->at < TYPING_SECONDS)
            continue;
        *done = last->asked;
        memset(last, 0, sizeof *last);
        return true;
    }
    return false;
}
