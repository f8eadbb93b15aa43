/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ends a match that looks at more documents than its page needs, when its time is up. */
#ifndef XAPIAN_C_DEADLINE_H
#define XAPIAN_C_DEADLINE_H

#include <xapian.h>

#include <chrono>
#include <string>

namespace xapc
{

/* Enquire::set_time_limit is not used: it starts a thread for each timer, and that thread, when it comes late, writes
 * to where the matcher's stack frame has been. This spy is called for each document looked at and throws instead.
 *
 * A remote shard makes one of its own from name() and serialise(): there it is a counter of a slot that no document
 * has, which does no harm and ends nothing. */
class deadline : public Xapian::MatchSpy
{
  public:
    struct passed {
    };

    explicit deadline(double seconds);

    void operator()(const Xapian::Document &document, double weight) override;

    std::string name() const override;
    std::string serialise() const override;
    void merge_results(const std::string &serialised) override;

  private:
    const std::chrono::steady_clock::time_point end;
    unsigned calls = 0;
};

} // namespace xapc

#endif
