/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "values.h"

#include "bytes.h"
#include "guard.h"
#include "packing.h"
#include "table.h"

namespace xapc
{

void value_rows::slot::close()
{
    if (!chunk.empty())
        chunks.emplace_back(first, std::move(chunk));
    chunk.clear();
}

void value_rows::slot::add(uint32_t document, std::string_view value)
{
    constexpr size_t full = 2000;
    if (count == 0 || value < low)
        low = value;
    if (count == 0 || value > high)
        high = value;
    count++;
    if (chunk.empty())
        first = document;
    else
        pack_number(chunk, document - last - 1);
    last = document;
    pack_text(chunk, value);
    if (chunk.size() >= full)
        close();
}

void value_rows::add(uint32_t document, const struct xapc_value *values, size_t len)
{
    std::map<uint32_t, std::string_view> of;
    for (size_t i = 0; i < len; i++) {
        if (values[i].slot == XAPC_NO_SLOT)
            refuse(XAPC_INVALID, "a value names no slot", "give the slot's number");
        of[values[i].slot] = view(values[i].value);
    }
    std::string slots;
    uint32_t next = 0;
    for (const auto &[number, value] : of) {
        if (value.empty())
            continue;
        by_number[number].add(document, value);
        pack_number(slots, number - next);
        next = number + 1;
    }
    used.push_back(std::move(slots));
}

void value_rows::write(glass_table &out)
{
    std::map<std::string, std::string> statistics;
    std::string key;
    for (auto &[number, of] : by_number) {
        of.close();
        std::string &told = statistics[std::string("\0\xd0", 2) + [n = number]() mutable {
            std::string end; /* the number's bytes, the lowest first, as many as it has */
            for (; n; n >>= 8)
                end += static_cast<char>(n);
            return end;
        }()];
        pack_number(told, of.count);
        pack_text(told, of.low);
        if (of.high != of.low)
            told += of.high;
    }
    for (const auto &[name, told] : statistics)
        out.add(name, told);

    std::map<std::string, const std::string *> chunks;
    for (const auto &[number, of] : by_number)
        for (const auto &[first, chunk] : of.chunks) {
            key.assign("\0\xd8", 2);
            pack_number(key, number);
            pack_sorted(key, first);
            chunks[key] = &chunk;
        }
    for (const auto &[name, chunk] : chunks)
        out.add(name, *chunk);
}

} // namespace xapc
