/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plain tree as libxapian's own. */
#ifndef XAPIAN_C_QUERY_H
#define XAPIAN_C_QUERY_H

#include "xapian-c.h"

#include <xapian.h>

#include <memory>

namespace xapc
{

/* A NULL query is NOTHING. Refuses what the header forbids. Given the database it is for, which may be NULL, it leaves
 * out what cannot match there where that would cost much. */
Xapian::Query query_make(const struct xapc_query *, const Xapian::Database *);

Xapian::Query query_of(std::unique_ptr<Xapian::PostingSource>);

} // namespace xapc

#endif
