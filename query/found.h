/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of a few languages have for the words of a request: found, ordered, and the page of hits taken. */
#ifndef QUERY_FOUND_H
#define QUERY_FOUND_H

#include "query/enquiry.h"
#include "query/order.h"
#include "query/tightest.h"

struct asking {
    void *ctx;
    struct index *index;
    const struct request *request;
    struct understood *typed;
    struct answer *answer;
    struct error *err;
    double begun, deadline; /* also over turns that a shard's silence took */
    bool late;
};

/* The languages whose pages are looked at. */
struct scope {
    int languages[ENQUIRY_LANGUAGES];
    size_t len;
};

/* What one scope has. */
struct found {
    struct enquiry *enquiry;
    struct tightest tight;
    enum phrases phrases;
    const struct xapc_query *tree; /* that ranks, filtered */
    struct ranked *pages;          /* those of the page that is asked for */
    size_t len;
    double full;                   /* the score that counts as 1 */
    uint32_t matches;
    bool exact, other_language;
    int readers;                   /* as in the enquiry; -1 */
};

/* Looks in a scope; *found says whose readers ask, and is filled. What it has is the answer's talloc child. False when memory
 * ran out or the index has trouble, which asking->err or index->trouble says. */
bool found_in(struct asking *, struct scope, struct found *);

/* Seconds of a clock that only goes on. */
double asking_seconds(void);
/* Past its time budget, which makes the answer a partial one. */
bool asking_is_late(struct asking *);
/* False, and says so. */
bool asking_no_memory(struct asking *);

#endif
