/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a site's pages are newer than its index, as far as the file system tells. */
#ifndef QUERY_CHANGED_H
#define QUERY_CHANGED_H

#include "base/base.h"

struct changed {
    size_t len;  /* files of Markdown, and folders in which something came or went */
    char *first; /* one of them; NULL where there is none */
};

/* What changed under SITE/content, or under SITE where that is not there, after a moment (seconds). Names that begin with
 * a dot are passed over, and what cannot be read. *out is a talloc child of ctx. */
void changed_since(void *ctx, const char *site, int64_t moment, struct changed *out);

#endif
