/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of our own HTML pages. */
#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H

#include "http/exchange.h"
#include "http/words.h"

struct page_head {
    const char *lang, *title;
    const char *site; /* what a browser's address bar calls the search; NULL: it is not offered there */
    bool rtl;
};

/* Everything up to the content; the reply becomes HTML. */
void page_begin(struct exchange *, const struct page_head *);
void page_end(struct exchange *);

/* The form: what was looked for, in which language; the filters of the parameters are kept. */
void page_form(struct exchange *, const struct words *, const char *q, const char *lang);

/* A text with one %s or %u for which the value is put, escaped. */
void page_fill(struct buffer *out, const char *text, const char *value);

#endif
