/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of twc-search. */
#ifndef QUERY_OPTIONS_H
#define QUERY_OPTIONS_H

#include "query/query.h"

enum search_deed { SEARCH, SEARCH_SUGGEST, SEARCH_SIMILAR, SEARCH_INSPECT, SEARCH_EVALUATE, SEARCH_REPORT,
                   SEARCH_DOCTOR, SEARCH_HELP, SEARCH_VERSION };

struct search_options {
    enum search_deed deed;
    const char *index;       /* NULL: looked for */
    const char *page;        /* of --similar and --inspect */
    const char *judged, *floor;
    const char *counts;      /* of --report; NULL: beside the index */
    const char *daemon;      /* of --doctor; NULL: the usual one */
    bool json;
    const char *color;       /* auto, always, never */
    struct request *request; /* talloc child of ctx */
};

/* Options end at the first word of the query, so `works -council` works. ERROR_INPUT says what is wrong. */
bool search_options_read(void *ctx, int argc, char **argv, struct search_options *out, struct error *err);
extern const char search_help[];

#endif
