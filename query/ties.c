/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/ties.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Each shard adds up a page's weights in an order of its own, by how common the words are on it: sums of the same numbers then
 * differ in their last bits, and pages that weigh the same seem not to. So weights are compared by their first bits, and
 * some hits before and after the page of hits are looked at too, since they may be of one weight with its first or last. */
enum { FIRST_BITS = 36, HITS_AROUND = 64, SLOTS_MAX = 8 };

static double first_bits(double weight)
{
    int exponent;
    double fraction = frexp(weight, &exponent);

    return ldexp(round(ldexp(fraction, FIRST_BITS)), exponent - FIRST_BITS);
}

/* ---- order ---- */

struct tie {
    struct xapc_hit hit;
    struct span value, path; /* value: "" where weights alone count */
};

static int by_weight_and_path(const void *a, const void *b)
{
    const struct tie *left = a, *right = b;

    if (left->hit.weight != right->hit.weight)
        return left->hit.weight > right->hit.weight ? -1 : 1;
    return span_compare(left->path, right->path);
}

static int by_value_down(const void *a, const void *b)
{
    int value = span_compare(((const struct tie *)b)->value, ((const struct tie *)a)->value);

    return value != 0 ? value : by_weight_and_path(a, b);
}

static bool settle(struct xapc_hits *hits, size_t value, size_t path)
{
    bool by_value = value < path;
    struct tie *ties = array_new(NULL, struct tie, hits->len);

    for (size_t i = 0; ties && i < hits->len; i++) {
        struct xapc_hit *hit = &hits->hits[i];
        hit->weight = first_bits(hit->weight);
        ties[i] = (struct tie){*hit, by_value ? span_of_bytes(hit->values[value]) : SPAN(""),
                               span_of_bytes(hit->values[path])};
    }
    if (!ties)
        return false;
    if (hits->len > 0)
        qsort(ties, hits->len, sizeof *ties, by_value ? by_value_down : by_weight_and_path);
    for (size_t i = 0; i < hits->len; i++)
        hits->hits[i] = ties[i].hit;
    talloc_free(ties);
    return true;
}

/* ---- over shards ---- */

static void cut(struct xapc_hits *hits, size_t first, size_t count)
{
    size_t skipped = first < hits->len ? first : hits->len;

    hits->hits += skipped;
    hits->len -= skipped;
    if (hits->len > count)
        hits->len = count;
}

static size_t place_of(const struct xapc_search *search, uint32_t slot)
{
    size_t at = 0;

    while (at < search->value_slots_len && search->value_slots[at] != slot)
        at++;
    return at;
}

static bool search_around(struct index *index, const struct xapc_search *search, struct xapc_hits **hits)
{
    const uint32_t before = search->first < HITS_AROUND ? search->first : HITS_AROUND;
    const size_t value = search->sort_descending ? place_of(search, search->sort_slot) : search->value_slots_len;
    struct xapc_search wider = *search;
    uint32_t slots[SLOTS_MAX + 1];

    memcpy(slots, search->value_slots, search->value_slots_len * sizeof *slots);
    slots[wider.value_slots_len++] = SLOT_PATH;
    wider.value_slots = slots;
    wider.first -= before;
    wider.count += before + HITS_AROUND;
    if (!xapc_reader_search(index->reader, &wider, hits, &index->trouble))
        return false;
    if (!settle(*hits, value, search->value_slots_len)) {
        xapc_hits_free(*hits);
        index->trouble = (struct xapc_error){.code = XAPC_MEMORY, .text = "memory ran out"};
        return false;
    }
    cut(*hits, before, search->count);
    return true;
}

bool ties_search(struct index *index, struct xapc_search *search, struct xapc_hits **hits)
{
    bool is_ordered = search->sort_slot != XAPC_NO_SLOT && place_of(search, search->sort_slot) == search->value_slots_len;

    search->order_ties = index->shards && search->sort_slot == XAPC_NO_SLOT;
    search->tie_slot = SLOT_PATH;
    if (!index->shards || is_ordered || search->count == 0 || search->value_slots_len > SLOTS_MAX)
        return xapc_reader_search(index->reader, search, hits, &index->trouble);
    return search_around(index, search, hits);
}
