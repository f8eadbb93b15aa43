/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as permalinks write them. */
#ifndef CORPUS_GO_DATE_H
#define CORPUS_GO_DATE_H

#include "base/base.h"

/* A part of a permalink by its name: year, month, monthname, day, weekday, weekdayname, yearday, or a layout of Go's
 * ("06", "Jan"). A date that is not known is the first of January of the year 1, as in Go. False: no such name. */
bool go_date(struct buffer *out, const char *name, struct instant);

#endif
