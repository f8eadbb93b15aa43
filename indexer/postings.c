/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/postings.h"

#include <stdlib.h>

enum { FIRST_ENTRIES = 256, FIRST_PLACES = 256, TERMS_MAX = 1 << 28 };

struct entry {
    uint32_t term_at, term_len; /* in the terms */
    uint32_t hash, wdf;
    uint32_t last, positions;   /* number of the last of its positions + 1, and how many there are */
};

/* The positions of all entries lie in one row as they come; each knows the one of its entry before it. */
struct place {
    uint32_t position, before; /* + 1; 0: it is the first */
};

struct postings {
    struct buffer terms;
    struct entry *entries;
    size_t len, room;
    uint32_t *table; /* open addressing: index of the entry + 1, 0 where free; four times as many slots as entries */
    struct place *places;
    size_t places_len, places_room;
    bool failed;
};

static size_t slots(const struct postings *postings)
{
    return postings->room * 4;
}

struct postings *postings_new(void *ctx)
{
    struct postings *postings = talloc_zero(ctx, struct postings);

    if (postings) {
        postings->terms = buffer_new(postings, TERMS_MAX);
        postings->room = FIRST_ENTRIES;
        postings->entries = array_new(postings, struct entry, postings->room);
        postings->table = talloc_zero_array(postings, uint32_t, (unsigned)slots(postings));
        postings->failed = !postings->entries || !postings->table;
    }
    return postings;
}

static struct span term_of(const struct postings *postings, const struct entry *entry)
{
    return (struct span){postings->terms.at + entry->term_at, entry->term_len};
}

static size_t slot_of(const struct postings *postings, struct span term, uint32_t hash)
{
    size_t mask = slots(postings) - 1, slot = hash & mask;

    for (; postings->table[slot]; slot = (slot + 1) & mask) {
        const struct entry *entry = &postings->entries[postings->table[slot] - 1];
        if (entry->hash == hash && span_equal(term_of(postings, entry), term))
            break;
    }
    return slot;
}

static bool grow(struct postings *postings)
{
    struct entry *entries = array_resize(postings, postings->entries, struct entry, postings->room * 2);
    uint32_t *table = talloc_zero_array(postings, uint32_t, (unsigned)(slots(postings) * 2));

    if (entries)
        postings->entries = entries;
    if (!entries || !table)
        return false;
    talloc_free(postings->table);
    postings->table = table;
    postings->room *= 2;
    for (size_t i = 0; i < postings->len; i++) {
        size_t slot = slot_of(postings, term_of(postings, &postings->entries[i]), postings->entries[i].hash);
        postings->table[slot] = (uint32_t)(i + 1);
    }
    return true;
}

static uint32_t entry_of(struct postings *postings, struct span term)
{
    uint32_t hash = hash_short(term);
    size_t slot = slot_of(postings, term, hash);

    if (postings->table[slot])
        return postings->table[slot] - 1;
    if (postings->len == postings->room) {
        if (!grow(postings))
            return NO_ENTRY;
        slot = slot_of(postings, term, hash);
    }

    struct entry entry = {.term_at = (uint32_t)postings->terms.len, .term_len = (uint32_t)term.len, .hash = hash};

    buffer_span(&postings->terms, term);
    if (postings->terms.full)
        return NO_ENTRY;
    postings->entries[postings->len] = entry;
    postings->table[slot] = (uint32_t)++postings->len;
    return (uint32_t)postings->len - 1;
}

static bool add_place(struct postings *postings, struct entry *entry, uint32_t position)
{
    if (postings->places_len == postings->places_room) {
        size_t room = postings->places_room ? postings->places_room * 2 : FIRST_PLACES;
        struct place *places = array_resize(postings, postings->places, struct place, room);
        if (!places)
            return false;
        postings->places = places;
        postings->places_room = room;
    }
    postings->places[postings->places_len++] = (struct place){position, entry->last};
    entry->last = (uint32_t)postings->places_len;
    entry->positions++;
    return true;
}

void postings_add_to(struct postings *postings, uint32_t number, uint32_t wdf, uint32_t position)
{
    if (number == NO_ENTRY || postings->failed)
        return;

    struct entry *entry = &postings->entries[number];

    entry->wdf += wdf;
    if (position != NO_POSITION && !add_place(postings, entry, position))
        postings->failed = true;
}

uint32_t postings_add(struct postings *postings, struct span term, uint32_t wdf, uint32_t position)
{
    if (postings->failed || term.len == 0)
        return NO_ENTRY;

    uint32_t number = entry_of(postings, term);

    postings->failed = number == NO_ENTRY;
    postings_add_to(postings, number, wdf, position);
    return number;
}

static int ascending(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* A joined form comes after its parts with the first part's position, so a term may come out of order, or twice. Returns
 * how many are left. */
static size_t settle(uint32_t *positions, size_t len)
{
    bool settled = true;
    size_t kept = 0;

    for (size_t i = 1; i < len; i++)
        settled = settled && positions[i - 1] < positions[i];
    if (settled)
        return len;
    qsort(positions, len, sizeof *positions, ascending);
    for (size_t i = 0; i < len; i++)
        if (kept == 0 || positions[kept - 1] != positions[i])
            positions[kept++] = positions[i];
    return kept;
}

/* An entry's positions in their order at out. */
static size_t write_positions(const struct postings *postings, const struct entry *entry, uint32_t *out)
{
    uint32_t place = entry->last;

    for (size_t i = entry->positions; i-- > 0; place = postings->places[place - 1].before)
        out[i] = postings->places[place - 1].position;
    return settle(out, entry->positions);
}

const struct xapc_posting *postings_list(struct postings *postings, size_t *len)
{
    struct xapc_posting *list = array_new(postings, struct xapc_posting, postings->len);
    uint32_t *positions = array_new(postings, uint32_t, postings->places_len);

    if (!list || !positions || postings->failed)
        return NULL;
    for (size_t i = 0; i < postings->len; i++) {
        const struct entry *entry = &postings->entries[i];
        struct span term = term_of(postings, entry);
        list[i] = (struct xapc_posting){{term.at, term.len}, entry->wdf, positions,
                                        write_positions(postings, entry, positions)};
        positions += entry->positions;
    }
    *len = postings->len;
    return list;
}
