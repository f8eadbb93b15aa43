/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ids that Hugo gives headings. */
#ifndef CORPUS_HEADING_ID_H
#define CORPUS_HEADING_ID_H

#include "corpus/site.h"

/* Those given in one page so far: no automatic id is given twice. */
struct heading_ids_taken;

struct heading_ids_taken *heading_ids_new(void *ctx);

/* The id for a heading whose text is text (Hugo's plain rendering of it), NULL where it gives none: a talloc child of
 * the table. Noted as taken. */
const char *heading_id(struct heading_ids_taken *, enum heading_ids style, struct span text);

/* An id that the page itself gave: used as it stands, only later automatic ones give way to it. */
void heading_id_take(struct heading_ids_taken *, const char *id);

#endif
