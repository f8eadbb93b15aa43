/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up in a tree; yaml_read.c makes one, yaml_value.c says what a scalar is worth. */
#include "corpus/yaml.h"

#include "corpus/need.h"

struct yaml *yaml_new(void *ctx, enum yaml_kind kind, int line)
{
    struct yaml *node = NEED_NEW(ctx, struct yaml);
    node->kind = kind;
    node->line = line;
    node->weight = 1;
    return node;
}

void yaml_add(void *ctx, struct yaml *to, const char *key, int line, const struct yaml *value)
{
    if (to->len == to->room) {
        to->room = to->room ? to->room * 2 : 4;
        to->entries = NEED_RESIZE(ctx, to->entries, struct yaml_entry, to->room);
    }
    to->entries[to->len++] = (struct yaml_entry){.key = key, .line = line, .value = value};
    size_t sum = to->weight + value->weight;
    to->weight = sum < to->weight ? SIZE_MAX : sum;
}

const struct yaml_entry *yaml_entry(const struct yaml *node, const char *key)
{
    if (!yaml_is_map(node))
        return NULL;
    /* From the end: where a key stands there in two spellings, the later one counts. */
    for (size_t i = node->len; i-- > 0;) {
        if (text_same(node->entries[i].key, key))
            return &node->entries[i];
    }
    return NULL;
}

const struct yaml *yaml_get(const struct yaml *node, const char *key)
{
    const struct yaml_entry *entry = yaml_entry(node, key);
    return entry ? entry->value : NULL;
}

const struct yaml *yaml_path(const struct yaml *node, const char *path)
{
    char key[64];
    struct span rest = span_of(path), piece;
    while (node && span_cut(&rest, '.', &piece)) {
        if (piece.len >= sizeof key)
            return NULL;
        memcpy(key, piece.at, piece.len);
        key[piece.len] = '\0';
        node = yaml_get(node, key);
    }
    return node;
}

const struct yaml *yaml_merge(void *ctx, const struct yaml *base, const struct yaml *over)
{
    if (!base || !over)
        return base ? base : over;
    if (!yaml_is_map(base) || !yaml_is_map(over))
        return over;
    struct yaml *sum = yaml_new(ctx, YAML_MAP, over->line);
    for (size_t i = 0; i < base->len; i++) {
        const struct yaml_entry *old = &base->entries[i];
        const struct yaml *new = yaml_get(over, old->key);
        yaml_add(ctx, sum, old->key, old->line, yaml_merge(ctx, old->value, new));
    }
    for (size_t i = 0; i < over->len; i++) {
        if (!yaml_get(base, over->entries[i].key))
            yaml_add(ctx, sum, over->entries[i].key, over->entries[i].line, over->entries[i].value);
    }
    return sum;
}
