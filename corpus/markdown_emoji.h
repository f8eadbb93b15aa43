/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emoji by name, where the site has enableEmoji: :smile: */
#ifndef CORPUS_MARKDOWN_EMOJI_H
#define CORPUS_MARKDOWN_EMOJI_H

#include "base/base.h"

/* The emoji whose :name: begins at text (text.at[0] is ':'), its name between the colons in *name; NULL for none. */
const char *markdown_emoji(struct span text, struct span *name);

#endif
