/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between borrowed bytes, C++ strings and malloc'd memory. */
#ifndef XAPIAN_C_BYTES_H
#define XAPIAN_C_BYTES_H

#include "xapian-c.h"

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace xapc
{

inline std::string_view view(struct xapc_bytes bytes)
{
    return bytes.len ? std::string_view(bytes.at, bytes.len) : std::string_view();
}

inline std::string string(struct xapc_bytes bytes)
{
    return std::string(view(bytes));
}

/* What a C caller put into an enum. It may be no value of that enum; reading it as one would be undefined here. */
template <class type> unsigned number_in(const type &enumerated)
{
    unsigned number;
    static_assert(sizeof number == sizeof enumerated);
    std::memcpy(&number, &enumerated, sizeof number);
    return number;
}

/* The term as a string; refuses what no glass database can hold. */
std::string term(struct xapc_bytes bytes);

/* malloc, or std::bad_alloc. */
void *allocate(size_t size);

/* A malloc'd copy that ends in a NUL, which len does not count. */
void copy_out(const std::string &text, char **out, size_t *len);
void copy_out(const std::vector<uint32_t> &numbers, uint32_t **out, size_t *len);

/* Copies text and a NUL to *end, moves *end past it, and says where the copy is. */
struct xapc_bytes place(std::string_view text, char **end);

} // namespace xapc

#endif
