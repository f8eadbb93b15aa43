/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a page came to be found: the rungs of the ladder, the tightest first. */
#ifndef QUERY_RUNG_H
#define QUERY_RUNG_H

/* A page's rung is the loosest that any of the query's words needed in it; a word that is nowhere in it needs
 * RUNG_ANY_WORD. So that comes last but one: a page that says each word in some way is tighter than one that says half
 * of them. */
enum rung {
    RUNG_WORDS,       /* as typed, or by stem */
    RUNG_COMPOUND,    /* inside a compound, joined, or apart */
    RUNG_VARIANT,     /* labour for labor */
    RUNG_GLOSSARY,
    RUNG_TRANSLATION, /* in the page's translation */
    RUNG_PREFIX,
    RUNG_SPELLING,
    RUNG_ANY_WORD,
    RUNG_OTHER_LANGUAGE,
    RUNGS
};

const char *rung_name(enum rung); /* "any-word", as the API has it */

#endif
