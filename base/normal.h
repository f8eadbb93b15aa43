/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unicode normal form C. */
#ifndef BASE_NORMAL_H
#define BASE_NORMAL_H

#include "base/span.h"

/* text (valid UTF-8) in NFC: a talloc child of ctx that ends in NUL; NULL when memory ran out. Its time grows with the
 * square of the longest run of marks, so the caller bounds that. */
char *normal_text(void *ctx, struct span text);

#endif
