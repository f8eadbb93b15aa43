/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permalink patterns: "/:sections/:slug/". */
#ifndef CORPUS_PERMALINK_H
#define CORPUS_PERMALINK_H

#include "corpus/branches.h"

struct addressed { /* a page, as far as its address depends on it */
    const struct hugo_language *lang;
    const struct branches *branches;
    struct content_path path;
    const char *kind;
    const char *title, *slug, *url; /* "" where there is none */
    struct instant date;
};

/* The pattern with its :names replaced. NULL: it has a name that Hugo does not know, in *unknown. */
const char *permalink_expand(void *ctx, const char *pattern, const struct addressed *, const char **unknown);

/* The first pattern of the configuration that is for this page, NULL where none is. */
const char *permalink_pattern(const struct addressed *);

#endif
