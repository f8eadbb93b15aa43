/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Content hashes (XXH3 of libxxhash, 128 bits): to tell a change, not to keep a secret. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/span.h"

struct hash {
    uint64_t high, low;
};

enum { HASH_TEXT_MAX = 33 };

struct hash hash_of(struct span bytes);
struct hash hash_join(struct hash a, struct hash b); /* of the two one after the other */
bool hash_file(int fd, struct hash *out);               /* from where it stands to its end; false with errno set */
bool hash_equal(struct hash a, struct hash b);
void hash_print(struct hash, char out[HASH_TEXT_MAX]); /* 32 hex digits */
uint32_t hash_short(struct span bytes);                /* 32 bits, for tables and compact records */

#endif
