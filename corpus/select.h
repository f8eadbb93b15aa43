/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether Hugo publishes a page, and whether search may have it. */
#ifndef CORPUS_SELECT_H
#define CORPUS_SELECT_H

#include "corpus/dates.h"

enum verdict {
    VERDICT_SHOWN,   /* published, to be found */
    VERDICT_HIDDEN,  /* part of the site's tree, without an address or not for search */
    VERDICT_DROPPED, /* a draft, not due yet, or expired: as if it were not there */
    VERDICT_WRONG,   /* err says what is wrong with it */
};

struct selection {
    const struct hugo_language *lang;
    const struct values *values;
    const char *name; /* of the page, for messages */
    int64_t now;
};

/* Everything but dates; a draft is dropped before anything in it can be wrong. */
enum verdict select_by_values(const struct selection *, bool *unlisted, struct error *err);
enum verdict select_by_dates(const struct selection *, const struct dates *);

#endif
