/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attribute groups: {#id .class key="value"}. */
#ifndef CORPUS_MARKDOWN_ATTRIBUTE_H
#define CORPUS_MARKDOWN_ATTRIBUTE_H

#include "base/base.h"

/* The length of the group at text (text.at[0] is '{'), 0 where it is none. *id is its id, empty where it has none. */
size_t attribute_group_len(struct span text, struct span *id);

/* Where the group at a line's end begins, whose closing brace ends the line but for white space; line.len where there
 * is none. */
size_t attribute_group_at_end(struct span line, struct span *id);

#endif
