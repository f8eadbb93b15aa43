/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks: what our pass over the source tells our pass over cmark's nodes.
 *
 * cmark forgets what Hugo's extensions need to know: that a quote was escaped, that an ampersand began an entity, that
 * a list item was written as a footnote. So the source is marked before cmark reads it, with code points that no text
 * holds: Unicode's noncharacters, and for three that must look like punctuation on either side of emphasis some of
 * cuneiform's, the rarest that cmark knows as such. Every mark can be taken back (markdown_unmark), for code and raw
 * HTML must come out as they were written. Marks that stand in a page's own text are replaced before we begin. */
#ifndef CORPUS_MARKDOWN_MARK_H
#define CORPUS_MARKDOWN_MARK_H

#include "base/base.h"

enum { MARK_LEN = 4, PROTECTED_LEN = 3 };

#define MARK_CALL "\xF0\x9F\xBF\xBE" /* U+1FFFE number U+1FFFF: a shortcode's output stands here */
#define MARK_CALL_END "\xF0\x9F\xBF\xBF"
#define MARK_FOOTNOTE "\xF0\xAF\xBF\xBE" /* U+2FFFE label U+2FFFF: this item is a footnote */
#define MARK_FOOTNOTE_END "\xF0\xAF\xBF\xBF"
#define MARK_DEFINITION "\xF0\xBF\xBF\xBE" /* U+3FFFE: this item is a definition, its bullet was a colon */
#define MARK_ATTRIBUTE "\xF0\xBF\xBF\xBF"  /* U+3FFFF: an attribute group {…} follows */
#define MARK_MORE "\xF1\x8F\xBF\xBE"       /* U+4FFFE: the summary ends here */
#define MARK_OPAQUE "\xF1\x9F\xBF\xBE"     /* U+5FFFE … U+5FFFF: an address or formula, no part of an id */
#define MARK_OPAQUE_END "\xF1\x9F\xBF\xBF"
#define MARK_NOTHING "\xF0\x92\x91\xB2" /* U+12472: keeps what stands beside it from being syntax */
#define MARK_ENTITY "\xF0\x92\x91\xB3"  /* U+12473: the & of an entity */
#define MARK_ESCAPED "\xF0\x92\x91\xB4" /* U+12474: the character before was escaped */

/* Whether one of the marks above begins at text. */
static inline bool mark_is(struct span text, const char *mark)
{
    return text.len >= MARK_LEN && memcmp(text.at, mark, MARK_LEN) == 0;
}

/* ASCII punctuation that is itself and no syntax: U+FDD0 to U+FDEF stand for the 32 of them. */
char mark_protected(struct span text); /* the sign, or 0 where none begins at text */
void mark_protect(struct buffer *out, char sign);
bool mark_is_punctuation(char);

/* Appends text with every mark taken back. Call marks stay, for only who renders knows what they stand for. */
void markdown_unmark(struct buffer *out, struct span text);

/* Valid UTF-8 without marks, newlines as \n, from a page's bytes: a talloc child of ctx, of *len bytes. */
char *mark_clean(void *ctx, struct span raw, size_t *len);

#endif
