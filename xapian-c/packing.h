/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and texts as glass, libxapian's format on disk, lays them out. */
#ifndef XAPIAN_C_PACKING_H
#define XAPIAN_C_PACKING_H

#include <cstdint>
#include <string>
#include <string_view>

namespace xapc
{

/* Seven bits a byte, the lowest first. */
inline void pack_number(std::string &out, uint64_t number)
{
    for (; number >= 128; number >>= 7)
        out += static_cast<char>(number | 0x80);
    out += static_cast<char>(number);
}

/* Of which the bytes sort as the numbers do: two below 2^15, then one more for each seven bits. */
inline void pack_sorted(std::string &out, uint32_t number)
{
    unsigned more = 0;
    while (uint64_t{number} >> (15 + 7 * more))
        more++;
    const uint64_t marked = more ? number | (uint64_t{0xff} << (8 - more) & 0xff) << (8 * (1 + more)) : number;
    for (unsigned left = 2 + more; left-- > 0;)
        out += static_cast<char>(marked >> (8 * left));
}

inline void pack_text(std::string &out, std::string_view text)
{
    pack_number(out, text.size());
    out += text;
}

/* A term within a key: a NUL is followed by 0xff there. */
inline void pack_term(std::string &out, std::string_view term)
{
    for (size_t nul; (nul = term.find('\0')) != term.npos; term.remove_prefix(nul + 1)) {
        out += term.substr(0, nul + 1);
        out += '\xff';
    }
    out += term;
}

/* Bits after bytes, the lowest first. */
class bit_writer
{
  public:
    explicit bit_writer(std::string &out_) : out(out_)
    {
    }

    /* A number below bound; those in the middle of the range take one bit less where that is free. */
    void add(uint32_t number, uint32_t bound);

    /* The last one, filled up to a byte. */
    void end()
    {
        if (waiting)
            out += static_cast<char>(held);
        waiting = 0;
    }

  private:
    std::string &out;
    uint64_t held = 0;
    unsigned waiting = 0;
};

/* A list of positions: ascending, one or more. */
void pack_positions(std::string &out, const uint32_t *positions, size_t len);

} // namespace xapc

#endif
