/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every route does that asks the index: read the request, take the thread's index, search, count. */
#ifndef HTTP_ASK_H
#define HTTP_ASK_H

#include "http/exchange.h"
#include "query/query.h"

struct ask {
    struct index *index;
    struct index_status status;
    struct request *request; /* NULL where the route has none */
};

/* The request in the URL's parameters. False: the reply says which are bad. */
bool ask_request(struct exchange *, struct ask *);

/* What the daemon gives a question, in seconds. */
double ask_time_budget(const struct server *);

/* The index at its newest generation. False: the reply says that there is none. */
bool ask_index(struct exchange *, struct ask *);

/* The hits, counted in the metrics. NULL: the reply says why. */
struct answer *ask_search(struct exchange *, struct ask *);

/* Makes the reply this error of query/, and lets go of an index that cannot be read. */
void ask_failed(struct exchange *, const struct error *);

/* Tells the metrics, and the counts of queries where there are any, what the answer to a request was like. */
void ask_count(struct exchange *, const struct request *, unsigned rungs, bool zero);
bool answer_is_zero(const struct answer *);

/* The language or languages that the hits are in, for Content-Language. */
const char *ask_languages(struct exchange *, const struct answer *);

/* The scheme and host that the site's pages are at, from its base URL; "" where that names none. A child of x. */
char *site_origin(struct exchange *, const struct index_status *);
/* What to put before a hit's address: nothing on the site itself, site_origin() where the daemon is tried by itself. */
const char *hit_prefix(struct exchange *, const struct index_status *);

/* "lang" of the URL; else what the reader's browser would rather have, of the languages there are. */
const char *reader_language(struct exchange *, const struct index_status *);

#endif
