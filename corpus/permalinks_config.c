/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's permalinks: by section; by kind and section; or, since 0.161, a list of targets and patterns. */
#include <stdlib.h>

#include "corpus/hugo.h"

struct reading {
    void *ctx;
    struct hugo_language *lang;
    size_t room;
};

static void add(struct reading *r, const struct permalink *rule)
{
    struct hugo_language *lang = r->lang;
    if (lang->permalinks_len == r->room) {
        r->room = r->room ? r->room * 2 : 4;
        lang->permalinks = NEED_RESIZE(r->ctx, lang->permalinks, struct permalink, r->room);
    }
    lang->permalinks[lang->permalinks_len++] = *rule;
}

/* "posts" is the section and all below it; "" and "/" the pages at the top. */
static const char *section_glob(void *ctx, const char *section)
{
    struct span name = span_of(section);
    while (name.len > 0 && strchr(" /", name.at[0]))
        name = span_from(name, 1);
    while (name.len > 0 && strchr(" /", name.at[name.len - 1]))
        name = span_first(name, name.len - 1);
    if (name.len == 0)
        return "/*";
    return text_format(ctx, "/{%.*s,%.*s/**}", (int)name.len, name.at, (int)name.len, name.at);
}

static void read_sections(struct reading *r, const char *kind, const struct yaml *node)
{
    for (size_t i = 0; i < node->len; i++) {
        const struct yaml_entry *entry = &node->entries[i];
        if (yaml_is_scalar(entry->value))
            add(r, &(struct permalink){.kind = kind,
                                       .path = section_glob(r->ctx, entry->key),
                                       .pattern = yaml_text(r->ctx, entry->value)});
    }
}

static void read_target(struct reading *r, const struct yaml *node)
{
    const struct yaml *target = yaml_get(node, "target"), *kind = yaml_get(target, "kind");
    const struct yaml *path = yaml_get(target, "path"), *lang = yaml_get(target, "lang");
    if (!lang)
        lang = yaml_path(target, "sites.matrix.languages");
    if (yaml_is_list(lang) && lang->len > 0)
        lang = lang->entries[0].value;
    if (!yaml_is_scalar(yaml_get(node, "pattern")))
        return;
    add(r, &(struct permalink){
               .kind = yaml_is_null(kind) ? NULL : yaml_text(r->ctx, kind),
               .path = yaml_is_null(path) ? NULL : yaml_text(r->ctx, path),
               .lang = yaml_is_null(lang) ? NULL : yaml_text(r->ctx, lang),
               .pattern = yaml_text(r->ctx, yaml_get(node, "pattern")),
           });
}

static int compare_lengths(const void *a, const void *b)
{
    const struct permalink *x = a, *y = b;
    size_t x_len = strlen(x->path), y_len = strlen(y->path);
    return x_len < y_len ? 1 : x_len > y_len ? -1 : strcmp(x->path, y->path);
}

void permalinks_read(void *ctx, const struct yaml *node, struct hugo_language *lang)
{
    struct reading r = {.ctx = ctx, .lang = lang};
    for (size_t i = 0; yaml_is_list(node) && i < node->len; i++)
        read_target(&r, node->entries[i].value);
    if (!yaml_is_map(node))
        return;
    for (size_t i = 0; i < node->len; i++) {
        const struct yaml_entry *entry = &node->entries[i];
        if (yaml_is_map(entry->value)) {
            read_sections(&r, text_lower(ctx, span_of(entry->key)), entry->value);
        } else if (yaml_is_scalar(entry->value)) {
            struct permalink rule = {
                .kind = "{page,term}", .path = section_glob(ctx, entry->key), .pattern = yaml_text(ctx, entry->value)};
            add(&r, &rule);
        }
    }
    /* A map has no order: the section that says most comes first. */
    if (lang->permalinks_len > 1)
        qsort(lang->permalinks, lang->permalinks_len, sizeof *lang->permalinks, compare_lengths);
}
