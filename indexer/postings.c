/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/postings.h"

#include <stdlib.h>

struct entry {
    struct span term;
    uint32_t hash, wdf;
    uint32_t *positions;
    size_t positions_len, positions_room;
};

struct postings {
    struct entry *entries;
    size_t len, room;
    uint32_t *table; /* open addressing: index of the entry + 1, 0 where free; twice as many places as entries */
    size_t places;   /* a power of two */
    bool failed;
};

struct postings *postings_new(void *ctx)
{
    struct postings *postings = talloc_zero(ctx, struct postings);

    if (postings) {
        postings->room = 256;
        postings->places = 1024;
        postings->entries = array_new(postings, struct entry, postings->room);
        postings->table = talloc_zero_array(postings, uint32_t, (unsigned)postings->places);
        postings->failed = !postings->entries || !postings->table;
    }
    return postings;
}

static size_t place_of(const struct postings *postings, struct span term, uint32_t hash)
{
    size_t place = hash & (postings->places - 1);

    while (postings->table[place]) {
        const struct entry *entry = &postings->entries[postings->table[place] - 1];
        if (entry->hash == hash && span_equal(entry->term, term))
            break;
        place = (place + 1) & (postings->places - 1);
    }
    return place;
}

static bool grow(struct postings *postings)
{
    struct entry *entries = array_resize(postings, postings->entries, struct entry, postings->room * 2);
    uint32_t *table = talloc_zero_array(postings, uint32_t, (unsigned)(postings->places * 2));

    if (entries)
        postings->entries = entries;
    if (!entries || !table)
        return false;
    talloc_free(postings->table);
    postings->table = table;
    postings->room *= 2;
    postings->places *= 2;
    for (size_t i = 0; i < postings->len; i++) {
        size_t place = place_of(postings, postings->entries[i].term, postings->entries[i].hash);
        postings->table[place] = (uint32_t)(i + 1);
    }
    return true;
}

static struct entry *entry_of(struct postings *postings, struct span term)
{
    uint32_t hash = hash_short(term);
    size_t place = place_of(postings, term, hash);

    if (postings->table[place])
        return &postings->entries[postings->table[place] - 1];
    if (postings->len == postings->room) {
        if (!grow(postings))
            return NULL;
        place = place_of(postings, term, hash);
    }

    char *copy = span_copy(postings, term);
    if (!copy)
        return NULL;
    postings->entries[postings->len] = (struct entry){.term = {copy, term.len}, .hash = hash};
    postings->table[place] = (uint32_t)++postings->len;
    return &postings->entries[postings->len - 1];
}

static bool add_position(struct postings *postings, struct entry *entry, uint32_t position)
{
    if (entry->positions_len == entry->positions_room) {
        size_t room = entry->positions_room ? entry->positions_room * 2 : 4;
        uint32_t *positions = array_resize(postings, entry->positions, uint32_t, room);
        if (!positions)
            return false;
        entry->positions = positions;
        entry->positions_room = room;
    }
    entry->positions[entry->positions_len++] = position;
    return true;
}

void postings_add(struct postings *postings, struct span term, uint32_t wdf, uint32_t position)
{
    if (postings->failed || term.len == 0)
        return;

    struct entry *entry = entry_of(postings, term);

    if (!entry || (position != NO_POSITION && !add_position(postings, entry, position))) {
        postings->failed = true;
        return;
    }
    entry->wdf += wdf;
}

static int ascending(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

    return (left > right) - (left < right);
}

/* A joined form comes after its parts with the first part's position, so a term may come out of order, or twice. */
static void settle(struct entry *entry)
{
    bool settled = true;
    size_t kept = 0;

    for (size_t i = 1; i < entry->positions_len; i++)
        settled = settled && entry->positions[i - 1] < entry->positions[i];
    if (settled)
        return;
    qsort(entry->positions, entry->positions_len, sizeof(*entry->positions), ascending);
    for (size_t i = 0; i < entry->positions_len; i++)
        if (kept == 0 || entry->positions[kept - 1] != entry->positions[i])
            entry->positions[kept++] = entry->positions[i];
    entry->positions_len = kept;
}

const struct xapc_posting *postings_list(struct postings *postings, size_t *len)
{
    struct xapc_posting *list = array_new(postings, struct xapc_posting, postings->len);

    if (!list || postings->failed)
        return NULL;
    for (size_t i = 0; i < postings->len; i++) {
        struct entry *entry = &postings->entries[i];
        settle(entry);
        list[i] = (struct xapc_posting){{entry->term.at, entry->term.len}, entry->wdf, entry->positions,
                                        entry->positions_len};
    }
    *len = postings->len;
    return list;
}
