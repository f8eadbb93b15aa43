/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A posting source that gives a document its value's number as weight, times a factor above 1. */
#ifndef XAPIAN_C_VALUE_WEIGHT_H
#define XAPIAN_C_VALUE_WEIGHT_H

#include <xapian.h>

namespace xapc
{

/* libxapian compares the weight that is still needed with a source's own greatest weight, before it scales it: a source
 * scaled up ends too early, and the best documents are missing. So the factor is inside here. A remote shard does not
 * know this source; up to 1, where libxapian's own is right, that one is used. */
class scaled_value_weight : public Xapian::ValueWeightPostingSource
{
  public:
    scaled_value_weight(Xapian::valueno number, double factor_) : ValueWeightPostingSource(number), factor(factor_)
    {
    }

    double get_weight() const override;
    ValueWeightPostingSource *clone() const override;
    std::string serialise() const override;
    void init(const Xapian::Database &database) override;

  private:
    const double factor;
};

} // namespace xapc

#endif
