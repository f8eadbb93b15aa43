/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotes, dashes and dots as the typographer of Hugo's Markdown sets them. */
#ifndef CORPUS_TYPOGRAPHER_H
#define CORPUS_TYPOGRAPHER_H

#include "corpus/site.h"

struct typographer_state { /* quotes opened and not yet closed in this page; starts as zero */
    int single_open, double_open;
};

/* What stands for the sign at line.at[0], or NULL where it stays as it is; *len is how many bytes it replaces.
 * before is the character ahead of it as the source has it ('\n' at a block's start), line what is left of the source
 * line, its newline included. After goldmark's extension/typographer.go (1.7), whose special cases are English. */
const char *typographer_match(const struct typographer *, struct typographer_state *, int32_t before, struct span line,
                              size_t *len);

/* CommonMark's flanking rules for a run of delimiters between two characters, as goldmark 1.7 has them. */
bool flanks_left(int32_t before, int32_t after);
bool flanks_right(int32_t before, int32_t after);

#endif
