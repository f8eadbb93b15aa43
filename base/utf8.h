/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, a code point at a time. Never reads past len, never fails: a bad byte is U+FFFD, one byte long. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdint.h>

#include "base/span.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* The code point at text.at (text.len > 0), its length in *len (1 to 4). */
int32_t utf8_decode(struct span text, size_t *len);
/* Writes 1 to 4 bytes; how many. */
size_t utf8_encode(int32_t codepoint, char out[4]);
bool utf8_valid(struct span text);
size_t utf8_plain(struct span text); /* how many bytes from the start on are ASCII */

/* What Unicode says of a code point, through utf8proc. */
bool utf8_is_letter(int32_t);       /* L*, and M* marks that go on a letter */
bool utf8_is_digit(int32_t);        /* Nd */
bool utf8_is_space(int32_t);        /* White_Space, NBSP and the like included */
bool utf8_is_ignorable(int32_t);    /* Cf: soft hyphen, zero width, joiners, BOM; variation selectors */
bool utf8_is_mark(int32_t);         /* M* */
bool utf8_is_punctuation(int32_t);  /* P*: not $ + < = > ^ ` | ~, which are symbols */
bool utf8_is_symbol(int32_t);       /* S* */
bool utf8_is_ngram_script(int32_t); /* Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar: written without blanks between words */
int32_t utf8_lower(int32_t);
int32_t utf8_upper(int32_t);
int32_t utf8_base(int32_t); /* without its marks: e of é; what has no canonical decomposition is itself */

#endif
