/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The visible text of raw HTML, as a browser shows it: whole content files, and what stands in Markdown. */
#ifndef CORPUS_HTML_TEXT_H
#define CORPUS_HTML_TEXT_H

#include "corpus/body_writer.h"

struct html_reader; /* knows what is hidden (script, template …), for that reaches past one piece of HTML */

/* A shortcode's output stands in the text: who writes it. */
struct html_calls {
    void (*write)(void *self, unsigned number);
    void *self;
};

struct html_reader *html_reader_new(void *ctx, struct body_writer *, struct html_calls);

/* What comes after the next piece, where an element opened in it may be closed: borrowed. Returns what it was before.
 */
struct span html_reader_rest(struct html_reader *, struct span rest);

/* A piece of HTML as it stands: text, tags, comments. Marks have been taken back, but for calls. */
void html_block(struct html_reader *, struct span html);

enum html_effect { HTML_NOTHING, HTML_BREAK };

/* text is one tag or comment within a line of Markdown. */
enum html_effect html_inline(struct html_reader *, struct span text);

/* Whether what comes next is not to be seen. */
bool html_hidden(const struct html_reader *);

#endif
