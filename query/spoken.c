/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/spoken.h"

#include <stdlib.h>

#include "base/memory.h"

static const uint32_t hit_slots[] = {SLOT_SET, SLOT_LANG};

enum { SLOT_SET_AT, SLOT_LANG_AT, HIT_SLOTS, SET_ROOM = 1 << 14 };

/* ---- the pages that might be shown instead ---- */

static struct span set_of(struct enquiry *enquiry, uint32_t docid)
{
    struct index *index = enquiry->index;
    char *value;
    size_t len;
    struct span set;

    if (!index_well(index) || !xapc_reader_value(index->reader, docid, SLOT_SET, &value, &len, &index->trouble))
        return SPAN("");
    set = span_of(enquiry_had(enquiry, talloc_strndup(enquiry, value, len)));
    free(value);
    return set;
}

static const struct xapc_query *in_sets(struct enquiry *enquiry, const struct span *sets, size_t len)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, len);

    for (size_t i = 0; kids && i < len; i++) {
        struct buffer name = buffer_new(enquiry, SET_ROOM);
        schema_filter(&name, TERM_SET, sets[i]);
        kids[i] = tree_term(&enquiry->tree, enquiry_had_in(enquiry, &name), 1);
    }
    return kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL;
}

/* "or" alone is asked for as Dutch: half of the English pages have it, and none is about it. */
static bool is_at_home(struct enquiry *enquiry, size_t word, int language)
{
    return !enquiry_word(enquiry, word, language)->stop && !enquiry_foreign(enquiry, word, language);
}

/* A word in its own form or in a variant's, in pages of a language that it is at home in. */
static const struct xapc_query *itself(struct enquiry *enquiry, size_t word)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, enquiry->ways_len);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->ways_len; i++) {
        const struct way *way = &enquiry->ways[i];
        if (way->rung <= RUNG_VARIANT && way->first <= word && word < way->first + way->len &&
            is_at_home(enquiry, word, way->language))
            kids[len++] = way->matched;
    }
    return kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL;
}

static const struct xapc_query *words_themselves(struct enquiry *enquiry)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, enquiry->words_len);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->words_len; i++)
        if (enquiry->words[i].content)
            kids[len++] = tree_constant(&enquiry->tree, enquiry->words[i].idf, itself(enquiry, i));
    return kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL;
}

static struct xapc_hits *look_for(struct enquiry *enquiry, enum phrases phrases, const struct span *sets, size_t len)
{
    const struct xapc_query *tree = filtered(enquiry, words_themselves(enquiry), NULL, phrases);
    const struct xapc_search search = {
        .query = tree_two(&enquiry->tree, XAPC_FILTER, tree, in_sets(enquiry, sets, len)),
        .count = (uint32_t)(len * enquiry->scope_len),
        .check_at_least = enquiry->request->count_exactly,
        .scheme = XAPC_INEB2,
        .parameters = {1},
        .collapse_slot = XAPC_NO_SLOT,
        .sort_slot = XAPC_NO_SLOT,
        .value_slots = hit_slots,
        .value_slots_len = HIT_SLOTS,
    };
    struct index *index = enquiry->index;
    struct xapc_hits *hits;

    if (enquiry->tree.failed || !index_well(index) ||
        !xapc_reader_search(index->reader, &search, &hits, &index->trouble))
        return NULL;
    return hits;
}

/* ---- one for another ---- */

static void show(struct enquiry *enquiry, const struct xapc_hit *hit, struct ranked *page)
{
    page->stands_in = true;
    page->docid = hit->docid;
    for (size_t k = 0; k < enquiry->scope_len; k++)
        if (span_is(span_of_bytes(hit->values[SLOT_LANG_AT]), enquiry_code(enquiry, enquiry->scope[k])))
            page->language = enquiry->scope[k];
}

/* The first of the set that has the most; the page itself where it has as much. */
static void choose(struct enquiry *enquiry, const struct xapc_hits *hits, struct span set, struct ranked *page)
{
    const struct xapc_hit *best = NULL, *own = NULL;

    for (size_t i = 0; i < hits->len; i++) {
        const struct xapc_hit *hit = &hits->hits[i];
        if (!span_equal(span_of_bytes(hit->values[SLOT_SET_AT]), set))
            continue;
        own = hit->docid == page->docid ? hit : own;
        best = !best || hit->weight > best->weight ? hit : best;
    }
    if (best && !page->pinned && (!own || best->weight > own->weight))
        show(enquiry, best, page);
}

bool spoken_pages(struct enquiry *enquiry, enum phrases phrases, struct ranked *pages, size_t len)
{
    struct span *sets = enquiry_array(enquiry, struct span, len);
    struct xapc_hits *hits;

    for (size_t i = 0; sets && i < len; i++)
        sets[i] = set_of(enquiry, pages[i].docid);
    if (len == 0)
        return sets != NULL;
    hits = sets ? look_for(enquiry, phrases, sets, len) : NULL;
    if (!hits)
        return false;
    for (size_t i = 0; i < len; i++)
        choose(enquiry, hits, sets[i], &pages[i]);
    xapc_hits_free(hits);
    return true;
}
