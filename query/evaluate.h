/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judged queries, scored: nDCG@10 (gain 2^grade - 1, discount log2(rank + 1)), MRR@10 of the first page with the query's
 * highest grade, S@1 and S@3 (such a page first, or among the first three), zero (no hit at all). */
#ifndef QUERY_EVALUATE_H
#define QUERY_EVALUATE_H

#include "base/base.h"

struct index;

enum figure { FIGURE_NDCG, FIGURE_MRR, FIGURE_S1, FIGURE_S3, FIGURE_ZERO, FIGURES };
extern const char *const figure_names[FIGURES]; /* "nDCG@10", "MRR@10", "S@1", "S@3", "Zero" */

struct evaluation_group {
    const char *category; /* "all" first, the others by name */
    size_t queries;
    double figures[FIGURES];
};

struct evaluation_miss {
    const char *id, *lang, *category, *query, *wanted;
    const char *got[3];   /* the first hits' paths; NULL where there are fewer */
};

struct evaluation {
    struct evaluation_group *groups;
    size_t groups_len;
    struct evaluation_miss *misses; /* queries whose best page is not first */
    size_t misses_len;
};

/* judged: id, lang, query, category, "path=grade …", tabs between, # comments. Talloc child of ctx. ERROR_INPUT with file,
 * line and mend for a line that is not so. */
struct evaluation *evaluate(void *ctx, struct index *, const char *judged, struct error *err);

/* floor: "figure<TAB>value" a line; Zero is a ceiling. *below is the text of what fell short, "" when nothing did. */
bool evaluation_meets(void *ctx, const struct evaluation *, const char *floor, char **below, struct error *err);

#endif
