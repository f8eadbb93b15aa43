/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressing an answer. */
#ifndef HTTP_GZIP_H
#define HTTP_GZIP_H

#include "base/base.h"

/* Replaces the buffer's content by its gzip form. False, and the buffer is as it was, when that is no smaller or there
 * is no memory. */
bool gzip(struct buffer *);

/* The same of bytes that stay, packed as far as zlib can. Yours, talloc child of ctx; empty when that is no smaller or
 * there is no memory. */
struct span gzip_best(void *ctx, struct span);

#endif
