/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as its author meant it: before it is indexed, shown or compared. */
#ifndef BASE_CLEAN_H
#define BASE_CLEAN_H

#include "base/span.h"

/* Valid UTF-8 in NFC, from anything: bytes that are not UTF-8 become U+FFFD, NUL and control characters (but tab and
 * newline) a space, CRLF and CR a newline, a BOM at the start goes, and so do marks past the thirtieth on one letter
 * (UAX 15, stream-safe text). U+0080 to U+009F stay, for they may be part of mojibake: clean_mojibake comes next.
 * Returns a talloc child of ctx that ends in NUL; *bad_line is the first line (from 1) with invalid UTF-8 or a NUL, 0
 * where there is none (may be NULL). NULL only when memory ran out. */
char *clean_text(void *ctx, struct span raw, int *bad_line);

/* Mends mojibake: text that was UTF-8, was read as Windows-1252 and written as UTF-8 again, once or twice (`weâ€™re`
 * is `we’re`). Works run by run, so that a page half of which is mended text stays right, and touches a run only when
 * all of it turns into well-formed UTF-8 outside ASCII that is likelier than what stands there; good text comes back
 * byte for byte (é, «â€», “naïve café”, `Â` in a Welsh or Portuguese word). What could be either (`MANHÃ”`) is mended
 * only where the same text has sure mojibake of that kind: give it a page whole. Takes what clean_text returns, keeps
 * NFC; control characters that turn out to be no part of mojibake become a space.
 * Returns a talloc child of ctx; *mended counts the runs (may be NULL). */
char *clean_mojibake(void *ctx, struct span text, size_t *mended);

/* For display in one line: white space of every kind squeezed to one blank, none at the ends, soft hyphens, zero-width
 * spaces (U+200B, U+FEFF, U+2060) and control characters gone; joiners inside emoji and Indic text stay. */
char *clean_line(void *ctx, struct span text);

#endif
