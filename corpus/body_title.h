/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The title that hits show. */
#ifndef CORPUS_BODY_TITLE_H
#define CORPUS_BODY_TITLE_H

#include "corpus/body.h"

/* The page's title, else its first h1, else its file's name in words ("long-term-illness/index.en.md": "Long term
 * illness"), home_title for a home page. Talloc child of body. */
const char *body_title(struct page_body *body, const struct body_source *, const char *home_title);

#endif
