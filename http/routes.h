/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be asked for, and what answers. */
#ifndef HTTP_ROUTES_H
#define HTTP_ROUTES_H

#include <stddef.h>

struct exchange;

enum route_kind {
    ROUTE_PLAIN,
    ROUTE_ASKS,    /* asks the index, so it counts for the rate limit */
    ROUTE_PROBE,   /* on the metrics' own listener too */
    ROUTE_METRICS, /* where the metrics have a listener of their own, only there */
};

struct route {
    const char *path; /* one that ends in * stands for all that begin so */
    const char *name; /* in the metrics */
    enum route_kind kind;
    void (*answer)(struct exchange *);
};

/* NULL where there is none. */
const struct route *route_find(const char *path);

/* For the metrics: the names of all routes, the last one for requests of none. */
extern const char *const route_names[];
extern const size_t route_names_len;
size_t route_number(const struct route *); /* NULL: the last */

void answer_front(struct exchange *);
void answer_search(struct exchange *);
void answer_suggest(struct exchange *);
void answer_similar(struct exchange *);
void answer_page(struct exchange *);
void answer_openapi(struct exchange *);
void answer_opensearch(struct exchange *);
void answer_script(struct exchange *);
void answer_style(struct exchange *);
void answer_health(struct exchange *);
void answer_ready(struct exchange *);
void answer_metrics(struct exchange *);
void answer_problem(struct exchange *);

#endif
