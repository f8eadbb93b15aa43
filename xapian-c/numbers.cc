#include "guard.h"

#include "bytes.h"

#include <xapian.h>

#include <cmath>
#include <cstring>

size_t xapc_number(double number, char out[XAPC_NUMBER_MAX])
{
    size_t len = 0;
    xapc::guard(nullptr, [&] {
        if (std::isnan(number))
            return;
        std::string bytes = Xapian::sortable_serialise(number);
        std::memcpy(out, bytes.data(), bytes.size());
        len = bytes.size();
    });
    return len;
}

double xapc_number_read(struct xapc_bytes bytes)
{
    double number = 0;
    xapc::guard(nullptr, [&] { number = Xapian::sortable_unserialise(xapc::string(bytes)); });
    return number;
}
