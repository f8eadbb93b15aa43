/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key that was meant. */
#ifndef CORPUS_NEAREST_H
#define CORPUS_NEAREST_H

/* The word of a NULL-ended list that takes the fewest changes of a letter to become, NULL where none is near. */
const char *nearest(const char *word, const char *const *words);

#endif
