/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inline content of one block, laid flat: each byte with what it is. Extensions of Markdown that cmark does not
 * know are found in it, and the typographer sees what stands beside a quote in the source. */
#ifndef CORPUS_MARKDOWN_INLINE_H
#define CORPUS_MARKDOWN_INLINE_H

#include <cmark.h>

#include "corpus/html_text.h"
#include "corpus/site.h"

enum glyph {
    GLYPH_TEXT,    /* seen; an extension's syntax may begin here */
    GLYPH_LITERAL, /* seen as it stands: code, escaped, from an entity */
    GLYPH_SYNTAX,  /* not seen, but the typographer looks at it */
    GLYPH_OPEN,    /* the same, where an element begins; an image's is '!', a link's '[' */
    GLYPH_CLOSE,   /* … and ends */
    GLYPH_SOFT,    /* the source's line ends */
    GLYPH_BREAK,   /* the shown line ends */
    GLYPH_ID,      /* not seen, but part of a heading's id */
    GLYPH_CALL,    /* a digit of a shortcode call's number */
    GLYPH_MORE,    /* the summary ends */
    GLYPH_KIND = 0x0F,
    GLYPH_NO_ID = 0x10, /* seen, but no part of a heading's id */
};

struct inline_text {
    struct buffer bytes, glyphs; /* of the same length */
    bool has_attribute;          /* an attribute group ends the heading, from here on */
    size_t attribute_at;
    bool is_definition; /* the block is a definition's first; its colon was syntax */
};

struct inline_text inline_text_new(void *ctx, size_t cap);

/* Lays out what is in a paragraph or heading, in place of what the text held before. */
void inline_build(struct inline_text *, cmark_node *block, const struct markup *, struct html_reader *);

static inline enum glyph inline_glyph(const struct inline_text *text, size_t at)
{
    return (enum glyph)(text->glyphs.at[at] & GLYPH_KIND);
}

static inline void inline_set(struct inline_text *text, size_t at, enum glyph glyph)
{
    text->glyphs.at[at] = (char)((text->glyphs.at[at] & ~GLYPH_KIND) | (char)glyph);
}

/* The character before and the one at a place, '\n' before the beginning, ' ' past the end. */
int32_t inline_before(const struct inline_text *, size_t at);
int32_t inline_after(const struct inline_text *, size_t at);

/* Cuts a heading's attribute group off; its id, empty where it gives none, as a span of ctx. */
struct span inline_take_attributes(void *ctx, struct inline_text *);

/* Hides [ ] and [x] at the beginning. */
void inline_take_task(struct inline_text *);

/* Hides ~~ ~ == ++ ^ where they come in pairs, as the settings have them. */
void inline_take_delimiters(struct inline_text *, const struct markup *);

/* E-mail addresses are links by themselves, and no part of an id. */
void inline_take_emails(struct inline_text *);

#endif
