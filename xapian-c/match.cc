/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match.h"

#include "bytes.h"
#include "node.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace xapc
{

namespace
{

bool better(const hit &a, const hit &b)
{
    return a.weight != b.weight ? a.weight > b.weight : a.docid < b.docid;
}

/* The best so far; a few more than are wanted are kept until they are sorted out. */
class best_hits
{
  public:
    explicit best_hits(size_t wanted_) : wanted(wanted_)
    {
    }

    void take(Xapian::docid docid, double weight)
    {
        if (hits.size() >= wanted && weight <= least)
            return;
        hits.push_back({docid, weight, 0});
        if (hits.size() == 2 * wanted + 64)
            cut();
    }

    void cut()
    {
        if (hits.size() <= wanted)
            return;
        std::nth_element(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(wanted) - 1, hits.end(), better);
        hits.resize(wanted);
        least = hits.back().weight;
    }

    std::vector<hit> sorted(size_t first)
    {
        cut();
        std::sort(hits.begin(), hits.end(), better);
        hits.erase(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(std::min(first, hits.size())));
        return std::move(hits);
    }

    const size_t wanted;
    std::vector<hit> hits;

  private:
    double least = -1; /* of the wanted ones, once there were so many */
};

class matcher
{
  public:
    matcher(const Xapian::Database &database_, const struct xapc_search &search_, planes &spare, node &root_)
        : database(database_), search(search_), in(database_, spare, search_.parameters[0]), root(root_),
          best(search_.count ? size_t(search_.first) + search_.count : 0)
    {
    }

    void run(struct page *out);
    std::vector<Xapian::docid> matched; /* where facets are counted */

  private:
    const Xapian::Database &database;
    const struct xapc_search &search;
    window in;
    node &root;
    best_hits best;
    size_t matches = 0;

    bool counts_until_enough() const;
    double enough(const plane &found) const;
    void answer_questions(plane &found);
    void look();
};

/* Nothing but a number is wanted, and no more of it. */
bool matcher::counts_until_enough() const
{
    return root.is_near() && best.wanted == 0 && search.facet_slots_len == 0;
}

/* What a document must be worth to be among the wanted, by what is known so far. */
double matcher::enough(const plane &found) const
{
    std::vector<double> weights;
    for (const hit &hit : best.hits)
        weights.push_back(hit.weight);
    found.matched.each([&](unsigned at) { weights.push_back(found.weight[at]); });
    if (weights.size() <= best.wanted)
        return 0;
    const auto last = weights.begin() + static_cast<std::ptrdiff_t>(best.wanted) - 1;
    std::nth_element(weights.begin(), last, weights.end(), std::greater<double>());
    return *last;
}

/* Only of documents that nearness can bring among the wanted is it looked at. */
void matcher::answer_questions(plane &found)
{
    if (in.open.empty() || best.wanted == 0)
        return;
    const double least = enough(found);
    scratch may(in), of_this(in);
    auto &weight = of_this->weight;
    for (const open_question &question : in.open)
        may->add(question.at, question.weight);
    for (size_t i = 0; i < in.open.size();) {
        const near_node *near = in.open[i].near;
        std::vector<unsigned> documents;
        for (; i < in.open.size() && in.open[i].near == near; i++) {
            const unsigned at = in.open[i].at;
            weight[at] = in.open[i].weight;
            if (found.matched.test(at) && found.weight[at] + may->weight[at] >= least)
                documents.push_back(at);
        }
        for (unsigned at : near->stand(in, documents))
            found.weight[at] += weight[at];
    }
}

void matcher::look()
{
    scratch found(in);
    root.look(in, *found, nullptr);
    matches += found->matched.count();
    answer_questions(*found);
    if (best.wanted > 0)
        found->matched.each([&](unsigned at) { best.take(in.first + at, found->weight[at]); });
    if (search.facet_slots_len > 0)
        found->matched.each([&](unsigned at) { matched.push_back(in.first + at); });
}

void matcher::run(struct page *out)
{
    const Xapian::docid last = database.get_lastdocid();
    const size_t enough = counts_until_enough() ? search.check_at_least : SIZE_MAX;
    for (Xapian::docid first = 1; first <= last && matches < enough; first += window_docs) {
        in.begin(first);
        in.enough = enough - matches;
        look();
        if (last - first < window_docs)
            break;
    }
    best.cut();
    for (const hit &hit : best.hits)
        out->max_attained = std::max(out->max_attained, hit.weight);
    out->hits = best.sorted(search.first);
    out->matches = out->matches_low = out->matches_high = static_cast<Xapian::doccount>(matches);
    if (matches >= enough)
        out->matches_high = static_cast<Xapian::doccount>(std::max(root.about(), double(matches)));
    out->max_possible = root.most();
}

/* Values lie in the order of documents: so they are read, whatever the order of the hits. */
void read_values(const Xapian::Database &database, const struct xapc_search &search, struct page *page)
{
    const size_t each = search.value_slots_len + search.data;
    std::vector<size_t> order(page->hits.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(),
              [&](size_t a, size_t b) { return page->hits[a].docid < page->hits[b].docid; });
    page->texts.resize(page->hits.size() * each);
    for (size_t i = 0; i < search.value_slots_len; i++) {
        Xapian::ValueIterator at = database.valuestream_begin(search.value_slots[i]);
        const Xapian::ValueIterator end = database.valuestream_end(search.value_slots[i]);
        for (size_t k = 0; k < order.size() && at != end; k++) {
            const Xapian::docid docid = page->hits[order[k]].docid;
            if (at.get_docid() < docid)
                at.skip_to(docid);
            if (at != end && at.get_docid() == docid)
                page->texts[order[k] * each + search.data + i] = *at;
        }
    }
    for (size_t k = 0; search.data && k < order.size(); k++)
        page->texts[order[k] * each] = database.get_document(page->hits[order[k]].docid).get_data();
}

/* Ranked by weight alone. What is to be refused libxapian's side refuses. */
bool is_ours(const Xapian::Database &database, const struct xapc_search &search)
{
    const unsigned scheme = number_in(search.scheme);
    for (double parameter : search.parameters)
        if (!std::isfinite(parameter))
            return false;
    return database.size() == 1 && search.collapse_slot == XAPC_NO_SLOT && search.sort_slot == XAPC_NO_SLOT &&
           !search.order_ties && search.time_limit == 0 &&
           (scheme == XAPC_BOOLEAN || (scheme == XAPC_INEB2 && search.parameters[0] > 0));
}

} // namespace

bool match_here(const Xapian::Database &database, const struct xapc_search &search, planes &spare,
                std::deque<value_counter> &counters, struct page *out)
{
    bool able = false;
    if (!is_ours(database, search))
        return false;
    const bool weighted = number_in(search.scheme) != XAPC_BOOLEAN;
    const std::unique_ptr<node> root = node_make(search.query, database, spare, weighted, &able);
    if (!able || !root)
        return able;
    matcher matching(database, search, spare, *root);
    matching.run(out);
    for (value_counter &counter : counters)
        counter.count(database, matching.matched);
    if (search.data || search.value_slots_len > 0)
        read_values(database, search, out);
    return true;
}

} // namespace xapc
