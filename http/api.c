/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>

#include "http/cache.h"
#include "http/clock.h"
#include "http/metrics.h"
#include "http/negotiate.h"
#include "http/problem.h"
#include "http/readers.h"
#include "http/routes.h"

static void begin_json(struct exchange *x, const char *tag)
{
    x->reply.type = "application/json";
    x->reply.caching = CACHING_SHORT;
    x->reply.tag = tag;
}

/* ---- /api/v1/search ---- */

static struct span cache_key(struct exchange *x, const char *tag)
{
    return span_of(exchange_had(
        x, talloc_asprintf(x, "%s%s", tag, wants_gzip(exchange_header(x, "Accept-Encoding")) ? " gzip" : "")));
}

static bool reply_from_cache(struct exchange *x, const struct request *request, const char *tag)
{
    struct kept *kept = x->server->cache && tag ? talloc_zero(x, struct kept) : NULL;
    if (!kept)
        return false;
    struct span key = cache_key(x, tag);
    bool hit = key.len > 0 && cache_get(x->server->cache, x, key, clock_ms(), kept);
    metrics_count(x->server->metrics, hit ? COUNT_CACHE_HITS : COUNT_CACHE_MISSES, 1);
    if (!hit)
        return false;
    begin_json(x, kept->tag);
    x->reply.body.at = (char *)(uintptr_t)kept->body.at;
    x->reply.body.len = kept->body.len;
    x->reply.gzip = kept->gzip;
    x->reply.language = kept->language;
    ask_count(x, request, kept->rungs, kept->zero);
    return true;
}

static void keep(struct exchange *x, const struct answer *answer)
{
    struct reply *r = &x->reply;
    if (!x->server->cache || !r->tag || r->body.full)
        return;
    reply_compress(x);
    struct kept kept = {.body = buffer_view(&r->body), .gzip = r->gzip};
    kept.rungs = rungs_of(answer);
    kept.zero = answer_is_zero(answer);
    snprintf(kept.tag, sizeof kept.tag, "%s", r->tag);
    snprintf(kept.language, sizeof kept.language, "%s", r->language ? r->language : "");
    struct span key = cache_key(x, r->tag);
    if (key.len > 0)
        cache_put(x->server->cache, key, clock_ms(), &kept);
}

/* What is partial now may be whole in a moment: nobody is to keep it. */
static void tag_it(struct exchange *x, const char *tag, bool partial)
{
    x->reply.tag = partial ? NULL : tag;
    x->reply.caching = partial ? CACHING_NONE : CACHING_SHORT;
}

static void reply_with(struct exchange *x, const struct answer *answer, const char *normal)
{
    begin_json(x, NULL);
    tag_it(x, reply_tag(x, answer->generation, "search", normal), answer->partial);
    x->reply.language = ask_languages(x, answer);
    struct json j = json_new(&x->reply.body);
    answer_write_json(&j, answer);
    buffer_char(&x->reply.body, '\n');
    keep(x, answer);
}

void answer_search(struct exchange *x)
{
    struct ask ask;
    if (!ask_request(x, &ask) || !ask_index(x, &ask))
        return;
    const char *normal = request_normal(x, ask.request);
    const char *tag = reply_tag(x, ask.status.generation, "search", normal);
    begin_json(x, tag);
    x->reply.language = ask.request->lang;
    if (reply_is_known(x, tag) || reply_from_cache(x, ask.request, tag))
        return;
    struct answer *answer = ask_search(x, &ask);
    if (answer)
        reply_with(x, answer, normal);
}

/* ---- /api/v1/suggest ---- */

enum { SUGGEST_LIMIT = 8, SUGGEST_MOST = 20 };

static bool read_limit(struct exchange *x, size_t *limit)
{
    const char *text = parameters_get(&x->parameters, "limit");
    *limit = SUGGEST_LIMIT;
    if (!text)
        return true;
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || value < 1 || value > SUGGEST_MOST) {
        problem_reply_invalid(x, &(struct invalid_parameter){"limit", "limit must be between 1 and 20"}, 1);
        return false;
    }
    *limit = value;
    return true;
}

struct column {
    struct exchange *x;
    const char *origin;
};

static void write_column(struct json *j, const struct suggestions *s,
                         const char *(*cell)(const struct column *, const struct suggestion *),
                         const struct column *column)
{
    json_open(j, '[');
    for (size_t i = 0; i < s->len; i++)
        json_text(j, cell(column, &s->at[i]));
    json_close(j, ']');
}

