/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether issues of a periodical are asked for. */
#ifndef QUERY_MONTHS_H
#define QUERY_MONTHS_H

#include "query/enquiry.h"

/* The word is a month and the next one a year. */
bool is_month_of_year(const struct enquiry *, size_t word);
/* One: "newsletter june", "juni 2025". */
bool asks_for_an_issue(const struct enquiry *);
/* Any, or what there is about them: "newsletter", "subscribe to the newsletter". */
bool asks_for_issues(const struct enquiry *);

#endif
