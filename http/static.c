/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <talloc.h>

#include "http/exchange.h"
#include "http/files.h"
#include "http/routes.h"

static void reply_file(struct exchange *x, const struct embedded *file, const char *type)
{
    struct span content = {(const char *)file->at, file->len};
    char digits[HASH_TEXT_MAX];
    hash_print(hash_of(content), digits);
    buffer_span(&x->reply.body, content);
    x->reply.type = type;
    x->reply.tag = talloc_strdup(x, digits);
    x->reply.caching = CACHING_STATIC;
}

void answer_openapi(struct exchange *x)
{
    reply_file(x, &file_openapi, "application/json");
}

void answer_script(struct exchange *x)
{
    reply_file(x, &file_script, "text/javascript; charset=utf-8");
}

void answer_style(struct exchange *x)
{
    reply_file(x, &file_style, "text/css; charset=utf-8");
}
