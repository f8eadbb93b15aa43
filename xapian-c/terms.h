/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gathers terms with counts, then gives them out in one block. */
#ifndef XAPIAN_C_TERMS_H
#define XAPIAN_C_TERMS_H

#include "xapian-c.h"

#include <string>
#include <utility>
#include <vector>

namespace xapc
{

class term_list
{
  public:
    void add(std::string term, uint32_t count);
    size_t size() const
    {
        return terms.size();
    }
    struct xapc_terms *take(bool more) const; /* yours: xapc_terms_free */

  private:
    std::vector<std::pair<std::string, uint32_t>> terms;
    size_t bytes = 0;
};

} // namespace xapc

#endif
