/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The address at which Hugo publishes a page (RelPermalink). */
#ifndef CORPUS_ADDRESS_H
#define CORPUS_ADDRESS_H

#include "corpus/permalink.h"

/* NULL: *unknown is a :name in its url or in the configuration's permalinks that Hugo does not know. */
const char *address_of(void *ctx, const struct addressed *, const char **unknown);

#endif
