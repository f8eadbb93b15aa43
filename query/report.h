/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people looked for, from the counts that twc-searchd keeps with --log-queries (format: twc-searchd(8)). */
#ifndef QUERY_REPORT_H
#define QUERY_REPORT_H

#include "base/base.h"

struct report_query {
    const char *query, *how; /* how: "words", "zero", or rungs with commas, as it was answered last */
    uint64_t count;
};

struct report {
    const char *from, *to; /* the first and last day that has counts */
    size_t days;           /* that have */
    uint64_t asked;
    struct report_query *at; /* the most asked first */
    size_t len;
    size_t bad;   /* lines that are not understood, passed over */
    int bad_line; /* the first of them */
};

/* Of the days from..to (ISO dates, inclusive, NULL: all). A file that cannot be read: NULL. Talloc child of ctx. */
struct report *report_read(void *ctx, const char *path, const char *from, const char *to, struct error *err);

bool report_is_zero(const struct report_query *);
bool report_is_relaxed(const struct report_query *); /* found, but not by the words as typed */

/* One object: what there is in all, and the first most of each table. */
void report_write_json(struct json *, const struct report *, size_t most);

#endif
