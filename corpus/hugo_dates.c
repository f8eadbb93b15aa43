/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where dates come from: front matter's keys in the order of the configuration, which falls back on Hugo's own. */
#include "corpus/hugo.h"

static const char *const DATE[] = {"date", "publishdate", "lastmod", NULL};
static const char *const LASTMOD[] = {":git", "lastmod", "date", "publishdate", NULL};
static const char *const PUBLISH[] = {"publishdate", "date", NULL};
static const char *const EXPIRY[] = {"expirydate", NULL};

static void add(void *ctx, struct strings *list, const char *key)
{
    if (!strings_have(list, key))
        strings_add(ctx, list, key);
}

/* A key, and the older names that mean the same. */
static void add_with_aliases(void *ctx, struct strings *list, const char *key)
{
    add(ctx, list, key);
    if (strcmp(key, "lastmod") == 0) {
        add(ctx, list, "modified");
    } else if (strcmp(key, "publishdate") == 0) {
        add(ctx, list, "pubdate");
        add(ctx, list, "published");
    } else if (strcmp(key, "expirydate") == 0) {
        add(ctx, list, "unpublishdate");
    }
}

static void add_defaults(void *ctx, struct strings *list, const char *const *defaults)
{
    for (; *defaults; defaults++)
        add_with_aliases(ctx, list, *defaults);
}

static void read_one(void *ctx, const struct yaml *node, const char *const *defaults, struct strings *out)
{
    if (!yaml_is_list(node) && !(yaml_is_scalar(node) && !yaml_is_null(node))) {
        add_defaults(ctx, out, defaults);
        return;
    }
    size_t len = yaml_is_list(node) ? node->len : 1;
    for (size_t i = 0; i < len; i++) {
        const char *text = yaml_text(ctx, yaml_is_list(node) ? node->entries[i].value : node);
        const char *key = text_lower(ctx, span_of(text));
        if (strcmp(key, ":default") == 0)
            add_defaults(ctx, out, defaults);
        else
            add_with_aliases(ctx, out, key);
    }
}

void date_sources_read(void *ctx, const struct yaml *node, struct date_sources *out)
{
    read_one(ctx, yaml_get(node, "date"), DATE, &out->date);
    read_one(ctx, yaml_get(node, "lastmod"), LASTMOD, &out->lastmod);
    read_one(ctx, yaml_get(node, "publishdate"), PUBLISH, &out->publish);
    read_one(ctx, yaml_get(node, "expirydate"), EXPIRY, &out->expiry);
}
