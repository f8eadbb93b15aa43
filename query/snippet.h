/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few lines of a page's text, with the query's words marked. */
#ifndef QUERY_SNIPPET_H
#define QUERY_SNIPPET_H

#include "query/view.h"

/* A run of text in which words are looked for: a section's, a title, a description. */
struct passage {
    struct span text;
    uint32_t position; /* of its first word among the page's positions */
};

/* The forms that were marked, folded, each once, for the answer's matchedTerms. */
struct told {
    const char **at;
    size_t len, room;
};

struct snippet {
    struct marked text;
    const char *fragment; /* the longest marked run as it stands in the text, escaped for a text fragment; NULL: none */
};

/* The best part of the passage: about SNIPPET_BYTES of it, cut at words. Talloc child of ctx; false when memory ran
 * out. */
enum { SNIPPET_BYTES = 240 };
bool snippet_make(void *ctx, const struct view *, struct passage, struct told *, struct snippet *out);

/* All of a line, marked. */
bool snippet_line(void *ctx, const struct view *, struct passage, struct told *, struct marked *out);

/* How many words the passage has. */
uint32_t passage_words(struct passage);

#endif
