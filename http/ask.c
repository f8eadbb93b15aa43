/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/ask.h"

#include <talloc.h>

#include "http/client.h"
#include "http/metrics.h"
#include "http/negotiate.h"
#include "http/problem.h"
#include "http/query_log.h"
#include "http/readers.h"

/* Sets every parameter, keeping what is wrong with each that is. */
static size_t set_all(struct exchange *x, struct request *request, struct invalid_parameter *invalid)
{
    size_t bad = 0;
    for (size_t i = 0; i < x->parameters.len; i++) {
        const struct parameter *p = &x->parameters.at[i];
        struct error err;
        if (!request_set(request, p->name, p->value, &err)) {
            x->no_memory = x->no_memory || err.kind == ERROR_MEMORY;
            invalid[bad++] = (struct invalid_parameter){p->name, exchange_had(x, talloc_strdup(x, err.text))};
        }
    }
    const char *name = NULL;
    struct error err;
    if (bad == 0 && !request_check(request, &name, &err))
        invalid[bad++] = (struct invalid_parameter){name, exchange_had(x, talloc_strdup(x, err.text))};
    return bad;
}

double ask_time_budget(const struct server *s)
{
    return (double)settings_time_budget(s->settings, s->shards != NULL) / 1000;
}

bool ask_request(struct exchange *x, struct ask *ask)
{
    ask->request = request_new(x);
    struct invalid_parameter *invalid = array_new(x, struct invalid_parameter, x->parameters.len + 1);
    if (!ask->request || !invalid) {
        problem_reply(x, PROBLEM_NO_MEMORY, NULL);
        return false;
    }
    const struct limits *limits = &x->server->settings->limits;
    ask->request->time_budget = ask_time_budget(x->server);
    ask->request->count_exactly = (uint32_t)limits->count_exactly;
    ask->request->query_bytes = limits->query_bytes;
    ask->request->query_terms = limits->query_terms;
    size_t bad = set_all(x, ask->request, invalid);
    if (bad > 0)
        problem_reply_invalid(x, invalid, bad);
    return bad == 0;
}

bool ask_index(struct exchange *x, struct ask *ask)
{
    struct error err;
    ask->index = readers_index(x->server->readers, &err);
    if (!ask->index) {
        problem_reply_error(x, &err);
        return false;
    }
    index_status(ask->index, &ask->status);
    /* Until the indexer comes by, an answer that a page has just expired from must not be taken for the one before. */
    int64_t now = ask->status.next_change ? instant_now() : 0;
    x->moment = now >= ask->status.next_change ? now : 0;
    return true;
}

void ask_failed(struct exchange *x, const struct error *err)
{
    readers_asked(x->server->readers, err);
    problem_reply_error(x, err);
}

bool answer_is_zero(const struct answer *answer)
{
    return answer->hits_len == 0 && answer->total_matches == 0;
}

/* Going on in the same answer, or narrowing it down, is no other query. */
static bool is_asked_anew(const struct request *request)
{
    return request->q && request->offset == 0 && request->filters_len == 0 && !request->from && !request->to;
}

static void note_query(struct exchange *x, const struct request *request, unsigned rungs, bool zero)
{
    struct address client;
    if (!client_address(x, &client)) /* a proxy speaks for itself: all that it asks is one client's */
        client = (struct address){.family = AF_UNSPEC};
    bool counted = query_log_add(x->server->query_log, &client, request->q, rungs, zero, instant_now());
    metrics_count(x->server->metrics, COUNT_QUERIES_UNCOUNTED, !counted);
}

void ask_count(struct exchange *x, const struct request *request, unsigned rungs, bool zero)
{
    if (request_wants(request, "relaxed")) { /* else a glance while a query is typed, which its reader asks again for */
        metrics_rungs(x->server->metrics, rungs);
        metrics_count(x->server->metrics, COUNT_ZERO_RESULTS, zero);
    }
    if (x->server->query_log && is_asked_anew(request))
        note_query(x, request, rungs, zero);
}

struct answer *ask_search(struct exchange *x, struct ask *ask)
{
    struct error err;
    struct answer *answer = search(x, ask->index, ask->request, &err);
    if (!answer) {
        ask_failed(x, &err);
        return NULL;
    }
    readers_asked(x->server->readers, NULL);
    index_status(ask->index, &ask->status); /* what it said before may be gone with the generation before */
    ask_count(x, ask->request, rungs_of(answer), answer_is_zero(answer));
    metrics_count(x->server->metrics, COUNT_PARTIAL, answer->partial);
    metrics_count(x->server->metrics, COUNT_INEXACT, !answer->exact);
    metrics_count(x->server->metrics, COUNT_TRUNCATED, answer->truncated);
    return answer;
}

static bool is_listed(const char *list, const char *lang)
{
    return wanted(list, lang) >= 0;
}

const char *ask_languages(struct exchange *x, const struct answer *answer)
{
    char *list = NULL;
    for (size_t i = 0; i < answer->hits_len; i++) {
        const char *lang = answer->hits[i].lang;
        if (!lang || !*lang || is_listed(list, lang))
            continue;
        list = exchange_had(x, list ? talloc_asprintf_append(list, ", %s", lang) : talloc_strdup(x, lang));
        if (!list)
            break;
    }
    return list ? list : answer->request->lang;
}

static bool has_scheme(const char *url)
{
    return url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
}

char *site_origin(struct exchange *x, const struct index_status *status)
{
    if (!has_scheme(status->base_url))
        return exchange_had(x, talloc_strdup(x, ""));
    const char *host = strstr(status->base_url, "://") + 3;
    return exchange_had(
        x, talloc_strndup(x, status->base_url, (size_t)(host - status->base_url) + strcspn(host, "/?#")));
}

static bool is_this_machine(const char *host)
{
    return host &&
           (strncmp(host, "127.", 4) == 0 || strncmp(host, "localhost", 9) == 0 || strncmp(host, "[::1]", 5) == 0);
}

const char *hit_prefix(struct exchange *x, const struct index_status *status)
{
    return is_this_machine(exchange_header(x, "Host")) ? site_origin(x, status) : "";
}

const char *reader_language(struct exchange *x, const struct index_status *status)
{
    const char *lang = parameters_get(&x->parameters, "lang");
    if (lang && *lang)
        return lang;
    const char *first = status->languages_len > 0 ? status->languages[0] : "en";
    /* A copy, for the index may be at another generation before the reply is made. */
    char *wanted = talloc_strdup(
        x, wanted_language(exchange_header(x, "Accept-Language"), status->languages, status->languages_len, first));
    return exchange_had(x, wanted) ? wanted : "";
}
