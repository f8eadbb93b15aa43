/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/frequency.h"

#include "base/memory.h"

/* A table of fixed size: a term takes the place of another with the same slot. */
enum { SLOTS = 1 << 11 };

struct entry {
    struct hash term;
    struct frequency frequency;
    bool used;
};

struct frequencies {
    struct entry entries[SLOTS];
};

struct frequencies *frequencies_new(void *ctx)
{
    return talloc_zero(ctx, struct frequencies);
}

void frequencies_forget(struct frequencies *frequencies)
{
    memset(frequencies, 0, sizeof *frequencies);
}

bool frequencies_find(const struct frequencies *frequencies, struct hash term, struct frequency *out)
{
    const struct entry *entry = &frequencies->entries[term.low % SLOTS];

    if (!entry->used || !hash_equal(entry->term, term))
        return false;
    *out = entry->frequency;
    return true;
}

void frequencies_keep(struct frequencies *frequencies, struct hash term, struct frequency frequency)
{
    frequencies->entries[term.low % SLOTS] = (struct entry){term, frequency, true};
}
