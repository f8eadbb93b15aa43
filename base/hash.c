#include "base/hash.h"

#include <stdio.h>

#include <xxhash.h>

struct hash hash_of(struct span bytes)
{
    XXH128_hash_t sum = XXH3_128bits(bytes.at, bytes.len);
    return (struct hash){sum.high64, sum.low64};
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
