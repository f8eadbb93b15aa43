/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors for machines: RFC 9457. Who comes to /search or / with a browser gets the same status with a page. */
#ifndef HTTP_PROBLEM_H
#define HTTP_PROBLEM_H

#include "http/exchange.h"

enum problem {
    PROBLEM_INVALID_PARAMETER,
    PROBLEM_BAD_REQUEST,
    PROBLEM_NOT_FOUND,
    PROBLEM_NO_SUCH_PAGE,
    PROBLEM_METHOD_NOT_ALLOWED,
    PROBLEM_URI_TOO_LONG,
    PROBLEM_TOO_MANY_REQUESTS,
    PROBLEM_NO_INDEX,
    PROBLEM_BUSY,
    PROBLEM_NO_MEMORY,
    PROBLEMS,
};

struct invalid_parameter {
    const char *name, *reason;
};

/* Makes the reply this problem. detail says what is wrong with this request; NULL: the problem's own words. */
void problem_reply(struct exchange *, enum problem, const char *detail);
void problem_reply_invalid(struct exchange *, const struct invalid_parameter *, size_t len);

/* The problem that an error of query/ is. */
void problem_reply_error(struct exchange *, const struct error *);

#endif
