/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the values that stand in a slot of the documents a match looks at. */
#ifndef XAPIAN_C_FACETS_H
#define XAPIAN_C_FACETS_H

#include "xapian-c.h"

#include <xapian.h>

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace xapc
{

/* Whole values are counted while matching, one hash look-up a document, and split at the separator afterwards, once
 * for each different one.
 *
 * A spy that a remote shard cannot make for itself ends the whole search in UnimplementedError. So to the wire this one
 * says it is Xapian's own ValueCountMatchSpy, which every server knows, and it reads that one's results. */
class value_counter : public Xapian::MatchSpy
{
  public:
    explicit value_counter(Xapian::valueno slot_) : slot(slot_)
    {
    }

    void operator()(const Xapian::Document &document, double weight) override;
    /* Those of documents in order, read as they lie. */
    void count(const Xapian::Database &database, const std::vector<Xapian::docid> &documents);

    std::string name() const override;
    std::string serialise() const override;
    void merge_results(const std::string &serialised) override;
    std::string get_description() const override;

    struct entry {
        std::string_view value; /* lives as long as the counter */
        uint32_t count;
    };

    /* Most frequent first, equal ones by value. separator 0: a value is one. */
    std::vector<entry> sorted(char separator) const;

    Xapian::valueno number() const
    {
        return slot;
    }

  private:
    Xapian::valueno slot;
    std::deque<std::string> values; /* what the keys of counts point to */
    std::unordered_map<std::string_view, uint32_t> counts;

    void add(std::string &&value, uint32_t count);
};

} // namespace xapc

#endif
