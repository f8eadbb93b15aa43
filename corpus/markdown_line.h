/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of line one is before cmark reads it: a guess from the line and the few before it. Being wrong costs
 * little, for every mark that follows from it can be taken back. */
#ifndef CORPUS_MARKDOWN_LINE_H
#define CORPUS_MARKDOWN_LINE_H

#include "base/base.h"

struct line_shape {
    struct span text; /* the line, without its newline */
    size_t indent;    /* columns of white space in front */
    size_t content;   /* where the text begins, past quote signs and list markers */
    bool blank, quoted, item;
};

struct line_reader { /* starts as zero */
    bool in_fence;
    char fence_sign;
    size_t fence_len, fence_content;
    bool fence_quoted;
    size_t list_content; /* the column where a list item's text begins, 0 outside lists */
    bool after_blank;
};

struct line_shape line_read(struct line_reader *, struct span line);

/* The line belongs to fenced code, its fences included; call it once for each line, after line_read. */
bool line_is_fenced(struct line_reader *, const struct line_shape *);

/* Indented so far that it is code, not text. */
bool line_is_indented_code(const struct line_reader *, const struct line_shape *);

/* # Heading */
bool line_is_atx(const struct line_shape *);
/* === or --- below a paragraph */
bool line_is_setext(struct span line);

/* Whether HTML may begin here that is no part of a paragraph: <p>, <!-- … -->, or one tag alone. <b>bold</b> is text. */
bool line_is_html(const struct line_shape *);

/* Signs of the columns that a table's second row has: | :-- | */
bool line_is_delimiter_row(struct span line);

#endif
