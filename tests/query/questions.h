/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A site's own words as queries: its titles, headings, tags, the pairs of words in a title, and words drawn from its pages. */
#ifndef TESTS_QUERY_QUESTIONS_H
#define TESTS_QUERY_QUESTIONS_H

#include "corpus/corpus.h"
#include "tests/query/world.h"

struct question {
    const char *lang, *q;
    const struct page *page; /* it is from */
};

struct question_list {
    struct question *at;
    size_t len;
};

struct questions {
    struct world *world;        /* its index; the parent of all */
    struct site *site;
    struct page_body **bodies;  /* site_len(site) */
    struct question_list titles, headings, tags, pairs;
    unsigned seed;              /* TWC_SEED, else always the same; printed */
    bool whole;                 /* TWC_WHOLE=1: everything, and not a part of it */
};

/* Indexes the site in folder. Trouble ends the test. */
struct questions *questions_of(const char *folder);

/* So many words of the pages' texts, of two bytes or more, drawn by the seed. */
struct question_list questions_words(struct questions *, size_t len);

/* About so many of a list, in equal steps from where the seed says; the list itself where all is asked. */
struct question_list questions_some(struct questions *, struct question_list, size_t most);

/* The body of the page at this path; NULL where there is none. */
const struct page_body *questions_body(const struct questions *, const char *path);

#endif
