/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tightest rung that any page has: what totalHits counts. */
#ifndef QUERY_TIGHTEST_H
#define QUERY_TIGHTEST_H

#include "query/levels.h"

struct tightest {
    enum rung rung;                /* RUNG_ANY_WORD: no page has all the words */
    const struct xapc_query *tree; /* its pages, unfiltered; NULL: none */
    uint32_t pages;
    bool exact;
};

/* pages counts sets of translations once where more than one language is looked at. */
struct tightest tightest_of(struct enquiry *, enum phrases);
/* The pages that have all words at this rung or a tighter one. */
struct tightest tightest_at(struct enquiry *, enum phrases, enum rung);

/* How many pages the (filtered) query matches, likewise; exact up to request->count_exactly. */
uint32_t count_pages(struct enquiry *, const struct xapc_query *, bool *exact);

/* The rung that a word needs at least: the tightest that any page has it at. RUNG_ANY_WORD: none has it. */
enum rung tightest_of_word(const struct enquiry *, size_t word);

#endif
