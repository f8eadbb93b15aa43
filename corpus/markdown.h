/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown into visible text, as Hugo renders it. */
#ifndef CORPUS_MARKDOWN_H
#define CORPUS_MARKDOWN_H

#include "corpus/body_writer.h"
#include "corpus/shortcode.h"
#include "corpus/site.h"

/* Renders a page's text, clean of marks and with its shortcodes taken out. False when memory ran out or the text grew
 * past all measure. */
bool markdown_render(void *ctx, const struct shortcode_page *, const struct markup *, struct body_writer *out);

/* The same for a content file that is HTML. */
bool markdown_render_html(void *ctx, const struct shortcode_page *, const struct markup *, struct body_writer *out);

#endif
