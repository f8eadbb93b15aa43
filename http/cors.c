/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/cors.h"

/* The request's origin as it may be sent back, or NULL. */
static const char *allowed_origin(struct exchange *x)
{
    const struct texts *list = &x->server->settings->allow_origin;
    const char *origin = list->len > 0 ? exchange_header(x, "Origin") : NULL;
    for (size_t i = 0; i < list->len && origin; i++) {
        if (strcmp(list->at[i], "*") == 0)
            return "*";
        if (strcmp(list->at[i], origin) == 0)
            return origin;
    }
    return NULL;
}

void cors_allow(struct exchange *x)
{
    const char *origin = allowed_origin(x);
    if (!origin)
        return;
    reply_header(x, "Access-Control-Allow-Origin", origin);
    reply_header(x, "Access-Control-Expose-Headers", "ETag, Retry-After");
}

void cors_preflight(struct exchange *x)
{
    if (!exchange_header(x, "Access-Control-Request-Method") || !allowed_origin(x))
        return;
    reply_header(x, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    reply_header(x, "Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match");
    reply_header(x, "Access-Control-Max-Age", "86400");
}
