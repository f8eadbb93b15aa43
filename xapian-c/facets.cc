/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facets.h"

#include <algorithm>

namespace xapc
{

void value_counter::add(std::string &&value, uint32_t count)
{
    if (value.empty())
        return;
    auto found = counts.find(value);
    if (found != counts.end()) {
        found->second += count;
        return;
    }
    values.push_back(std::move(value));
    counts.emplace(values.back(), count);
}

void value_counter::operator()(const Xapian::Document &document, double)
{
    add(document.get_value(slot), 1);
}

void value_counter::count(const Xapian::Database &database, const std::vector<Xapian::docid> &documents)
{
    Xapian::ValueIterator at = database.valuestream_begin(slot);
    const Xapian::ValueIterator end = database.valuestream_end(slot);
    for (auto wanted = documents.begin(); wanted != documents.end() && at != end; ++wanted) {
        if (at.get_docid() < *wanted)
            at.skip_to(*wanted);
        if (at != end && at.get_docid() == *wanted)
            add(*at, 1);
    }
}

std::string value_counter::name() const
{
    return Xapian::ValueCountMatchSpy().name();
}

std::string value_counter::serialise() const
{
    return Xapian::ValueCountMatchSpy(slot).serialise();
}

void value_counter::merge_results(const std::string &serialised)
{
    Xapian::ValueCountMatchSpy remote(slot);
    remote.merge_results(serialised);
    for (Xapian::TermIterator at = remote.values_begin(); at != remote.values_end(); ++at)
        add(*at, at.get_termfreq());
}

std::string value_counter::get_description() const
{
    return "xapc::value_counter(" + std::to_string(slot) + ")";
}

namespace
{

using tally = std::unordered_map<std::string_view, uint32_t>;

void add_parts(tally &parts, std::string_view value, char separator, uint32_t count)
{
    while (!value.empty()) {
        std::string_view part = value.substr(0, value.find(separator));
        if (!part.empty())
            parts[part] += count;
        value.remove_prefix(std::min(value.size(), part.size() + 1));
    }
}

} // namespace

std::vector<value_counter::entry> value_counter::sorted(char separator) const
{
    tally parts;
    if (separator)
        for (const auto &[value, count] : counts)
            add_parts(parts, value, separator, count);
    std::vector<entry> list;
    for (const auto &[value, count] : separator ? parts : counts)
        list.push_back({value, count});
    std::sort(list.begin(), list.end(), [](const entry &a, const entry &b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    });
    return list;
}

} // namespace xapc
