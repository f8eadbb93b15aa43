/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many pages hold a term, remembered while the index does not change: half of a query's words are the last one's. */
#ifndef QUERY_FREQUENCY_H
#define QUERY_FREQUENCY_H

#include "base/base.h"

struct frequencies;

enum { OCCURRENCES_UNKNOWN = -1 };

struct frequency {
    uint32_t documents;
    int64_t occurrences; /* or OCCURRENCES_UNKNOWN */
};

struct frequencies *frequencies_new(void *ctx);
void frequencies_forget(struct frequencies *); /* all of it */
bool frequencies_find(const struct frequencies *, struct hash term, struct frequency *out);
void frequencies_keep(struct frequencies *, struct hash term, struct frequency);

#endif