static const char *cell_text(const struct column *column, const struct suggestion *s)
{
    (void)column;
    return s->text;
}

static const char *cell_nothing(const struct column *column, const struct suggestion *s)
{
    (void)column;
    (void)s;
    return "";
}

static const char *cell_url(const struct column *column, const struct suggestion *s)
{
    return s->url ? exchange_had(column->x, talloc_asprintf(column->x, "%s%s", column->origin, s->url)) : "";
}

/* The array that browsers' search bars read: the words, completions, descriptions, addresses. */
static void write_opensearch(struct json *j, const struct suggestions *s, const struct column *column)
{
    json_open(j, '[');
    json_text(j, s->query);
    write_column(j, s, cell_text, column);
    write_column(j, s, cell_nothing, column);
    write_column(j, s, cell_url, column);
    json_close(j, ']');
}

static bool wants_array(struct exchange *x)
{
    const char *format = parameters_get(&x->parameters, "format");
    return (format && strcmp(format, "opensearch") == 0) ||
           wants_type(exchange_header(x, "Accept"), "application/x-suggestions+json");
}

static const char *text_or(const char *text, const char *other)
{
    return text ? text : other;
}

struct completing {
    const char *q, *lang, *normal;
    size_t limit;
    bool array;
};

static void reply_suggestions(struct exchange *x, struct ask *ask, const struct completing *c)
{
    struct error err;
    struct suggestions *found = suggest(x, ask->index, c->q, c->lang, c->limit, &err);
    if (!found) {
        ask_failed(x, &err);
        return;
    }
    readers_asked(x->server->readers, NULL);
    index_status(ask->index, &ask->status);
    tag_it(x, reply_tag(x, found->generation, "suggest", c->normal), found->partial);
    struct json j = json_new(&x->reply.body);
    const char *origin = site_origin(x, &ask->status);
    if (!origin)
        return;
    if (c->array)
        write_opensearch(&j, found, &(struct column){x, origin});
    else
        suggestions_write_json(&j, found);
    buffer_char(&x->reply.body, '\n');
}

void answer_suggest(struct exchange *x)
{
    const char *q = text_or(parameters_get(&x->parameters, "q"), "");
    const char *lang = parameters_get(&x->parameters, "lang");
    bool array = wants_array(x);
    struct ask ask;
    size_t limit;
    if (!read_limit(x, &limit) || !ask_index(x, &ask))
        return;
    if (lang && !*lang)
        lang = NULL;
    const char *normal = talloc_asprintf(x, "%s\n%s\n%zu\n%d", q, text_or(lang, ""), limit, array);
    begin_json(x, reply_tag(x, ask.status.generation, "suggest", normal));
    x->reply.language = lang;
    if (reply_is_known(x, x->reply.tag))
        return;
    reply_suggestions(x, &ask, &(struct completing){q, lang, normal, limit, array});
    if (array && x->reply.status == 200)
        x->reply.type = "application/x-suggestions+json";
}

/* ---- /api/v1/similar ---- */

enum { SIMILAR_LIMIT = 5 };

void answer_similar(struct exchange *x)
{
    const char *id = parameters_get(&x->parameters, "id"), *lang = parameters_get(&x->parameters, "lang");
    struct ask ask;
    if (!id || !*id) {
        problem_reply_invalid(x, &(struct invalid_parameter){"id", "id must be that of a page"}, 1);
        return;
    }
    if (!ask_index(x, &ask))
        return;
    lang = lang && *lang ? lang : NULL;
    const char *normal = talloc_asprintf(x, "%s\n%s", id, text_or(lang, ""));
    begin_json(x, reply_tag(x, ask.status.generation, "similar", normal));
    if (reply_is_known(x, x->reply.tag))
        return;
    struct error err;
    struct answer *answer = similar(x, ask.index, id, lang, SIMILAR_LIMIT, &err);
    if (!answer && err.kind == ERROR_INPUT) {
        problem_reply(x, PROBLEM_NO_SUCH_PAGE, NULL);
        return;
    }
    if (!answer) {
        ask_failed(x, &err);
        return;
    }
    readers_asked(x->server->readers, NULL);
    tag_it(x, reply_tag(x, answer->generation, "similar", normal), answer->partial);
    x->reply.language = ask_languages(x, answer);
    struct json j = json_new(&x->reply.body);
    json_open(&j, '{');
    json_key(&j, "hits");
    hits_write_json(&j, answer);
    json_key(&j, "partial");
    json_bool(&j, answer->partial);
    json_close(&j, '}');
    buffer_char(&x->reply.body, '\n');
}
