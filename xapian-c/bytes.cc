/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"

#include "guard.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace xapc
{

/* Glass allows 245 bytes, and stores a NUL inside a term as two. libxapian counts it as one when the term is put and
 * then fails to commit, so that one such term would spoil a whole transaction. */
std::string term(struct xapc_bytes bytes)
{
    constexpr size_t term_max = 245;
    if (bytes.len == 0)
        refuse(XAPC_INVALID, "a term is empty", "give each term 1 to 245 bytes");
    size_t stored = bytes.len;
    if (stored <= term_max)
        stored += static_cast<size_t>(std::count(bytes.at, bytes.at + bytes.len, '\0'));
    if (stored > term_max)
        refuse(XAPC_INVALID,
               "a term takes " + std::to_string(stored) +
                   " bytes: " + std::string(bytes.at, std::min<size_t>(40, bytes.len)) + "…",
               "cut or hash it to 245 bytes; a NUL counts twice");
    return std::string(bytes.at, bytes.len);
}

void *allocate(size_t size)
{
    void *at = std::malloc(size ? size : 1);
    if (!at)
        throw std::bad_alloc();
    return at;
}

struct xapc_bytes place(std::string_view text, char **end)
{
    struct xapc_bytes bytes = {*end, text.size()};
    if (!text.empty())
        std::memcpy(*end, text.data(), text.size());
    (*end)[text.size()] = '\0';
    *end += text.size() + 1;
    return bytes;
}

void copy_out(const std::string &text, char **out, size_t *len)
{
    char *end = static_cast<char *>(allocate(text.size() + 1));
    *out = end;
    *len = place(text, &end).len;
}

void copy_out(const std::vector<uint32_t> &numbers, uint32_t **out, size_t *len)
{
    *out = static_cast<uint32_t *>(allocate(numbers.size() * sizeof(uint32_t)));
    if (!numbers.empty())
        std::memcpy(*out, numbers.data(), numbers.size() * sizeof(uint32_t));
    *len = numbers.size();
}

} // namespace xapc
