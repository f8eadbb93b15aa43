/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refuses a page whose Markdown would take for ever to read, before it is read. */
#ifndef CORPUS_BODY_GUARD_H
#define CORPUS_BODY_GUARD_H

#include "base/base.h"

/* False when the text would cost cmark or us more than a few hundred milliseconds: ERROR_INPUT with path, the line
 * (counted from first_line) and the mend. */
bool body_guard(struct span text, const char *path, int first_line, struct error *err);

#endif
