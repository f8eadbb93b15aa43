/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every file of the content folders that may be a page. */
#ifndef CORPUS_WALK_H
#define CORPUS_WALK_H

#include "corpus/mounts.h"

struct found {
    const char *below; /* path in Hugo's content/, as it is written on disk: "posts/My Post.nl.md" */
    const char *disk;  /* path below SITE */
    const char *name;  /* the same less a leading content/: what messages call it */
    size_t mount;      /* index of its mount */
};

struct walk {
    struct found *at;
    size_t len, room;
    struct strings skipped; /* names of pages and folders that could not be read */
    size_t foreign;         /* files of formats that Hugo publishes and we do not read */
    const char *foreign_first;
    size_t adapters; /* _content.gotmpl: pages without a file */
    struct hash states; /* of all files' names and states: size, times of content and of state, inode */
    int64_t newest_ns;  /* the latest of those times */
};

struct walk_options {
    const char *folder; /* SITE */
    const struct mounts *mounts;
    const struct strings *exclude; /* globs of names */
    const struct strings *ignore;  /* Hugo's ignoreFiles: regular expressions */
    bool hugo;                     /* SITE is one of Hugo's: its other folders hold no content */
    const struct listener *listener;
};

/* In the order of mounts, and of names within one. Folders, links, FIFOs and sockets with a page's name are told, and
 * no link is followed: Hugo has not followed any in content since 0.123. */
void walk(void *ctx, const struct walk_options *, struct walk *out);

/* "site/content/posts/a.md" is called "posts/a.md". */
const char *page_name(const char *below_site);

/* What a file is by its extension, in either case. */
enum walk_format { WALK_OTHER, WALK_MARKDOWN, WALK_HTML, WALK_FOREIGN };
enum walk_format walk_format(const char *name);

#endif
