/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's configuration as it lies in a site's folder: one tree, whatever files it came from. */
#ifndef CORPUS_CONFIG_FILES_H
#define CORPUS_CONFIG_FILES_H

#include "corpus/need.h"
#include "corpus/yaml.h"

struct config_files {
    const struct yaml *root;       /* never NULL: an empty map where there is no configuration */
    const char *name;              /* of the file that messages name, "" where there is none */
    bool resolved;                 /* hugo-config.yaml, the output of `hugo config`: what is missing in it is zero */
    const char *toml;              /* a configuration file that is not read, NULL where all are */
    struct strings toml_languages; /* "nl", told by the names of TOML files alone */
    struct hash source;            /* of every configuration file of Hugo's, TOML too */
    struct hash output;            /* of hugo-config.yaml */
};

/* hugo-config.yaml where there is one; else hugo.yaml or hugo.json (config.yaml, config.json), config/_default over it,
 * and config/production over both. False: one of them is broken, with file, line and mend. */
bool config_files_read(void *ctx, const char *folder, const struct listener *, struct config_files *out,
                       struct error *err);

#endif
