/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page's text in a test: rendered by the settings that one line names, printed in one text. */
#ifndef TESTS_CORPUS_TEXT_SUPPORT_H
#define TESTS_CORPUS_TEXT_SUPPORT_H

#include "corpus/body.h"

enum { TEXT_KEEPS_MAX = 8, TEXT_DELIMITERS_MAX = 4 };

struct text_settings { /* Hugo's defaults, changed by words: "unsafe no-table ids=github-ascii summary=10
                          keep:figure=alt" */
    struct markup markup;
    struct shortcode_setting keeps[TEXT_KEEPS_MAX];
    size_t keeps_len;
    enum page_format format;
    const char *title, *summary, *path, *folder;
};

struct text_settings text_settings(void *ctx, const char *words);

/* Renders; NULL with err set where it is refused. */
struct page_body *text_render(void *ctx, struct span source, const struct text_settings *, const struct listener *,
                              struct error *err);

/* The body as the cases' .expect files have it: "title: …", "summary: …", "alt: …", then each section's level, id and
 * title in a line, its text below. */
char *text_print(void *ctx, const struct page_body *);

#endif
