/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of analysis/ share: a text's words written out, analysers by language. */
#ifndef TESTS_ANALYSIS_SUPPORT_H
#define TESTS_ANALYSIS_SUPPORT_H

#include "analysis/analysis.h"

/* cmocka wants these before itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <talloc.h>

struct analyser *analyser_of(void *ctx, const char *code, const struct lexicon *);

/* "0:burn 1:out 0+burnout": position, ':' or '+' for a joined form, form, "~stem" where that differs. */
char *words_text(void *ctx, const struct words *, bool stems);
/* The forms of text in a language. */
char *forms_of(void *ctx, const char *code, const char *text);
/* Fails unless text has these words in the language. */
void assert_forms(const char *code, const char *text, const char *expected);
/* The stem of the first word. */
char *stem_of(void *ctx, struct analyser *, const char *word);
void assert_same_stem(const char *code, const char *a, const char *b);
void assert_other_stem(const char *code, const char *a, const char *b);

/* Bytes from a seed, the same on every machine. */
struct random {
    uint64_t state;
};
uint32_t random_below(struct random *, uint32_t n);

/* A folder of the founders' papers as an absolute path, or NULL where they are not there. */
char *shared_folder(void *ctx, const char *name);

#endif
