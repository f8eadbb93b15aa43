/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/home.h"

#include <stdio.h>

static bool too_long(const char *path, struct error *err)
{
    return error_set(err, ERROR_INPUT, path, 0, "the path is too long", "choose a shorter one");
}

bool home_name(const struct index_options *options, char out[HOME_MAX], struct error *err)
{
    const char *path = options->index ? options->index : options->site;
    const char *below = options->index ? "" : "/.twc-search/index";

    return snprintf(out, HOME_MAX, "%s%s", path, below) < HOME_MAX || too_long(path, err);
}

/* It must not be committed with the site. */
bool home_make(const struct index_options *options, struct error *err)
{
    char parent[HOME_MAX], ignore[HOME_MAX + 16];

    if (options->index)
        return true;
    if (snprintf(parent, sizeof(parent), "%s/.twc-search", options->site) >= (int)sizeof(parent))
        return too_long(options->site, err);
    snprintf(ignore, sizeof(ignore), "%s/.gitignore", parent);
    return folder_make(parent, 0755, err) && (file_exists(ignore) || file_write(ignore, SPAN("*\n"), err));
}
