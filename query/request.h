/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What requests are made of, beyond the door. */
#ifndef QUERY_REQUEST_H
#define QUERY_REQUEST_H

#include "query/query.h"

bool request_is_facet(const char *name); /* tag, section, lang, year, tax.NAME */

#endif
