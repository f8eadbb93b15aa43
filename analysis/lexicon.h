/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that a generation knows: the site's own, with how many pages hold them, and a word list's. Compounds are
 * split and typing errors mended by it. Made at a rebuild, kept in the index, used unchanged by updates. Immutable once
 * loaded, so threads share one. */
#ifndef ANALYSIS_LEXICON_H
#define ANALYSIS_LEXICON_H

#include "base/base.h"

struct lexicon;
struct lexicon_builder;

enum { LEXICON_LANGUAGES = 16, LEXICON_FORM_MAX = 120 };

/* Languages in the order that bits and counts below are in; more than LEXICON_LANGUAGES are cut. NULL: no memory, of
 * which the other calls tell nothing and lexicon_pack does. */
struct lexicon_builder *lexicon_builder_new(void *ctx, const char *const *languages, size_t languages_len);

/* The stemmer that the site's settings name for a language, as for analyser_new; where it is not called, or with NULL, by
 * the language's code. ERROR_INPUT for an unknown one. */
bool lexicon_use_stemmer(struct lexicon_builder *, int language, const char *stemmer, struct error *err);

/* A folded form stands on one more page in language; prominent: in a title or heading there. Call once a page and form. */
void lexicon_add(struct lexicon_builder *, int language, struct span form, bool prominent);

/* How often a builder has been told of a form; for one that joins what several counted. */
struct lexicon_count {
    int language;
    struct span form;
    uint32_t pages;
    bool prominent;
};
/* Adds another's count: of pages that this one was not told of. */
void lexicon_add_count(struct lexicon_builder *, const struct lexicon_count *);
/* Tells all that lexicon_add has counted, in no order. False when memory had run out. */
bool lexicon_counts(const struct lexicon_builder *, void (*tell)(void *self, const struct lexicon_count *), void *self);

/* A word list for a language: lines, one word each; words with capitals, blanks or marks of their own are left out.
 * ERROR_SYSTEM when it cannot be read. */
bool lexicon_add_list(struct lexicon_builder *, int language, const char *path, struct error *err);
/* Words of a glossary: known, though no page holds them. */
void lexicon_add_known(struct lexicon_builder *, int language, struct span form);
/* Words that are never split. */
void lexicon_add_never(struct lexicon_builder *, struct span form);

/* Packed for the metadata: sorted, front-coded, compressed. Yours, talloc child of ctx. The builder takes no more words
 * after it. */
char *lexicon_pack(void *ctx, struct lexicon_builder *, size_t *len, struct error *err);
/* ERROR_INDEX when the bytes are damaged (never crashes on any), ERROR_MEMORY. */
struct lexicon *lexicon_load(void *ctx, struct span packed, struct error *err);

/* As it stands in memory, for a file that is mapped: to open it costs nothing that grows with it, but where all its bytes
 * are to be compared with their hash. Only for the machine that made it. packed: the hash of what it was loaded from. Yours, talloc child of ctx; NULL: no memory. */
char *lexicon_image(void *ctx, const struct lexicon *, struct hash packed, size_t *len);
/* Borrows from image, which is aligned as malloc's is. NULL where that is not one of packed, or memory ran out; compared:
 * or has one wrong bit. Without, only lexicon_find and what goes by it alone may be asked: it keeps within the image, and a
 * wrong bit may make a word unknown. */
struct lexicon *lexicon_of_image(void *ctx, struct span image, struct hash packed, bool compared);

struct lexicon_word {
    struct span form;                  /* lives as long as the lexicon; of a listed word that was found, the one given */
    uint32_t pages[LEXICON_LANGUAGES]; /* on how many pages of each language */
    uint16_t prominent;                /* bit a language: in a title or heading */
    uint16_t listed;                   /* bit a language: in its word list */
    uint16_t known;                    /* bit a language: in the glossary */
    bool never_split;
};

size_t lexicon_languages(const struct lexicon *);
size_t lexicon_site_words(const struct lexicon *); /* words that some page holds */
int lexicon_language(const struct lexicon *, const char *code); /* -1 where it has none of that code */
bool lexicon_find(const struct lexicon *, struct span form, struct lexicon_word *out);
size_t lexicon_listed(const struct lexicon *, int language); /* how many words its list has that the site has not */
uint64_t lexicon_pages(const struct lexicon_word *);          /* of all languages, added up */

/* Site words (pages > 0 in some language) that begin with prefix, most pages first, up to room; how many. */
size_t lexicon_begins(const struct lexicon *, struct span prefix, struct lexicon_word *out, size_t room);

/* Site and glossary words within distance (Damerau, optimal string alignment) of form, nearest first, then more pages of
 * language, then prominent ones; up to room; how many. Bounded in time whatever form is. */
struct lexicon_near {
    struct lexicon_word word;
    int distance;
};
size_t lexicon_nearest(const struct lexicon *, int language, struct span form, int distance, struct lexicon_near *out,
                       size_t room);

/* Whether the site, the glossary or a list has the form. The indexer counts the share of new pages' forms that are not:
 * past 2 % a rebuild is due. */
bool lexicon_knows(const struct lexicon *, struct span form);

#endif
