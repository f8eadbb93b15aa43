/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages as they are shown. */
#ifndef QUERY_HITS_H
#define QUERY_HITS_H

#include "query/order.h"
#include "query/view.h"

struct hit_maker {
    struct enquiry *enquiry;
    struct roll *roll;
    bool other_language; /* every hit is in a language that was not asked for */
    bool explain;
    bool title_alone;    /* nobody will look at its text: neither snippet nor sections are made */
    double full;         /* the score that counts as 1 */
};

/* Fills *out; everything it points to is a talloc child of ctx. False when the index has trouble or memory ran out (err). */
bool hit_make(void *ctx, const struct hit_maker *, const struct ranked *, struct hit *out, struct error *err);

#endif
