/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include <xxhash.h>

enum { CHUNK = 1 << 14 };

struct hash hash_of(struct span bytes)
{
    XXH128_hash_t sum = XXH3_128bits(bytes.at, bytes.len);
    return (struct hash){sum.high64, sum.low64};
}

static bool add_file(XXH3_state_t *sum, int fd)
{
    unsigned char chunk[CHUNK];
    ssize_t len;

    while ((len = read(fd, chunk, sizeof chunk)) != 0) {
        if (len < 0 && errno != EINTR)
            return false;
        if (len > 0)
            XXH3_128bits_update(sum, chunk, (size_t)len);
    }
    return true;
}

bool hash_file(int fd, struct hash *out)
{
    XXH3_state_t *sum = XXH3_createState();
    if (!sum) {
        errno = ENOMEM;
        return false;
    }

    XXH3_128bits_reset(sum);
    bool read = add_file(sum, fd);
    int number = errno;
    XXH128_hash_t got = XXH3_128bits_digest(sum);

    XXH3_freeState(sum);
    *out = (struct hash){got.high64, got.low64};
    errno = number;
    return read;
}

struct hash hash_join(struct hash a, struct hash b)
{
    uint64_t both[] = {a.high, a.low, b.high, b.low};
    return hash_of((struct span){(const char *)both, sizeof both});
}

bool hash_equal(struct hash a, struct hash b)
{
    return a.high == b.high && a.low == b.low;
}

void hash_print(struct hash hash, char out[HASH_TEXT_MAX])
{
    snprintf(out, HASH_TEXT_MAX, "%016llx%016llx", (unsigned long long)hash.high, (unsigned long long)hash.low);
}

uint32_t hash_short(struct span bytes)
{
    return (uint32_t)XXH3_64bits(bytes.at, bytes.len);
}
