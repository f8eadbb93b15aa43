/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stems: what a language's own spelling needs first, then Snowball. Internal to analysis/. */
#ifndef ANALYSIS_STEMMER_H
#define ANALYSIS_STEMMER_H

#include "base/base.h"

struct stemmer;

/* name: Snowball's, "none", or NULL: by code. ERROR_INPUT for an unknown one. Talloc child of ctx. */
struct stemmer *stemmer_new(void *ctx, const char *code, const char *name, struct error *err);

/* The stem of a folded form into out; its length. The form itself where the language has no stemmer, or it does not fit,
 * or the form holds a digit or sign. */
size_t stemmer_stem(struct stemmer *, struct span form, char *out, size_t room);

/* What a language does before and after Snowball, in out in place; room is its size. */
size_t english_normalise(char *word, size_t len, size_t room);
size_t dutch_normalise(char *word, size_t len, size_t room);
size_t dutch_finish(char *stem, size_t len, struct span form);

#endif
