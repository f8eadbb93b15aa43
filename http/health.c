/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/ask.h"

#include "http/cache.h"
#include "http/connections.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/readers.h"
#include "http/routes.h"

void answer_health(struct exchange *x)
{
    x->reply.type = "application/json";
    buffer_text(&x->reply.body, "{\"status\":\"ok\"}\n");
}

static void write_shards(struct json *j, const struct index_status *status)
{
    json_key(j, "shards");
    json_open(j, '{');
    json_key(j, "up");
    json_int(j, (int64_t)status->shards_up);
    json_key(j, "all");
    json_int(j, (int64_t)status->shards);
    json_close(j, '}');
}

void answer_ready(struct exchange *x)
{
    struct ask ask;
    if (!ask_index(x, &ask))
        return;
    x->reply.type = "application/json";
    struct json j = json_new(&x->reply.body);
    json_open(&j, '{');
    json_key(&j, "status");
    json_text(&j, "ready");
    json_key(&j, "generation");
    json_text(&j, ask.status.generation);
    json_key(&j, "documents");
    json_int(&j, ask.status.documents);
    json_key(&j, "age");
    json_int(&j, instant_now() - ask.status.published);
    if (ask.status.shards > 0)
        write_shards(&j, &ask.status);
    json_close(&j, '}');
    buffer_char(&x->reply.body, '\n');
}

void answer_metrics(struct exchange *x)
{
    struct error err;
    struct index_status status;
    struct index *index = readers_index(x->server->readers, &err);
    if (index)
        index_status(index, &status);
    struct metrics_now now = {
        .index = index ? &status : NULL,
        .shards = x->server->shards,
        .connections = connections_count(x->server->connections),
        .cache_bytes = x->server->cache ? cache_bytes(x->server->cache) : 0,
    };
    x->reply.type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(&x->reply.body, x->server->metrics, &now);
}
