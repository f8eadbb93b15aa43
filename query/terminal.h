/* Answers for a person at a terminal. */
#ifndef QUERY_TERMINAL_H
#define QUERY_TERMINAL_H

#include "query/query.h"

/* Marks in bold where color is true. */
void terminal_answer(struct buffer *out, const struct answer *, bool color);
void terminal_suggestions(struct buffer *out, const struct suggestions *);
void terminal_evaluation(struct buffer *out, const struct evaluation *);

#endif
