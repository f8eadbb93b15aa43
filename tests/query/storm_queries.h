/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries that nobody wrote: random ones, and ones made by the grammar of what people type, from a site's own words.
 *
 * The query of a number is the same whenever it is asked for: a storm can be cut off and go on, and one query of it can be
 * asked by itself. */
#ifndef TESTS_QUERY_STORM_QUERIES_H
#define TESTS_QUERY_STORM_QUERIES_H

#include "base/base.h"
#include "query/query.h"

struct storm_words {
    const char **words, **lines; /* single words; titles and headings */
    const char **tags, **sections;
    size_t words_len, lines_len, tags_len, sections_len;
};

/* Of the site in a folder; talloc child of ctx. */
struct storm_words *storm_words_of(void *ctx, const char *folder, struct error *err);

/* A request whose parameters are all good, whatever its words are; talloc child of ctx. */
struct request *storm_request(void *ctx, const struct storm_words *, uint64_t seed, uint64_t number);

#endif
