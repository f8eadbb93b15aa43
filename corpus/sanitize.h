/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's clean-up of what becomes an address. */
#ifndef CORPUS_SANITIZE_H
#define CORPUS_SANITIZE_H

#include "corpus/hugo.h"

/* Keeps letters, digits, marks and . / \ _ # + ~ - @ (and % before two hexadecimal digits); white space between two of
 * them becomes one hyphen, unless one stands there; drops the rest. Then accents and capitals as the language has it.
 * (Hugo's common/paths/path.go Sanitize, helpers/path.go MakePathSanitized) */
const char *sanitize(void *ctx, const struct hugo_language *, const char *text);

/* The path of an address with what must be as %XX. query: what follows ? or # is not part of the path (an address that
 * an author wrote); else all of it is. */
const char *address_escape(void *ctx, const char *path, bool query);

/* %XX as bytes and + as a blank, as Go's url.QueryUnescape; NULL where % is not followed by two digits. */
const char *query_unescape(void *ctx, const char *text);

/* As Go's path.Clean: no //, no /./, no x/.., no slash at the end. */
const char *path_clean(void *ctx, const char *path);

#endif
