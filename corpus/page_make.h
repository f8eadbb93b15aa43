/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file, in one language, into a page. */
#ifndef CORPUS_PAGE_MAKE_H
#define CORPUS_PAGE_MAKE_H

#include "corpus/permalink.h"
#include "corpus/select.h"

struct page_source_file { /* a content file, read */
    const char *name;     /* page.path, with the language where it gives several pages */
    const char *disk;     /* page.file */
    struct content_path path;
    const struct yaml *front;
    int front_lines;
    struct hash content;
    struct file_state state;
};

struct page_maker {
    void *pages; /* talloc parent of what a page keeps */
    const struct hugo *hugo;
    const struct branches *branches;
    const struct listener *listener;
    int64_t now;
};

struct made_page {
    struct page *page; /* NULL: there is none to show */
    enum verdict verdict;
    struct dates dates;
    const char *kind;
};

/* Everything of a page but what other pages decide: a section's dates, translations, the hash of it all. Work that
 * need not last is done in ctx. err is set where the verdict is VERDICT_WRONG. */
struct made_page page_make(void *ctx, const struct page_maker *, const struct page_source_file *,
                           const struct hugo_language *, struct error *err);

/* The terms that a page has under a taxonomy's plural name; empty ones left out. */
struct strings page_terms(void *ctx, const struct values *, const char *plural);

#endif
