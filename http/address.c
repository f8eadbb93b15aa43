/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static const uint8_t mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static struct address unmapped(struct address a)
{
    if (a.family != AF_INET6 || memcmp(a.bytes, mapped_prefix, sizeof mapped_prefix) != 0)
        return a;
    struct address v4 = {.family = AF_INET};
    memcpy(v4.bytes, a.bytes + sizeof mapped_prefix, 4);
    return v4;
}

struct address address_of(const struct sockaddr *peer)
{
    struct address a = {.family = peer ? peer->sa_family : AF_UNSPEC};
    if (a.family == AF_INET)
        memcpy(a.bytes, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
    else if (a.family == AF_INET6)
        memcpy(a.bytes, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, 16);
    return unmapped(a);
}

static bool read_bare(struct span text, struct address *out)
{
    char copy[INET6_ADDRSTRLEN];
    if (text.len >= sizeof copy || text.len == 0)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    *out = (struct address){.family = memchr(text.at, ':', text.len) ? AF_INET6 : AF_INET};
    if (inet_pton(out->family, copy, out->bytes) != 1)
        return false;
    *out = unmapped(*out);
    return true;
}

static bool read_bracketed(struct span text, struct address *out)
{
    size_t end;
    return span_find(text, SPAN("]"), &end) && read_bare((struct span){text.at + 1, end - 1}, out);
}

bool address_read(struct span text, struct address *out)
{
    text = span_trim(text);
    if (span_begins(text, SPAN("[")))
        return read_bracketed(text, out);
    size_t colon;
    if (span_find(text, SPAN("."), &colon) && !span_begins(text, SPAN("::")) && span_find(text, SPAN(":"), &colon))
        text = span_first(text, colon);
    return read_bare(text, out);
}

static unsigned bits_of(int family)
{
    return family == AF_INET ? 32 : 128;
}

static bool read_bits(struct span text, unsigned most, unsigned *bits)
{
    *bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i > 2)
            return false;
        *bits = *bits * 10 + (unsigned)(text.at[i] - '0');
    }
    return text.len > 0 && *bits <= most;
}

bool net_read(struct span text, struct net *out)
{
    size_t slash;
    bool whole = !span_find(text, SPAN("/"), &slash);
    if (!read_bare(whole ? text : span_first(text, slash), &out->address))
        return false;
    out->bits = bits_of(out->address.family);
    return whole || read_bits(span_from(text, slash + 1), out->bits, &out->bits);
}

bool net_holds(const struct net *net, const struct address *a)
{
    if (net->address.family != a->family)
        return false;
    unsigned bytes = net->bits / 8, rest = net->bits % 8;
    if (memcmp(net->address.bytes, a->bytes, bytes) != 0)
        return false;
    return rest == 0 || ((net->address.bytes[bytes] ^ a->bytes[bytes]) >> (8 - rest)) == 0;
}

struct address address_subscriber(struct address a)
{
    size_t kept = a.family == AF_INET ? 3 : a.family == AF_INET6 ? 6 : 0;
    memset(a.bytes + kept, 0, sizeof a.bytes - kept);
    return a;
}

bool address_equal(const struct address *a, const struct address *b)
{
    return a->family == b->family && memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}
