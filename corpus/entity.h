/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Character references: &amp; &eacute; &#233; &#xE9;. */
#ifndef CORPUS_ENTITY_H
#define CORPUS_ENTITY_H

#include "base/base.h"

enum { ENTITY_TEXT_MAX = 16 };

struct entity {
    size_t len;                 /* how much of the text it takes, & and ; included; 0: there is none */
    bool named;                 /* &name;, not a number */
    char text[ENTITY_TEXT_MAX]; /* what it stands for, as UTF-8, ending in NUL */
    size_t text_len;
};

/* The length of what looks like a reference at text (text.at[0] is '&'), known or not; 0 for none. */
size_t entity_len(struct span text);

/* The reference at text. All names of HTML 5 are known; they need their semicolon, as in Markdown. */
struct entity entity_read(struct span text);

/* Appends text with its references resolved; those that nobody knows stay as they are. */
void entity_decode(struct buffer *out, struct span text);

#endif
