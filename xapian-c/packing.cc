/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "packing.h"

namespace xapc
{

void bit_writer::add(uint32_t number, uint32_t bound)
{
    unsigned width = 0;
    while (uint64_t{bound - 1} >> width)
        width++;
    const uint64_t spare = (uint64_t{1} << width) - bound, middle = (bound - spare) / 2;
    uint64_t code = number;
    if (spare && number >= middle + spare)
        code = (number - (middle + spare)) | uint64_t{1} << (width - 1);
    else if (spare && number >= middle)
        width--;
    held |= code << waiting;
    for (waiting += width; waiting >= 8; waiting -= 8, held >>= 8)
        out += static_cast<char>(held);
}

namespace
{

/* Those between the first and the last, the one in the middle first: Moffat and Stuiver's interpolative code. */
void add_between(bit_writer &out, const uint32_t *positions, size_t first, size_t last)
{
    for (; first + 1 < last; first += (last - first) / 2) {
        const size_t middle = first + (last - first) / 2;
        const uint32_t lowest = positions[first] + static_cast<uint32_t>(middle - first);
        const uint32_t bound = positions[last] - positions[first] - static_cast<uint32_t>(last - first) + 1;
        out.add(positions[middle] - lowest, bound);
        add_between(out, positions, first, middle);
    }
}

} // namespace

void pack_positions(std::string &out, const uint32_t *positions, size_t len)
{
    const uint32_t first = positions[0], last = positions[len - 1];
    pack_number(out, last);
    if (len == 1)
        return;
    bit_writer rest(out);
    rest.add(first, last);
    rest.add(static_cast<uint32_t>(len - 2), last - first);
    add_between(rest, positions, 0, len - 1);
    rest.end();
}

} // namespace xapc
