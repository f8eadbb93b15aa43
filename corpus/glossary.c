/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of words that mean the same: - {en: [works council, WC], nl: [ondernemingsraad, OR]}. */
#include <dirent.h>

#include "corpus/need.h"
#include "corpus/settings.h"

enum { GLOSSARY_MAX = 8 << 20 };

struct reading {
    void *ctx;
    const char *name;
    struct error *err;
};

static bool wrong(struct reading *r, int line, const char *what)
{
    return error_set(r->err, ERROR_INPUT, r->name, line, what,
                     "write it as - {en: [works council, WC], nl: [ondernemingsraad, OR]}");
}

/* ---- one concept ---- */

static bool is_option(const char *key)
{
    return text_same(key, "one_way") || text_same(key, "whole_query");
}

static bool read_option(struct reading *r, const struct yaml *node, const char *key, bool *out)
{
    const struct yaml *value = yaml_get(node, key);
    if (yaml_is_null(value) || yaml_bool(value, out))
        return true;
    return error_setf(r->err, ERROR_INPUT, r->name, value->line, text_format(r->ctx, "write it as %s: true", key),
                      "'%s' is neither true nor false", key);
}

static bool is_code(const char *key)
{
    size_t len = strlen(key);
    return len >= 2 && len <= 16 &&
           strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == len;
}

static bool read_side(struct reading *r, const struct yaml_entry *entry, struct glossary_terms *side)
{
    if (!is_code(entry->key))
        return wrong(r, entry->line, text_format(r->ctx, "'%s' is not a language", entry->key));
    const struct yaml *node = entry->value;
    size_t max = yaml_is_list(node) ? node->len : 1;
    *side = (struct glossary_terms){.lang = text_lower(r->ctx, span_of(entry->key)),
                                    .terms = NEED_ARRAY(r->ctx, const char *, max)};
    for (size_t i = 0; i < max; i++) {
        const struct yaml *one = yaml_is_list(node) ? node->entries[i].value : node;
        if (!yaml_is_scalar(one))
            return wrong(r, one->line, "a term is a word or a few of them");
        /* As it is written: OR and no are words here, not values of YAML. */
        const char *term = need(clean_line(r->ctx, span_of(one->text)));
        if (*term)
            side->terms[side->terms_len++] = term;
    }
    return true;
}

static bool read_entry(struct reading *r, const struct yaml *node, struct glossary_entry *entry)
{
    if (!yaml_is_map(node))
        return wrong(r, node->line, "a concept is a map of languages and their words");
    *entry = (struct glossary_entry){.sides = NEED_ARRAY(r->ctx, struct glossary_terms, node->len)};
    if (!read_option(r, node, "one_way", &entry->one_way) || !read_option(r, node, "whole_query", &entry->whole_query))
        return false;
    size_t terms = 0;
    for (size_t i = 0; i < node->len; i++) {
        if (is_option(node->entries[i].key))
            continue;
        struct glossary_terms *side = &entry->sides[entry->sides_len];
        if (!read_side(r, &node->entries[i], side))
            return false;
        terms += side->terms_len;
        entry->sides_len += side->terms_len > 0;
    }
    return terms > 1 || wrong(r, node->line, "this concept has no two words that could stand for each other");
}

/* ---- the file ---- */

static const char *shipped_names(void *ctx, const char *folder)
{
    struct strings names = {0};
    DIR *dir = opendir(folder);
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
        struct span name = span_of(entry->d_name);
        if (span_ends(name, SPAN(".yaml")))
            strings_add(ctx, &names, text_copy(ctx, span_first(name, name.len - strlen(".yaml"))));
    }
    if (dir)
        closedir(dir);
    strings_sort(&names);
    char *all = text_copy(ctx, span_of(names.len ? "there is" : "name a file below the site's folder"));
    for (size_t i = 0; i < names.len; i++)
        all = text_format(ctx, "%s%s %s", all, i ? "," : "", names.at[i]);
    return names.len ? text_format(ctx, "%s; or name a file below the site's folder", all) : all;
}

static bool is_file_name(const char *name)
{
    return strchr(name, '/') || span_ends(span_of(name), SPAN(".yaml")) || span_ends(span_of(name), SPAN(".yml")) ||
           span_ends(span_of(name), SPAN(".json"));
}

/* Where the list lies; NULL where its name is none. */
static char *find(struct reading *r, const struct site_options *options, const struct yaml *node, const char *settings)
{
    const char *name = node->text;
    if (is_file_name(name)) {
        r->name = name;
        char *path = text_format(r->ctx, "%s/%s", options->folder, name);
        if (name[0] != '/' && !strstr(name, "..") && file_exists(path))
            return path;
        error_setf(r->err, ERROR_INPUT, settings, node->line, "name a file below the site's folder",
                   "there is no glossary '%s'", name);
        return NULL;
    }
    char *folder = text_format(r->ctx, "%s/glossaries", options->data_folder ? options->data_folder : "");
    char *path = text_format(r->ctx, "%s/%s.yaml", folder, name);
    r->name = text_format(r->ctx, "glossaries/%s.yaml", name);
    if (options->data_folder && file_exists(path))
        return path;
    error_setf(r->err, ERROR_INPUT, settings, node->line, shipped_names(r->ctx, folder),
               "no glossary '%s' ships with us", name);
    return NULL;
}

const struct glossary_file *glossary_read(void *ctx, const struct site_options *options, const struct yaml *node,
                                          const char *settings, struct error *err)
{
    struct reading r = {.ctx = ctx, .err = err};
    if (!yaml_is_scalar(node)) {
        error_set(err, ERROR_INPUT, settings, node->line, "'glossary' is the name of a list, or a file",
                  "write it as glossary: labour-en-nl");
        return NULL;
    }
    size_t len;
    char *path = find(&r, options, node, settings);
    char *bytes = path ? file_read(ctx, path, r.name, GLOSSARY_MAX, &len, NULL, err) : NULL;
    const struct yaml *root = bytes ? yaml_read(ctx, (struct span){bytes, len}, r.name, 1, err) : NULL;
    if (!root)
        return NULL;
    if (!yaml_is_list(root)) {
        wrong(&r, root->line, "a glossary is a list of concepts");
        return NULL;
    }
    struct glossary_file *file = NEED_NEW(ctx, struct glossary_file);
    file->path = path;
    file->entries = NEED_ARRAY(ctx, struct glossary_entry, root->len);
    for (; file->entries_len < root->len; file->entries_len++) {
        if (!read_entry(&r, root->entries[file->entries_len].value, &file->entries[file->entries_len]))
            return NULL;
    }
    return file;
}
