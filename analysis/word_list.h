/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of words for a lexicon, as Debian's wdutch is: hundreds of thousands, nearly all of which are ready as they come
 * and in order. Those stay where they were read. Internal to analysis/. */
#ifndef ANALYSIS_WORD_LIST_H
#define ANALYSIS_WORD_LIST_H

#include "analysis/arena.h"

struct word_list {
    struct span ready;  /* plain words in order, each once: a byte that says how long it is, and the word */
    struct span *words; /* the others, folded */
    size_t len, room;
};

/* Adds the words of a file, one a line: those with capitals, blanks or marks of their own are left out. What they are kept
 * in belongs to the arena's context. ERROR_SYSTEM when it cannot be read, ERROR_MEMORY. */
bool word_list_read(struct word_list *, struct arena *, const char *path, struct error *err);

/* All words in order, some twice; sorts the list. */
struct word_walk {
    struct span ready, *word, *end;
    struct span next; /* the first that is ready; without bytes: there is none */
};
struct word_walk word_walk_new(const struct word_list *);
bool word_walk_next(struct word_walk *, struct span *word);

/* Bytes that its words take with two numbers of a byte each. */
size_t word_list_room(const struct word_list *);

/* As strcmp has it. For words that stand beside each other: they are short and differ late. */
int word_compare(struct span a, struct span b);

#endif
