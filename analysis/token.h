/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A token of a text as the form that terms are made of. Internal to analysis/. */
#ifndef ANALYSIS_TOKEN_H
#define ANALYSIS_TOKEN_H

#include "base/base.h"

enum {
    TOKEN_FORM_MAX = 120, /* bytes of a form; what is longer is cut, so a run of 10 MB is a word like another */
    TOKEN_JOINED_MAX = 40 /* bytes of a joined form; longer ones are none */
};

/* The folded form of a token into out (cleared first), less a last ’s; elides: less a first l’ d’ qu’ … too. Never
 * empty where the token holds a letter or digit. */
void token_fold(struct buffer *out, struct span token, bool elides);

#endif
