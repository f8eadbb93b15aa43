/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/client.h"

#include "http/connections.h"

/* Takes the last piece off a list. */
static bool cut_last(struct span *list, struct span *piece)
{
    if (list->len == 0)
        return false;
    size_t at = list->len;
    while (at > 0 && list->at[at - 1] != ',')
        at--;
    *piece = span_from(*list, at);
    *list = span_first(*list, at > 0 ? at - 1 : 0);
    return true;
}

bool client_behind(const struct settings *settings, const struct address *peer, const char *forwarded,
                   struct address *out)
{
    *out = *peer;
    if (!is_trusted(settings, peer))
        return true;
    struct span list = span_of(forwarded), piece;
    while (cut_last(&list, &piece)) {
        /* What is no address (a name, "unknown") is nobody in particular: all of those are one client. */
        if (!address_read(piece, out))
            *out = (struct address){.family = AF_UNSPEC};
        if (!is_trusted(settings, out))
            return true;
    }
    return false;
}

bool client_address(struct exchange *x, struct address *out)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct address peer = address_of(info ? info->client_addr : NULL);
    return client_behind(x->server->settings, &peer, exchange_header(x, "X-Forwarded-For"), out);
}
