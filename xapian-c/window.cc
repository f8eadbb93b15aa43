/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "window.h"

#include <utility>

namespace xapc
{

namespace
{

constexpr size_t frequencies_max = 4096;

} // namespace

std::unique_ptr<plane> planes::take()
{
    if (spare.empty()) {
        spare.reserve(spare.size() + 8); /* so that giving back needs no memory */
        return std::unique_ptr<plane>(new plane);
    }
    std::unique_ptr<plane> last = std::move(spare.back());
    spare.pop_back();
    return last;
}

void planes::give_back(std::unique_ptr<plane> &&used)
{
    if (spare.size() < spare.capacity())
        spare.push_back(std::move(used));
}

void planes::remember(bool whether)
{
    remembers = whether;
}

void planes::forget()
{
    lengths.clear();
    frequencies.clear();
}

Xapian::termcount planes::length(const Xapian::Database &database, Xapian::docid docid)
{
    if (!remembers)
        return database.get_doclength(docid);
    if (lengths.empty())
        lengths.resize(size_t(database.get_lastdocid()) + 1);
    if (docid >= lengths.size())
        return database.get_doclength(docid);
    if (lengths[docid] == 0)
        lengths[docid] = database.get_doclength(docid);
    return lengths[docid];
}

struct frequency planes::frequency(const Xapian::Database &database, const std::string &term)
{
    const auto known = frequencies.find(term);
    if (known != frequencies.end())
        return known->second;
    struct frequency asked = {double(database.get_termfreq(term)), 0};
    if (asked.documents > 0)
        asked.occurrences = double(database.get_collection_freq(term));
    if (frequencies.size() == frequencies_max)
        frequencies.clear();
    if (remembers)
        frequencies.emplace(term, asked);
    return asked;
}

window::window(const Xapian::Database &database_, planes &spare_, double c)
    : database(database_), spare(spare_), c_average(c * database_.get_avlength()), lengths(spare_.take())
{
}

window::~window()
{
    spare.give_back(std::move(lengths));
}

void window::begin(Xapian::docid first_)
{
    first = first_;
    end = first + window_docs;
    lengths->matched.clear();
    open.clear();
}

} // namespace xapc
