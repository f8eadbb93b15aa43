/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reading as bytes, for a rebuild's second time: nothing is rendered or analysed again. */
#ifndef INDEXER_KEPT_H
#define INDEXER_KEPT_H

#include "indexer/reading.h"

/* All but the page and what follows from it. */
void kept_pack(struct buffer *, const struct reading *);

/* Fills a reading of which page and language are known; the parts of its compounds are those that the analyser's lexicon
 * knows. Borrows from bytes. False when memory ran out, or the bytes are not such. */
bool kept_unpack(struct reading *, struct analyser *, struct span bytes);

#endif
