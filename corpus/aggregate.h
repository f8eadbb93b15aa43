/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of lists: a section, a taxonomy or a home page without any takes the newest of what is in it. */
#ifndef CORPUS_AGGREGATE_H
#define CORPUS_AGGREGATE_H

#include "corpus/dates.h"

struct dated {
    const char *path, *lang;
    struct dates dates;
    struct strings terms; /* paths of its terms: "/tags/rights" */
    struct page *list;    /* the page itself where it is a list without a date, else NULL */
};

/* items may be reordered. now: a day of publishing that is still to come is not taken. */
void aggregate_dates(void *ctx, struct dated *items, size_t len, int64_t now);

#endif
