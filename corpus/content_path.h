/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Hugo reads from the path of a content file: language, bundle, section, the logical path of its page. */
#ifndef CORPUS_CONTENT_PATH_H
#define CORPUS_CONTENT_PATH_H

#include "corpus/hugo.h"

enum bundle { BUNDLE_NONE, BUNDLE_LEAF, BUNDLE_BRANCH };

struct content_path {
    enum bundle bundle;
    const char *lang;    /* code that the name ends in, NULL where it names none of the site's */
    bool disabled;       /* that language is one of the disabled */
    const char *path;    /* ".Path": "/posts/my-post", "/" at the top; lower case, blanks as hyphens */
    const char *dir;     /* the folder that holds the page: "/posts", "" at the top */
    const char *base;    /* last part of path: "my-post"; "" at the top */
    const char *section; /* first folder, "" at the top */
    const char *folder;  /* the folder on disk, below content/: "posts", "" at the top; as path writes it */
    const char *raw_path, *raw_dir, *raw_base; /* the same as they stand on disk */
    const char *file_base;                     /* the file's name without extension and language: "index", "My Post" */
};

/* below: "posts/My Post.nl.md". Rule: Hugo's common/paths/pathparser.go as of 0.169. */
struct content_path content_path_read(void *ctx, const struct hugo *, const char *below);

#endif
