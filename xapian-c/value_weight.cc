/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "value_weight.h"

namespace xapc
{

double scaled_value_weight::get_weight() const
{
    return factor * ValueWeightPostingSource::get_weight();
}

Xapian::ValueWeightPostingSource *scaled_value_weight::clone() const
{
    return new scaled_value_weight(get_slot(), factor);
}

/* Asked for when it is to be sent to a remote shard. */
std::string scaled_value_weight::serialise() const
{
    throw Xapian::UnimplementedError("A VALUE_WEIGHT scaled above 1 cannot be sent to a remote shard");
}

void scaled_value_weight::init(const Xapian::Database &database)
{
    ValueWeightPostingSource::init(database);
    set_maxweight(factor * get_maxweight());
}

} // namespace xapc
