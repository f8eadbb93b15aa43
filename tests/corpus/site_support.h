/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small sites in a test: files in one text, opened, and what came out in one text. */
#ifndef TESTS_CORPUS_SITE_SUPPORT_H
#define TESTS_CORPUS_SITE_SUPPORT_H

#include "corpus/corpus.h"

struct site_case {
    const char *name; /* what it shows */
    const char
        *files; /* "-- content/a.md --\n---\ntitle: A\n---\n-- hugo.yaml --\n…": a file begins at each such line */
    const char
        *expect; /* what is printed of it: pages sorted by path, a line each, then what was told, as it was told */
};

/* Prints one page; the line's end is added. */
typedef void page_printer(struct buffer *out, const struct page *);

page_printer print_address; /* "posts/a.md nl /nl/posts/a/" */
page_printer print_path;    /* "posts/a.md" */

enum { TEST_NOW = 1750000000 }; /* 2025-06-15T15:06:40Z */

/* Writes the files below folder. */
void site_write(const char *folder, const char *files);

/* Opens the site and prints it as `expect` says it. A site that does not open is "error: …". */
char *site_print(void *ctx, const char *folder, page_printer *print);

/* Runs the cases; all that differ are shown, then the test fails. */
void site_check(const struct site_case *cases, size_t len, page_printer *print);

#define SITE_CHECK(cases, print) site_check((cases), sizeof(cases) / sizeof *(cases), (print))

#endif
