/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the plain tree to nodes. */
#include "bytes.h"
#include "node.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace xapc
{

namespace
{

constexpr unsigned depth_max = 100;
constexpr size_t parts_max = 10000;

/* What a kid inherits from where it stands. */
struct place {
    double factor;     /* what the SCALEs above come to; 0: its weight is of no use */
    bool may_wait;     /* a NEAR may be looked at when it is known what else its document is worth */
    unsigned depth;

    place below(bool waits = false) const
    {
        return {factor, may_wait && waits, depth + 1};
    }
};

class maker
{
  public:
    maker(const Xapian::Database &database_, planes &known_) : database(database_), known(known_)
    {
    }

    std::unique_ptr<node> make(const struct xapc_query *, place);

    bool able = true;

  private:
    const Xapian::Database &database;
    planes &known;
    size_t parts = 0;

    std::unique_ptr<node> unable();
    std::unique_ptr<term_node> term_of(const struct xapc_query &, double factor);
    std::unique_ptr<node> any(const struct xapc_query &, place);
    std::unique_ptr<node> all(const struct xapc_query &, place, bool only_first_weighs);
    std::unique_ptr<node> sieve(const struct xapc_query &, place);
    struct frequency gather(const struct xapc_query &, unsigned depth, std::vector<const struct xapc_query *> &terms);
    std::unique_ptr<node> synonym(const struct xapc_query &, place);
    std::unique_ptr<node> near(const struct xapc_query &, place);
    std::unique_ptr<node> only_kid(const struct xapc_query &, place);
    std::unique_ptr<node> range(const struct xapc_query &);
};

bool is_factor(double factor)
{
    return std::isfinite(factor) && factor >= 0;
}

std::vector<const struct xapc_query *> kids_of(const struct xapc_query &query)
{
    std::vector<const struct xapc_query *> kids;
    for (size_t i = 0; i < query.kids_len; i++)
        if (query.kids[i])
            kids.push_back(query.kids[i]);
    return kids;
}

bool are_terms(const std::vector<const struct xapc_query *> &kids)
{
    return std::all_of(kids.begin(), kids.end(), [](const auto *kid) { return number_in(kid->op) == XAPC_TERM; });
}

/* Weighed as one, a term counts once, and near itself it asks for two places. */
bool are_different(const std::vector<const struct xapc_query *> &kids)
{
    std::vector<std::string_view> names;
    for (const auto *kid : kids)
        names.push_back(view(kid->term));
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end();
}

/* Whose kids are not made one by one. */
bool has_terms_only(const struct xapc_query &query)
{
    const unsigned op = number_in(query.op);
    return op == XAPC_NEAR || op == XAPC_PHRASE;
}

std::unique_ptr<node> maker::unable()
{
    able = false;
    return nullptr;
}

std::unique_ptr<term_node> maker::term_of(const struct xapc_query &query, double factor)
{
    const std::string name = term(query.term);
    const struct frequency of = known.frequency(database, name);
    if (of.documents == 0)
        return nullptr;
    return std::make_unique<term_node>(database, name, of, factor * (query.wqf ? query.wqf : 1));
}

std::unique_ptr<node> maker::any(const struct xapc_query &query, place at)
{
    nodes made;
    for (const auto *kid : kids_of(query))
        if (auto one = make(kid, at.below(true)))
            made.push_back(std::move(one));
    return made.empty() ? nullptr : make_or(std::move(made));
}

std::unique_ptr<node> maker::all(const struct xapc_query &query, place at, bool only_first_weighs)
{
    nodes made;
    bool whole = true;
    for (const auto *kid : kids_of(query)) {
        const bool weighs = made.empty() || !only_first_weighs;
        auto one = make(kid, {weighs ? at.factor : 0, at.may_wait && only_first_weighs && made.empty(), at.depth + 1});
        whole = whole && one;
        if (one)
            made.push_back(std::move(one));
    }
    if (!whole || made.empty())
        return nullptr;
    return only_first_weighs ? make_filter(std::move(made)) : make_and(std::move(made));
}

/* The first without, or with, what the others say. */
std::unique_ptr<node> maker::sieve(const struct xapc_query &query, place at)
{
    const bool maybe = number_in(query.op) == XAPC_AND_MAYBE;
    const auto kids = kids_of(query);
    nodes made;
    if (kids.empty())
        return nullptr;
    auto first = make(kids[0], at.below(true));
    if (!first)
        return nullptr;
    made.push_back(std::move(first));
    for (size_t i = 1; i < kids.size() && (!maybe || at.factor > 0); i++)
        if (auto one = make(kids[i], {maybe ? at.factor : 0, false, at.depth + 1}))
            made.push_back(std::move(one));
    return maybe ? make_maybe(std::move(made)) : make_and_not(std::move(made));
}

/* The terms of a tree that holds nothing but ORs of them; those that no document has are left out. */
struct frequency maker::gather(const struct xapc_query &query, unsigned depth, std::vector<const struct xapc_query *> &terms)
{
    const unsigned op = number_in(query.op);
    std::vector<struct frequency> guesses;
    able = able && depth <= depth_max && ++parts <= parts_max;
    if (!able)
        return {0, 0};
    if (op == XAPC_TERM) {
        const struct frequency of = known.frequency(database, term(query.term));
        if (of.documents > 0)
            terms.push_back(&query);
        return of;
    }
    able = op == XAPC_OR || op == XAPC_SYNONYM || (op == XAPC_SCALE && is_factor(query.factor) && query.kids_len < 2);
    for (const auto *kid : kids_of(query)) {
        const struct frequency one = gather(*kid, depth + 1, terms);
        if (one.documents > 0)
            guesses.push_back(one);
    }
    return guess_together(database, guesses);
}

std::unique_ptr<node> maker::synonym(const struct xapc_query &query, place at)
{
    std::vector<const struct xapc_query *> found;
    std::vector<std::unique_ptr<term_node>> terms;
    const struct frequency guessed = gather(query, at.depth, found);
    if (!able || !are_different(found))
        return unable();
    if (found.size() == 1)
        return term_of(*found[0], at.factor);
    for (const auto *one : found)
        terms.push_back(term_of(*one, 0));
    return terms.empty() ? nullptr : make_synonym(database, std::move(terms), guessed, at.factor);
}

std::unique_ptr<node> maker::near(const struct xapc_query &query, place at)
{
    const auto kids = kids_of(query);
    const bool ordered = number_in(query.op) == XAPC_PHRASE;
    const size_t reach = query.window ? query.window : kids.size();
    std::vector<std::unique_ptr<term_node>> terms;
    if (!are_terms(kids) || reach < kids.size() || (!ordered && !are_different(kids)))
        return unable();
    for (const auto *kid : kids)
        if (auto one = term_of(*kid, at.factor))
            terms.push_back(std::move(one));
    if (terms.empty() || terms.size() < kids.size())
        return nullptr;
    if (terms.size() == 1)
        return std::move(terms[0]);
    return std::make_unique<near_node>(std::move(terms), static_cast<unsigned>(reach), ordered, at.may_wait);
}

std::unique_ptr<node> maker::only_kid(const struct xapc_query &query, place at)
{
    const auto kids = kids_of(query);
    if (kids.size() > 1)
        return unable();
    return kids.empty() ? nullptr : make(kids[0], at);
}

std::unique_ptr<node> maker::range(const struct xapc_query &query)
{
    if (query.slot == XAPC_NO_SLOT)
        return unable();
    return make_range(database, query.slot, query.low.len ? string(query.low) : std::string(1, '\0'),
                      string(query.high));
}

std::unique_ptr<node> maker::make(const struct xapc_query *query, place at)
{
    if (!query)
        return nullptr;
    parts += 1 + (has_terms_only(*query) ? query->kids_len : 0);
    if (at.depth > depth_max || parts > parts_max)
        return unable();
    switch (number_in(query->op)) {
    case XAPC_NOTHING:
        return nullptr;
    case XAPC_EVERYTHING:
        return std::make_unique<term_node>(database, std::string(), frequency{double(database.get_doccount()), 0}, 0);
    case XAPC_TERM:
        return term_of(*query, at.factor);
    case XAPC_OR:
        return any(*query, at);
    case XAPC_AND:
        return all(*query, at, false);
    case XAPC_FILTER:
        return all(*query, at, true);
    case XAPC_AND_NOT:
    case XAPC_AND_MAYBE:
        return sieve(*query, at);
    case XAPC_NEAR:
    case XAPC_PHRASE:
        return near(*query, at);
    case XAPC_SYNONYM:
        return synonym(*query, at);
    case XAPC_SCALE: {
        if (!is_factor(query->factor))
            return unable();
        return only_kid(*query, {at.factor * query->factor, at.may_wait, at.depth + 1});
    }
    case XAPC_CONSTANT: {
        if (!is_factor(query->factor))
            return unable();
        auto kid = only_kid(*query, {0, false, at.depth + 1});
        return kid ? make_constant(std::move(kid), query->factor * at.factor) : nullptr;
    }
    case XAPC_VALUE_RANGE:
        return range(*query);
    default:
        return unable();
    }
}

} // namespace

std::unique_ptr<node> node_make(const struct xapc_query *query, const Xapian::Database &database, planes &known,
                                bool weighted, bool *able)
{
    maker making(database, known);
    auto made = making.make(query, {weighted ? 1.0 : 0.0, true, 1});
    *able = making.able;
    return made;
}

} // namespace xapc
