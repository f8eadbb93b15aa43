/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query.h"

#include "bytes.h"
#include "guard.h"
#include "value_weight.h"

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace xapc
{

namespace
{

/* libxapian walks a tree by recursion, when it builds, matches and frees it, and so do we: up to 1 KB of stack a level.
 * An OR of terms that are in no document becomes a tree as deep as it has kids, walked in quadratic time: 20,000 take
 * ten seconds. */
constexpr unsigned depth_max = 250;
constexpr size_t nodes_max = 10000;
constexpr size_t many_kids = 64; /* from so many on, terms that are in no document are left out of an OR */

class maker
{
  public:
    explicit maker(const Xapian::Database *database_) : database(database_)
    {
    }

    Xapian::Query make(const struct xapc_query *, unsigned depth);

  private:
    const Xapian::Database *const database; /* may be NULL */
    size_t nodes = 0;
    unsigned synonyms = 0;   /* SYNONYMs that we are inside of */
    unsigned weightless = 0; /* and parents that have no use for a weight */
    double scale = 1;        /* what the SCALEs that we are inside of come to */

    void count();
    bool unknown(const struct xapc_query &kid) const;
    Xapian::Query make_without_weight(const struct xapc_query *, unsigned depth);
    std::vector<Xapian::Query> kids(const struct xapc_query &, unsigned depth);
    Xapian::Query branch(Xapian::Query::op, const struct xapc_query &, unsigned depth);
    Xapian::Query positional(Xapian::Query::op, const struct xapc_query &, unsigned depth);
    Xapian::Query maybe(const struct xapc_query &, unsigned depth);
    Xapian::Query only_kid(const struct xapc_query &, const char *what, unsigned depth);
    Xapian::Query synonym(const struct xapc_query &, unsigned depth);
    Xapian::Query scaled(const struct xapc_query &, unsigned depth);
    void refuse_in_synonym() const;
    Xapian::Query source_of_one_weight(double weight) const;
    Xapian::Query constant(const struct xapc_query &, unsigned depth);
    Xapian::Query range(const struct xapc_query &) const;
    Xapian::Query value_weight(const struct xapc_query &) const;
};

double factor(const struct xapc_query &query)
{
    if (!std::isfinite(query.factor) || query.factor < 0)
        refuse(XAPC_INVALID, "a query's factor is " + std::to_string(query.factor), "give a finite one, 0 or more");
    return query.factor;
}

uint32_t slot(const struct xapc_query &query)
{
    if (query.slot == XAPC_NO_SLOT)
        refuse(XAPC_INVALID, "a query names no value slot", "give the slot's number");
    return query.slot;
}

/* A document without a value matches no range, so an open one starts at the least value that is not empty. */
std::string low(const struct xapc_query &query)
{
    return query.low.len ? string(query.low) : std::string(1, '\0');
}

void maker::count()
{
    if (++nodes > nodes_max)
        refuse(XAPC_INVALID, "a query has more than " + std::to_string(nodes_max) + " parts", "ask for less");
}

bool maker::unknown(const struct xapc_query &kid) const
{
    return database && number_in(kid.op) == XAPC_TERM && !database->term_exists(term(kid.term));
}

Xapian::Query maker::make_without_weight(const struct xapc_query *query, unsigned depth)
{
    weightless++;
    Xapian::Query made = make(query, depth);
    weightless--;
    return made;
}

std::vector<Xapian::Query> maker::kids(const struct xapc_query &query, unsigned depth)
{
    const unsigned op = number_in(query.op);
    const bool sift = (op == XAPC_OR || op == XAPC_SYNONYM) && query.kids_len >= many_kids;
    const bool only_first_weighs = op == XAPC_AND_NOT || op == XAPC_FILTER;
    std::vector<Xapian::Query> made;
    for (size_t i = 0; i < query.kids_len; i++) {
        const struct xapc_query *kid = query.kids[i];
        if (!kid)
            continue;
        if (sift && unknown(*kid))
            count();
        else if (only_first_weighs && !made.empty())
            made.push_back(make_without_weight(kid, depth + 1));
        else
            made.push_back(make(kid, depth + 1));
    }
    return made;
}

Xapian::Query maker::branch(Xapian::Query::op op, const struct xapc_query &query, unsigned depth)
{
    std::vector<Xapian::Query> made = kids(query, depth);
    return Xapian::Query(op, made.begin(), made.end());
}

/* Below a FILTER, libxapian 1.4 asks an OR whether it has a page, and the OR takes a NEAR that has the words, and not
 * near, for one that has it: its weight is added. An AND_MAYBE asks in another way; what it may have weighs nothing. */
Xapian::Query maker::positional(Xapian::Query::op op, const struct xapc_query &query, unsigned depth)
{
    for (size_t i = 0; i < query.kids_len; i++)
        if (query.kids[i] && number_in(query.kids[i]->op) != XAPC_TERM)
            refuse(XAPC_INVALID, "NEAR and PHRASE hold something other than a term", "give them terms only");
    std::vector<Xapian::Query> made = kids(query, depth);
    Xapian::Query near(op, made.begin(), made.end(), query.window);
    if (!database || weightless || made.size() < 2) /* without a database it is but described */
        return near;
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE, near, Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, made[0], 0));
}

/* Where no weight is asked for, libxapian leaves the two maximal weights of its AND_MAYBE as they were in memory,
 * compares with them all the same, and may then demand both sides. */
Xapian::Query maker::maybe(const struct xapc_query &query, unsigned depth)
{
    std::vector<Xapian::Query> made = kids(query, depth);
    if (weightless && !made.empty())
        return made[0];
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE, made.begin(), made.end());
}

