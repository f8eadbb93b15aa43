/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deadline.h"

namespace xapc
{

namespace
{

std::chrono::steady_clock::time_point in(double seconds)
{
    using clock = std::chrono::steady_clock;
    constexpr double longest = 1e9; /* more would overflow */
    return clock::now() + std::chrono::duration_cast<clock::duration>(
                              std::chrono::duration<double>(seconds < longest ? seconds : longest));
}

} // namespace

deadline::deadline(double seconds) : end(in(seconds))
{
}

/* The clock costs as much as a document does, so it is asked now and then. */
void deadline::operator()(const Xapian::Document &, double)
{
    if (calls++ % 32 == 0 && std::chrono::steady_clock::now() >= end)
        throw passed();
}

std::string deadline::name() const
{
    return Xapian::ValueCountMatchSpy().name();
}

std::string deadline::serialise() const
{
    return Xapian::ValueCountMatchSpy(Xapian::BAD_VALUENO - 1).serialise();
}

void deadline::merge_results(const std::string &)
{
}

} // namespace xapc
