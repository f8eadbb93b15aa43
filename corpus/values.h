/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page says of itself, and what the sections above it and the configuration say for it (Hugo's cascade). */
#ifndef CORPUS_VALUES_H
#define CORPUS_VALUES_H

#include "corpus/hugo.h"

struct cascade {
    const char *path, *kind, *lang; /* globs of the pages it is for; NULL: all */
    const char *own_lang;           /* language of the section that says it, NULL: all, or lang says */
    const struct yaml *values;
    const struct cascade *next; /* further ones of the same page, then those of the section above */
};

/* Puts what a cascade says (a map, or a list of them) before `above`; lang is NULL for the configuration's. */
const struct cascade *cascade_read(void *ctx, const struct yaml *node, const char *lang, const struct cascade *above);

struct values {
    const struct yaml *front;
    const struct cascade *cascades; /* own first, then the closest section's, then the configuration's */
    const char *path, *kind, *lang; /* of the page, for the cascades' targets */
};

/* A key of the front matter, else of the first cascade that is for this page and has it. NULL: nobody says it. */
const struct yaml *values_get(const struct values *, const char *key);

/* The same where what stands under params: counts too, and first: for what Hugo itself gives no meaning. */
const struct yaml *values_param(const struct values *, const char *key);

/* A slug as Hugo takes it: without hyphens at its ends, "" where there is none. */
const char *slug_text(void *ctx, const struct yaml *);

#endif
