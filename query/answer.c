/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer as the API's JSON. */
#include "base/memory.h"
#include "query/query.h"

/* Goes to a member of the answer, by its path, where it is wanted. */
static bool begins(struct json *json, const struct request *request, const char *path)
{
    if (!request_wants(request, path))
        return false;
    const char *last = strrchr(path, '.');
    json_key(json, last ? last + 1 : path);
    return true;
}

static bool opens(struct json *json, const struct request *request, const char *path, char bracket)
{
    if (!begins(json, request, path))
        return false;
    json_open(json, bracket);
    return true;
}

static void write_text(struct json *json, const struct request *request, const char *path, const char *text)
{
    if (begins(json, request, path))
        json_text(json, text);
}

static void write_texts(struct json *json, const struct request *request, const char *path, const char *const *texts,
                        size_t len)
{
    if (!opens(json, request, path, '['))
        return;
    for (size_t i = 0; i < len; i++)
        json_text(json, texts[i]);
    json_close(json, ']');
}

static void write_int(struct json *json, const struct request *request, const char *path, int64_t number)
{
    if (begins(json, request, path))
        json_int(json, number);
}

static void write_number(struct json *json, const struct request *request, const char *path, double number, int digits)
{
    if (begins(json, request, path))
        json_number(json, number, digits);
}

static void write_bool(struct json *json, const struct request *request, const char *path, bool value)
{
    if (begins(json, request, path))
        json_bool(json, value);
}

static void write_sub_result(struct json *json, const struct request *request, const struct sub_result *sub)
{
    json_open(json, '{');
    write_text(json, request, "hits.sub_results.title", sub->title);
    write_text(json, request, "hits.sub_results.anchor", sub->anchor);
    write_text(json, request, "hits.sub_results.url", sub->url);
    write_text(json, request, "hits.sub_results.snippet", sub->snippet.plain);
    if (opens(json, request, "hits.sub_results._formatted", '{')) {
        write_text(json, request, "hits.sub_results._formatted.snippet", sub->snippet.html);
        json_close(json, '}');
    }
    json_close(json, '}');
}

static void write_sub_results(struct json *json, const struct request *request, const struct hit *hit)
{
    if (!opens(json, request, "hits.sub_results", '['))
        return;
    for (size_t i = 0; i < hit->sub_results_len; i++)
        write_sub_result(json, request, &hit->sub_results[i]);
    json_close(json, ']');
}

