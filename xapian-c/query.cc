#include "query.h"

#include "bytes.h"
#include "guard.h"

#include <cmath>
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
    unsigned synonyms = 0; /* SYNONYMs that we are inside of */

    void count();
    bool unknown(const struct xapc_query &kid) const;
    std::vector<Xapian::Query> kids(const struct xapc_query &, unsigned depth);
    Xapian::Query branch(Xapian::Query::op, const struct xapc_query &, unsigned depth);
    Xapian::Query positional(Xapian::Query::op, const struct xapc_query &, unsigned depth);
    Xapian::Query only_kid(const struct xapc_query &, const char *what, unsigned depth);
    Xapian::Query synonym(const struct xapc_query &, unsigned depth);
    Xapian::Query constant(const struct xapc_query &, unsigned depth);
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

Xapian::Query range(const struct xapc_query &query)
{
    using Xapian::Query;
    if (query.high.len == 0)
        return Query(Query::OP_VALUE_GE, slot(query), low(query));
    return Query(Query::OP_VALUE_RANGE, slot(query), low(query), string(query.high));
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

std::vector<Xapian::Query> maker::kids(const struct xapc_query &query, unsigned depth)
{
    const bool any = number_in(query.op) == XAPC_OR || number_in(query.op) == XAPC_SYNONYM;
    const bool sift = any && query.kids_len >= many_kids;
    std::vector<Xapian::Query> made;
    for (size_t i = 0; i < query.kids_len; i++) {
        const struct xapc_query *kid = query.kids[i];
        if (kid && sift && unknown(*kid))
            count();
        else if (kid)
            made.push_back(make(kid, depth + 1));
    }
    return made;
}

Xapian::Query maker::branch(Xapian::Query::op op, const struct xapc_query &query, unsigned depth)
{
    std::vector<Xapian::Query> made = kids(query, depth);
    return Xapian::Query(op, made.begin(), made.end());
}

Xapian::Query maker::positional(Xapian::Query::op op, const struct xapc_query &query, unsigned depth)
{
    for (size_t i = 0; i < query.kids_len; i++)
        if (query.kids[i] && number_in(query.kids[i]->op) != XAPC_TERM)
            refuse(XAPC_INVALID, "NEAR and PHRASE hold something other than a term", "give them terms only");
    std::vector<Xapian::Query> made = kids(query, depth);
    return Xapian::Query(op, made.begin(), made.end(), query.window);
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

/* What is inside has no weight of its own there, and libxapian throws when it meets a posting source in one. */
Xapian::Query maker::synonym(const struct xapc_query &query, unsigned depth)
{
    synonyms++;
    Xapian::Query made = branch(Xapian::Query::OP_SYNONYM, query, depth);
    synonyms--;
    return made;
}

/* A source of one weight, filtered: unlike a weight of our own making, a remote shard knows it. */
Xapian::Query maker::constant(const struct xapc_query &query, unsigned depth)
{
    double weight = factor(query);
    Xapian::Query kid = only_kid(query, "CONSTANT", depth);
    if (kid.empty() || synonyms)
        return kid;
    if (weight == 0)
        return Xapian::Query(0.0, kid);
    Xapian::PostingSource *source = (new Xapian::FixedWeightPostingSource(weight))->release();
    return Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(source), kid);
}

Xapian::Query maker::value_weight(const struct xapc_query &query) const
{
    double scale = factor(query);
    if (synonyms)
        return range(query);
    Xapian::PostingSource *source = (new Xapian::ValueWeightPostingSource(slot(query)))->release();
    return Xapian::Query(scale, Xapian::Query(source));
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
        return branch(Query::OP_AND_MAYBE, *query, depth);
    case XAPC_FILTER:
        return branch(Query::OP_FILTER, *query, depth);
    case XAPC_NEAR:
        return positional(Query::OP_NEAR, *query, depth);
    case XAPC_PHRASE:
        return positional(Query::OP_PHRASE, *query, depth);
    case XAPC_SYNONYM:
        return synonym(*query, depth);
    case XAPC_SCALE:
        return Query(factor(*query), only_kid(*query, "SCALE", depth));
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
