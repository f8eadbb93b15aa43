/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-search.yaml. */
#ifndef CORPUS_SETTINGS_H
#define CORPUS_SETTINGS_H

#include "corpus/site.h"
#include "corpus/yaml.h"

struct own_settings {
    const char *name;             /* of the file, for messages; NULL where there is none */
    const struct yaml *content;   /* where pages are, NULL where Hugo says it */
    const struct yaml *languages; /* a map by code, NULL where it is not given */
    const char **exclude;
    size_t exclude_len;
    struct shortcode_setting *shortcodes; /* sorted by name */
    size_t shortcodes_len;
    bool translate_given;
    int translate_line;
};

/* Reads and checks the file; what is said of the site goes into out, what only corpus/ needs into own. False: a key
 * that is not known or a value of the wrong shape, with file, line and mend. */
bool settings_read(void *ctx, const struct site_options *, struct settings *out, struct own_settings *own,
                   struct error *err);

/* What depends on Hugo's languages: stemmers, whose terms translations lend each other. */
bool settings_join(void *ctx, const struct own_settings *own, struct language *languages, size_t len,
                   const struct listener *, struct settings *out, struct error *err);

/* A concept list that ships with us ("labour-en-nl"), or a file below the site. NULL: not there, or not one. */
const struct glossary_file *glossary_read(void *ctx, const struct site_options *, const struct yaml *node,
                                          const char *settings, struct error *err);

#endif
