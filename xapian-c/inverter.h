/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents' terms turned round: for each term the documents that hold it. Everything is in memory, in a few rows. */
#ifndef XAPIAN_C_INVERTER_H
#define XAPIAN_C_INVERTER_H

#include "xapian-c.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xapc
{

class inverter
{
  public:
    struct posting {
        uint32_t of;      /* in a term's list the document, in a document's the term, by its place in the order of terms */
        uint32_t wdf;
        uint64_t packed;  /* where its positions are, or NO_POSITIONS */
    };

    inverter();

    /* The next document, 1 and on; its length. */
    uint32_t add(const struct xapc_posting *postings, size_t len);

    /* Once, when all are in; then what follows holds. */
    void sort();

    uint32_t documents() const
    {
        return static_cast<uint32_t>(ends.size());
    }
    size_t terms() const
    {
        return known.size();
    }
    /* By place in byte order. */
    std::string_view text(size_t place) const
    {
        return text_of(known[order[place]]);
    }
    /* The documents that hold it, ascending. */
    const posting *list(size_t place, size_t *len) const;
    /* The terms of a document, 1 and on, in their order, until the next call. */
    const std::vector<posting> &held(uint32_t document);
    /* A list of positions as glass packs it; empty for NO_POSITIONS. */
    std::string_view positions(uint64_t packed) const;

    enum : uint64_t { NO_POSITIONS = UINT64_MAX };

  private:
    struct term {
        uint64_t at;
        uint32_t len, hash;
        uint32_t last;  /* document that said it */
        uint32_t count; /* of its documents */
    };

    std::string_view text_of(const term &of) const
    {
        return std::string_view(texts.data() + of.at, of.len);
    }
    uint32_t number_of(std::string_view text);
    void grow();
    void note(uint32_t number, const struct xapc_posting &from);
    uint64_t pack(const uint32_t *from, size_t len);
    bool has_twice(const struct xapc_posting *postings, size_t len);
    void add_merged(const struct xapc_posting *postings, size_t len);

    std::string texts, packed;
    std::vector<term> known;
    std::vector<uint32_t> table;   /* open addressing: a term's number + 1 */
    std::vector<uint32_t> numbers; /* of the document's postings */
    std::vector<posting> said;     /* in the order of coming */
    std::vector<uint64_t> ends;    /* of each document in said */
    std::vector<uint32_t> order, places; /* terms by place; the place of each */
    std::vector<posting> lists;    /* term after term */
    std::vector<uint64_t> starts;  /* of each in lists, by place */
    std::vector<posting> one;      /* document's, sorted */
};

} // namespace xapc

#endif
