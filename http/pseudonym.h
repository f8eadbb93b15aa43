/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers for clients, that nobody can lead back to them once the salt is gone. */
#ifndef HTTP_PSEUDONYM_H
#define HTTP_PSEUDONYM_H

#include "http/address.h"

struct salt {
    uint8_t bytes[32];
};

/* A salt that was never there before; the old one is overwritten. False: the system gave no randomness. */
bool salt_renew(struct salt *);

/* A client under this salt, never 0: an IPv4 address, or the /48 of an IPv6 one, since one person has many of those. */
uint64_t pseudonym_of(const struct salt *, const struct address *);

#endif
