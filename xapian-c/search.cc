/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"
#include "deadline.h"
#include "guard.h"
#include "hits.h"
#include "match.h"
#include "query.h"
#include "reader.h"

#include <cmath>

namespace xapc
{

namespace
{

void set_scheme(Xapian::Enquire &enquire, const struct xapc_search &search)
{
    const double *p = search.parameters;
    for (double parameter : search.parameters)
        if (!std::isfinite(parameter))
            refuse(XAPC_INVALID, "a weighting parameter is not a finite number", "give 0 for those not used");
    const unsigned scheme = number_in(search.scheme);
    switch (scheme) {
    case XAPC_BM25:
        return enquire.set_weighting_scheme(Xapian::BM25Weight(p[0], 0, p[2], p[1], p[3]));
    case XAPC_INEB2:
        return enquire.set_weighting_scheme(Xapian::IneB2Weight(p[0]));
    case XAPC_BOOLEAN:
        return enquire.set_weighting_scheme(Xapian::BoolWeight());
    }
    refuse(XAPC_INVALID, "the weighting scheme " + std::to_string(scheme) + " is unknown",
           "use one of enum xapc_scheme");
}

void set_order(Xapian::Enquire &enquire, const struct xapc_search &search)
{
    if (search.collapse_slot != XAPC_NO_SLOT)
        enquire.set_collapse_key(search.collapse_slot);
    if (search.sort_slot != XAPC_NO_SLOT)
        enquire.set_sort_by_value_then_relevance(search.sort_slot, search.sort_descending);
    if (!search.order_ties)
        return;
    if (search.sort_slot != XAPC_NO_SLOT)
        refuse(XAPC_INVALID, "hits are to be sorted by a value, and ties by another", "give one of them");
    enquire.set_sort_by_relevance_then_value(search.tie_slot, false);
}

bool has_limit(const struct xapc_search &search)
{
    if (!std::isfinite(search.time_limit) || search.time_limit < 0)
        refuse(XAPC_INVALID, "the time limit is " + std::to_string(search.time_limit), "give seconds, or 0 for none");
    return search.time_limit > 0;
}

/* The page alone, without looking at more documents than it needs; what the counters have counted stays. */
Xapian::MSet page_alone(Xapian::Enquire &enquire, const struct xapc_search &search)
{
    enquire.clear_matchspies();
    return enquire.get_mset(search.first, search.count);
}

Xapian::MSet match(Xapian::Enquire &enquire, const struct xapc_search &search, bool *timed_out)
{
    if (!has_limit(search))
        return enquire.get_mset(search.first, search.count, search.check_at_least);
    deadline limit(search.time_limit);
    enquire.add_matchspy(&limit);
    try {
        return enquire.get_mset(search.first, search.count, search.check_at_least);
    } catch (const deadline::passed &) {
        *timed_out = true;
        return page_alone(enquire, search);
    }
}

struct page ask_libxapian(const Xapian::Database &database, const struct xapc_search &asked,
                          std::deque<value_counter> &counters, bool *timed_out)
{
    Xapian::Enquire enquire(database);
    enquire.set_query(query_make(asked.query, &database));
    set_scheme(enquire, asked);
    set_order(enquire, asked);
    for (value_counter &counter : counters)
        enquire.add_matchspy(&counter);
    return page_of(match(enquire, asked, timed_out), asked, database.size());
}

struct xapc_hits *search(struct xapc_reader *reader, const struct xapc_search &asked)
{
    const Xapian::Database &database = reader->to_ask();
    std::deque<value_counter> counters; /* they outlive the match and never move */
    for (size_t i = 0; i < asked.facet_slots_len; i++)
        counters.emplace_back(asked.facet_slots[i]);
    bool timed_out = false;
    struct page found;
    if (reader->remote || reader->joined || !match_here(database, asked, reader->planes, counters, &found)) {
        reader->in_doubt = reader->joined;
        found = ask_libxapian(database, asked, counters, &timed_out);
        reader->in_doubt = false;
    }
    struct xapc_hits *hits = hits_make(found, asked, counters);
    hits->timed_out = timed_out;
    return hits;
}

} // namespace

} // namespace xapc

bool xapc_reader_search(struct xapc_reader *reader, const struct xapc_search *asked, struct xapc_hits **out,
                        struct xapc_error *err)
{
    return xapc::guard(err, [&] { *out = xapc::search(reader, *asked); });
}
