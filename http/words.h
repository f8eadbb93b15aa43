/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages say, in the languages that they speak. */
#ifndef HTTP_WORDS_H
#define HTTP_WORDS_H

#include <stddef.h>

struct words {
    const char *search, *query, *filters, *pages;
    const char *one_result, *many_results, *about_results; /* with %u; the last for counts that are not exact */
    const char *newest;                                    /* heading of the list without words */
    const char *nothing, *nothing_help;                    /* with %s: what was looked for */
    const char *did_you_mean;
    const char *relaxed; /* no page has all the words */
    const char *partial, *truncated;
    const char *previous, *next;
    const char *tag, *section, *lang, *year; /* facets */
    const char *remove, *also_in;
    const char *search_in; /* another language, when there is nothing in this one */
    const char *skip, *try_it, *the_box;
    const char *away, *no_index, *hasty, *odd; /* instead of results */
    const char *again, *anew;       /* and what to do about it */
    const char *months[12];
};

/* Dutch for nl, else English. */
const struct words *words_of(const char *lang);

enum { WORDS_DAY_SIZE = 64 };

/* "2025-02-18" as people write it, "18 February 2025", into out; a date of another shape stays as it is. */
void words_of_day(const char *lang, const char *date, char out[WORDS_DAY_SIZE]);

/* What one way of relaxing is called; NULL for one that needs no words. */
const char *words_of_rung(const char *lang, const char *rung);

#endif
