/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Glob patterns as Hugo has them: * within a folder, ** across folders, ? [a-z] {one,other} \x. */
#ifndef CORPUS_GLOB_H
#define CORPUS_GLOB_H

#include "base/span.h"

/* Whether all of text is what pattern says; letters of either case are the same (ASCII). Bounded work: a pattern that
 * takes too long to try matches nothing. */
bool glob_match(const char *pattern, const char *text);

/* A list of patterns, those with "! " before them taking away: matched when no negative one matches and a positive one
 * does, or there is no positive one. */
bool glob_list_match(const char *const *patterns, size_t len, const char *text);

/* Whether brackets and braces are closed. */
bool glob_valid(const char *pattern);

#endif
