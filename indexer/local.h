/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages whose own text has changed and nothing else: they, and their translations, can be brought up to date without a look
 * at the rest of the site. The index says which pages there are, which are translations of each other, what others depend
 * on in them, and which sections decide about them; the files say whether all that still holds. */
#ifndef INDEXER_LOCAL_H
#define INDEXER_LOCAL_H

#include "indexer/parts.h"

struct local {
    const struct index_options *options;
    const struct listener *listener;
    const struct parts *parts;
};

/* The named pages and their translations as a site of their own: talloc child of ctx. NULL where that will not do, and all
 * has to be looked at: a page is new or gone, its address, translation key or dates are others, a section has changed,
 * or the settings cannot be read; then nothing was told. */
struct site *local_site(void *ctx, const struct local *, const struct named *);

#endif
