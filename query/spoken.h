/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page of a translation set is shown to a reader who named no language. */
#ifndef QUERY_SPOKEN_H
#define QUERY_SPOKEN_H

#include "query/levels.h"
#include "query/order.h"

/* The best page of a set is often found by a translation: "works council" stands as "ondernemingsraad" in a Dutch title.
 * Who typed English reads English: each page gives way to the one of its set that has more of the words themselves, in
 * place and score as they are. The weight of a word is its idf. False when memory ran out or the index has trouble. */
bool spoken_pages(struct enquiry *, enum phrases, struct ranked *pages, size_t len);

#endif
