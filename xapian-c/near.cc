/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms near each other. Where they stand libxapian alone says: its matcher walks through positions with a cursor, and what
 * it offers to others looks each list up from the top. */
#include "node.h"
#include "query.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace xapc
{

namespace
{

/* Some documents as a part of a query. */
class listed : public Xapian::PostingSource
{
  public:
    explicit listed(std::vector<Xapian::docid> &&docids_) : docids(std::move(docids_))
    {
    }

    void init(const Xapian::Database &) override
    {
        at = docids.begin();
        begun = false;
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return static_cast<Xapian::doccount>(docids.size());
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return get_termfreq_min();
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return get_termfreq_min();
    }

    void next(double) override
    {
        if (begun)
            ++at;
        begun = true;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        begun = true;
        at = std::lower_bound(at, docids.end(), docid);
    }

    bool at_end() const override
    {
        return at == docids.end();
    }

    Xapian::docid get_docid() const override
    {
        return *at;
    }

    std::string get_description() const override
    {
        return "xapc::listed";
    }

  private:
    const std::vector<Xapian::docid> docids;
    std::vector<Xapian::docid>::const_iterator at = docids.begin();
    bool begun = false;
};

constexpr size_t first_few = 64;

} // namespace

near_node::near_node(std::vector<std::unique_ptr<term_node>> &&terms_, unsigned reach_, bool ordered_, bool may_wait_)
    : terms(std::move(terms_)), reach(reach_), ordered(ordered_), may_wait(may_wait_)
{
}

double near_node::about() const
{
    double least = terms[0]->about();
    for (const auto &term : terms)
        least = std::min(least, term->about());
    return least / 2;
}

double near_node::most() const
{
    double sum = 0;
    for (const auto &term : terms)
        sum += term->most();
    return sum;
}

std::vector<unsigned> near_node::stand(const window &in, const std::vector<unsigned> &documents) const
{
    using Xapian::Query;
    std::vector<Query> words;
    std::vector<Xapian::docid> docids;
    std::vector<unsigned> found;
    if (documents.empty())
        return found;
    for (const auto &term : terms)
        words.emplace_back(term->word());
    for (unsigned at : documents)
        docids.push_back(in.first + at);
    Xapian::Enquire enquire(in.database);
    enquire.set_query(Query(Query::OP_FILTER,
                            Query(ordered ? Query::OP_PHRASE : Query::OP_NEAR, words.begin(), words.end(), reach),
                            query_of(std::make_unique<listed>(std::move(docids)))));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    const Xapian::MSet hits = enquire.get_mset(0, static_cast<Xapian::doccount>(documents.size()));
    for (auto at = hits.begin(); at != hits.end(); ++at)
        found.push_back(in.place(*at));
    return found;
}

void near_node::look(window &in, plane &out, const bits *among)
{
    scratch one(in), other(in);
    plane *all = &*one, *next = &*other;
    std::vector<term_node *> rarest;
    for (const auto &term : terms)
        rarest.push_back(term.get());
    std::stable_sort(rarest.begin(), rarest.end(), [](const auto *a, const auto *b) { return a->about() < b->about(); });
    rarest[0]->look(in, *all, among);
    for (size_t i = 1; i < rarest.size(); i++) {
        next->matched.clear();
        rarest[i]->look(in, *next, &all->matched);
        next->matched.each([&](unsigned at) { next->weight[at] += all->weight[at]; });
        std::swap(next, all);
    }

    std::vector<unsigned> at_once;
    all->matched.each([&](unsigned at) {
        if (may_wait && out.matched.test(at))
            in.open.push_back({this, at, all->weight[at]});
        else
            at_once.push_back(at);
    });
    look_at(in, *all, at_once, out);
}

/* Where enough of them may be, by ever more at a time. */
void near_node::look_at(const window &in, const plane &all, const std::vector<unsigned> &documents, plane &out) const
{
    size_t found = 0, few = in.enough < documents.size() ? first_few : documents.size();
    for (size_t from = 0, to; from < documents.size() && found < in.enough; from = to, few *= 4) {
        to = from + std::min(few, documents.size() - from);
        for (unsigned at : stand(in, {documents.begin() + static_cast<std::ptrdiff_t>(from),
                                      documents.begin() + static_cast<std::ptrdiff_t>(to)})) {
            out.add(at, all.weight[at]);
            found++;
        }
    }
}

} // namespace xapc
