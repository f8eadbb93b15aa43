/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tags of shortcodes, as they lie in the source. */
#ifndef CORPUS_SHORTCODE_TAG_H
#define CORPUS_SHORTCODE_TAG_H

#include "base/base.h"

struct shortcode_tag {
    size_t at, len; /* in the source */
    char kind;      /* '<' or '%' */
    bool closing, self_closing;
    bool comment; /* {{</ * … * />}}: params is what stands between the stars */
    struct span name, params;
    size_t match; /* of an opening tag: the index of its closing one, 0 where it has none */
};

/* All tags in order, opening ones matched: a talloc child of ctx, NULL when memory ran out. */
struct shortcode_tag *shortcode_tags(void *ctx, struct span source, size_t *count);

/* The value of a parameter, by name or by position ("0"); false where the call does not have it. Quotes are off; the
 * value is a talloc child of ctx. */
bool shortcode_param(void *ctx, struct span params, const char *which, struct span *value);

#endif
