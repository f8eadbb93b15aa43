/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open site, and the steps of opening it. Only site*.c include this. */
#ifndef CORPUS_SITE_INNER_H
#define CORPUS_SITE_INNER_H

#include "corpus/branches.h"
#include "corpus/page_make.h"
#include "corpus/settings.h"
#include "corpus/walk.h"

struct candidate {
    struct page *page;
    const char *path; /* its logical path */
    bool bundle;
    size_t order; /* in which its file was found: mounts first to last */
};

struct site {
    const char *folder;
    int64_t now;
    struct settings settings;
    struct own_settings own;
    struct config_files files;
    struct hugo hugo;
    const struct listener *listener;
    void *work; /* what is needed only while the site opens */
    struct mounts mounts;
    struct walk walk;
    void *keep; /* talloc parent of pages */
    struct candidate *candidates;
    size_t candidates_len, candidates_room;
    const struct page **pages; /* sorted by path */
    size_t pages_len;
    struct strings skipped;
    int64_t next_change;
    struct hash states; /* of the files */
    bool settled, unread;
    struct site_section *sections;
    size_t sections_len, sections_room;
    bool terms;
    bool partial;
    const char *part_trouble;
};

/* Where Hugo's configuration names no languages: those of twc-search.yaml, or, where a TOML file that is not read may
 * name some, those that the files' names show. Tells what was assumed. */
void site_guess_languages(struct site *);

/* Reads every file that may be a page, and makes pages of those that are. */
void site_read_pages(struct site *);

/* One page for each path, and for each address; the others are told. */
void site_settle_collisions(struct site *);

/* Sorts the pages, lets translations know each other, and hashes what is known of each. */
void site_finish(struct site *);

/* Of a part of the site: its files, and when Hugo's configuration has been read, those of the sections above them. */
void site_find_part(struct site *, const struct site_part *);
void site_find_sections(struct site *, const struct site_part *);

/* An _index file that was read; and when all have been, those of a section together. */
void site_note_section(struct site *, const char *path, const char *name, struct hash content);
void site_join_sections(struct site *, const struct site_part *);

/* A page that is left out for an error. */
void site_skip(struct site *, const char *name, const struct error *);

#endif
