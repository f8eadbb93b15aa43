/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of a page's sections answer the query. */
#ifndef QUERY_SECTIONS_H
#define QUERY_SECTIONS_H

#include "query/view.h"

struct section_score {
    size_t section;
    double score;      /* heading included */
    double text;       /* of its text alone: 0 where only the heading matches */
};

/* Those with any match, best first (equal ones in the page's order), up to room; how many. */
size_t sections_best(const struct view *, struct section_score *out, size_t room);

/* The description's score, by the same measure. */
double sections_lead(const struct view *);

#endif
