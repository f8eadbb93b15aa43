/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inverter.h"

#include "bytes.h"
#include "packing.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>

namespace xapc
{

inverter::inverter() : table(1 << 12)
{
}

/* ---- which term ---- */

void inverter::grow()
{
    std::vector<uint32_t> larger(table.size() * 2);
    const size_t mask = larger.size() - 1;
    for (uint32_t i = 0; i < known.size(); i++) {
        size_t slot = known[i].hash & mask;
        while (larger[slot])
            slot = (slot + 1) & mask;
        larger[slot] = i + 1;
    }
    table.swap(larger);
}

uint32_t inverter::number_of(std::string_view text)
{
    const uint32_t hash = static_cast<uint32_t>(std::hash<std::string_view>{}(text));
    const size_t mask = table.size() - 1;
    size_t slot = hash & mask;
    for (; table[slot]; slot = (slot + 1) & mask) {
        const term &there = known[table[slot] - 1];
        if (there.hash == hash && text_of(there) == text)
            return table[slot] - 1;
    }
    known.push_back({texts.size(), static_cast<uint32_t>(text.size()), hash, 0, 0});
    texts += text;
    table[slot] = static_cast<uint32_t>(known.size());
    const uint32_t number = table[slot] - 1;
    if (known.size() * 2 > table.size())
        grow();
    return number;
}

/* ---- a document ---- */

uint64_t inverter::pack(const uint32_t *from, size_t len)
{
    if (len == 0)
        return NO_POSITIONS;
    const uint64_t at = packed.size();
    packed.append(4, '\0'); /* its length */
    bool ascends = true;
    for (size_t i = 1; i < len && ascends; i++)
        ascends = from[i - 1] < from[i];
    if (ascends) {
        pack_positions(packed, from, len);
    } else {
        const std::set<uint32_t> sorted(from, from + len);
        const std::vector<uint32_t> row(sorted.begin(), sorted.end());
        pack_positions(packed, row.data(), row.size());
    }
    const uint32_t took = static_cast<uint32_t>(packed.size() - at - 4);
    std::memcpy(&packed[at], &took, sizeof took);
    return at;
}

std::string_view inverter::positions(uint64_t at) const
{
    if (at == NO_POSITIONS)
        return std::string_view();
    uint32_t len;
    std::memcpy(&len, &packed[at], sizeof len);
    return std::string_view(packed.data() + at + sizeof len, len);
}

void inverter::note(uint32_t number, const struct xapc_posting &from)
{
    known[number].count++;
    said.push_back({number, from.wdf, pack(from.positions, from.positions_len)});
}

/* Numbers the terms on the way. */
bool inverter::has_twice(const struct xapc_posting *postings, size_t len)
{
    const uint32_t document = documents() + 1;
    bool twice = false;
    numbers.clear();
    for (size_t i = 0; i < len; i++) {
        const std::string_view text = view(postings[i].term);
        if (text.empty() || text.size() > 245 / 2)
            xapc::term(postings[i].term); /* refuses one that is too long */
        numbers.push_back(number_of(text));
        twice = twice || known[numbers[i]].last == document;
        known[numbers[i]].last = document;
    }
    return twice;
}

void inverter::add_merged(const struct xapc_posting *postings, size_t len)
{
    struct sum {
        uint32_t wdf = 0;
        std::vector<uint32_t> positions;
    };
    std::map<uint32_t, sum> sums;
    for (size_t i = 0; i < len; i++) {
        sum &of = sums[numbers[i]];
        of.wdf += postings[i].wdf;
        of.positions.insert(of.positions.end(), postings[i].positions, postings[i].positions + postings[i].positions_len);
    }
    for (const auto &[number, of] : sums)
        note(number, {{}, of.wdf, of.positions.data(), of.positions.size()});
}

uint32_t inverter::add(const struct xapc_posting *postings, size_t len)
{
    const size_t before = said.size();
    if (has_twice(postings, len))
        add_merged(postings, len);
    else
        for (size_t i = 0; i < len; i++)
            note(numbers[i], postings[i]);
    ends.push_back(said.size());
    return std::accumulate(said.begin() + static_cast<ptrdiff_t>(before), said.end(), uint32_t{0},
                           [](uint32_t sum, const posting &of) { return sum + of.wdf; });
}

/* ---- all of them ---- */

void inverter::sort()
{
    order.resize(known.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) { return text_of(known[a]) < text_of(known[b]); });
    places.resize(known.size());
    starts.resize(known.size() + 1);
    for (uint32_t place = 0; place < order.size(); place++) {
        places[order[place]] = place;
        starts[place + 1] = starts[place] + known[order[place]].count;
    }
    lists.resize(said.size());
    std::vector<uint64_t> filled(starts.begin(), starts.end() - 1);
    uint32_t document = 1;
    for (uint64_t i = 0; i < said.size(); i++) {
        while (i == ends[document - 1])
            document++;
        lists[filled[places[said[i].of]]++] = {document, said[i].wdf, said[i].packed};
    }
}

const inverter::posting *inverter::list(size_t place, size_t *len) const
{
    *len = starts[place + 1] - starts[place];
    return lists.data() + starts[place];
}

const std::vector<inverter::posting> &inverter::held(uint32_t document)
{
    const uint64_t from = document > 1 ? ends[document - 2] : 0;
    one.clear();
    for (uint64_t i = from; i < ends[document - 1]; i++)
        one.push_back({places[said[i].of], said[i].wdf, said[i].packed});
    std::sort(one.begin(), one.end(), [](const posting &a, const posting &b) { return a.of < b.of; });
    return one;
}

} // namespace xapc
