/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the last run found when it looked at everything and the index said all of it: a run that finds the same files in
 * the same state, and the same index, need not read them. A file beside the generations, which may be missing or wrong. */
#ifndef INDEXER_SEEN_H
#define INDEXER_SEEN_H

#include "indexer/parts.h"

struct seen {
    struct hash files;   /* site_files */
    struct hash index;   /* seen_generations */
    int64_t from, until; /* by the clock: when it was looked at; when a page becomes due or expires next, 0: never */
};

/* False where there is none, or not one of ours. */
bool seen_read(const char *folder, struct seen *out);
/* What cannot be written is just not there. */
void seen_write(const char *folder, const struct seen *);

/* Whether it holds at this moment. */
bool seen_holds(const struct seen *, int64_t now);

/* Whether it is that index which serves, undamaged, and made with what it would be made with now. */
bool seen_serves(const struct seen *, const struct parts *, const struct site *, const struct index_options *);

/* Of the names of all generations: of those that a run has published, or else as they were. */
struct hash seen_generations(const struct parts *);

#endif
