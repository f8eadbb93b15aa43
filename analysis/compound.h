/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compounds, and what they are made of: Dutch and its kin write in one word what English writes in two. Internal to
 * analysis/. */
#ifndef ANALYSIS_COMPOUND_H
#define ANALYSIS_COMPOUND_H

#include "analysis/lexicon.h"
#include "analysis/stemmer.h"

struct compounding; /* a language's links, prefixes, endings: tables */

/* NULL where the language does not compound, or we do not know how. */
const struct compounding *compounding_find(const char *code);

struct splitter;

/* Splits by the words of language (its number in the lexicon). lexicon and stemmer must outlive it. NULL: no memory. */
struct splitter *splitter_new(void *ctx, const struct compounding *, const struct lexicon *, int language,
                              struct stemmer *);

enum { COMPOUND_PARTS = 8 };

struct split {
    struct span parts[COMPOUND_PARTS]; /* forms, borrowed from the word, without links */
    bool known[COMPOUND_PARTS];        /* false: the lexicon does not have it */
    size_t len;                        /* 0, or 2 and more */
};

/* For the index: every part and every part of those. For a query: parts that the site has are not split further. */
struct split compound_split(const struct splitter *, struct span form, bool for_query);

#endif
