/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often each query was asked in a day, and whether five different clients asked it: before that nobody is told. */
#ifndef HTTP_TALLY_H
#define HTTP_TALLY_H

#include "base/base.h"
#include "http/asked.h"

struct tally;

enum { TALLY_CLIENTS = 5 };

/* Counts so many thousand queries in memory of a fixed size. Yours, talloc child of ctx; NULL when there is no memory.
 * Not for two threads at once, nor is what is below. */
struct tally *tally_new(void *ctx);

/* Counts one. Where there is no room, the query that fewest clients asked, and that longest ago, is forgotten; one that
 * five asked never is. False: it was not counted, since all the room is taken by those. */
bool tally_count(struct tally *, const struct asked *);

/* Appends a line for each query that five clients asked, the most asked first:
 * date TAB times asked TAB how it was found TAB query. */
void tally_write(struct tally *, const char *date, struct buffer *out);

/* Forgets all of it: the memory is overwritten. */
void tally_clear(struct tally *);

#endif
