/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a title or a heading covers the query. */
#ifndef QUERY_COVER_H
#define QUERY_COVER_H

#include "query/enquiry.h"

struct cover;

/* Made once a query. Talloc child of ctx; NULL when memory ran out. */
struct cover *cover_new(void *ctx, const struct enquiry *);

struct covered {
    double share;  /* of the query by idf, less for what else the line says: 0 to 1 */
    double exact;  /* all of the query, and nothing else but stop words: 1, or the cover of its weakest match; else 0 */
    double within; /* nothing but what the query says in these very words: its share of the query; else 0 */
};

/* stems: of a line of a page in language; sibling: of the translation's title. */
struct covered cover_line(struct cover *, int language, struct rank_stems stems, bool sibling);

/* Whether a line of two words or more stands in the query, word by word: "who can join" in "rules of who can join". */
bool cover_is_within(const struct cover *, int language, struct rank_stems stems);

/* Whether a line is the query less the site's own name: "About" for "about the Weavers Guild". */
bool cover_is_query_but_site(const struct cover *, int language, struct rank_stems stems);

/* Whether a line is the query as it was typed and then nothing but the site's name, and stop words. */
bool cover_names_site(const struct cover *, int language, struct rank_stems stems);

/* How much of the two, a line and the query as it was typed, stands in both in the same order, stop words too: 1 where they are
 * the same. 0 for fewer than three words in common, and for lines of more than some dozens. */
double cover_alike(const struct cover *, int language, struct rank_stems stems);

enum stands { STANDS_NOWHERE, STANDS_WITHIN, STANDS_FIRST };

/* Whether the query stands in the line as it was typed, word by word, and whether the line begins with it. One word is
 * nowhere: that a line has it, its share tells. */
enum stands cover_stands(const struct cover *, int language, struct rank_stems stems);

#endif
