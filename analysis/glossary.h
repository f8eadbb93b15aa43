/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that mean the same, within a language and across: compiled from labour-en-nl.yaml and its like, stemmed by the
 * same analyser as everything, looked up by the words of a query. */
#ifndef ANALYSIS_GLOSSARY_H
#define ANALYSIS_GLOSSARY_H

#include "analysis/analyser.h"

struct glossary;
struct glossary_builder;

struct glossary_builder *glossary_builder_new(void *ctx);
/* One concept: call glossary_concept, then a glossary_term for each of its terms, in the file's order. */
void glossary_concept(struct glossary_builder *, bool one_way, bool whole_query);
void glossary_term(struct glossary_builder *, const char *lang, struct span term);
/* Packed for the metadata; yours, talloc child of ctx. */
char *glossary_pack(void *ctx, struct glossary_builder *, size_t *len, struct error *err);

/* ERROR_INDEX when damaged. The analyser stems its terms and must outlive it. */
struct glossary *glossary_load(void *ctx, struct span packed, struct analyser *, struct error *err);

struct glossary_query {
    struct words *const *words; /* [i]: the query analysed in the site's language i (same tokens, so same length) */
    size_t len;                 /* how many languages */
    int readers;                /* the one that is asked in; -1: any */
};

struct glossary_target {
    const char *lang;
    struct span text;          /* as the file has it, for showing */
    const struct words *words; /* analysed in lang; lives as long as the matches */
};

struct glossary_match {
    size_t first, len;         /* which of the query's words: words.at[first] … */
    const char *lang;          /* of the term that matched */
    bool literal;              /* by form, not only by stem */
    bool whole_query;          /* the concept asks to be all of the query; already checked */
    struct span text;          /* the term that matched */
    const struct glossary_target *targets; /* the concept's other terms, both languages, in order */
    size_t targets_len;
};

/* Concepts whose term stands in the query: longest span first, a literal match before one by stem, of several matches by
 * stem the nearest in spelling; spans do not overlap. Joined forms among words are looked at too. Talloc child of ctx;
 * NULL when memory ran out. */
struct glossary_match *glossary_find(void *ctx, const struct glossary *, const struct glossary_query *, size_t *len);

/* Whether some term of one word has this form or stem in the language; burnout is a word of the term burn-out. */
bool glossary_knows(const struct glossary *, const char *lang, struct span form, struct span stem);
size_t glossary_concepts(const struct glossary *);

#endif
