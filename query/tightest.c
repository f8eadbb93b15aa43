/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/tightest.h"

/* Of several languages translation sets are counted, by their keys: what libxapian 1.4 says of a collapsed search is an
 * estimate as soon as it matches more pages than are asked for, and of one over servers it is wrong. */
uint32_t count_pages(struct enquiry *enquiry, const struct xapc_query *query, bool *exact)
{
    static const uint32_t set[] = {SLOT_SET};
    struct index *index = enquiry->index;
    const bool by_set = enquiry->scope_len > 1;
    const struct xapc_search search = {
        .query = query,
        .check_at_least = enquiry->request->count_exactly,
        .scheme = XAPC_BOOLEAN,
        .collapse_slot = XAPC_NO_SLOT,
        .sort_slot = XAPC_NO_SLOT,
        .facet_slots = set,
        .facet_slots_len = by_set,
    };
    struct xapc_hits *hits;
    uint32_t pages;

    *exact = true;
    if (!query || !index_well(index) || enquiry->tree.failed ||
        !xapc_reader_search(index->reader, &search, &hits, &index->trouble))
        return 0;
    pages = by_set ? (uint32_t)hits->facets[0].counts_len : hits->matches;
    *exact = hits->matches_low == hits->matches_high;
    xapc_hits_free(hits);
    return pages;
}

enum rung tightest_of_word(const struct enquiry *enquiry, size_t word)
{
    enum rung rung = RUNG_ANY_WORD;

    for (size_t i = 0; i < enquiry->ways_len; i++) {
        const struct way *way = &enquiry->ways[i];
        if (way->first <= word && word < way->first + way->len && way->rung < rung)
            rung = way->rung;
    }
    return rung;
}

static bool try(struct enquiry *enquiry, enum phrases phrases, enum rung rung, struct tightest *out)
{
    const struct xapc_query *tree = level_tree(enquiry, rung);

    *out = (struct tightest){rung, tree, 0, true};
    if (tree)
        out->pages = count_pages(enquiry, filtered(enquiry, tree, NULL, phrases), &out->exact);
    return out->pages > 0;
}

struct tightest tightest_at(struct enquiry *enquiry, enum phrases phrases, enum rung rung)
{
    struct tightest found;

    try(enquiry, phrases, rung, &found);
    return found;
}

struct tightest tightest_of(struct enquiry *enquiry, enum phrases phrases)
{
    enum rung least = RUNG_WORDS;
    struct tightest found;

    for (size_t i = 0; i < enquiry->words_len; i++)
        if (enquiry->words[i].content) {
            enum rung rung = tightest_of_word(enquiry, i);
            least = rung > least ? rung : least;
        }
    /* All words at the loosest rung first: when no page has that, the steps between need not be asked. */
    if (least < RUNG_ANY_WORD && !try(enquiry, phrases, least, &found) &&
        try(enquiry, phrases, RUNG_SPELLING, &found)) {
        for (int rung = (int)least + 1; rung <= RUNG_SPELLING; rung++)
            if (try(enquiry, phrases, (enum rung)rung, &found))
                return found;
    } else if (least < RUNG_ANY_WORD && found.pages > 0) {
        return found;
    }
    try(enquiry, phrases, RUNG_ANY_WORD, &found);
    return found;
}
