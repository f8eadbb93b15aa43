/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "node.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

namespace xapc
{

/* As Xapian::IneB2Weight has it. */
term_weight weigh(const Xapian::Database &database, const struct frequency &of, double factor)
{
    if (factor == 0 || of.documents == 0)
        return {};
    const double all = database.get_doccount();
    const double expected = all * (1 - std::exp(-of.occurrences / all));
    return {(of.occurrences + 1) / of.documents * std::log2((all + 1) / (expected + 0.5)) * factor};
}

/* ---- a term ---- */

term_node::term_node(const Xapian::Database &database, const std::string &name_, struct frequency of, double factor)
    : name(name_), documents(of.documents), weight(weigh(database, of, factor))
{
    if (documents > 0)
        at = database.postlist_begin(name);
}

/* Calls use(place) for each posting in the window. */
template <class function> void term_node::each(window &in, const bits *among, function use)
{
    if (!among) {
        for (; at != end && *at < in.end; ++at)
            use(in.place(*at));
        return;
    }
    among->each([&](unsigned wanted) {
        if (at == end || *at > in.first + wanted)
            return;
        at.skip_to(in.first + wanted);
        if (at != end && *at == in.first + wanted)
            use(wanted);
    });
}

void term_node::look(window &in, plane &out, const bits *among)
{
    if (weight.times == 0)
        each(in, among, [&](unsigned place) { out.add(place, 0); });
    else
        each(in, among, [&](unsigned place) {
            const Xapian::termcount wdf = at.get_wdf();
            out.add(place, wdf ? weight.of(wdf, in.by_length(place)) : 0);
        });
}

void term_node::count(window &in, bits &matched, std::vector<Xapian::termcount> &wdf, const bits *among)
{
    each(in, among, [&](unsigned place) {
        wdf[place] = (matched.set(place) ? wdf[place] : 0) + at.get_wdf();
    });
}

/* ---- any of them ---- */

namespace
{

double most_of(const nodes &kids)
{
    double sum = 0;
    for (const auto &kid : kids)
        sum += kid->most();
    return sum;
}

class or_node : public node
{
  public:
    explicit or_node(nodes &&kids_) : kids(std::move(kids_))
    {
        std::stable_partition(kids.begin(), kids.end(), [](const auto &kid) { return !kid->is_near(); });
    }

    void look(window &in, plane &out, const bits *among) override
    {
        for (const auto &kid : kids)
            kid->look(in, out, among);
    }

    double about() const override
    {
        double sum = 0;
        for (const auto &kid : kids)
            sum += kid->about();
        return sum;
    }

    double most() const override
    {
        return most_of(kids);
    }

    bool is_near() const override
    {
        return kids.back()->is_near();
    }

  private:
    nodes kids;
};

/* ---- all of them ---- */

/* The rarest is looked at first, and of the others only what it has. */
class and_node : public node
{
  public:
    explicit and_node(nodes &&kids_) : kids(std::move(kids_))
    {
        std::stable_sort(kids.begin(), kids.end(), [](const auto &a, const auto &b) { return a->about() < b->about(); });
    }

    void look(window &in, plane &out, const bits *among) override
    {
        scratch all(in), next(in);
        kids[0]->look(in, *all, among);
        for (size_t i = 1; i < kids.size(); i++) {
            next->matched.clear();
            kids[i]->look(in, *next, &all->matched);
            next->matched.each([&](unsigned at) { all->weight[at] += next->weight[at]; });
            all->matched = next->matched;
        }
        all->matched.each([&](unsigned at) { out.add(at, all->weight[at]); });
    }

    double about() const override
    {
        return kids[0]->about();
    }

    double most() const override
    {
        return most_of(kids);
    }

  private:
    nodes kids;
};

/* ---- the first, and what others say of it ---- */

enum class says { AND, NOT, MAYBE };

class sieve_node : public node
{
  public:
    sieve_node(std::unique_ptr<node> &&first_, std::unique_ptr<node> &&rest_, says what_)
        : first(std::move(first_)), rest(std::move(rest_)), what(what_)
    {
    }

    void look(window &in, plane &out, const bits *among) override
    {
        scratch found(in), others(in);
        if (what == says::AND && rest->about() < first->about()) {
            rest->look(in, *others, among);
            first->look(in, *found, &others->matched);
        } else {
            first->look(in, *found, among);
            rest->look(in, *others, &found->matched);
        }
        found->matched.each([&](unsigned at) {
            const bool too = others->matched.test(at);
            if (what == says::MAYBE || too == (what == says::AND))
                out.add(at, found->weight[at] + (what == says::MAYBE && too ? others->weight[at] : 0));
        });
    }

    double about() const override
    {
        return what == says::AND ? std::min(first->about(), rest->about()) : first->about();
    }

    double most() const override
    {
        return first->most() + (what == says::MAYBE ? rest->most() : 0);
    }

  private:
    std::unique_ptr<node> first, rest;
    const says what;
};

std::unique_ptr<node> make_sieve(nodes &&kids, says what)
{
    std::unique_ptr<node> first = std::move(kids[0]);
    kids.erase(kids.begin());
    if (kids.empty())
        return first;
    std::unique_ptr<node> rest = what == says::AND ? make_and(std::move(kids)) : make_or(std::move(kids));
    return std::make_unique<sieve_node>(std::move(first), std::move(rest), what);
}

/* ---- one weight for all ---- */

class constant_node : public node
{
  public:
    constant_node(std::unique_ptr<node> &&kid_, double weight_) : kid(std::move(kid_)), weight(weight_)
    {
    }

