/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked for: the query's words, and for each of them the ways in which a page can have it.
 *
 * A way is one rung of the ladder for one word (or a few neighbouring ones) in pages of one language: the stem, the
 * stem inside a compound, the glossary's term for it … From the ways come the tree that ranks, the trees that count
 * pages by rung, what a title covers, and which words a snippet marks. So they cannot drift apart. */
#ifndef QUERY_ENQUIRY_H
#define QUERY_ENQUIRY_H

#include "query/rung.h"
#include "query/tree.h"
#include "query/understand.h"

enum { ENQUIRY_LANGUAGES = LEXICON_LANGUAGES, ENQUIRY_WEAK_WORDS = 32, ENQUIRY_PREFIX_TERMS = 100 };

struct asked_word {
    size_t token;       /* which of the analysed text's words */
    uint32_t start, end; /* its bytes in enquiry->text */
    struct span form;
    bool content;       /* to be found: not a stop word (unless all are), not said before */
    bool again;         /* said before: counted there */
    bool weak;          /* among the rarest: gets the weak rungs too */
    bool last;          /* the query's last word, and it may be unfinished */
    bool gram;
    bool glossed;       /* of a term of the glossary, with others */
    enum rung origin;   /* RUNG_WORDS, RUNG_SPELLING for a correction, RUNG_COMPOUND for a part of a glued word */
    double worth;       /* 1, less for what was put in its place */
    uint32_t times;     /* how often it is asked */
    double idf;         /* of its commonest language in scope */
};

struct need {           /* any of these terms */
    const struct span *terms;
    size_t len;
};

struct way {
    enum rung rung;     /* RUNG_ANY_WORD: too little for the word, enough for a hit (one part of a compound) */
    int language;       /* of the pages that have it so */
    size_t first, len;  /* the words it stands for */
    double cover;       /* how much of a word a title has that matches it so; 1 is all */
    const struct need *needs; /* each must be met */
    size_t needs_len;
    const struct xapc_query *matched; /* the pages */
    const struct xapc_query *scored;  /* and what it is worth there; NULL where another way says it */
    uint32_t window;    /* what meets the needs stands within so many words; 0: anywhere */
};

struct enquiry {
    struct index *index;
    const struct request *request;
    const struct understood *typed;
    struct tree tree;
    char *text;                 /* the words, mended where they were not known */
    struct words *in[ENQUIRY_LANGUAGES]; /* the same, analysed in each of the site's languages */
    size_t languages;
    int scope[ENQUIRY_LANGUAGES]; /* languages of the pages that are looked at */
    size_t scope_len;
    int readers; /* whose language it is, where the scope is wider: they are shown what is not in it; else -1 */
    struct asked_word *words;
    size_t words_len;
    size_t *word_of;            /* by token; a joined form is its last part's */
    size_t content_len;         /* how many words are to be found */
    struct glossary_match *matches; /* of the text */
    size_t matches_len;
    struct way *ways;
    size_t ways_len, ways_room;
    struct expansion *expansions;
    size_t expansions_len, expansions_room;
    const char *correction;     /* all that was typed, corrected; NULL where nothing was */
    bool truncated;
    const struct xapc_query *extra[ENQUIRY_LANGUAGES]; /* nearness, pins: weight that finds no page by itself */
};

/* Everything above for pages in the languages of scope. Talloc child of ctx. NULL when memory ran out or the index has
 * trouble (index->trouble). */
struct enquiry *enquiry_new(void *ctx, struct index *, const struct request *, const struct understood *,
                            const int *scope, size_t scope_len);

/* ---- for the files that make it ---- */

/* Memory that it cannot do without: itself, and the enquiry fails where it is NULL. Likewise a name in a buffer. */
static inline void *enquiry_had(struct enquiry *enquiry, void *memory)
{
    enquiry->tree.failed = enquiry->tree.failed || !memory;
    return memory;
}

static inline struct span enquiry_had_in(struct enquiry *enquiry, const struct buffer *buffer)
{
    enquiry->tree.failed = enquiry->tree.failed || buffer->starved;
    return buffer_view(buffer);
}

#define enquiry_array(enquiry, type, n) ((type *)enquiry_had((enquiry), array_new((enquiry), type, (n))))

/* enquiry_words.c: the words of enquiry->text; then which are content, which are weak. */
bool enquiry_read(struct enquiry *, const char *text);
void enquiry_settle(struct enquiry *);
/* The glossary's terms in a text, which is analysed in each of the site's languages; NULL where there is no glossary. */
struct glossary_match *enquiry_terms(struct enquiry *, struct words *const *in, size_t *len);
/* mend.c: text with unknown words corrected or taken apart; NULL where there is nothing to mend. fixes tells where. */
struct fix {
    uint32_t start, end;   /* of the typed text */
    const char *instead;
    enum rung rung;
};
enum { FIXES_MAX = 8 };
size_t mend(struct enquiry *, struct fix *fixes);
/* ways.c, glossed.c, joined.c, prefix.c */
void ways_of_words(struct enquiry *);
void ways_of_glossary(struct enquiry *);
void ways_of_joined(struct enquiry *);
void ways_of_prefix(struct enquiry *);
void ways_near(struct enquiry *);

/* A term's name, talloc child of the tree; language -1 is fine for filters only. */
struct span enquiry_term(struct enquiry *, const char *prefix, int level, int language, struct span text);
const char *enquiry_code(const struct enquiry *, int language);
uint32_t enquiry_pages(struct enquiry *, struct span term);
double enquiry_idf(const struct enquiry *, uint32_t pages);
/* ways.c: word `at` stands in pages of that language as a quotation: it is at home in another. */
bool enquiry_foreign(struct enquiry *, size_t at, int language);
/* On how many pages two words stand in a row, filters or not; from `enough` on it may say as many or more. Remembered. */
uint32_t enquiry_phrase_pages(struct enquiry *, struct span first, struct span second, uint32_t enough);

void enquiry_add(struct enquiry *, struct way);
struct need *enquiry_need(struct enquiry *, const struct span *terms, size_t len); /* a copy, one need long */
void enquiry_expand(struct enquiry *, struct span from, struct span to, int language, const char *source);
const struct word *enquiry_word(const struct enquiry *, size_t word, int language);

/* A weak field's term in its levels, each a constant. *first is level 1's name, empty when no page has it. */
const struct xapc_query *enquiry_levels(struct enquiry *, const char *prefix, int language, struct span stem,
                                        double weight, struct span *first);
/* What the word would count as found by: whether any page in scope, a translation or the glossary has it. */
bool enquiry_answers(struct enquiry *, struct span form);

#endif
