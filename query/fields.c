/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which members of an answer are asked for. */
#include <string.h>

#include "query/request.h"

static const char *const known[] = {
    "query",
    "lang",
    "processingTimeMs",
    "offset",
    "limit",
    "totalHits",
    "totalMatches",
    "exact",
    "truncated",
    "partial",
    "relaxed",
    "correction",
    "expansions.from",
    "expansions.to",
    "expansions.lang",
    "expansions.source",
    "facetDistribution",
    "facetsExact", "sectionTitles",
    "suggestions.text",
    "suggestions.kind",
    "suggestions.url",
    "index.generation",
    "index.documents",
    "links.self",
    "links.next",
    "links.html",
    "_explanation",
    "hits.id",
    "hits.path",
    "hits.lang",
    "hits.url",
    "hits.title",
    "hits.section",
    "hits.tags",
    "hits.date",
    "hits.rung",
    "hits.snippet",
    "hits._formatted.title",
    "hits._formatted.snippet",
    "hits.sub_results.title",
    "hits.sub_results.anchor",
    "hits.sub_results.url",
    "hits.sub_results.snippet",
    "hits.sub_results._formatted.snippet",
    "hits.translations.lang",
    "hits.translations.url",
    "hits.translations.title",
    "hits.matchedTerms",
    "hits._rankingScore",
    "hits._explanation",
};

/* Whether one name is the other, or stands above it. */
static bool same_branch(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return (!*a && (!*b || *b == '.')) || (!*b && *a == '.');
}

bool request_is_field(const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (len <= strlen(known[i]) && same_branch(name, known[i]))
            return true;
    return false;
}

bool request_wants(const struct request *request, const char *field)
{
    for (size_t i = 0; i < request->fields_len; i++)
        if (same_branch(request->fields[i], field))
            return true;
    return request->fields_len == 0;
}
