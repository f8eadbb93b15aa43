/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as search compares it: what kind of character stands there, and text with case, marks and compatibility forms
 * folded away. Words are cut in analysis/; what needs Unicode's tables is here. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/span.h"

enum fold_class {
    FOLD_OTHER,      /* blanks, punctuation, symbols, emoji: ends a word */
    FOLD_LOWER,      /* a letter that has a capital */
    FOLD_UPPER,      /* a capital */
    FOLD_LETTER,     /* a letter of a script without capitals */
    FOLD_DIGIT,      /* a number of any kind */
    FOLD_GRAM,       /* a letter of a script without blanks between words */
    FOLD_MARK,       /* goes on the letter before it */
    FOLD_IGNORED,    /* as if it were not there: soft hyphen, zero width, joiners, tatweel */
    FOLD_APOSTROPHE, /* ' and what people type or typeset for it */
    FOLD_HYPHEN,     /* - and its typeset forms, not the dashes between clauses */
};

extern const unsigned char fold_ascii[128]; /* enum fold_class */
enum fold_class fold_class_beyond_ascii(int32_t codepoint);

static inline enum fold_class fold_class(int32_t codepoint)
{
    bool ascii = codepoint >= 0 && codepoint < 128;
    return ascii ? (enum fold_class)fold_ascii[codepoint] : fold_class_beyond_ascii(codepoint);
}

/* Appends text folded: NFKC, lower case, without the marks of Latin, Greek, Cyrillic, Arabic and Hebrew (others are part
 * of the spelling and stay, as does the breve of й), ø as o, ß as ss, ς as σ. Keeps letters, digits and the ASCII signs
 * & + #, drops all else. Equal whether text is NFC or NFD; folding twice changes nothing. */
void fold_text(struct buffer *out, struct span text);

/* The same with the marks that were written, and ø and ß as they stand: by it résumé is told from resume. False, and
 * nothing is appended, where all of it is ASCII. */
bool fold_marked(struct buffer *out, struct span text);

#endif
