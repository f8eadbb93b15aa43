/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/pseudonym.h"

#include <nettle/sha2.h>
#include <sys/random.h>

bool salt_renew(struct salt *salt)
{
    return getrandom(salt->bytes, sizeof salt->bytes, 0) == sizeof salt->bytes;
}

uint64_t pseudonym_of(const struct salt *salt, const struct address *address)
{
    struct address whose = address->family == AF_INET6 ? address_subscriber(*address) : *address;
    uint8_t digest[SHA256_DIGEST_SIZE];
    uint64_t number;
    struct sha256_ctx hash;
    sha256_init(&hash);
    sha256_update(&hash, sizeof salt->bytes, salt->bytes);
    sha256_update(&hash, sizeof whose.bytes, whose.bytes);
    sha256_digest(&hash, sizeof digest, digest);
    memcpy(&number, digest, sizeof number);
    return number != 0 ? number : 1;
}
