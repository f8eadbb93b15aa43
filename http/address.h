/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Network addresses: whose request it is, and which peers are trusted proxies. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include <stdint.h>
#include <sys/socket.h>

#include "base/base.h"

struct address {
    int family;        /* AF_INET, AF_INET6, AF_UNIX (somebody on this machine), AF_UNSPEC (cannot be told) */
    uint8_t bytes[16]; /* in network order; 4 of them for AF_INET */
};

struct net {
    struct address address;
    unsigned bits; /* how many of them count */
};

/* An IPv4 address in an IPv6 one (::ffff:192.0.2.1) is the IPv4 address. */
struct address address_of(const struct sockaddr *);

/* "192.0.2.1", "2001:db8::1", also with brackets and a port, as proxies write them. False when it is neither. */
bool address_read(struct span text, struct address *out);

/* An address, or an address and "/bits". */
bool net_read(struct span text, struct net *out);
bool net_holds(const struct net *, const struct address *);

/* All that one subscriber usually has: the /24 of an IPv4 address, the /48 of an IPv6 one. */
struct address address_subscriber(struct address);
bool address_equal(const struct address *, const struct address *);

#endif
