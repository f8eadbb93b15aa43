/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/select.h"

#include <strings.h>

static bool says(const struct yaml *node)
{
    bool value;
    return yaml_bool(node, &value) && value;
}

/* ---- build ---- */

enum build { BUILD_ALWAYS, BUILD_OTHER, BUILD_NEVER };

/* always, never, and what lies between (link, local); true and false are older words for the first two. */
static enum build build_of(const struct yaml *node)
{
    bool value;
    if (yaml_bool(node, &value))
        return value ? BUILD_ALWAYS : BUILD_NEVER;
    if (!yaml_is_scalar(node))
        return BUILD_ALWAYS;
    if (strcmp(node->text, "never") == 0)
        return BUILD_NEVER;
    return strcmp(node->text, "link") == 0 || strcmp(node->text, "local") == 0 ? BUILD_OTHER : BUILD_ALWAYS;
}

static bool build_read(const struct selection *s, bool *rendered, bool *unlisted, struct error *err)
{
    const struct yaml_entry *old = yaml_entry(s->values->front, "_build");
    if (old)
        return error_set(err, ERROR_INPUT, s->name, old->line, "'_build' is the old name of 'build'", "call it build");
    const struct yaml *build = values_get(s->values, "build");
    if (build && !yaml_is_map(build) && !yaml_is_null(build))
        return error_set(err, ERROR_INPUT, s->name, build->line, "'build' holds render, list and publishResources",
                         "write it as build: {render: never}, and a value of your own under params");
    bool headless = says(values_get(s->values, "headless"));
    *rendered = !headless && build_of(yaml_get(build, "render")) == BUILD_ALWAYS;
    *unlisted = *unlisted || build_of(yaml_get(build, "list")) == BUILD_NEVER;
    return true;
}

/* ---- outputs ---- */

static bool has_html(const struct yaml *node)
{
    if (yaml_is_scalar(node)) {
        struct span rest = span_of(node->text), word;
        while (span_cut(&rest, ' ', &word)) {
            if (word.len == 4 && strncasecmp(word.at, "html", 4) == 0)
                return true;
        }
        return false;
    }
    for (size_t i = 0; yaml_is_list(node) && i < node->len; i++) {
        if (has_html(node->entries[i].value))
            return true;
    }
    return false;
}

/* The page's own outputs, else those of its kind, else HTML. */
static bool is_html(const struct selection *s)
{
    const struct yaml *own = values_get(s->values, "outputs");
    if (own && !yaml_is_null(own) && !(yaml_is_list(own) && own->len == 0))
        return has_html(own);
    const struct yaml *site = yaml_get(s->lang->outputs, s->values->kind);
    return yaml_is_list(site) && site->len > 0 ? has_html(site) : true;
}

/* ---- what the page wants of search engines ---- */

static bool is_private(const struct selection *s)
{
    return says(yaml_get(values_param(s->values, "search"), "exclude")) || says(values_param(s->values, "noindex")) ||
           says(yaml_get(values_get(s->values, "sitemap"), "disable"));
}

static bool list_refused(const struct selection *s)
{
    bool value;
    return yaml_bool(yaml_get(values_param(s->values, "search"), "list"), &value) && !value;
}

enum verdict select_by_values(const struct selection *s, bool *unlisted, struct error *err)
{
    if (!hugo_kind_enabled(s->lang, s->values->kind) || (says(values_get(s->values, "draft")) && !s->lang->drafts))
        return VERDICT_DROPPED;
    bool rendered = false;
    *unlisted = list_refused(s);
    if (!build_read(s, &rendered, unlisted, err))
        return VERDICT_WRONG;
    return rendered && is_html(s) && !is_private(s) ? VERDICT_SHOWN : VERDICT_HIDDEN;
}

enum verdict select_by_dates(const struct selection *s, const struct dates *dates)
{
    if (!s->lang->future && dates->publish.known && dates->publish.seconds > s->now)
        return VERDICT_DROPPED;
    /* Hugo's clock has fractions: within the second of its end a page has expired. */
    if (!s->lang->expired && dates->expiry.known && dates->expiry.seconds <= s->now)
        return VERDICT_DROPPED;
    return VERDICT_SHOWN;
}
