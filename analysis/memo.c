/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/memo.h"

#include <stdlib.h>

#include <talloc.h>

enum { SLOT_BYTES = 114 };

/* token, form, stem and parts stand in bytes one after the other; a form equal to its token and a stem that begins the
 * form take no room of their own. */
struct slot {
    uint32_t hash;
    int16_t language;
    uint8_t token_len; /* 0: empty */
    uint8_t form_at, form_len;
    uint8_t stem_at, stem_len;
    uint8_t parts_at, parts_len; /* each part behind its length */
    bool stop;
    char bytes[SLOT_BYTES];
};

struct memo {
    struct slot *slots;
    size_t mask;
};

static int memo_close(struct memo *memo)
{
    free(memo->slots);
    return 0;
}

struct memo *memo_new(void *ctx, size_t slots)
{
    struct memo *memo = talloc_zero(ctx, struct memo);
    if (!memo)
        return NULL;
    slots = slots < 2 ? 2 : slots;
    memo->slots = calloc(slots, sizeof *memo->slots);
    memo->mask = slots - 1;
    talloc_set_destructor(memo, memo_close);
    if (!memo->slots)
        return talloc_free(memo), NULL;
    return memo;
}

/* A token has two places, side by side. */
static struct slot *first_place(const struct memo *memo, uint32_t hash)
{
    return &memo->slots[hash & memo->mask & ~(size_t)1];
}

static bool holds(const struct slot *slot, int language, struct span token, uint32_t hash)
{
    return slot->hash == hash && slot->token_len == token.len && slot->language == language &&
           memcmp(slot->bytes, token.at, token.len) == 0;
}

static struct slot *find_slot(const struct memo *memo, int language, struct span token, uint32_t hash)
{
    struct slot *slots = first_place(memo, hash);
    if (holds(&slots[0], language, token, hash))
        return &slots[0];
    return holds(&slots[1], language, token, hash) ? &slots[1] : NULL;
}

bool memo_find(const struct memo *memo, int language, struct span token, uint32_t hash, struct memo_word *word)
{
    const struct slot *slot = find_slot(memo, language, token, hash);
    if (!slot)
        return false;
    word->form = (struct span){slot->bytes + slot->form_at, slot->form_len};
    word->stem = (struct span){slot->bytes + slot->stem_at, slot->stem_len};
    word->stop = slot->stop;
    word->parts_len = slot->parts_len;
    const char *at = slot->bytes + slot->parts_at;
    for (size_t i = 0; i < slot->parts_len; i++) {
        word->parts[i] = (struct span){at + 1, (unsigned char)*at};
        at += 1 + word->parts[i].len;
    }
    return true;
}

/* Where text stands in the slot's bytes: on whole where that begins with it, else behind *used. */
static uint8_t place(struct slot *slot, size_t *used, size_t whole, size_t whole_len, struct span text)
{
    if (text.len <= whole_len && memcmp(slot->bytes + whole, text.at, text.len) == 0)
        return (uint8_t)whole;
    size_t at = *used;
    memcpy(slot->bytes + at, text.at, text.len);
    *used += text.len;
    return (uint8_t)at;
}

static bool fits(struct span token, const struct memo_word *word)
{
    size_t need = token.len + word->form.len + word->stem.len;
    for (size_t i = 0; i < word->parts_len; i++)
        need += 1 + word->parts[i].len;
    return token.len > 0 && need <= SLOT_BYTES;
}

void memo_put(struct memo *memo, int language, struct span token, uint32_t hash, const struct memo_word *word)
{
    if (!fits(token, word))
        return;
    struct slot *slot = first_place(memo, hash);
    size_t used = token.len;
    slot[1] = slot[0]; /* the older of the two goes */
    slot->hash = hash;
    slot->language = (int16_t)language;
    slot->token_len = (uint8_t)token.len;
    memcpy(slot->bytes, token.at, token.len);
    slot->form_at = place(slot, &used, 0, token.len, word->form);
    slot->form_len = (uint8_t)word->form.len;
    slot->stem_at = place(slot, &used, slot->form_at, slot->form_len, word->stem);
    slot->stem_len = (uint8_t)word->stem.len;
    slot->stop = word->stop;
    slot->parts_at = (uint8_t)used;
    slot->parts_len = (uint8_t)word->parts_len;
    for (size_t i = 0; i < word->parts_len; i++) {
        slot->bytes[used++] = (char)word->parts[i].len;
        memcpy(slot->bytes + used, word->parts[i].at, word->parts[i].len);
        used += word->parts[i].len;
    }
}
