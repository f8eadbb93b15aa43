/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page's dates, from the keys that the configuration names. */
#ifndef CORPUS_DATES_H
#define CORPUS_DATES_H

#include "corpus/values.h"

struct dates {
    struct instant date, lastmod, publish, expiry;
    const char *slug; /* what is left of the file's name when it gave a date, NULL where it gave none */
};

struct dates_options {
    const struct hugo_language *lang;
    const struct values *values;
    const char *name; /* of the page, for messages */
    const char *base; /* file name or bundle's folder, as it stands on disk */
    int64_t modified; /* the file's own time in nanoseconds */
};

/* False: one of them is not a date, with file, line and mend. */
bool dates_read(void *ctx, const struct dates_options *, struct dates *out, struct error *err);

#endif
