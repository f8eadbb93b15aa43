/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches of one database that lies here, by adding up postings; what libxapian's own matcher finds and weighs, several
 * times as fast where all matches are looked at. */
#ifndef XAPIAN_C_MATCH_H
#define XAPIAN_C_MATCH_H

#include "facets.h"
#include "page.h"
#include "window.h"
#include "xapian-c.h"

#include <deque>

namespace xapc
{

/* False where the search is one that libxapian must do. */
bool match_here(const Xapian::Database &, const struct xapc_search &, planes &, std::deque<value_counter> &counters,
                struct page *out);

} // namespace xapc

#endif
