/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside corpus/: what reading one page's text needs of an open site. Only files of corpus/ include this. */
#ifndef CORPUS_SITE_H
#define CORPUS_SITE_H

#include "corpus/corpus.h"

/* ---- how Markdown is read: Hugo's markup.goldmark for one language ---- */

struct typographer {
    bool on;
    /* What each is replaced by, as UTF-8 text (entities decoded); "" takes the mark away. */
    const char *apostrophe, *ellipsis, *em_dash, *en_dash;
    const char *left_angle_quote, *right_angle_quote;
    const char *left_double_quote, *right_double_quote;
    const char *left_single_quote, *right_single_quote;
};

enum heading_ids {
    HEADING_IDS_GITHUB,
    HEADING_IDS_GITHUB_ASCII,
    HEADING_IDS_BLACKFRIDAY,
    HEADING_IDS_NONE, /* autoHeadingID is off: only {#id} gives one */
};

struct markup {
    bool unsafe; /* raw HTML is kept; else its tags, and whole HTML blocks, vanish */
    struct typographer typographer;
    enum heading_ids heading_ids;
    bool title_attributes; /* ## Heading {#id .class} */
    bool block_attributes; /* {.class} below a block is no text */
    bool table, strikethrough, linkify, task_list, definition_list, footnote;
    bool insert, mark, subscript, superscript; /* extras: ++i++ ==m== x~2~ x^2^ */
    bool extra_delete;                         /* extras.delete: ~~x~~ as strikethrough has it, no single ~x~ */
    bool passthrough;                          /* mathematics between the delimiters below goes through as it stands */
    const char **inline_delimiters;            /* opening and closing, in pairs: "\\(", "\\)" */
    size_t inline_delimiters_len;              /* pairs */
    const char **block_delimiters;
    size_t block_delimiters_len;
    bool emoji;             /* enableEmoji: :smile: */
    bool inline_shortcodes; /* x.inline runs */
    bool cjk;               /* hasCJKLanguage: summaries count characters */
    int summary_length;     /* words of an automatic summary; 0: there is none */
};

const struct markup *site_markup(const struct site *, const char *lang);

/* ---- shortcodes, as twc-search.yaml sets them ---- */

struct shortcode_setting {
    const char *name;
    bool inner;          /* the text between opening and closing call is kept */
    const char **params; /* values of these parameters are text too: names, or positions "0", "1" */
    size_t params_len;
    const char *file; /* relative to SITE: its visible text stands in the call's place; NULL for none */
};

/* NULL where twc-search.yaml says nothing of it: inner text kept, parameters dropped. */
const struct shortcode_setting *site_shortcode(const struct site *, const char *name);

const char *site_folder(const struct site *); /* SITE as it was given, without a final slash */

/* ---- a page's source ---- */

enum page_format { PAGE_MARKDOWN, PAGE_HTML };

struct page_source {
    struct span text; /* as it lies on disk, front matter cut off */
    int first_line;   /* of text's first byte in the file, from 1 */
    enum page_format format;
};

/* Reads a page's file again, no further than max_page. The text is a talloc child of ctx. Thread-safe. */
bool page_source_read(void *ctx, const struct site *, const struct page *, struct page_source *out, struct error *err);

#endif
