/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file's front matter: where it ends, and what it says. */
#ifndef CORPUS_FRONT_H
#define CORPUS_FRONT_H

#include "corpus/yaml.h"

enum front_kind { FRONT_NONE, FRONT_YAML, FRONT_JSON };

struct front {
    enum front_kind kind;
    struct span matter; /* without the lines that open and close it */
    int matter_line;    /* of matter's first byte, from 1 */
    struct span text;   /* what follows */
    int text_line;
};

/* Finds the front matter of a file's bytes, as Hugo does: a BOM and blank lines may come before it, blanks follow the
 * closing line. False: TOML or Org, or never closed, with file, line and mend. */
bool front_find(struct span bytes, const char *name, struct front *out, struct error *err);

/* Reads it: a map, empty where there is none. NULL: broken. */
const struct yaml *front_read(void *ctx, const struct front *, const char *name, struct error *err);

#endif
