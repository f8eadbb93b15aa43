/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The source as cmark is to read it: marked (markdown_mark.h) where Hugo's Markdown is more than CommonMark. */
#ifndef CORPUS_MARKDOWN_PREPARE_H
#define CORPUS_MARKDOWN_PREPARE_H

#include "corpus/site.h"

struct prepared {
    struct span text;
    struct span references; /* lines that look like link reference definitions, for what is parsed apart */
};

/* Marks a text that is clean (mark_clean) and free of shortcodes. Talloc children of ctx. False when memory ran out. */
bool markdown_prepare(void *ctx, struct span source, const struct markup *, struct prepared *out);

#endif
