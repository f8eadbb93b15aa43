/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers for a person at a terminal. */
#ifndef QUERY_TERMINAL_H
#define QUERY_TERMINAL_H

#include "query/query.h"
#include "query/report.h"

/* Marks in bold where color is true. */
void terminal_answer(struct buffer *out, const struct answer *, bool color);
void terminal_suggestions(struct buffer *out, const struct suggestions *);
void terminal_evaluation(struct buffer *out, const struct evaluation *);
/* Tables of most rows at most; path is where the counts are from. */
void terminal_report(struct buffer *out, const struct report *, const char *path, size_t most, bool color);

#endif
