/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON out: a writer that appends to a buffer. Reading JSON is not our business (jansson does it in tests). */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/buffer.h"

struct json {
    struct buffer *out;
    bool comma; /* a comma is due before the next value */
};

struct json json_new(struct buffer *out);
void json_open(struct json *, char bracket);   /* '{' or '[' */
void json_close(struct json *, char bracket);  /* '}' or ']' */
void json_key(struct json *, const char *key);
void json_string(struct json *, struct span);  /* escaped; bytes that are not UTF-8 become U+FFFD; </ is safe inside HTML */
void json_text(struct json *, const char *);   /* the same; NULL is null */
void json_int(struct json *, int64_t);
void json_number(struct json *, double, int decimals);
void json_bool(struct json *, bool);
void json_null(struct json *);
void json_raw(struct json *, struct span);     /* a value that is JSON already */

#endif
