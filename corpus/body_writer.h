/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page's visible text as it is found: sections, image alternatives, the summary. White space is squeezed on the way.
 */
#ifndef CORPUS_BODY_WRITER_H
#define CORPUS_BODY_WRITER_H

#include "corpus/corpus.h"

struct body_writer;

/* cap bounds what is kept; summary_length is in words, 0 for no automatic summary. Talloc child of ctx. */
struct body_writer *body_writer_new(void *ctx, size_t cap, int summary_length);

void body_writer_text(struct body_writer *, struct span);  /* inline: white space of ASCII becomes one blank */
void body_writer_lines(struct body_writer *, struct span); /* the same, but newlines stay */
void body_writer_break(struct body_writer *);              /* the edge of a block, or a forced line break */
void body_writer_paragraph_end(struct body_writer *);      /* where an automatic summary may end */
void body_writer_more(struct body_writer *);               /* <!--more--> stands here */
void body_writer_alt(struct body_writer *, struct span);   /* an image's alternative; empty ones are left out */

/* Hugo takes an automatic summary's words from the HTML: a link hides the first word of its text from the count. */
void body_writer_link(struct body_writer *);

/* A heading: what is written until it is closed is its title. id NULL where there is none. One inside another, and one
 * while flat is set, is text. Without title and id it is nothing. */
void body_writer_heading_open(struct body_writer *, int level, const char *id);
void body_writer_heading_id(struct body_writer *, const char *id); /* of the open one, when it is known only now */
void body_writer_heading_close(struct body_writer *);
bool body_writer_in_heading(const struct body_writer *);
bool body_writer_title_is_empty(const struct body_writer *);
bool body_writer_flat(struct body_writer *, bool flat); /* what it was before */

/* The character written last in this title or text, '\n' where the next one begins a line: to know what would glue. */
int32_t body_writer_last(const struct body_writer *);

/* Fills sections, alts and summary (the one that the text itself gives, "" for none), talloc children of ctx. False
 * when the cap was met or memory ran out. */
bool body_writer_finish(struct body_writer *, void *ctx, struct page_body *out);

#endif
