/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "terms.h"

#include "bytes.h"
#include "guard.h"

#include <cstdlib>

namespace xapc
{

void term_list::add(std::string term, uint32_t count)
{
    bytes += term.size() + 1;
    terms.emplace_back(std::move(term), count);
}

struct xapc_terms *term_list::take(bool more) const
{
    size_t table = terms.size() * sizeof(struct xapc_count);
    auto *out = static_cast<struct xapc_terms *>(allocate(sizeof(struct xapc_terms) + table + bytes));
    out->at = reinterpret_cast<struct xapc_count *>(out + 1);
    out->len = terms.size();
    out->more = more;
    char *end = reinterpret_cast<char *>(out->at + out->len);
    struct xapc_count *next = out->at;
    for (const auto &[term, count] : terms)
        *next++ = {place(term, &end), count};
    return out;
}

} // namespace xapc

void xapc_terms_free(struct xapc_terms *terms)
{
    std::free(terms);
}
