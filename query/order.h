/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best hundred in their final order. */
#ifndef QUERY_ORDER_H
#define QUERY_ORDER_H

#include "query/enquiry.h"

/* Whether the page goes by what was typed, word for word: such come before all that only mean it. */
enum named { NAMED_NOWHERE, NAMED_HEADING, NAMED_TITLE };

struct ranked {
    uint32_t docid;
    int language;
    double weight;             /* as Xapian has it, a pin's taken off */
    double share;              /* of the greatest weight of all: 0 to 1 */
    double title, heading;     /* how well they cover the query: 0 to 1 */
    double exact;              /* how exactly the title is the query: 0 to EXACT_AS_TYPED */
    double part;               /* how exactly a part of the title is */
    double alike;              /* how alike the title or a heading is to it, word by word: 0, or ALIKE_LEAST to 1 */
    enum named named;          /* a heading or the title is the query, word by word */
    double tier;               /* for an exact heading, a title that begins with the query or is all within it */
    double prior;              /* section, kind, recency, the page's own boost */
    double earned;             /* what the figures above come to */
    double score;              /* the same, but never less than that of a page that comes after it */
    bool pinned;
    bool stands_in;            /* for the best page of its set, whose figures these are */
};

/* The value slots that hits must bring, in this order. */
extern const uint32_t order_slots[];
enum { ORDER_SLOTS = 3 };

/* What it adds to the score that a heading is the query, word by word; and what is added in all. */
double order_typed(const struct enquiry *, const struct ranked *);
double order_added(const struct enquiry *, const struct ranked *);
/* What the weight is multiplied by for what title and headings cover. */
double order_times(const struct ranked *);

/* A page in this language is shown to readers of another, for want of one in theirs. */
bool order_is_foreign(const struct enquiry *, int language);

/* Hits as Xapian ordered them into order; out has room for hits->len. False when memory ran out or the index has trouble.
 * Pages with equal scores are in the order of their paths: among those from `from` on and before `to`, which are to be shown. */
bool order_best(void *ctx, struct enquiry *, const struct xapc_hits *, size_t from, size_t to, struct ranked *out,
                struct error *err);

/* The rest, after the best: by weight alone. */
void order_rest(struct enquiry *, const struct xapc_hits *, double top, struct ranked *out);

#endif
