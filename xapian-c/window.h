/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some thousand documents in a row, which a query is matched against at once: what a term is worth is added up in an array
 * by document, so that a posting costs an addition, and no tree is walked for it. */
#ifndef XAPIAN_C_WINDOW_H
#define XAPIAN_C_WINDOW_H

#include <xapian.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace xapc
{

constexpr unsigned window_docs = 1 << 13;

/* A document is named by its distance from the window's first. */
class bits
{
  public:
    /* Whether it was set before. */
    bool set(unsigned at)
    {
        uint64_t &word = words[at / 64], mask = uint64_t(1) << at % 64;
        bool was = word & mask;
        word |= mask;
        return was;
    }

    bool test(unsigned at) const
    {
        return words[at / 64] >> at % 64 & 1;
    }

    void clear()
    {
        words.fill(0);
    }

    size_t count() const
    {
        size_t sum = 0;
        for (uint64_t word : words)
            sum += static_cast<unsigned>(__builtin_popcountll(word));
        return sum;
    }

    /* Calls use(at) for each in order. */
    template <class function> void each(function use) const
    {
        for (unsigned i = 0; i < words.size(); i++)
            for (uint64_t word = words[i]; word; word &= word - 1)
                use(i * 64 + static_cast<unsigned>(__builtin_ctzll(word)));
    }

  private:
    std::array<uint64_t, window_docs / 64> words{};
};

/* Which documents match, and what each is worth: a weight is only there where the bit is set. */
struct plane {
    bits matched;
    std::array<double, window_docs> weight;

    void add(unsigned at, double more)
    {
        weight[at] = matched.set(at) ? weight[at] + more : more;
    }
};

class near_node;

/* Terms that may stand near each other in a document that matches without that: looked at only where it could matter. */
struct open_question {
    const near_node *near;
    unsigned at;
    double weight;
};

/* How many documents hold a term, and how often in all. */
struct frequency {
    double documents, occurrences;
};

/* What a reader keeps between searches. */
class planes
{
  public:
    std::unique_ptr<plane> take();
    void give_back(std::unique_ptr<plane> &&);

    /* Whether the database changes only where forget is called: then lengths and frequencies are remembered. */
    void remember(bool whether);
    void forget();
    Xapian::termcount length(const Xapian::Database &, Xapian::docid);
    struct frequency frequency(const Xapian::Database &, const std::string &term);

  private:
    std::vector<std::unique_ptr<plane>> spare;
    std::vector<Xapian::termcount> lengths; /* by document; 0: not known yet */
    std::unordered_map<std::string, struct frequency> frequencies;
    bool remembers = false;
};

class window
{
  public:
    window(const Xapian::Database &database, planes &spare, double c);
    void begin(Xapian::docid first);

    const Xapian::Database &database;
    Xapian::docid first = 0, end = 0; /* end is the next one's first */
    std::vector<open_question> open;
    size_t enough = SIZE_MAX; /* matches: nearness is not looked at for more */

    unsigned place(Xapian::docid docid) const
    {
        return docid - first;
    }

    /* By what a term's frequency is multiplied in a document, for its length. */
    double by_length(unsigned at)
    {
        if (!lengths->matched.set(at))
            lengths->weight[at] = std::log2(1 + c_average / spare.length(database, first + at));
        return lengths->weight[at];
    }

  private:
    friend class scratch;
    planes &spare;
    const double c_average;
    std::unique_ptr<plane> lengths;

  public:
    window(const window &) = delete;
    window &operator=(const window &) = delete;
    ~window();
};

/* A plane for as long as a block lasts. */
class scratch
{
  public:
    explicit scratch(window &of) : spare(of.spare), own(of.spare.take())
    {
        own->matched.clear();
    }

    ~scratch()
    {
        spare.give_back(std::move(own));
    }

    scratch(const scratch &) = delete;
    scratch &operator=(const scratch &) = delete;

    plane &operator*() const
    {
        return *own;
    }

    plane *operator->() const
    {
        return own.get();
    }

  private:
    planes &spare;
    std::unique_ptr<plane> own;
};

} // namespace xapc

#endif
