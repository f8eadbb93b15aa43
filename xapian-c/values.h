/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents' values, slot by slot, as glass keeps them. */
#ifndef XAPIAN_C_VALUES_H
#define XAPIAN_C_VALUES_H

#include "xapian-c.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xapc
{

class glass_table;

class value_rows
{
  public:
    /* The next document's; of two in one slot the last one counts, an empty one is none. */
    void add(uint32_t document, const struct xapc_value *values, size_t len);

    /* Which slots the document has, packed; empty for none. */
    const std::string &slots(uint32_t document) const
    {
        return used[document - 1];
    }

    /* Statistics, then the values, which is their order in the table. */
    void write(glass_table &out);

  private:
    struct slot {
        uint32_t count = 0, first = 0, last = 0; /* first and last document of the chunk */
        std::string low, high, chunk;
        std::vector<std::pair<uint32_t, std::string>> chunks; /* by their first document */

        void add(uint32_t document, std::string_view value);
        void close();
    };

    std::map<uint32_t, slot> by_number;
    std::vector<std::string> used;
};

} // namespace xapc

#endif
