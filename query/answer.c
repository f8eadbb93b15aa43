/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer as the API's JSON. */
#include "base/memory.h"
#include "query/query.h"

static void write_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

static void write_texts(struct json *json, const char *key, const char *const *texts, size_t len)
{
    json_key(json, key);
    json_open(json, '[');
    for (size_t i = 0; i < len; i++)
        json_text(json, texts[i]);
    json_close(json, ']');
}

static void write_int(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_int(json, number);
}

static void write_bool(struct json *json, const char *key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}

static void write_sub_results(struct json *json, const struct hit *hit)
{
    json_key(json, "sub_results");
    json_open(json, '[');
    for (size_t i = 0; i < hit->sub_results_len; i++) {
        const struct sub_result *sub = &hit->sub_results[i];
        json_open(json, '{');
        write_text(json, "title", sub->title);
        write_text(json, "anchor", sub->anchor);
        write_text(json, "url", sub->url);
        write_text(json, "snippet", sub->snippet.plain);
        json_key(json, "_formatted");
        json_open(json, '{');
        write_text(json, "snippet", sub->snippet.html);
        json_close(json, '}');
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_translations(struct json *json, const struct hit *hit)
{
    json_key(json, "translations");
    json_open(json, '[');
    for (size_t i = 0; i < hit->translations_len; i++) {
        json_open(json, '{');
        write_text(json, "lang", hit->translations[i].lang);
        write_text(json, "url", hit->translations[i].url);
        write_text(json, "title", hit->translations[i].title);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_hit(struct json *json, const struct hit *hit)
{
    json_open(json, '{');
    write_text(json, "id", hit->id);
    write_text(json, "path", hit->path);
    write_text(json, "lang", hit->lang);
    write_text(json, "url", hit->url);
    write_text(json, "title", hit->title.plain);
    write_text(json, "section", hit->section);
    write_texts(json, "tags", hit->tags, hit->tags_len);
    write_text(json, "date", hit->date);
    write_text(json, "rung", hit->rung);
    write_text(json, "snippet", hit->snippet.plain);
    json_key(json, "_formatted");
    json_open(json, '{');
    write_text(json, "title", hit->title.html);
    write_text(json, "snippet", hit->snippet.html);
    json_close(json, '}');
    write_sub_results(json, hit);
    write_translations(json, hit);
    write_texts(json, "matchedTerms", hit->matched_terms, hit->matched_terms_len);
    json_key(json, "_rankingScore");
    json_number(json, hit->score, 4);
    if (hit->explanation)
        write_text(json, "_explanation", hit->explanation);
    json_close(json, '}');
}

static void write_expansions(struct json *json, const struct answer *answer)
{
    json_key(json, "expansions");
    json_open(json, '[');
    for (size_t i = 0; i < answer->expansions_len; i++) {
        const struct expansion *expansion = &answer->expansions[i];
        json_open(json, '{');
        write_text(json, "from", expansion->from);
        write_text(json, "to", expansion->to);
        write_text(json, "lang", expansion->lang);
        write_text(json, "source", expansion->source);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_facets(struct json *json, const struct answer *answer)
{
    if (answer->request->facets_len == 0)
        return;
    json_key(json, "facetDistribution");
    json_open(json, '{');
    for (size_t i = 0; i < answer->facets_len; i++) {
        json_key(json, answer->facets[i].name);
        json_open(json, '{');
        for (size_t k = 0; k < answer->facets[i].counts_len; k++)
            write_int(json, answer->facets[i].counts[k].value, answer->facets[i].counts[k].count);
        json_close(json, '}');
    }
    json_close(json, '}');
    write_bool(json, "facetsExact", answer->facets_exact);
}

static void write_index(struct json *json, const struct answer *answer)
{
    json_key(json, "index");
    json_open(json, '{');
    write_text(json, "generation", answer->generation);
    write_int(json, "documents", answer->documents);
    json_close(json, '}');
}

/* The address there, or null where there is none. */
static void write_link(struct json *json, void *scratch, const char *key, const char *route, const char *parameters)
{
    const char *link = parameters ? talloc_asprintf(scratch, "%s?%s", route, parameters) : NULL;

    json->out->full = json->out->full || (parameters && !link); /* not the whole answer */
    write_text(json, key, link);
}

static void write_links(struct json *json, const struct answer *answer)
{
    const struct request *request = answer->request;
    void *scratch = talloc_new(NULL);
    char *self = scratch ? request_link(scratch, request, request->offset) : NULL;
    uint32_t next = request->offset + request->limit;
    bool more = next < answer->total_matches && next + request->limit <= QUERY_MAX_DEPTH && answer->hits_len > 0;
    char *following = more && scratch ? request_link(scratch, request, next) : NULL;

    json->out->full = json->out->full || !self || (more && !following); /* not the whole answer */
    json_key(json, "links");
    json_open(json, '{');
    write_link(json, scratch, "self", "/api/v1/search", self);
    write_link(json, scratch, "next", "/api/v1/search", following);
    write_link(json, scratch, "html", "/search", self);
    json_close(json, '}');
    talloc_free(scratch);
}

void hits_write_json(struct json *json, const struct answer *answer)
{
    json_open(json, '[');
    for (size_t i = 0; i < answer->hits_len; i++)
        write_hit(json, &answer->hits[i]);
    json_close(json, ']');
}

void answer_write_json(struct json *json, const struct answer *answer)
{
    const struct request *request = answer->request;

    json_open(json, '{');
    write_text(json, "query", request->q);
    write_text(json, "lang", request->lang);
    json_key(json, "processingTimeMs");
    json_number(json, answer->milliseconds, 3);
    write_int(json, "offset", request->offset);
    write_int(json, "limit", request->limit);
    write_int(json, "totalHits", answer->total_hits);
    write_int(json, "totalMatches", answer->total_matches);
    write_bool(json, "exact", answer->exact);
    write_bool(json, "truncated", answer->truncated);
    write_bool(json, "partial", answer->partial);
    write_texts(json, "relaxed", answer->relaxed, answer->relaxed_len);
    write_text(json, "correction", answer->correction);
    write_expansions(json, answer);
    json_key(json, "hits");
    hits_write_json(json, answer);
    write_facets(json, answer);
    write_index(json, answer);
    write_links(json, answer);
    if (answer->explanation)
        write_text(json, "_explanation", answer->explanation);
    json_close(json, '}');
}
