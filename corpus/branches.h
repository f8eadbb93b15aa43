/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of a site, as far as pages below them depend on them. */
#ifndef CORPUS_BRANCHES_H
#define CORPUS_BRANCHES_H

#include "corpus/content_path.h"
#include "corpus/values.h"

struct branch {
    const char *path, *raw_path; /* "/posts/news", "/" is home */
    const char *lang;
    const char *kind;
    const char *slug; /* "" where there is none */
    const char *title;
};

struct branch_file { /* an _index file, read */
    struct content_path path;
    const char *lang;
    const struct yaml *front;
};

struct branches;

/* Takes the files that there are; they and the trees of their front matter stay the caller's. */
struct branches *branches_new(void *ctx, const struct hugo *, const struct branch_file *, size_t len);

/* The page at a path, in a language, when it has a file. NULL: none. */
const struct branch *branch_find(const struct branches *, const char *path, const char *lang);

/* The section that a page lies in: the closest folder above path with an _index in its language, else the first
 * folder, else home. What comes back has a path; it is written into *made where no file stands behind it. */
const struct branch *branch_above(void *ctx, const struct branches *, const char *path, const char *raw_path,
                                  const char *lang, struct branch *made);

/* What the sections from path upwards, and the configuration, say for a page at path. */
const struct cascade *branches_cascade(const struct branches *, const char *path);

/* "home", "section", "taxonomy" or "term": of an _index file at a path. */
const char *branch_kind(const struct hugo_language *, const char *path);

#endif
