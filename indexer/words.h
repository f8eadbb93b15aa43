/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lexicon of a generation in a file beside all of them, mapped: an update asks it for a page's words and need not read
 * it whole. It may be missing, damaged or another generation's, and is then made anew from what the index has. */
#ifndef INDEXER_WORDS_H
#define INDEXER_WORDS_H

#include "analysis/analysis.h"

/* Of the lexicon whose packed bytes have that hash; NULL where the file is not that; compared as lexicon_of_image has it.
 * Talloc child of ctx. */
struct lexicon *words_open(void *ctx, const char *folder, struct hash packed, bool compared);
/* What cannot be written is just not there; nor is what was there before, which --forget may have been asked for. */
void words_write(const char *folder, const struct lexicon *, struct hash packed);

#endif