    void look(window &in, plane &out, const bits *among) override
    {
        scratch found(in);
        kid->look(in, *found, among);
        found->matched.each([&](unsigned at) { out.add(at, weight); });
    }

    double about() const override
    {
        return kid->about();
    }

    double most() const override
    {
        return weight;
    }

  private:
    std::unique_ptr<node> kid;
    const double weight;
};

/* ---- several terms that count as one ---- */

class synonym_node : public node
{
  public:
    synonym_node(const Xapian::Database &database, std::vector<std::unique_ptr<term_node>> &&terms_, struct frequency guessed_,
                 double factor)
        : terms(std::move(terms_)), guessed(guessed_),
          weight(weigh(database, guessed, factor)), wdf(window_docs)
    {
    }

    void look(window &in, plane &out, const bits *among) override
    {
        bits matched;
        for (const auto &term : terms)
            if (weight.times == 0)
                term->look(in, out, among);
            else
                term->count(in, matched, wdf, among);
        if (weight.times > 0)
            matched.each([&](unsigned at) { out.add(at, worth(in, at)); });
    }

    double about() const override
    {
        return guessed.documents;
    }

    double most() const override
    {
        return weight.times;
    }

  private:
    double worth(window &in, unsigned at) const
    {
        return wdf[at] ? weight.of(wdf[at], in.by_length(at)) : 0;
    }

    std::vector<std::unique_ptr<term_node>> terms;
    const struct frequency guessed;
    const term_weight weight;
    std::vector<Xapian::termcount> wdf; /* by place, where it is matched */
};

/* ---- a range of values ---- */

class range_node : public node
{
  public:
    range_node(const Xapian::Database &database, Xapian::valueno slot, std::string &&low_, std::string &&high_)
        : low(std::move(low_)), high(std::move(high_)), documents(database.get_value_freq(slot)),
          at(database.valuestream_begin(slot)), end(database.valuestream_end(slot))
    {
    }

    void look(window &in, plane &out, const bits *among) override
    {
        if (!among) {
            for (; at != end && at.get_docid() < in.end; ++at)
                take(in, out);
            return;
        }
        among->each([&](unsigned wanted) {
            if (at == end || at.get_docid() > in.first + wanted)
                return;
            at.skip_to(in.first + wanted);
            if (at != end && at.get_docid() == in.first + wanted)
                take(in, out);
        });
    }

    double about() const override
    {
        return documents;
    }

    double most() const override
    {
        return 0;
    }

  private:
    void take(window &in, plane &out)
    {
        const std::string value = *at;
        if (value >= low && (high.empty() || value <= high))
            out.add(in.place(at.get_docid()), 0);
    }

    const std::string low, high;
    const double documents;
    Xapian::ValueIterator at, end;
};

} // namespace

std::unique_ptr<node> make_or(nodes &&kids)
{
    return kids.size() == 1 ? std::move(kids[0]) : std::make_unique<or_node>(std::move(kids));
}

std::unique_ptr<node> make_and(nodes &&kids)
{
    return kids.size() == 1 ? std::move(kids[0]) : std::make_unique<and_node>(std::move(kids));
}

std::unique_ptr<node> make_filter(nodes &&kids)
{
    return make_sieve(std::move(kids), says::AND);
}

std::unique_ptr<node> make_and_not(nodes &&kids)
{
    return make_sieve(std::move(kids), says::NOT);
}

std::unique_ptr<node> make_maybe(nodes &&kids)
{
    return make_sieve(std::move(kids), says::MAYBE);
}

std::unique_ptr<node> make_constant(std::unique_ptr<node> &&kid, double weight)
{
    return std::make_unique<constant_node>(std::move(kid), weight);
}

struct frequency guess_together(const Xapian::Database &database, const std::vector<struct frequency> &kids)
{
    const double all = database.get_doccount(), words = static_cast<double>(database.get_total_length());
    const auto commoner = [](const struct frequency &a, const struct frequency &b) { return a.documents > b.documents; };
    std::priority_queue<struct frequency, std::vector<struct frequency>, decltype(commoner)> left(kids.begin(), kids.end(),
                                                                                                 commoner);
    while (left.size() > 1) {
        const struct frequency a = left.top();
        left.pop();
        const struct frequency b = left.top();
        left.pop();
        left.push({std::floor(a.documents + b.documents - a.documents * b.documents / all + 0.5),
                   std::floor(a.occurrences + b.occurrences - a.occurrences * b.occurrences / words + 0.5)});
    }
    return left.empty() ? frequency{0, 0} : left.top();
}

std::unique_ptr<node> make_synonym(const Xapian::Database &database, std::vector<std::unique_ptr<term_node>> &&terms,
                                   struct frequency guessed, double factor)
{
    return std::make_unique<synonym_node>(database, std::move(terms), guessed, factor);
}

std::unique_ptr<node> make_range(const Xapian::Database &database, Xapian::valueno slot, std::string &&low,
                                 std::string &&high)
{
    return std::make_unique<range_node>(database, slot, std::move(low), std::move(high));
}

} // namespace xapc
