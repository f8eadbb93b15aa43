/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of hits as it was found, whoever found it. */
#ifndef XAPIAN_C_PAGE_H
#define XAPIAN_C_PAGE_H

#include <xapian.h>

#include <string>
#include <vector>

namespace xapc
{

struct hit {
    Xapian::docid docid;
    double weight;
    Xapian::doccount collapsed;
};

struct page {
    std::vector<hit> hits;
    std::vector<std::string> texts; /* of each hit its data, where asked for, then its values */
    Xapian::doccount matches_low = 0, matches = 0, matches_high = 0;
    double max_attained = 0, max_possible = 0;
};

} // namespace xapc

#endif
