/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed, taken apart: the words, and the operators for those who want them.
 *
 *     "right to strike"   the words next to each other, in these forms
 *     -word -"a phrase"   pages without it
 *     tag:rights section:resources lang:nl title:strike before:2024 after:2024-03-31
 *
 * Nothing is an error. What is no operator after all, a quote that never ends, a tag that no page has, a date that is
 * none, is looked for as words. OR and AND are words. */
#ifndef QUERY_UNDERSTAND_H
#define QUERY_UNDERSTAND_H

#include "query/index.h"

enum clause_kind { CLAUSE_PHRASE, CLAUSE_WORD, CLAUSE_TITLE, CLAUSE_TAG, CLAUSE_SECTION, CLAUSE_LANG, CLAUSE_BEFORE, CLAUSE_AFTER };

struct clause {
    enum clause_kind kind;
    bool without;      /* -: pages that it does not hold for; CLAUSE_WORD is always so */
    struct span value; /* without quotes */
    int64_t moment;    /* BEFORE: earlier than it; AFTER: it or later */
};

struct understood {
    char *text;        /* what was typed, cleaned, at most QUERY_MAX_BYTES of it */
    char *words;       /* the same, as long, with blanks in place of what is not to be looked for as words */
    struct clause *clauses;
    size_t clauses_len;
    bool truncated;
};

/* Talloc child of ctx; NULL when memory ran out. The index tells which tags, sections and languages there are. */
struct understood *understand(void *ctx, struct index *, const char *typed, size_t most_bytes);

#endif
