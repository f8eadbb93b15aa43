/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose request it is. */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "http/exchange.h"

/* The peer; behind a trusted proxy the last address of X-Forwarded-For that is not itself a trusted proxy's. False
 * where a trusted peer speaks for itself. */
bool client_address(struct exchange *, struct address *out);

/* The same without a connection: forwarded is the header, or NULL. */
bool client_behind(const struct settings *, const struct address *peer, const char *forwarded, struct address *out);

#endif
