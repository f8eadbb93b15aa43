/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/shortcode_policy.h"

#include <talloc.h>

static const char *const figure_params[] = {"title", "caption", "attr"};
static const char *const details_params[] = {"summary"};

/* Hugo's embedded shortcodes, and those of themes whose text is data for a script. */
static const struct known {
    const char *name;
    struct shortcode_policy policy;
} known[] = {
    {"figure", {.params = figure_params, .params_len = 3, .alt = "alt"}},
    {"details", {.inner = true, .params = details_params, .params_len = 1}},
    {"highlight", {.inner = true, .code = true}},
    {"ref", {0}},
    {"relref", {0}},
    {"param", {0}},
    {"qr", {0}},
    {"comment", {0}},
    {"youtube", {0}},
    {"vimeo", {0}},
    {"vimeo_simple", {0}},
    {"x", {0}},
    {"x_simple", {0}},
    {"tweet", {0}},
    {"twitter", {0}},
    {"twitter_simple", {0}},
    {"instagram", {0}},
    {"instagram_simple", {0}},
    {"gist", {0}},
    {"mermaid", {0}},
    {"chart", {0}},
    {"katex", {0}},
};

static struct shortcode_policy usual(struct span name, bool inline_shortcodes)
{
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (span_is(name, known[i].name))
            return known[i].policy;
    /* Inline shortcodes hold a template; where they run, its text outside actions shows. */
    return (struct shortcode_policy){.inner = inline_shortcodes || !span_ends(name, SPAN(".inline"))};
}

struct shortcode_policy shortcode_policy(void *ctx, const struct shortcode_rules *rules, struct span name)
{
    if (span_ends(name, SPAN(".html")))
        name.len -= 5;
    char *text = span_copy(ctx, name);
    const struct shortcode_setting *setting = rules->setting && text ? rules->setting(rules->self, text) : NULL;
    talloc_free(text);
    struct shortcode_policy policy = usual(name, rules->inline_shortcodes);
    if (!setting)
        return policy;
    policy.inner = setting->inner;
    policy.code = policy.code && setting->inner;
    policy.params = (const char *const *)setting->params;
    policy.params_len = setting->params_len;
    policy.file = setting->file;
    return policy;
}
