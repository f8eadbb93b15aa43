/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into HTML. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buffer.h"

/* & < > " ' become entities: safe as content and inside a quoted attribute. */
void html_escape(struct buffer *out, struct span text);

/* Bytes outside unreserved characters of RFC 3986 as %XX. */
void url_escape(struct buffer *out, struct span text);

#endif
