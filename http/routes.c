/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/routes.h"

#include <string.h>

#include "base/base.h"

static const struct route routes[] = {
    {"/api/v1/search", "search", ROUTE_ASKS, answer_search},
    {"/api/v1/suggest", "suggest", ROUTE_ASKS, answer_suggest},
    {"/api/v1/similar", "similar", ROUTE_ASKS, answer_similar},
    {"/api/v1/openapi.json", "openapi", ROUTE_PLAIN, answer_openapi},
    {"/search", "page", ROUTE_ASKS, answer_page},
    {"/", "front", ROUTE_ASKS, answer_front},
    {"/opensearch.xml", "opensearch", ROUTE_PLAIN, answer_opensearch},
    {"/twc-search.js", "script", ROUTE_PLAIN, answer_script},
    {"/twc-search.css", "style", ROUTE_PLAIN, answer_style},
    {"/healthz", "health", ROUTE_PROBE, answer_health},
    {"/readyz", "ready", ROUTE_PROBE, answer_ready},
    {"/metrics", "metrics", ROUTE_METRICS, answer_metrics},
    {"/problems/*", "problem", ROUTE_PLAIN, answer_problem},
};

enum { ROUTES = sizeof routes / sizeof routes[0] };

const char *const route_names[] = {"search", "suggest", "similar", "openapi", "page",    "front",   "opensearch",
                                   "script", "style",   "health",  "ready",   "metrics", "problem", "none"};
const size_t route_names_len = sizeof route_names / sizeof route_names[0];

_Static_assert(sizeof route_names / sizeof route_names[0] == ROUTES + 1, "a name for each route and for none");

static bool fits(const char *pattern, const char *path)
{
    size_t len = strlen(pattern);
    return pattern[len - 1] == '*' ? strncmp(pattern, path, len - 1) == 0 : strcmp(pattern, path) == 0;
}

const struct route *route_find(const char *path)
{
    for (size_t i = 0; i < ROUTES; i++) {
        if (fits(routes[i].path, path))
            return &routes[i];
    }
    return NULL;
}

size_t route_number(const struct route *route)
{
    return route ? (size_t)(route - routes) : ROUTES;
}
