/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an issue of a periodical is asked for: "newsletter june", "juni 2025". */
#ifndef QUERY_MONTHS_H
#define QUERY_MONTHS_H

#include "query/enquiry.h"

/* The word is a month and the next one a year. */
bool is_month_of_year(const struct enquiry *, size_t word);
bool asks_for_an_issue(const struct enquiry *);

#endif
