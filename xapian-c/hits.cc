/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hits.h"

#include "bytes.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace xapc
{

namespace
{

/* What the hits' documents hold: for each hit its data, where asked for, then its values. */
std::vector<std::string> fetch(const Xapian::MSet &found, const struct xapc_search &search, size_t shards)
{
    std::vector<std::string> texts;
    if (!search.data && search.value_slots_len == 0)
        return texts;
    texts.reserve(found.size() * (search.data + search.value_slots_len));
    /* Shards may be remote: one round trip to each instead of one a hit. Of a later page, libxapian would read outside
     * the hits. */
    if (shards > 1 && search.first == 0)
        found.fetch();
    for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at) {
        Xapian::Document document = at.get_document();
        if (search.data)
            texts.push_back(document.get_data());
        for (size_t i = 0; i < search.value_slots_len; i++)
            texts.push_back(document.get_value(search.value_slots[i]));
    }
    return texts;
}

using entries = std::vector<value_counter::entry>;

/* The block: the page itself, then its tables, then the bytes that they point to. */
class block
{
  public:
    block(const struct page &, const struct xapc_search &, std::vector<entries> &&);
    struct xapc_hits *fill(const std::deque<value_counter> &counters);

  private:
    const struct page &found;
    const struct xapc_search &search;
    const std::vector<entries> facets;
    char *end = nullptr;

    size_t size() const;
    template <class type> type *table(size_t len);
    void fill_hits(struct xapc_hit *hit, struct xapc_bytes *values);
    void fill_facets(struct xapc_facet *facet, struct xapc_count *count, const std::deque<value_counter> &counters);
};

block::block(const struct page &found_, const struct xapc_search &search_, std::vector<entries> &&facets_)
    : found(found_), search(search_), facets(std::move(facets_))
{
}

size_t block::size() const
{
    size_t sum = sizeof(struct xapc_hits) + facets.size() * sizeof(struct xapc_facet);
    sum += found.hits.size() * (sizeof(struct xapc_hit) + search.value_slots_len * sizeof(struct xapc_bytes));
    for (const std::string &text : found.texts)
        sum += text.size() + 1;
    for (const entries &counts : facets)
        for (const value_counter::entry &entry : counts)
            sum += sizeof(struct xapc_count) + entry.value.size() + 1;
    return sum;
}

template <class type> type *block::table(size_t len)
{
    type *start = reinterpret_cast<type *>(end);
    end = reinterpret_cast<char *>(start + len);
    return start;
}

void block::fill_hits(struct xapc_hit *hit, struct xapc_bytes *values)
{
    auto text = found.texts.begin();
    for (const struct hit &one : found.hits) {
        *hit = {one.docid, one.weight, one.collapsed, {"", 0}, values};
        if (search.data)
            hit->data = place(*text++, &end);
        for (size_t i = 0; i < search.value_slots_len; i++)
            *values++ = place(*text++, &end);
        hit++;
    }
}

void block::fill_facets(struct xapc_facet *facet, struct xapc_count *count, const std::deque<value_counter> &counters)
{
    for (size_t i = 0; i < facets.size(); i++, facet++) {
        *facet = {counters[i].number(), count, facets[i].size()};
        for (const value_counter::entry &entry : facets[i])
            *count++ = {place(entry.value, &end), entry.count};
    }
}

struct xapc_hits *block::fill(const std::deque<value_counter> &counters)
{
    size_t counts_len = 0;
    for (const entries &counts : facets)
        counts_len += counts.size();
    end = static_cast<char *>(allocate(size()));
    auto *out = table<struct xapc_hits>(1);
    auto *hits = table<struct xapc_hit>(found.hits.size());
    auto *values = table<struct xapc_bytes>(found.hits.size() * search.value_slots_len);
    auto *facet = table<struct xapc_facet>(facets.size());
    auto *counts = table<struct xapc_count>(counts_len);
    *out = {};
    out->hits = hits;
    out->len = found.hits.size();
    out->matches_low = found.matches_low;
    out->matches = found.matches;
    out->matches_high = found.matches_high;
    out->max_attained = found.max_attained;
    out->max_possible = found.max_possible;
    out->facets = facet;
    out->facets_len = facets.size();
    fill_hits(hits, values);
    fill_facets(facet, counts, counters);
    return out;
}

} // namespace

struct page page_of(const Xapian::MSet &found, const struct xapc_search &search, size_t shards)
{
    struct page page;
    page.texts = fetch(found, search, shards);
    for (Xapian::MSetIterator at = found.begin(); at != found.end(); ++at)
        page.hits.push_back({*at, at.get_weight(), at.get_collapse_count()});
    page.matches_low = found.get_matches_lower_bound();
    page.matches = found.get_matches_estimated();
    page.matches_high = found.get_matches_upper_bound();
    page.max_attained = found.get_max_attained();
    page.max_possible = found.get_max_possible();
    return page;
}

struct xapc_hits *hits_make(const struct page &found, const struct xapc_search &search,
                            const std::deque<value_counter> &counters)
{
    std::vector<entries> facets;
    facets.reserve(counters.size());
    for (const value_counter &counter : counters)
        facets.push_back(counter.sorted(search.facet_separator));
    return block(found, search, std::move(facets)).fill(counters);
}

} // namespace xapc

void xapc_hits_free(struct xapc_hits *hits)
{
    std::free(hits);
}
