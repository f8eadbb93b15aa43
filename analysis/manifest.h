/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What made an index, and what a query must know of the site: kept in its metadata. A reader that does not know the
 * schema says so and names the command that mends it. */
#ifndef ANALYSIS_MANIFEST_H
#define ANALYSIS_MANIFEST_H

#include "base/base.h"

struct manifest_language {
    const char *code, *stemmer, *title, *label;
    bool right_to_left;
};

struct manifest_section {
    const char *name;
    double weight;
    bool news;
};

struct manifest {
    const char *program;        /* "twc-index 0.1.0" */
    const char *xapian;         /* "1.4.22" */
    const char *base_url;
    const struct manifest_language *languages; /* the default language first */
    size_t languages_len;
    const char **translate;
    size_t translate_len;
    const struct manifest_section *sections;
    size_t sections_len;
    const char **taxonomies;    /* in SLOT_TAXONOMY's order */
    size_t taxonomies_len;
    const char *settings_hash;  /* of everything whose change asks for a rebuild: settings, glossary, lists, stemmers */
    const char *word_list;      /* what compounds were split by, for --doctor: "wdutch, 413,000 words" or "the site's own" */
    int64_t built;              /* when this generation was rebuilt */
    int64_t next_change;        /* when a page becomes due or expires; 0: never */
};

char *manifest_pack(void *ctx, const struct manifest *, size_t *len);
/* ERROR_INDEX when damaged. */
struct manifest *manifest_load(void *ctx, struct span packed, struct error *err);

#endif
