/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as it was read and analysed: what its own document is made of, and what it lends its translations. */
#ifndef INDEXER_READING_H
#define INDEXER_READING_H

#include "analysis/analysis.h"
#include "corpus/corpus.h"
#include "indexer/spool.h"

struct reading {
    const struct page *page;
    const struct page_body *body;
    int language;              /* the analyser's number for it */
    struct vocabulary *vocabulary; /* of all the words that follow */
    struct words *title;       /* of the display title */
    struct words **headings;   /* one a section; the first has none */
    struct words **texts;      /* one a section */
    struct words *lead;        /* description, and the front matter's summary where it says something else */
    struct words *tags, *keywords, *alts, *kind_words;
    enum rank_kind kind;
    size_t length;             /* words of title, headings and texts */
};

/* Where pages come from, and what analyses them. */
struct reading_source {
    struct analyser *analyser;
    const struct site *site;
    const struct spool *spool; /* NULL: nothing was kept of an earlier reading, see kept.h */
};

/* Reads and analyses a page. Talloc child of ctx. Errors are page_body_read's, and memory. */
struct reading *reading_new(void *ctx, const struct reading_source *, const struct page *, const struct listener *,
                            struct error *err);

#endif
