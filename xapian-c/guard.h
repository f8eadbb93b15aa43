/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How every function of the binding keeps exceptions in: guard() runs a lambda and turns whatever it throws into the
 * caller's error, by the one table in errors.cc. */
#ifndef XAPIAN_C_GUARD_H
#define XAPIAN_C_GUARD_H

#include "xapian-c.h"

#include <string>
#include <string_view>

namespace xapc
{

/* What we refuse ourselves, before libxapian sees it. */
struct refusal {
    enum xapc_code code;
    std::string text;
    const char *mend;
};

[[noreturn]] void refuse(enum xapc_code code, std::string text, const char *mend);

/* The same for a call of the operating system that has just failed: ENOENT is NOT_FOUND, the rest SYSTEM. */
[[noreturn]] void refuse_errno(int number, const char *path);

/* Inside a catch block only: says the exception being handled in *err, which may be NULL. */
void explain(struct xapc_error *err) noexcept;

template <class work> bool guard(struct xapc_error *err, work &&run) noexcept
{
    try {
        run();
        return true;
    } catch (...) {
        explain(err);
        return false;
    }
}

} // namespace xapc

#endif
