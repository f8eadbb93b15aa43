/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What requests are made of, beyond the door. */
#ifndef QUERY_REQUEST_H
#define QUERY_REQUEST_H

#include "query/query.h"

bool request_is_facet(const char *name); /* tag, section, lang, year, tax.NAME */
bool request_is_field(const char *name); /* a member of an answer by its path, or one above such: hits, hits.url */

#endif
