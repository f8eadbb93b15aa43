/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"

#include "bytes.h"

#include <xapian.h>

#include <cmath>

size_t xapc_number(double number, char out[XAPC_NUMBER_MAX])
{
    size_t len = 0;
    xapc::guard(nullptr, [&] {
        if (std::isnan(number))
            return;
        len = Xapian::sortable_serialise(number).copy(out, XAPC_NUMBER_MAX);
    });
    return len;
}

double xapc_number_read(struct xapc_bytes bytes)
{
    double number = 0;
    xapc::guard(nullptr, [&] { number = Xapian::sortable_unserialise(xapc::string(bytes)); });
    return number;
}
