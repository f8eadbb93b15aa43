/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/exchange.h"

#include <talloc.h>

#include "http/cors.h"
#include "http/gzip.h"
#include "http/negotiate.h"

enum { GZIP_FROM = 256 };

static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                             "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

void reply_header(struct exchange *x, const char *name, const char *value)
{
    struct reply *r = &x->reply;
    for (size_t i = 0; i < r->headers_len; i++) {
        if (strcmp(r->headers[i].name, name) == 0) {
            r->headers[i].value = value;
            return;
        }
    }
    if (r->headers_len < HEADERS_MAX) {
        r->headers[r->headers_len].name = name;
        r->headers[r->headers_len++].value = value;
    }
}

const char *reply_tag(struct exchange *x, const char *generation, const char *route, const char *request)
{
    char *all = route && request ? talloc_asprintf(x, "%s\n%s\n%lld\n%s\n%s", TWC_VERSION, generation,
                                                   (long long)x->moment, route, request)
                                 : NULL;
    char digits[HASH_TEXT_MAX];
    if (!exchange_had(x, all)) /* two requests would have one tag */
        return NULL;
    hash_print(hash_of(span_of(all)), digits);
    talloc_free(all);
    return exchange_had(x, talloc_strdup(x, digits));
}

/* One representation, one tag: the compressed form has another than the plain one. */
static char *tag_of(struct exchange *x, const char *tag, bool gzipped)
{
    return talloc_asprintf(x, "%s%s", tag, gzipped ? "-gz" : "");
}

bool reply_is_known(struct exchange *x, const char *tag)
{
    const char *known = exchange_header(x, "If-None-Match");
    if (!known || !tag)
        return false;
    bool gzips = wants_gzip(exchange_header(x, "Accept-Encoding"));
    for (int gzipped = gzips; gzipped >= 0; gzipped--) {
        char *own = tag_of(x, tag, gzipped);
        if (!own || !names_tag(known, own))
            continue;
        x->reply.status = 304;
        x->reply.tag = tag;
        x->reply.gzip = gzipped;
        buffer_clear(&x->reply.body);
        return true;
    }
    return false;
}

void reply_compress(struct exchange *x)
{
    struct reply *r = &x->reply;
    if (!r->gzip && r->body.len >= GZIP_FROM && wants_gzip(exchange_header(x, "Accept-Encoding")))
        r->gzip = gzip(&r->body);
}

static const char *cache_control(struct exchange *x)
{
    const struct reply *r = &x->reply;
    if (r->caching == CACHING_STATIC)
        return "public, max-age=3600, stale-while-revalidate=86400";
    if (r->caching == CACHING_NONE || (r->status != 200 && r->status != 304))
        return "no-store";
    return talloc_asprintf(x, "public, max-age=%llu, stale-while-revalidate=600",
                           (unsigned long long)x->server->settings->max_age);
}

struct out {
    struct MHD_Response *response;
    bool ok;
};

static void put(struct out *out, const char *name, const char *value)
{
    out->ok = out->ok && value && MHD_add_response_header(out->response, name, value) == MHD_YES;
}

static void put_about_body(struct out *out, struct exchange *x)
{
    const struct reply *r = &x->reply;
    if (r->status != 304 && r->type)
        put(out, "Content-Type", r->type);
    if (r->gzip && r->status != 304)
        put(out, "Content-Encoding", "gzip");
    if (r->language && *r->language)
        put(out, "Content-Language", r->language);
    if (r->tag)
        put(out, "ETag", talloc_asprintf(x, "\"%s%s\"", r->tag, r->gzip ? "-gz" : ""));
}

static void put_all(struct out *out, struct exchange *x)
{
    const struct reply *r = &x->reply;
    put_about_body(out, x);
    put(out, "Cache-Control", cache_control(x));
    put(out, "Vary",
        r->html || r->by_language ? "Accept, Accept-Encoding, Accept-Language, Origin"
                                  : "Accept, Accept-Encoding, Origin");
    put(out, "X-Content-Type-Options", "nosniff");
    put(out, "Referrer-Policy", "no-referrer");
    if (r->html)
        put(out, "Content-Security-Policy", policy);
    for (size_t i = 0; i < r->headers_len; i++)
        put(out, r->headers[i].name, r->headers[i].value);
    /* A body that nobody read would be taken for the next request. */
    if (x->has_body || atomic_load(&x->server->draining))
        put(out, "Connection", "close");
}

enum MHD_Result reply_send(struct exchange *x)
{
    struct reply *r = &x->reply;
    if (r->status != 200 || !r->tag || !reply_is_known(x, r->tag))
        reply_compress(x);
    cors_allow(x);
    struct out out = {MHD_create_response_from_buffer(r->body.len, r->body.at, MHD_RESPMEM_PERSISTENT), true};
    if (!out.response)
        return reply_no_memory(x->mhd);
    put_all(&out, x);
    bool whole = out.ok && !x->no_memory && !r->body.full;
    enum MHD_Result queued = whole ? MHD_queue_response(x->mhd, r->status, out.response) : MHD_NO;
    MHD_destroy_response(out.response);
    if (queued == MHD_YES)
        return MHD_YES;
    r->status = 503;
    return reply_no_memory(x->mhd);
}

enum MHD_Result reply_no_memory(struct MHD_Connection *mhd)
{
    static const char body[] =
        "{\"type\":\"/problems/no-memory\",\"title\":\"The daemon is out of memory\",\"status\":503}\n";
    struct out out = {MHD_create_response_from_buffer(sizeof body - 1, (void *)(uintptr_t)body, MHD_RESPMEM_PERSISTENT),
                      true};
    if (!out.response)
        return MHD_NO;
    put(&out, "Content-Type", "application/problem+json");
    put(&out, "Cache-Control", "no-store");
    put(&out, "Retry-After", "2");
    enum MHD_Result queued = MHD_queue_response(mhd, 503, out.response);
    MHD_destroy_response(out.response);
    return queued;
}
