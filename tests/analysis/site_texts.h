/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The texts of a site from a file of JSON lines. Apart, since jansson's names are base/json.h's too. */
#ifndef TESTS_ANALYSIS_SITE_TEXTS_H
#define TESTS_ANALYSIS_SITE_TEXTS_H

#include <stddef.h>

enum { SITE_TEXTS_MAX = 200 };

/* Title and plain text of each page in lang: talloc children of ctx. How many; 0 where the file is not there. */
size_t site_texts(void *ctx, const char *path, const char *lang, char *texts[SITE_TEXTS_MAX]);

#endif