/* No kid at all is NOTHING, as with the other operators. */
Xapian::Query maker::only_kid(const struct xapc_query &query, const char *what, unsigned depth)
{
    std::vector<Xapian::Query> made = kids(query, depth);
    if (made.size() > 1)
        refuse(XAPC_INVALID, std::string(what) + " has " + std::to_string(made.size()) + " kids",
               "give it one; an OR can hold several");
    return made.empty() ? Xapian::Query() : made[0];
}

Xapian::Query maker::synonym(const struct xapc_query &query, unsigned depth)
{
    synonyms++;
    weightless++;
    Xapian::Query made = branch(Xapian::Query::OP_SYNONYM, query, depth);
    weightless--;
    synonyms--;
    return made;
}

/* libxapian asks each query inside a SYNONYM for its wdf, and these have none. */
void maker::refuse_in_synonym() const
{
    if (synonyms)
        refuse(XAPC_INVALID, "a SYNONYM holds a CONSTANT, a VALUE_RANGE or a VALUE_WEIGHT",
               "combine it with the SYNONYM by AND or OR");
}

Xapian::Query maker::scaled(const struct xapc_query &query, unsigned depth)
{
    const double by = factor(query);
    const double outer = std::exchange(scale, scale * by);
    weightless += by == 0;
    Xapian::Query kid = only_kid(query, "SCALE", depth);
    weightless -= by == 0;
    scale = outer;
    return Xapian::Query(by, kid);
}

/* A source knows nothing of the SCALEs around it, and one scaled up ends too early: see value_weight.h. So it is
 * made with its whole weight, and what the SCALEs will do is taken back. */
Xapian::Query maker::source_of_one_weight(double weight) const
{
    const double up = scale > 1 ? scale : 1;
    Xapian::Query source = query_of(std::make_unique<Xapian::FixedWeightPostingSource>(weight * up));
    return up > 1 ? Xapian::Query(1 / up, source) : source;
}

/* Filtered by the kid. Unlike a weight of our own making, a remote shard knows such a source. */
Xapian::Query maker::constant(const struct xapc_query &query, unsigned depth)
{
    refuse_in_synonym();
    const double weight = factor(query);
    weightless++;
    Xapian::Query kid = only_kid(query, "CONSTANT", depth);
    weightless--;
    if (kid.empty() || weight == 0 || weightless)
        return Xapian::Query(0.0, kid);
    return Xapian::Query(Xapian::Query::OP_FILTER, source_of_one_weight(weight), kid);
}

Xapian::Query maker::range(const struct xapc_query &query) const
{
    using Xapian::Query;
    refuse_in_synonym();
    if (query.high.len == 0)
        return Query(Query::OP_VALUE_GE, slot(query), low(query));
    return Query(Query::OP_VALUE_RANGE, slot(query), low(query), string(query.high));
}

Xapian::Query maker::value_weight(const struct xapc_query &query) const
{
    refuse_in_synonym();
    const double by = factor(query), whole = by * scale;
    if (whole == 0 || weightless)
        return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot(query), std::string(1, '\0'));
    if (whole <= 1)
        return Xapian::Query(by, query_of(std::make_unique<Xapian::ValueWeightPostingSource>(slot(query))));
    return Xapian::Query(1 / scale, query_of(std::make_unique<scaled_value_weight>(slot(query), whole)));
}

Xapian::Query maker::make(const struct xapc_query *query, unsigned depth)
{
    using Xapian::Query;
    if (depth > depth_max)
        refuse(XAPC_INVALID, "a query is nested more than " + std::to_string(depth_max) + " deep", "make it flatter");
    count();
    const unsigned op = number_in(query->op);
    switch (op) {
    case XAPC_NOTHING:
        return Query();
    case XAPC_EVERYTHING:
        return Query(std::string());
    case XAPC_TERM:
        return Query(term(query->term), query->wqf ? query->wqf : 1);
    case XAPC_AND:
        return branch(Query::OP_AND, *query, depth);
    case XAPC_OR:
        return branch(Query::OP_OR, *query, depth);
    case XAPC_AND_NOT:
        return branch(Query::OP_AND_NOT, *query, depth);
    case XAPC_AND_MAYBE:
        return maybe(*query, depth);
    case XAPC_FILTER:
        return branch(Query::OP_FILTER, *query, depth);
    case XAPC_NEAR:
        return positional(Query::OP_NEAR, *query, depth);
    case XAPC_PHRASE:
        return positional(Query::OP_PHRASE, *query, depth);
    case XAPC_SYNONYM:
        return synonym(*query, depth);
    case XAPC_SCALE:
        return scaled(*query, depth);
    case XAPC_CONSTANT:
        return constant(*query, depth);
    case XAPC_VALUE_RANGE:
        return range(*query);
    case XAPC_VALUE_WEIGHT:
        return value_weight(*query);
    }
    refuse(XAPC_INVALID, "a query has the unknown operator " + std::to_string(op), "use one of enum xapc_op");
}

} // namespace

/* libxapian counts references to a source once it is released, and the query holds the first: until then it is ours. */
Xapian::Query query_of(std::unique_ptr<Xapian::PostingSource> source)
{
    source->release();
    Xapian::Query query(source.get());
    static_cast<void>(source.release());
    return query;
}

Xapian::Query query_make(const struct xapc_query *query, const Xapian::Database *database)
{
    return query ? maker(database).make(query, 1) : Xapian::Query();
}

} // namespace xapc

char *xapc_query_describe(const struct xapc_query *query, struct xapc_error *err)
{
    char *text = nullptr;
    size_t len;
    xapc::guard(err, [&] { xapc::copy_out(xapc::query_make(query, nullptr).get_description(), &text, &len); });
    return text;
}
