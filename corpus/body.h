/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page's text, from its source and the settings that its site gives. */
#ifndef CORPUS_BODY_H
#define CORPUS_BODY_H

#include "corpus/shortcode.h"
#include "corpus/site.h"

struct body_source {
    struct page_source source;
    const char *path;    /* as messages and the title of last resort use it */
    const char *title;   /* as Hugo has it, "" where that is empty */
    const char *summary; /* front matter's, "" for none */
};

struct body_rules {
    const struct markup *markup;
    struct shortcode_rules shortcodes;
    const char *home_title; /* of a home page without a title */
};

/* What page_body_read returns (corpus.h), without a site. */
struct page_body *body_render(void *ctx, const struct body_source *, const struct body_rules *, const struct listener *,
                              struct error *err);

#endif
