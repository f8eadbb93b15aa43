/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/values.h"

#include "corpus/glob.h"

static const char *target_text(void *ctx, const struct yaml *target, const char *key)
{
    const struct yaml *node = yaml_path(target, key);
    if (yaml_is_list(node) && node->len > 0) {
        /* Several globs are one with braces. */
        char *all = text_format(ctx, "{%s", yaml_text(ctx, node->entries[0].value));
        for (size_t i = 1; i < node->len; i++)
            all = text_format(ctx, "%s,%s", all, yaml_text(ctx, node->entries[i].value));
        return text_format(ctx, "%s}", all);
    }
    return yaml_is_null(node) ? NULL : yaml_text(ctx, node);
}

static const struct cascade *read_one(void *ctx, const struct yaml *node, const char *lang, const struct cascade *above)
{
    if (!yaml_is_map(node))
        return above;
    const struct yaml *target = yaml_get(node, "target");
    if (!target)
        target = yaml_get(node, "_target");
    struct cascade *cascade = NEED_NEW(ctx, struct cascade);
    cascade->path = target_text(ctx, target, "path");
    cascade->kind = target_text(ctx, target, "kind");
    cascade->lang = target_text(ctx, target, "lang");
    if (!cascade->lang)
        cascade->lang = target_text(ctx, target, "sites.matrix.languages");
    cascade->own_lang = cascade->lang ? NULL : lang;
    cascade->values = node;
    cascade->next = above;
    return cascade;
}

const struct cascade *cascade_read(void *ctx, const struct yaml *node, const char *lang, const struct cascade *above)
{
    if (!yaml_is_list(node))
        return read_one(ctx, node, lang, above);
    for (size_t i = node->len; i-- > 0;)
        above = read_one(ctx, node->entries[i].value, lang, above);
    return above;
}

static bool is_for(const struct cascade *cascade, const struct values *values)
{
    return (!cascade->own_lang || strcmp(cascade->own_lang, values->lang) == 0) &&
           (!cascade->lang || glob_match(cascade->lang, values->lang)) &&
           (!cascade->kind || glob_match(cascade->kind, values->kind)) &&
           (!cascade->path || glob_match(cascade->path, values->path));
}

/* What gives a page its place in the tree cannot come from above. */
static bool may_cascade(const char *key)
{
    static const char *const own[] = {"target", "_target", "params", "cascade", "kind", "path", "lang"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (text_same(key, own[i]))
            return false;
    }
    return true;
}

static const struct yaml *from_cascades(const struct values *values, const char *key)
{
    for (const struct cascade *c = may_cascade(key) ? values->cascades : NULL; c; c = c->next) {
        if (!is_for(c, values))
            continue;
        const struct yaml *node = yaml_get(yaml_get(c->values, "params"), key);
        if (!node)
            node = yaml_get(c->values, key);
        if (node)
            return node;
    }
    return NULL;
}

const struct yaml *values_get(const struct values *values, const char *key)
{
    const struct yaml *node = yaml_get(values->front, key);
    return node ? node : from_cascades(values, key);
}

const struct yaml *values_param(const struct values *values, const char *key)
{
    const struct yaml *node = yaml_get(yaml_get(values->front, "params"), key);
    return node ? node : values_get(values, key);
}

const char *slug_text(void *ctx, const struct yaml *node)
{
    struct span slug = span_of(yaml_text(ctx, node));
    while (slug.len > 0 && slug.at[0] == '-')
        slug = span_from(slug, 1);
    while (slug.len > 0 && slug.at[slug.len - 1] == '-')
        slug = span_first(slug, slug.len - 1);
    return text_copy(ctx, slug);
}
