/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressing an answer. */
#ifndef HTTP_GZIP_H
#define HTTP_GZIP_H

#include "base/base.h"

/* Replaces the buffer's content by its gzip form. False, and the buffer is as it was, when that is no smaller or there
 * is no memory. */
bool gzip(struct buffer *);

#endif
