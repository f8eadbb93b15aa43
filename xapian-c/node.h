/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query tree made ready to be matched against one window after the other. */
#ifndef XAPIAN_C_NODE_H
#define XAPIAN_C_NODE_H

#include "window.h"
#include "xapian-c.h"

#include <memory>
#include <string>
#include <vector>

namespace xapc
{

/* Windows are looked at in the order of documents, each once. */
class node
{
  public:
    virtual ~node() = default;

    /* Adds the documents of the window that match, and what they are worth, to out. among: no others are wanted;
     * NULL for all. */
    virtual void look(window &, plane &out, const bits *among) = 0;

    /* How many documents match, at most and roughly. */
    virtual double about() const = 0;
    /* What one is worth at most. */
    virtual double most() const = 0;

    /* It asks for positions, so the others of an OR come first. */
    virtual bool is_near() const
    {
        return false;
    }
};

using nodes = std::vector<std::unique_ptr<node>>;

/* What is known of a weighted term, or of several that count as one. */
struct term_weight {
    double times = 0; /* 0: it weighs nothing */

    /* In_expB2; by_length is the window's. */
    double of(Xapian::termcount wdf, double by_length) const
    {
        double normal = wdf * by_length;
        return times * normal / (1 + normal);
    }
};

term_weight weigh(const Xapian::Database &, const struct frequency &, double factor);

/* Of an OR, as libxapian guesses: two kids at a time, the rarest first, as if they had nothing to do with each other. */
struct frequency guess_together(const Xapian::Database &, const std::vector<struct frequency> &);

class term_node : public node
{
  public:
    term_node(const Xapian::Database &, const std::string &name, struct frequency, double factor);
    void look(window &, plane &out, const bits *among) override;
    /* Adds its frequencies instead: of several terms that count as one. */
    void count(window &, bits &matched, std::vector<Xapian::termcount> &wdf, const bits *among);

    double about() const override
    {
        return documents;
    }

    double most() const override
    {
        return weight.times;
    }

    const std::string &word() const
    {
        return name;
    }

  private:
    template <class function> void each(window &, const bits *among, function use);
    const std::string name;
    const double documents;
    term_weight weight;
    Xapian::PostingIterator at, end;
};

std::unique_ptr<node> make_or(nodes &&);
std::unique_ptr<node> make_and(nodes &&);
/* The first one's documents that the rest have too, have not, or may have. */
std::unique_ptr<node> make_filter(nodes &&);
std::unique_ptr<node> make_and_not(nodes &&);
std::unique_ptr<node> make_maybe(nodes &&);
std::unique_ptr<node> make_constant(std::unique_ptr<node> &&, double weight);
/* Several terms that count as one; of a tree of ORs of them. */
std::unique_ptr<node> make_synonym(const Xapian::Database &, std::vector<std::unique_ptr<term_node>> &&,
                                   struct frequency guessed, double factor);
std::unique_ptr<node> make_range(const Xapian::Database &, Xapian::valueno slot, std::string &&low, std::string &&high);

/* Terms within so many words, in order or not. */
class near_node : public node
{
  public:
    /* may_wait: a document that matches without it can be looked at later, in settle. */
    near_node(std::vector<std::unique_ptr<term_node>> &&, unsigned reach, bool ordered, bool may_wait);
    void look(window &, plane &out, const bits *among) override;
    /* Those of these documents, in order, that have them so. */
    std::vector<unsigned> stand(const window &, const std::vector<unsigned> &documents) const;

    double about() const override;
    double most() const override;

    bool is_near() const override
    {
        return true;
    }

  private:
    std::vector<std::unique_ptr<term_node>> terms;
    const unsigned reach;
    const bool ordered, may_wait;
    void look_at(const window &, const plane &all, const std::vector<unsigned> &documents, plane &out) const;
};

/* The tree as nodes; NULL where it matches nothing. *able turns false where it holds what is not done here, or what is to
 * be refused: libxapian, or the making of its query, then has a say. */
std::unique_ptr<node> node_make(const struct xapc_query *, const Xapian::Database &, planes &, bool weighted, bool *able);

} // namespace xapc

#endif
