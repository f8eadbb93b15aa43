/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that carry no subject, by language. They are indexed like all others; the query gives them little weight.
 * Internal to analysis/. */
#ifndef ANALYSIS_STOP_H
#define ANALYSIS_STOP_H

#include "base/base.h"

struct stop_list {
    const char *language;      /* primary subtag */
    const char *const *words;  /* folded forms, sorted by bytes */
    size_t len;
};

/* NULL where there is no list for the language. */
const struct stop_list *stop_list_find(const char *code);
bool stop_list_has(const struct stop_list *, struct span form); /* false for NULL */

#endif
