/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a lexicon stands in memory: one inflated block of bytes and what finds things in it. Internal to analysis/.
 *
 * The block is, in this order (numbers and texts as in pack.h):
 *   languages   how many; the code of each
 *   words       how many; how many bytes; each is a text and its facts, sorted by bytes
 *   a language  how many stems of site words; 4 bytes each, their hashes, ascending (only where compounds are split)
 *               how many listed words; how many bytes; blocks of LIST_BLOCK words, sorted by bytes: the first a text,
 *               the others how many bytes they share with the one before, and a text
 * Facts are a number of FACT bits and for each bit its numbers. */
#ifndef ANALYSIS_LEXICON_TABLE_H
#define ANALYSIS_LEXICON_TABLE_H

#include "analysis/lexicon.h"
#include "analysis/pack.h"

enum { LEXICON_MAGIC = 0x4C, LEXICON_FORMAT = 1, LIST_BLOCK = 16 };

enum fact {
    FACT_PAGES = 1,     /* a bit mask of languages, and the pages for each bit */
    FACT_PROMINENT = 2, /* a bit mask */
    FACT_LISTED = 4,    /* a bit mask */
    FACT_KNOWN = 8,     /* a bit mask */
    FACT_NEVER = 16
};

struct list {
    struct span bytes;
    size_t words;
    const uint32_t *blocks; /* where each begins */
    size_t blocks_len;
};

struct lexicon {
    struct span bytes;
    size_t site_words; /* that some page holds */
    size_t languages_len;
    const char *languages[LEXICON_LANGUAGES];
    struct span words; /* the site's, the glossary's, and those that are never split */
    const uint32_t *starts;
    size_t words_len;
    struct span stems[LEXICON_LANGUAGES];
    struct list lists[LEXICON_LANGUAGES];
    bool starved; /* while it was loaded */
};

/* The form of the i-th word, and all of it. */
struct span lexicon_form(const struct lexicon *, size_t i);
struct lexicon_word lexicon_at(const struct lexicon *, size_t i);
/* The first word from low on that is not below form. */
size_t lexicon_lower_bound(const struct lexicon *, size_t low, struct span form);

/* Finds the parts of its bytes, without a look at the words; their number is told. */
bool lexicon_lay_out(struct lexicon *, struct span bytes);

bool list_has(const struct list *, struct span form);

/* Whether some page has a word with this stem in the language; false where stems are not kept. */
bool lexicon_has_stem(const struct lexicon *, int language, struct span stem);

#endif
