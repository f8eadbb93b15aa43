/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folders that content comes from, and the languages that each is for. */
#ifndef CORPUS_MOUNTS_H
#define CORPUS_MOUNTS_H

#include "corpus/need.h"
#include "corpus/yaml.h"

struct mount {
    const char *folder;       /* below SITE, no slash at its ends; "" is SITE itself */
    const char *target;       /* below Hugo's content/: "" or "posts" */
    struct strings languages; /* globs of codes; empty: the default language, but for what file names say */
    struct strings files;     /* globs of paths within it, "! " before those that take away; empty: all */
};

struct mounts {
    struct mount *at;
    size_t len, room;
};

/* From the `content` of twc-search.yaml where that is given (NULL where not), else from Hugo's configuration. */
void mounts_read(void *ctx, const char *folder, const struct yaml *content, const struct yaml *config,
                 const char *config_name, const struct listener *, struct mounts *out);

#endif
