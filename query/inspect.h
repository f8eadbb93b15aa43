/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the index holds of one page, for a person. */
#ifndef QUERY_INSPECT_H
#define QUERY_INSPECT_H

#include "query/query.h"

/* By path. ERROR_INPUT when the index has no such page. */
bool inspect(struct buffer *out, struct index *, const char *path, struct error *err);

#endif