static void write_translations(struct json *json, const struct request *request, const struct hit *hit)
{
    if (!opens(json, request, "hits.translations", '['))
        return;
    for (size_t i = 0; i < hit->translations_len; i++) {
        json_open(json, '{');
        write_text(json, request, "hits.translations.lang", hit->translations[i].lang);
        write_text(json, request, "hits.translations.url", hit->translations[i].url);
        write_text(json, request, "hits.translations.title", hit->translations[i].title);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_formatted(struct json *json, const struct request *request, const struct hit *hit)
{
    if (!opens(json, request, "hits._formatted", '{'))
        return;
    write_text(json, request, "hits._formatted.title", hit->title.html);
    write_text(json, request, "hits._formatted.snippet", hit->snippet.html);
    json_close(json, '}');
}

static void write_hit(struct json *json, const struct request *request, const struct hit *hit)
{
    json_open(json, '{');
    write_text(json, request, "hits.id", hit->id);
    write_text(json, request, "hits.path", hit->path);
    write_text(json, request, "hits.lang", hit->lang);
    write_text(json, request, "hits.url", hit->url);
    write_text(json, request, "hits.title", hit->title.plain);
    write_text(json, request, "hits.section", hit->section);
    write_texts(json, request, "hits.tags", hit->tags, hit->tags_len);
    write_text(json, request, "hits.date", hit->date);
    write_text(json, request, "hits.rung", hit->rung);
    write_text(json, request, "hits.snippet", hit->snippet.plain);
    write_formatted(json, request, hit);
    write_sub_results(json, request, hit);
    write_translations(json, request, hit);
    write_texts(json, request, "hits.matchedTerms", hit->matched_terms, hit->matched_terms_len);
    write_number(json, request, "hits._rankingScore", hit->score, 4);
    if (hit->explanation)
        write_text(json, request, "hits._explanation", hit->explanation);
    json_close(json, '}');
}

static void write_expansions(struct json *json, const struct answer *answer)
{
    if (!opens(json, answer->request, "expansions", '['))
        return;
    for (size_t i = 0; i < answer->expansions_len; i++) {
        const struct expansion *expansion = &answer->expansions[i];
        json_open(json, '{');
        write_text(json, answer->request, "expansions.from", expansion->from);
        write_text(json, answer->request, "expansions.to", expansion->to);
        write_text(json, answer->request, "expansions.lang", expansion->lang);
        write_text(json, answer->request, "expansions.source", expansion->source);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void write_counts(struct json *json, const struct facet *facet)
{
    json_key(json, facet->name);
    json_open(json, '{');
    for (size_t i = 0; i < facet->counts_len; i++) {
        json_key(json, facet->counts[i].value);
        json_int(json, facet->counts[i].count);
    }
    json_close(json, '}');
}

static void write_facets(struct json *json, const struct answer *answer)
{
    if (answer->request->facets_len == 0)
        return;
    if (opens(json, answer->request, "facetDistribution", '{')) {
        for (size_t i = 0; i < answer->facets_len; i++)
            write_counts(json, &answer->facets[i]);
        json_close(json, '}');
    }
    write_bool(json, answer->request, "facetsExact", answer->facets_exact);
}

static void write_titles(struct json *json, const struct answer *answer)
{
    if (!opens(json, answer->request, "sectionTitles", '{'))
        return;
    for (size_t i = 0; i < answer->section_titles_len; i++) {
        json_key(json, answer->section_titles[i].section);
        json_text(json, answer->section_titles[i].title);
    }
    json_close(json, '}');
}

static void write_suggestion(struct json *json, const struct request *request, const struct suggestion *one)
{
    json_open(json, '{');
    write_text(json, request, "suggestions.text", one->text);
    write_text(json, request, "suggestions.kind", one->kind);
    write_text(json, request, "suggestions.url", one->url);
    json_close(json, '}');
}

static void write_suggestions(struct json *json, const struct request *request, const struct suggestions *suggestions)
{
    if (!suggestions || !opens(json, request, "suggestions", '['))
        return;
    for (size_t i = 0; i < suggestions->len; i++)
        write_suggestion(json, request, &suggestions->at[i]);
    json_close(json, ']');
}

void suggestions_write_json(struct json *json, const struct suggestions *suggestions)
{
    const struct request all = {.fields_len = 0};

    json_open(json, '{');
    write_text(json, &all, "query", suggestions->query);
    write_suggestions(json, &all, suggestions);
    write_bool(json, &all, "partial", suggestions->partial);
    json_close(json, '}');
}

static void write_index(struct json *json, const struct answer *answer)
{
    if (!opens(json, answer->request, "index", '{'))
        return;
    write_text(json, answer->request, "index.generation", answer->generation);
    write_int(json, answer->request, "index.documents", answer->documents);
    json_close(json, '}');
}

/* The address there, or null where there is none. */
static void write_link(struct json *json, const struct request *request, const char *path, const char *route,
                       char *parameters)
{
    const char *link = parameters ? talloc_asprintf(parameters, "%s?%s", route, parameters) : NULL;

    json->out->full = json->out->full || (parameters && !link); /* not the whole answer */
    write_text(json, request, path, link);
}

static void write_links(struct json *json, const struct answer *answer)
{
    const struct request *request = answer->request;
    if (!opens(json, request, "links", '{'))
        return;
    void *scratch = talloc_new(NULL);
    char *self = scratch ? request_link(scratch, request, request->offset) : NULL;
    uint32_t next = request->offset + request->limit;
    bool more = next < answer->total_matches && next + request->limit <= QUERY_MAX_DEPTH && answer->hits_len > 0;
    char *following = more && scratch ? request_link(scratch, request, next) : NULL;

    json->out->full = json->out->full || !self || (more && !following); /* not the whole answer */
    write_link(json, request, "links.self", "/api/v1/search", self);
    write_link(json, request, "links.next", "/api/v1/search", following);
    write_link(json, request, "links.html", "/search", self);
    json_close(json, '}');
    talloc_free(scratch);
}

void hits_write_json(struct json *json, const struct answer *answer)
{
    json_open(json, '[');
    for (size_t i = 0; i < answer->hits_len; i++)
        write_hit(json, answer->request, &answer->hits[i]);
    json_close(json, ']');
}

void answer_write_json(struct json *json, const struct answer *answer)
{
    const struct request *request = answer->request;

    json_open(json, '{');
    write_text(json, request, "query", request->q);
    write_text(json, request, "lang", request->lang);
    write_number(json, request, "processingTimeMs", answer->milliseconds, 3);
    write_int(json, request, "offset", request->offset);
    write_int(json, request, "limit", request->limit);
    write_int(json, request, "totalHits", answer->total_hits);
    write_int(json, request, "totalMatches", answer->total_matches);
    write_bool(json, request, "exact", answer->exact);
    write_bool(json, request, "truncated", answer->truncated);
    write_bool(json, request, "partial", answer->partial);
    write_texts(json, request, "relaxed", answer->relaxed, answer->relaxed_len);
    write_text(json, request, "correction", answer->correction);
    write_expansions(json, answer);
    if (begins(json, request, "hits"))
        hits_write_json(json, answer);
    write_facets(json, answer);
    write_titles(json, answer);
    write_suggestions(json, request, answer->suggestions);
    write_index(json, answer);
    write_links(json, answer);
    if (answer->explanation)
        write_text(json, request, "_explanation", answer->explanation);
    json_close(json, '}');
}
