/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a shortcode is text: as the site sets it, as Hugo's own ones print it, or what is usual. */
#ifndef CORPUS_SHORTCODE_POLICY_H
#define CORPUS_SHORTCODE_POLICY_H

#include "corpus/shortcode.h"

struct shortcode_policy {
    bool inner;                /* the text between the calls */
    bool code;                 /* and that as it stands, for it is code */
    const char *const *params; /* whose values are text */
    size_t params_len;
    const char *alt;  /* the parameter that is an image's alternative, or NULL */
    const char *file; /* whose visible text stands in its place, or NULL */
};

struct shortcode_policy shortcode_policy(void *ctx, const struct shortcode_rules *, struct span name);

#endif
