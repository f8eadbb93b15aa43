/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections by the names that readers know them by. */
#ifndef QUERY_TITLES_H
#define QUERY_TITLES_H

#include "query/index.h"

/* Fills answer->section_titles: for each section of its hits and facets the title of the section's own page in the
 * request's language, where there is one. False when the index has trouble or memory ran out (err). */
bool titles_add(struct answer *, struct index *, struct error *err);

#endif
