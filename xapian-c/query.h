/* The plain tree as libxapian's own. */
#ifndef XAPIAN_C_QUERY_H
#define XAPIAN_C_QUERY_H

#include "xapian-c.h"

#include <xapian.h>

namespace xapc
{

/* NULL is NOTHING. Refuses what the header forbids. */
Xapian::Query query_make(const struct xapc_query *);

} // namespace xapc

#endif
