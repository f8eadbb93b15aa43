/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <talloc.h>

#include "http/exchange.h"
#include "http/files.h"
#include "http/gzip.h"
#include "http/negotiate.h"
#include "http/parameters.h"
#include "http/routes.h"

static void prepare(void *ctx, const struct embedded *from, struct file *to)
{
    to->plain = (struct span){(const char *)from->at, from->len};
    to->packed = gzip_best(ctx, to->plain);
    hash_print(hash_of(to->plain), to->tag);
}

struct files *files_new(void *ctx)
{
    struct files *files = talloc_zero(ctx, struct files);
    if (!files)
        return NULL;
    prepare(files, &file_openapi, &files->openapi);
    prepare(files, &file_script, &files->script);
    prepare(files, &file_style, &files->style);
    prepare(files, &file_sheet, &files->sheet);
    return files;
}

static void reply_file(struct exchange *x, const struct file *file, const char *type)
{
    struct reply *r = &x->reply;
    r->type = type;
    r->tag = file->tag;
    r->caching = CACHING_STATIC;
    if (reply_is_known(x, file->tag))
        return;
    r->gzip = file->packed.len > 0 && wants_gzip(exchange_header(x, "Accept-Encoding"));
    struct span body = r->gzip ? file->packed : file->plain;
    r->body.at = (char *)(uintptr_t)body.at; /* only read from here on */
    r->body.len = body.len;
}

void answer_openapi(struct exchange *x)
{
    reply_file(x, &x->server->files->openapi, "application/json");
}

void answer_script(struct exchange *x)
{
    reply_file(x, &x->server->files->script, "text/javascript; charset=utf-8");
}

void answer_style(struct exchange *x)
{
    const struct files *files = x->server->files;
    bool page = parameters_get(&x->parameters, "page") != NULL;
    reply_file(x, page ? &files->sheet : &files->style, "text/css; charset=utf-8");
}
