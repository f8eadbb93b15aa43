/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/exchange.h"

#include <strings.h>
#include <talloc.h>

#include "http/client.h"
#include "http/clock.h"
#include "http/cors.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/rate.h"
#include "http/routes.h"

struct exchange *exchange_new(struct server *server, enum listener_role role, struct MHD_Connection *mhd,
                              const char *uri)
{
    struct exchange *x = talloc_zero(NULL, struct exchange);
    if (!x)
        return NULL;
    x->server = server;
    x->role = role;
    x->mhd = mhd;
    x->began = clock_ns();
    x->uri_too_long = strlen(uri) > server->settings->limits.url_bytes;
    x->uri = talloc_strndup(x, uri, server->settings->limits.url_bytes);
    if (x->uri)
        return x;
    talloc_free(x);
    return NULL;
}

struct join {
    struct exchange *x;
    const char *name;
    char *text;
};

static enum MHD_Result join_one(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct join *join = cls;
    (void)kind;
    if (strcasecmp(name, join->name) == 0 && value)
        join->text = join->text ? talloc_asprintf(join->x, "%s,%s", join->text, value) : talloc_strdup(join->x, value);
    else
        return MHD_YES;
    exchange_had(join->x, join->text);
    return MHD_YES;
}

const char *exchange_header(struct exchange *x, const char *name)
{
    struct join join = {x, name, NULL};
    MHD_get_connection_values(x->mhd, MHD_HEADER_KIND, join_one, &join);
    return join.text;
}

/* "/search?q=a" or, from a proxy's client, "http://host/search?q=a", into path and parameters. */
static bool read_uri(struct exchange *x)
{
    struct span uri = span_of(x->uri);
    size_t at;
    if (!span_begins(uri, SPAN("/")) && span_find(uri, SPAN("://"), &at)) {
        uri = span_from(uri, at + 3);
        uri = span_find(uri, SPAN("/"), &at) ? span_from(uri, at) : SPAN("/");
    }
    struct span query = {0};
    if (span_find(uri, SPAN("?"), &at)) {
        query = span_from(uri, at + 1);
        uri = span_first(uri, at);
    }
    x->path = path_decode(x, uri);
    return x->path && parameters_read(x, query, x->server->settings->limits.parameters, &x->parameters);
}

static bool is_one_of_ours(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 || strcmp(method, "OPTIONS") == 0;
}

static bool is_here(const struct exchange *x, const struct route *route)
{
    if (!route)
        return false;
    if (x->role == LISTENER_METRICS)
        return route->kind == ROUTE_METRICS || route->kind == ROUTE_PROBE;
    return x->role == LISTENER_ALL || route->kind != ROUTE_METRICS;
}

static bool names_one_host(struct exchange *x, const char *version)
{
    const char *host = exchange_header(x, "Host");
    return host ? strchr(host, ',') == NULL : strcmp(version, "HTTP/1.1") != 0;
}

static bool may_ask(struct exchange *x)
{
    struct address client;
    unsigned wait;
    if (!x->server->rate || x->route->kind != ROUTE_ASKS || !client_address(x, &client))
        return true;
    if (rate_take(x->server->rate, &client, clock_ms(), &wait))
        return true;
    metrics_count(x->server->metrics, COUNT_RATE_LIMITED, 1);
    problem_reply(x, PROBLEM_TOO_MANY_REQUESTS, NULL);
    reply_header(x, "Retry-After", talloc_asprintf(x, "%u", wait));
    return false;
}

static void answer_options(struct exchange *x)
{
    x->reply.status = 204;
    reply_header(x, "Allow", "GET, HEAD, OPTIONS");
    cors_preflight(x);
}

static bool too_many_parameters(struct exchange *x)
{
    if (!x->parameters.too_many)
        return false;
    problem_reply(x, PROBLEM_INVALID_PARAMETER,
                  talloc_asprintf(x, "a URL may have %llu parameters",
                                  (unsigned long long)x->server->settings->limits.parameters));
    return true;
}

static void answer(struct exchange *x, const char *version)
{
    x->reply = (struct reply){.status = 200, .body = buffer_new(x, REPLY_MAX)};
    if (x->uri_too_long) {
        problem_reply(x, PROBLEM_URI_TOO_LONG, NULL);
    } else if (!names_one_host(x, version)) {
        problem_reply(x, PROBLEM_BAD_REQUEST, NULL);
    } else if (strcmp(x->method, "OPTIONS") == 0 && strcmp(x->uri, "*") == 0) {
        answer_options(x);
    } else if (!read_uri(x)) {
        problem_reply(x, PROBLEM_NO_MEMORY, NULL);
    } else {
        x->route = route_find(x->path);
        x->route = is_here(x, x->route) ? x->route : NULL;
        if (!x->route)
            problem_reply(x, PROBLEM_NOT_FOUND, NULL);
        else if (!is_one_of_ours(x->method))
            problem_reply(x, PROBLEM_METHOD_NOT_ALLOWED, NULL);
        else if (strcmp(x->method, "OPTIONS") == 0)
            answer_options(x);
        else if (may_ask(x) && !too_many_parameters(x))
            x->route->answer(x);
    }
}

enum MHD_Result exchange_answer(struct exchange *x, const char *method, const char *version)
{
    x->method = method;
    answer(x, version);
    if (x->reply.body.full || x->no_memory)
        problem_reply(x, PROBLEM_NO_MEMORY, NULL);
    enum MHD_Result sent = reply_send(x);
    metrics_request(x->server->metrics, route_number(x->route), x->reply.status, (double)(clock_ns() - x->began) / 1e9);
    return sent;
}
