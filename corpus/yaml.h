/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML as a small tree that knows its lines. JSON is read by the same door.
 *
 * Keys are found in either case, as Hugo finds them; a key written twice is an error, and so are a document that nests
 * or, through its aliases, grows beyond what people write. Nodes live as long as the context that they were read into;
 * an alias is the same node again, so a tree never takes more memory than its text is worth. */
#ifndef CORPUS_YAML_H
#define CORPUS_YAML_H

#include "base/base.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_entry {
    const char *key; /* as it is written; NULL in a list */
    int line;        /* of the key */
    const struct yaml *value;
};

struct yaml {
    enum yaml_kind kind;
    int line;         /* in the file, from 1 */
    bool plain;       /* a scalar without quotes: may be null, a number, true or false */
    const char *text; /* of a scalar; NULL for the others */
    struct yaml_entry *entries;
    size_t len, room;
    size_t weight;       /* nodes in it, aliases written out */
    const char *doubled; /* a key that is here twice in different case, NULL where none is */
    int doubled_line;
};

/* Reads one document. first_line is the line of text's first byte in the file called path. An empty document is an
 * empty map. NULL: broken, with file, line and mend. */
const struct yaml *yaml_read(void *ctx, struct span text, const char *path, int first_line, struct error *err);

/* The value of a key of a map, NULL where node is NULL, no map, or has no such key. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);
const struct yaml_entry *yaml_entry(const struct yaml *node, const char *key);

/* The same down a path of keys: "markup.goldmark.renderer.unsafe". */
const struct yaml *yaml_path(const struct yaml *node, const char *path);

/* These take NULL, which is none of them. */
static inline bool yaml_is_map(const struct yaml *node)
{
    return node && node->kind == YAML_MAP;
}

static inline bool yaml_is_list(const struct yaml *node)
{
    return node && node->kind == YAML_LIST;
}

static inline bool yaml_is_scalar(const struct yaml *node)
{
    return node && node->kind == YAML_SCALAR;
}

bool yaml_is_null(const struct yaml *); /* no node, an empty plain scalar, null or ~ */

/* A scalar as Hugo casts it to text: 1.10 is "1.1", True is "true", null is "". "" for maps and lists. The result lives
 * as long as ctx. */
const char *yaml_text(void *ctx, const struct yaml *);

/* As Hugo casts to a bool: true, "true", 1, t. False when it is neither true nor false. */
bool yaml_bool(const struct yaml *, bool *out);
bool yaml_number(const struct yaml *, double *out); /* plain numbers only */
bool yaml_whole(const struct yaml *, int64_t *out);

/* base with over's keys laid over it, maps deep down; the result shares nodes with both. Either may be NULL. */
const struct yaml *yaml_merge(void *ctx, const struct yaml *base, const struct yaml *over);

/* ---- making a tree by hand ---- */

struct yaml *yaml_new(void *ctx, enum yaml_kind kind, int line);
void yaml_add(void *ctx, struct yaml *to, const char *key, int line, const struct yaml *value);

#endif
