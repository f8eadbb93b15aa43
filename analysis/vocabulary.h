/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distinct words of a page: each is looked up once, however often it stands there, and has a number by which those who
 * go through the page's words know it again. */
#ifndef ANALYSIS_VOCABULARY_H
#define ANALYSIS_VOCABULARY_H

#include "analysis/pack.h"

struct analyser;
struct word;
struct words;

struct vocabulary_word {
    struct span token;        /* as it is written; of a joined form, the form */
    struct span form, stem;   /* and the rest as in struct word */
    const struct span *parts;
    size_t parts_len;
    bool joined, gram, stop;
};

/* Words of one language, by the analyser's number for it. All that they hold lives as long as the vocabulary. */
struct vocabulary;
struct vocabulary *vocabulary_new(void *ctx, int language); /* NULL when memory ran out */
int vocabulary_language(const struct vocabulary *);
size_t vocabulary_len(const struct vocabulary *);
const struct vocabulary_word *vocabulary_at(const struct vocabulary *, size_t number); /* borrowed until the next is added */

/* The words of text, as analyse() gives them, those that are new put into the vocabulary. Talloc child of ctx, their spans
 * borrowed from the vocabulary. NULL when memory ran out. */
struct words *analyse_into(void *ctx, struct analyser *, struct vocabulary *, struct span text);

/* As bytes, and again: a page's words between a rebuild's two readings. The parts of compounds are left out; those that
 * come back are what the analyser's lexicon knows. A vocabulary that came back takes no further words. Talloc children of
 * ctx, their spans borrowed from the bytes; NULL when memory ran out, or the bytes are none of these. */
void vocabulary_pack(struct buffer *, const struct vocabulary *);
struct vocabulary *vocabulary_unpack(void *ctx, struct analyser *, struct unpack *);
void words_pack(struct buffer *, const struct words *);
struct words *words_unpack(void *ctx, const struct vocabulary *, struct unpack *);

/* ---- for the analyser ---- */

enum { VOCABULARY_NONE = UINT32_MAX };

/* The number of a word, VOCABULARY_NONE where it is not there; hash is hash_short(token). */
uint32_t vocabulary_find(const struct vocabulary *, struct span token, uint32_t hash, bool joined);
/* Copies the word; VOCABULARY_NONE when memory ran out. */
uint32_t vocabulary_add(struct vocabulary *, const struct vocabulary_word *, uint32_t hash);
/* Gives a word what is known of it. */
void word_know(struct word *, const struct vocabulary_word *);
/* The stems of the parts of a compound, as many as there are in out; borrowed until the next word. */
enum { ANALYSER_PARTS = 8 };
size_t analyser_parts(struct analyser *, int language, const struct vocabulary_word *, struct span out[ANALYSER_PARTS]);

#endif
