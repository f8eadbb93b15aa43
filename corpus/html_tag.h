/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tag of HTML, as browsers read it: any case, attributes with or without quotes, ends that are missing. */
#ifndef CORPUS_HTML_TAG_H
#define CORPUS_HTML_TAG_H

#include "base/base.h"

enum html_kind {
    HTML_TEXT, /* no tag begins here: the < is a < */
    HTML_START,
    HTML_END,
    HTML_COMMENT, /* and <!doctype>, <?xml?>, <![CDATA[ ]]>: nothing to see */
};

struct html_tag {
    enum html_kind kind;
    size_t len;             /* how much of the text it takes; the rest where its end is missing */
    struct span name;       /* as written; compare with html_named */
    struct span attributes; /* between name and > */
};

/* What searches found to be missing from here to the end of the text, so that a page of unclosed tags is read once, not
 * once a tag. Starts as zero, serves one text read from its beginning to its end. */
struct html_missing {
    bool tag_end, comment_end, quote[2], element_end;
};

/* text.at[0] is '<'. */
struct html_tag html_tag_read(struct span text, struct html_missing *);

bool html_named(struct span name, const char *lower_case);

/* The value of an attribute, as it is written (references not resolved). False where there is none. */
bool html_attribute(const struct html_tag *, const char *lower_case, struct span *value);

/* Where </name begins in text; text.len where it does not. */
size_t html_find_end(struct span text, struct span name, struct html_missing *);

#endif
