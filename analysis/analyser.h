/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into words: normalised, folded, stemmed, compounds split. One analyser a thread; it keeps a memo of the words
 * that it has seen, of bounded size. */
#ifndef ANALYSIS_ANALYSER_H
#define ANALYSIS_ANALYSER_H

#include "base/base.h"

struct lexicon;

struct analyser_language {
    const char *code;    /* "nl", "pt-br" */
    const char *stemmer; /* Snowball's name, "none", or NULL: by the primary subtag where libxapian has one, else none */
};

struct analyser;

/* lexicon may be NULL: then no compound is split. It and languages must outlive the analyser. ERROR_INPUT for an
 * unknown stemmer, with the list of those there are. */
struct analyser *analyser_new(void *ctx, const struct analyser_language *languages, size_t languages_len,
                              const struct lexicon *lexicon, struct error *err);

/* How many words the memo holds (4,096 at birth, 128 bytes each, taken as they are used): more for one who reads much.
 * Rounded up to a power of two; false when memory ran out, and the old memo stays. */
bool analyser_remember(struct analyser *, size_t words);

/* The language's number for analyse(), by code or else by its primary subtag; -1 where the analyser has none (its words
 * are folded and not stemmed). */
int analyser_language(const struct analyser *, const char *code);
const char *analyser_code(const struct analyser *, int language); /* "und" for -1 */
size_t analyser_languages(const struct analyser *);              /* how many there are */
const struct lexicon *analyser_lexicon(const struct analyser *); /* as given, NULL where there is none */
bool analyser_splits(const struct analyser *, int language);      /* whether it compounds (nl, de, …), lexicon or none */

struct word {
    uint32_t start, end;    /* bytes of the text it was read from */
    uint32_t position;      /* 0, 1, … ; each part of burn-out has its own, the joined form burnout its first part's */
    bool joined;            /* the joined form, beside the parts before it */
    bool part;              /* a part of a hyphenated or dotted word; the joined form follows the last part */
    bool stop;              /* a stop word of the language */
    bool gram;              /* two letters of a script without blanks; they overlap */
    bool upper;             /* written in capitals, two letters or more (OR, WW) */
    uint32_t number;        /* in its vocabulary (vocabulary.h): the same number, the same form, stem and parts */
    struct span form;       /* folded: lower case, no marks, no apostrophe */
    struct span stem;       /* of the form; the form itself where nothing stems it (digits, no stemmer) */
    const struct span *parts; /* stems of the parts of a compound; none for joined forms */
    size_t parts_len;
};

struct words {
    struct word *at;
    size_t len;
    uint32_t positions;     /* how many positions the text took */
};

/* The words of text in their order. Talloc child of ctx; spans live as long as the result. NULL when memory ran out. */
struct words *analyse(void *ctx, struct analyser *, int language, struct span text);

/* The scanner alone, for snippets: same words, same positions, nothing folded or stemmed (form and stem are empty; joined
 * forms are left out). Returns false at the end. */
struct scanner {
    struct span text;
    size_t at;
    uint32_t position;
    uint32_t state[4];
};
struct scanner scanner_new(struct span text);
bool scanner_next(struct scanner *, struct word *);
/* Whether the word just read is a part and a further part of the same written word follows. */
bool scanner_within(const struct scanner *);

/* One word: folded (fold_word) and analysed as a whole, no hyphens looked at. */
struct word analyse_word(void *ctx, struct analyser *, int language, struct span form);

/* Other written forms of a word in the language that mean the same and are stemmed apart. They are few: labour and labor,
 * organise and organize have one stem, and are none. English: cheque and check, tyre and tire, which mean other things
 * too. Dutch: the spelling of before 1996, kontrakt, where the site has contract. Forms, talloc children of the array,
 * which is one of ctx; NULL when memory ran out. */
struct span *analyse_variants(void *ctx, struct analyser *, int language, struct span form, size_t *len);

/* The best split of a folded word into two parts or more, as forms, whether the lexicon was strict or one part is
 * unknown; 0 where it has none. The query asks it for words that the index does not know. parts[i] borrowed from form. */
size_t analyse_split(struct analyser *, int language, struct span form, struct span *parts, size_t room);

/* Whether memory ran out in analyse_word, analyse_variants or analyse_split since this was last asked: what they gave then is
 * less than there is. */
bool analyser_starved(struct analyser *);
void analyser_starve(struct analyser *); /* for analysis/ itself: memory ran out */

bool analyse_is_stop(const struct analyser *, int language, struct span form);
bool analyse_is_stop_anywhere(const struct analyser *, struct span form); /* of any of its languages */

/* Lower case, NFKC, no marks, no apostrophes, ’s dropped, ø→o ß→ss …: what equal words have in common. */
char *fold_word(void *ctx, struct span word);
/* Text as its words' folded forms with one blank between: tags, titles and filters are compared by it. */
char *fold_key(void *ctx, struct span text);

#endif
