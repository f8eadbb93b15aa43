/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that an analyser has seen: a table of fixed size in which a new word takes the place of an older one, so that
 * memory is bounded whatever is read. Internal to analysis/. */
#ifndef ANALYSIS_MEMO_H
#define ANALYSIS_MEMO_H

#include "base/base.h"

enum { MEMO_PARTS = 8 };

/* What analysis knows of a token in a language. */
struct memo_word {
    struct span form, stem;
    struct span parts[MEMO_PARTS];
    size_t parts_len;
    bool stop;
};

struct memo;

/* slots: a power of two, of 128 bytes each; pages are taken as they are first used. */
struct memo *memo_new(void *ctx, size_t slots);
/* True and *word, borrowed until the next memo_put, where the token was seen; hash is hash_short(token). */
bool memo_find(const struct memo *, int language, struct span token, uint32_t hash, struct memo_word *word);
/* Words too long for a slot are passed over. */
void memo_put(struct memo *, int language, struct span token, uint32_t hash, const struct memo_word *word);

#endif
