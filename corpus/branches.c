/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/branches.h"

#include <assert.h>
#include <stdlib.h>

struct node { /* a path with _index files, whatever their languages */
    const char *path;
    const struct cascade *cascades;
};

struct branches {
    struct branch *at; /* sorted by path and language */
    size_t len;
    struct node *nodes; /* sorted by path */
    size_t nodes_len;
    const struct cascade *config;
};

/* ---- looking up ---- */

static int compare_branches(const void *a, const void *b)
{
    const struct branch *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->lang, y->lang);
}

static int compare_nodes(const void *a, const void *b)
{
    return strcmp(((const struct node *)a)->path, ((const struct node *)b)->path);
}

const struct branch *branch_find(const struct branches *branches, const char *path, const char *lang)
{
    struct branch wanted = {.path = path, .lang = lang};
    return branches->len ? bsearch(&wanted, branches->at, branches->len, sizeof wanted, compare_branches) : NULL;
}

static const struct node *node_find(const struct branches *branches, const char *path)
{
    struct node wanted = {.path = path};
    assert(branches->nodes); /* made for as many files as there are, one at least */
    return branches->nodes_len ? bsearch(&wanted, branches->nodes, branches->nodes_len, sizeof wanted, compare_nodes)
                               : NULL;
}

/* Cuts the last part off: "/a/b" is below "/a", that below "/". False: there is nothing above. */
static bool cut_last(char *path)
{
    if (strcmp(path, "/") == 0)
        return false;
    char *slash = strrchr(path, '/');
    slash[slash == path] = '\0';
    return true;
}

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    for (const char *c = path; *c; c++)
        depth += *c == '/' && c[1];
    return depth;
}

const struct branch *branch_above(void *ctx, const struct branches *branches, const char *path, const char *raw_path,
                                  const char *lang, struct branch *made)
{
    char *above = text_copy(ctx, span_of(path)), *raw = text_copy(ctx, span_of(raw_path));
    while (cut_last(above) && cut_last(raw)) {
        const struct branch *found = branch_find(branches, above, lang);
        if (found)
            return found;
        if (depth_of(above) <= 1)
            break;
    }
    bool home = strcmp(above, "/") == 0;
    *made = (struct branch){
        .path = above, .raw_path = raw, .lang = lang, .kind = home ? "home" : "section", .slug = "", .title = raw + 1};
    return made;
}

const struct cascade *branches_cascade(const struct branches *branches, const char *path)
{
    char *above = need(talloc_strdup(NULL, path));
    const struct node *node;
    do
        node = node_find(branches, above);
    while (!node && cut_last(above));
    talloc_free(above);
    return node ? node->cascades : branches->config;
}

/* ---- kinds ---- */

const char *branch_kind(const struct hugo_language *lang, const char *path)
{
    if (strcmp(path, "/") == 0)
        return "home";
    for (size_t i = 0; i < lang->taxonomies.len; i++) {
        const char *plural = lang->taxonomies.at[i];
        size_t len = strlen(plural);
        if (strncmp(path + 1, plural, len) == 0 && (path[1 + len] == '\0' || path[1 + len] == '/'))
            return path[1 + len] == '\0' ? "taxonomy" : "term";
    }
    return "section";
}

/* ---- making ---- */

static int compare_files(const void *a, const void *b)
{
    const struct branch_file *x = *(const struct branch_file *const *)a, *y = *(const struct branch_file *const *)b;
    int order = strcmp(x->path.path, y->path.path);
    return order ? order : strcmp(x->lang, y->lang);
}

/* The whole site's, and before them those that a language has in their place. */
static const struct cascade *config_cascades(void *ctx, const struct hugo *hugo)
{
    const struct cascade *all = cascade_read(ctx, hugo->cascade, NULL, NULL);
    for (size_t i = 0; i < hugo->languages_len; i++) {
        const struct hugo_language *lang = &hugo->languages[i];
        if (lang->cascade != hugo->cascade)
            all = cascade_read(ctx, lang->cascade, lang->code, all);
    }
    return all;
}

/* Parents sort before what is below them, so theirs are there when a child asks. */
static void add_node(struct branches *branches, const struct branch_file *file)
{
    const struct node *last = branches->nodes_len ? &branches->nodes[branches->nodes_len - 1] : NULL;
    bool again = last && strcmp(last->path, file->path.path) == 0;
    const struct cascade *above = again ? last->cascades : branches_cascade(branches, file->path.path);
    assert(branches->nodes);
    struct node *node = &branches->nodes[again ? branches->nodes_len - 1 : branches->nodes_len++];
    node->path = file->path.path;
    node->cascades = cascade_read(branches, yaml_get(file->front, "cascade"), file->lang, above);
}

static void add_branch(struct branches *branches, const struct hugo *hugo, const struct branch_file *file)
{
    const struct hugo_language *lang = hugo_language(hugo, file->lang);
    struct branch *branch = &branches->at[branches->len++];
    *branch = (struct branch){
        .path = file->path.path,
        .raw_path = file->path.raw_path,
        .lang = file->lang,
        .kind = branch_kind(lang, file->path.path),
    };
    struct values values = {file->front, branches_cascade(branches, branch->path), branch->path, branch->kind,
                            branch->lang};
    branch->slug = slug_text(branches, values_get(&values, "slug"));
    branch->title = yaml_text(branches, values_get(&values, "title"));
}

struct branches *branches_new(void *ctx, const struct hugo *hugo, const struct branch_file *files, size_t len)
{
    struct branches *branches = NEED_NEW(ctx, struct branches);
    branches->config = config_cascades(branches, hugo);
    branches->at = NEED_ARRAY(branches, struct branch, len);
    branches->nodes = NEED_ARRAY(branches, struct node, len);
    const struct branch_file **sorted = NEED_ARRAY(branches, const struct branch_file *, len);
    for (size_t i = 0; i < len; i++)
        sorted[i] = &files[i];
    sort_pointers(sorted, len, compare_files);
    for (size_t i = 0; i < len; i++)
        add_node(branches, sorted[i]);
    for (size_t i = 0; i < len; i++)
        add_branch(branches, hugo, sorted[i]);
    return branches;
}
