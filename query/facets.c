/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/facets.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/tags.h"

enum { VALUES_MAX = 200 };

static bool slot_of(const struct enquiry *enquiry, const char *facet, uint32_t *slot)
{
    static const struct {
        const char *facet;
        uint32_t slot;
    } slots[] = {{"tag", SLOT_TAGS}, {"section", SLOT_SECTION}, {"lang", SLOT_LANG}, {"year", SLOT_YEAR}};
    const struct manifest *manifest = enquiry->index->generation->manifest;

    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (strcmp(facet, slots[i].facet) == 0) {
            *slot = slots[i].slot;
            return true;
        }
    for (size_t i = 0; i < manifest->taxonomies_len; i++)
        if (strcmp(facet + strlen("tax."), manifest->taxonomies[i]) == 0) {
            *slot = SLOT_TAXONOMY + (uint32_t)i;
            return true;
        }
    return false;
}

static bool has_filter(const struct enquiry *enquiry, const char *facet)
{
    for (size_t i = 0; i < enquiry->request->filters_len; i++)
        if (strcmp(enquiry->request->filters[i].facet, facet) == 0)
            return true;
    return (strcmp(facet, "year") == 0 && (enquiry->request->from || enquiry->request->to)) ||
           (strcmp(facet, "lang") == 0 && enquiry->scope_len < enquiry->languages);
}

static bool fill(struct answer *answer, struct facet *facet, const struct xapc_facet *counted)
{
    size_t len = counted->counts_len < VALUES_MAX ? counted->counts_len : VALUES_MAX;

    facet->counts = array_new(answer, struct facet_count, len);
    facet->counts_len = 0;
    for (size_t i = 0; facet->counts && i < len; i++) {
        const char *value = span_copy(answer, span_of_bytes(counted->counts[i].value));
        if (!value)
            return false;
        if (*value)
            facet->counts[facet->counts_len++] = (struct facet_count){value, counted->counts[i].count};
    }
    return facet->counts != NULL;
}

static bool has_key(const char *const *keys, size_t len, const char *key)
{
    for (size_t i = 0; i < len; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static int most_first(const void *a, const void *b)
{
    const struct facet_count *one = a, *other = b;

    if (one->count != other->count)
        return one->count < other->count ? 1 : -1;
    return strcmp(one->value, other->value);
}

/* One tag written in two ways, or in two languages, is counted once, under the way that most pages have: as the filter
 * finds them. The counts come most frequent first. */
static bool join_same(struct enquiry *enquiry, struct facet *facet)
{
    void *scratch = talloc_new(enquiry);
    const char **own = scratch ? array_new(scratch, const char *, facet->counts_len) : NULL;
    size_t kept = 0;

    for (size_t i = 0; own && i < facet->counts_len; i++) {
        const char *keys[TAG_KEYS];
        size_t len = 0, k = 0;
        enquiry->tree.failed = enquiry->tree.failed || !tag_keys(scratch, enquiry->index->generation,
                                                                 span_of(facet->counts[i].value), keys, &len);
        while (k < kept && !has_key(keys, len, own[k]))
            k++;
        if (k < kept) {
            facet->counts[k].count += facet->counts[i].count;
            continue;
        }
        own[kept] = len > 0 ? keys[0] : "";
        facet->counts[kept++] = facet->counts[i];
    }
    if (own && kept > 1)
        qsort(facet->counts, kept, sizeof *facet->counts, most_first);
    facet->counts_len = own ? kept : 0;
    talloc_free(scratch);
    return own != NULL;
}

static bool is_taxonomy(const char *facet)
{
    return strcmp(facet, "tag") == 0 || strncmp(facet, "tax.", 4) == 0;
}

/* The facets at which[0 … len) in one search. */
static bool count(struct answer *answer, struct enquiry *enquiry, const struct xapc_query *tree, enum phrases phrases,
                  const size_t *which, size_t len)
{
    struct index *index = enquiry->index;
    const char *ignored = len == 1 ? answer->request->facets[which[0]] : NULL;
    uint32_t *slots = array_new(answer, uint32_t, len);
    size_t *of = array_new(answer, size_t, len), slots_len = 0;
    struct xapc_hits *hits;
    bool filled = true;

    for (size_t i = 0; slots && of && i < len; i++)
        if (slot_of(enquiry, answer->request->facets[which[i]], &slots[slots_len]))
            of[slots_len++] = which[i];
    if (slots_len == 0 || !tree)
        return slots && of;

    const struct xapc_search search = {
        .query = filtered(enquiry, tree, ignored, phrases),
        .check_at_least = enquiry->request->count_exactly,
        .scheme = XAPC_BOOLEAN,
        .collapse_slot = XAPC_NO_SLOT,
        .sort_slot = XAPC_NO_SLOT,
        .facet_slots = slots,
        .facet_slots_len = slots_len,
        .facet_separator = FACET_SEPARATOR,
    };

    if (enquiry->tree.failed || !index_well(index) ||
        !xapc_reader_search(index->reader, &search, &hits, &index->trouble))
        return false;
    for (size_t i = 0; i < hits->facets_len && i < slots_len && filled; i++)
        filled = fill(answer, &answer->facets[of[i]], &hits->facets[i]) &&
                 (!is_taxonomy(answer->facets[of[i]].name) || join_same(enquiry, &answer->facets[of[i]]));
    /* That a term is on 11,998 pages is known at once; that so many were counted is not. */
    answer->facets_exact = answer->facets_exact && hits->matches_low == hits->matches_high &&
                           hits->matches <= search.check_at_least;
    xapc_hits_free(hits);
    return filled;
}

bool facets_count(struct answer *answer, struct enquiry *enquiry, const struct xapc_query *tree, enum phrases phrases)
{
    const struct request *request = answer->request;
    size_t *plain = array_new(answer, size_t, request->facets_len), plain_len = 0;
    bool counted = true;

    answer->facets = talloc_zero_array(answer, struct facet, (unsigned)request->facets_len);
    if (!plain || !answer->facets)
        return false;
    answer->facets_len = request->facets_len;
    for (size_t i = 0; i < request->facets_len; i++) {
        answer->facets[i].name = request->facets[i];
        if (!has_filter(enquiry, request->facets[i]))
            plain[plain_len++] = i;
    }
    if (plain_len > 1)
        counted = count(answer, enquiry, tree, phrases, plain, plain_len);
    for (size_t i = 0; i < request->facets_len && counted; i++)
        if (plain_len == 1 || has_filter(enquiry, request->facets[i]))
            counted = count(answer, enquiry, tree, phrases, &i, 1);
    return counted;
}
