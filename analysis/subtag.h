/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Language codes. Internal to analysis/. */
#ifndef ANALYSIS_SUBTAG_H
#define ANALYSIS_SUBTAG_H

#include <stdbool.h>
#include <string.h>

/* Whether code's primary subtag is this: "nl" of "nl", "nl-be" and "nl_BE". Both are lower case up to there. */
static inline bool subtag_is(const char *code, const char *primary)
{
    size_t len = strlen(primary);
    return strncmp(code, primary, len) == 0 && (code[len] == '\0' || code[len] == '-' || code[len] == '_');
}

#endif
