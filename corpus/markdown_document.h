/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the rendering of Markdown: one text being rendered, and what stands apart in it. */
#ifndef CORPUS_MARKDOWN_DOCUMENT_H
#define CORPUS_MARKDOWN_DOCUMENT_H

#include <cmark.h>

#include "corpus/heading_id.h"
#include "corpus/markdown.h"
#include "corpus/markdown_inline.h"
#include "corpus/markdown_prepare.h"
#include "corpus/typographer.h"

struct markdown { /* a page being rendered */
    const struct markup *markup;
    const struct shortcode_page *page;
    struct body_writer *out;
    struct html_reader *html;
    struct heading_ids_taken *ids;
    struct typographer_state quotes; /* goldmark counts open ones through the whole page, block after block */
    void *ctx;                       /* of the text being rendered */
    unsigned depth;                  /* of calls within calls */
    bool one_line;                   /* in a call that stands within a line: what is a block elsewhere breaks none */
    bool failed;
};

struct table {
    cmark_node *paragraph;
    size_t cells_len; /* cells that are not empty, the lines above the table being one */
};

struct footnote {
    struct span label;
    cmark_node *item;
    unsigned number; /* in the order of references, from 1; 0: none so far */
};

struct document { /* the page's text, or that of a call */
    struct prepared prepared;
    cmark_node *root;
    struct inline_text text;
    const char **lines; /* where each line of the prepared text begins, and the end of the last */
    size_t lines_len;
    struct table *tables;
    size_t tables_len, tables_room, next_table;
    struct buffer cells; /* every cell a paragraph */
    cmark_node *cells_root, *next_cell;
    struct footnote *footnotes;
    size_t footnotes_len, footnotes_room; /* in the order of labels once all are noted */
    struct footnote **referred;           /* by number, from 1 */
    unsigned references;
};

/* Renders a text that may hold calls. */
void markdown_text(struct markdown *, struct span text);
void markdown_call(struct markdown *, unsigned number);
void markdown_break(struct markdown *);

/* ---- tables (markdown_table.c) ---- */

void tables_find(struct markdown *, struct document *);
/* Whether the paragraph is a table, which is then written. */
bool table_write(struct markdown *, struct document *, cmark_node *paragraph);

/* ---- footnotes (markdown_footnote.c) ---- */

void footnote_note(struct markdown *, struct document *, cmark_node *item);
bool footnote_is(cmark_node *item);
void footnotes_sort(struct markdown *, struct document *);
/* The number that a reference to label shows; 0 where there is no such footnote. */
unsigned footnote_number(struct document *, struct span label);

/* ---- a line of text (markdown_emit.c) ---- */

struct emitted_id { /* the text that a heading's id is made of */
    struct buffer text;
    bool has_call; /* Hugo's id holds a placeholder's number: no link can rely on it */
};

/* Writes what document->text holds; id may be NULL. */
void markdown_emit(struct markdown *, struct document *, struct emitted_id *id);

#endif
