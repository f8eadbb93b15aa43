/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameters of a URL, decoded. */
#ifndef HTTP_PARAMETERS_H
#define HTTP_PARAMETERS_H

#include "base/base.h"

struct parameter {
    const char *name, *value; /* valid UTF-8 in NFC, no control characters */
};

struct parameters {
    struct parameter *at;
    size_t len;
    bool too_many; /* there were more than the limit; the rest is left out */
};

/* Decodes "q=works+councils&lang=en": + is a blank, %XX a byte, what is not UTF-8 becomes U+FFFD, NUL and control
 * characters blanks; a lone % stands for itself. False when there is no memory. */
bool parameters_read(void *ctx, struct span query, size_t most, struct parameters *out);

/* The first value of a name, or NULL. */
const char *parameters_get(const struct parameters *, const char *name);

/* A path, decoded the same way but for +. NULL when there is no memory. */
char *path_decode(void *ctx, struct span path);

/* ?a=1&b=2 with other values: what stands in `less` is left out (value NULL: every value of that name), what stands in
 * `more` is put at the end. offset always goes: another list is read from its start. Appended to out, percent-encoded.
 */
void parameters_link(struct buffer *out, const struct parameters *, const struct parameter *less,
                     const struct parameter *more);

#endif
