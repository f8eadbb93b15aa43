/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One query as it is counted: what was asked and how it was answered. Who asked is a number that is forgotten. */
#ifndef HTTP_ASKED_H
#define HTTP_ASKED_H

#include <stdint.h>

enum { ASKED_TEXT_MAX = 128 }; /* longer ones are not counted: they are as good as a letter, and never asked by five */

struct asked {
    uint64_t client;           /* under the day's salt; never 0 */
    unsigned kinds;            /* rungs, as rungs_of() has them; KIND_ZERO */
    char text[ASKED_TEXT_MAX]; /* cleaned, lower case, one line */
};

enum { KIND_ZERO = 1 << 15 }; /* nothing was found */

#endif
