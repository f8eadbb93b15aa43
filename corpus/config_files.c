/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/config_files.h"

#include <dirent.h>
#include <errno.h>

enum { CONFIG_MAX = 16 << 20 };

struct reading {
    void *ctx;
    const char *folder;
    const struct listener *listener;
    struct config_files *out;
    struct error *err;
};

/* The bytes of a file below the site; NULL where it cannot be read. */
static char *read_bytes(struct reading *r, const char *name, size_t *len)
{
    char *path = text_format(r->ctx, "%s/%s", r->folder, name);
    char *bytes = file_read(r->ctx, path, name, CONFIG_MAX, len, NULL, r->err);
    talloc_free(path);
    return bytes;
}

static bool is_there(struct reading *r, const char *name)
{
    char *path = text_format(r->ctx, "%s/%s", r->folder, name);
    bool there = file_exists(path);
    talloc_free(path);
    return there;
}

static const struct yaml *read_tree(struct reading *r, const char *name, struct hash *sum)
{
    size_t len;
    char *bytes = read_bytes(r, name, &len);
    if (!bytes)
        return NULL;
    struct span text = {bytes, len};
    *sum = hash_join(*sum, hash_of(text));
    if (span_begins(text, SPAN("\xEF\xBB\xBF")))
        text = span_from(text, 3);
    const struct yaml *tree = yaml_read(r->ctx, text, name, 1, r->err);
    talloc_free(bytes);
    if (tree && !yaml_is_map(tree)) {
        error_set(r->err, ERROR_INPUT, name, tree->line, "this is not a configuration of Hugo's",
                  "write it as 'key: value'");
        return NULL;
    }
    return tree;
}

/* A map with one key, for laying `languages.nl.yaml` into its place. */
static const struct yaml *wrap(struct reading *r, const char *key, const struct yaml *value)
{
    struct yaml *map = yaml_new(r->ctx, YAML_MAP, value->line);
    yaml_add(r->ctx, map, key, value->line, value);
    return map;
}

static void note_toml(struct reading *r, const char *name)
{
    size_t len;
    struct error unread;
    struct reading quiet = *r;
    quiet.err = &unread;
    char *bytes = read_bytes(&quiet, name, &len);
    if (bytes)
        r->out->source = hash_join(r->out->source, hash_of((struct span){bytes, len}));
    talloc_free(bytes);
    if (!r->out->toml)
        r->out->toml = text_copy(r->ctx, span_of(name));
}

/* ---- one file at the top ---- */

static bool read_first(struct reading *r)
{
    static const char *const names[] = {"hugo.toml",   "hugo.yaml",   "hugo.yml",   "hugo.json",
                                        "config.toml", "config.yaml", "config.yml", "config.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!is_there(r, names[i]))
            continue;
        if (span_ends(span_of(names[i]), SPAN(".toml"))) {
            note_toml(r, names[i]);
            return true;
        }
        r->out->root = read_tree(r, names[i], &r->out->source);
        r->out->name = names[i];
        return r->out->root != NULL;
    }
    return true;
}

/* ---- config/_default and config/production ---- */

static bool has_format(struct span name)
{
    return span_ends(name, SPAN(".yaml")) || span_ends(name, SPAN(".yml")) || span_ends(name, SPAN(".json"));
}

/* Lays one file of a configuration folder where its name says: languages.nl.yaml, params.yaml, hugo.yaml. */
static bool read_part(struct reading *r, const char *name, const char *base)
{
    const struct yaml *tree = read_tree(r, name, &r->out->source);
    if (!tree)
        return false;
    struct span stem = span_first(span_of(base), (size_t)(strrchr(base, '.') - base)), first;
    struct span rest = stem;
    span_cut(&rest, '.', &first);
    const char *key = text_copy(r->ctx, first);
    const char *lang = first.len < stem.len ? text_copy(r->ctx, span_from(stem, first.len + 1)) : NULL;
    if (text_same(key, "hugo") || text_same(key, "config"))
        key = NULL;
    if (lang && (!key || text_same(key, "languages")))
        tree = wrap(r, "languages", wrap(r, lang, tree));
    else if (lang)
        tree = wrap(r, "languages", wrap(r, lang, wrap(r, key, tree)));
    else if (key)
        tree = wrap(r, key, tree);
    r->out->root = yaml_merge(r->ctx, r->out->root, tree);
    if (!*r->out->name)
        r->out->name = name;
    return true;
}

static void note_toml_part(struct reading *r, const char *name, const char *base)
{
    note_toml(r, name);
    struct span lang = span_of(base);
    if (!span_begins(lang, SPAN("languages.")))
        return;
    lang = span_from(lang, strlen("languages."));
    lang = span_first(lang, lang.len - strlen(".toml"));
    strings_add(r->ctx, &r->out->toml_languages, text_lower(r->ctx, lang));
}

static bool read_folder(struct reading *r, const char *below)
{
    char *path = text_format(r->ctx, "%s/%s", r->folder, below);
    DIR *folder = opendir(path);
    talloc_free(path);
    if (!folder)
        return errno == ENOENT || errno == ENOTDIR ||
               error_errno(r->err, below, "cannot read this folder",
                           errno == EACCES ? "let who indexes read it, and every folder above it" : NULL);
    struct strings names = {0};
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        strings_add(r->ctx, &names, text_copy(r->ctx, span_of(entry->d_name)));
    closedir(folder);
    strings_sort(&names);
    bool fine = true;
    for (size_t i = 0; fine && i < names.len; i++) {
        const char *name = text_format(r->ctx, "%s/%s", below, names.at[i]);
        if (names.at[i][0] != '.' && has_format(span_of(names.at[i])))
            fine = read_part(r, name, names.at[i]);
        else if (span_ends(span_of(names.at[i]), SPAN(".toml")) && strlen(names.at[i]) > strlen(".toml"))
            note_toml_part(r, name, names.at[i]);
    }
    return fine;
}

bool config_files_read(void *ctx, const char *folder, const struct listener *listener, struct config_files *out,
                       struct error *err)
{
    *out = (struct config_files){.name = ""};
    struct reading r = {.ctx = ctx, .folder = folder, .listener = listener, .out = out, .err = err};
    static const char output[] = "hugo-config.yaml";
    const struct yaml *resolved = NULL;
    if (is_there(&r, output)) {
        resolved = read_tree(&r, output, &out->output);
        if (!resolved)
            return false;
        if (resolved->len == 0) /* what is left where the command failed: half a site would go unseen */
            return error_set(err, ERROR_INPUT, output, 0, "it is empty",
                             "run: hugo config --format yaml > hugo-config.yaml; Hugo before 0.112 cannot: take a newer one, "
                             "or remove this file");
    }
    struct error broken;
    r.err = resolved ? &broken : err; /* what Hugo itself read counts, whatever became of the sources since */
    bool fine = read_first(&r) && read_folder(&r, "config/_default") && read_folder(&r, "config/production");
    if (resolved) {
        /* `hugo config` leaves out what a language has in the place of the whole site's: permalinks, base URL. */
        const struct yaml *languages = yaml_get(fine ? out->root : NULL, "languages");
        out->root = languages ? yaml_merge(ctx, wrap(&r, "languages", languages), resolved) : resolved;
        out->name = output;
        out->resolved = yaml_get(resolved, "publishdir") && yaml_get(resolved, "markup");
        out->toml = NULL;
        out->toml_languages.len = 0;
        return true;
    }
    if (fine && !out->root)
        out->root = yaml_new(ctx, YAML_MAP, 1);
    return fine;
}
