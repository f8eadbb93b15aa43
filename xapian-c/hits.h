/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of hits as one block of memory. */
#ifndef XAPIAN_C_HITS_H
#define XAPIAN_C_HITS_H

#include "facets.h"
#include "page.h"
#include "xapian-c.h"

#include <xapian.h>

#include <deque>

namespace xapc
{

/* What libxapian found, with the data and the values that search asks for. */
struct page page_of(const Xapian::MSet &, const struct xapc_search &, size_t shards);

/* Yours: xapc_hits_free. */
struct xapc_hits *hits_make(const struct page &, const struct xapc_search &, const std::deque<value_counter> &counters);

} // namespace xapc

#endif
