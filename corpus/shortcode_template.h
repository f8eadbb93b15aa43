/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The visible text of a shortcode's template, where twc-search.yaml names its file. */
#ifndef CORPUS_SHORTCODE_TEMPLATE_H
#define CORPUS_SHORTCODE_TEMPLATE_H

#include "corpus/shortcode.h"

enum { TEMPLATES_MAX = 16 };

struct shortcode_templates { /* files read for this page, so that each is read once */
    void *ctx;
    struct {
        const char *file;
        struct span text; /* at is NULL where it could not be read */
    } read[TEMPLATES_MAX];
    size_t len;
};

/* The template as it lies on disk: NAME.LANG.html rather than NAME.html where there is one. False when it cannot be
 * read, which is told once a page. */
bool shortcode_template_read(struct shortcode_templates *, const struct shortcode_rules *, const char *file,
                             struct span *text);

/* Appends the template's HTML: actions gone, but for {{ .Inner }}, which is inner, and {{ .Get "x" }}. */
void shortcode_template_fill(struct buffer *out, struct span template, struct span params, struct span inner);

#endif
