/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/mounts.h"

struct reading {
    void *ctx;
    const char *folder;
    const char *name; /* of the file with the configuration, for messages */
    const struct listener *listener;
    struct mounts *out;
};

static struct mount *mount_add(struct reading *r, const char *folder, const char *target)
{
    struct mounts *m = r->out;
    if (m->len == m->room) {
        m->room = m->room ? m->room * 2 : 4;
        m->at = NEED_RESIZE(r->ctx, m->at, struct mount, m->room);
    }
    m->at[m->len] = (struct mount){.folder = folder, .target = target};
    return &m->at[m->len++];
}

/* Without ./ in front and / behind. NULL: it leads out of the site. */
static const char *folder_clean(void *ctx, const char *folder)
{
    struct span text = span_of(folder);
    while (span_begins(text, SPAN("./")))
        text = span_from(text, 2);
    while (text.len > 1 && span_ends(text, SPAN("/")))
        text = span_first(text, text.len - 1);
    if (span_is(text, "."))
        text = SPAN("");
    struct span rest = text, piece;
    while (span_cut(&rest, '/', &piece)) {
        if (span_is(piece, ".."))
            return NULL;
    }
    return span_begins(text, SPAN("/")) ? NULL : text_copy(ctx, text);
}

static bool folder_is_there(struct reading *r, const char *folder)
{
    char *path = text_format(r->ctx, "%s/%s/.", r->folder, folder);
    bool there = file_exists(path);
    talloc_free(path);
    return there;
}

static void add_texts(void *ctx, struct strings *list, const struct yaml *node, const char *before)
{
    if (yaml_is_scalar(node) && *yaml_text(ctx, node))
        strings_add(ctx, list, text_format(ctx, "%s%s", before, yaml_text(ctx, node)));
    for (size_t i = 0; yaml_is_list(node) && i < node->len; i++)
        add_texts(ctx, list, node->entries[i].value, before);
}

/* ---- twc-search.yaml: a folder, a list of folders, or folders by language ---- */

static void read_content(struct reading *r, const struct yaml *node, const char *lang)
{
    if (yaml_is_scalar(node)) {
        const char *folder = folder_clean(r->ctx, yaml_text(r->ctx, node));
        if (!folder) {
            notice(r->listener, NOTICE_WARNING, r->name, node->line, "name a folder inside the site",
                   "the folder '%s' is not read, since it lies outside the site", node->text);
            return;
        }
        struct mount *mount = mount_add(r, folder, "");
        if (lang)
            strings_add(r->ctx, &mount->languages, lang);
        return;
    }
    for (size_t i = 0; i < node->len; i++) {
        const struct yaml_entry *entry = &node->entries[i];
        read_content(r, entry->value, entry->key ? text_lower(r->ctx, span_of(entry->key)) : lang);
    }
}

/* ---- Hugo: module.mounts, contentDir, a contentDir for each language, a theme's content ---- */

static void read_mount(struct reading *r, const struct yaml *node)
{
    const char *target = yaml_text(r->ctx, yaml_get(node, "target"));
    const char *source = yaml_text(r->ctx, yaml_get(node, "source"));
    struct span below = span_of(target);
    while (span_begins(below, SPAN("/")))
        below = span_from(below, 1);
    if (!span_is(below, "content") && !span_begins(below, SPAN("content/")))
        return;
    below = span_from(below, strlen("content"));
    const char *inside = folder_clean(r->ctx, text_copy(r->ctx, span_from(below, below.len > 0)));
    const char *folder = folder_clean(r->ctx, source);
    if (!folder || !inside) {
        notice(r->listener, NOTICE_WARNING, r->name, node->line, "name a folder inside the site",
               "the mount of '%s' is not read, since it lies outside the site", source);
        return;
    }
    struct mount *mount = mount_add(r, folder, inside);
    add_texts(r->ctx, &mount->languages, yaml_get(node, "lang"), "");
    add_texts(r->ctx, &mount->languages, yaml_path(node, "sites.matrix.languages"), "");
    add_texts(r->ctx, &mount->files, yaml_get(node, "files"), "");
    add_texts(r->ctx, &mount->files, yaml_get(node, "includefiles"), "");
    add_texts(r->ctx, &mount->files, yaml_get(node, "excludefiles"), "! ");
}

static bool has_folder(const struct mounts *mounts, const char *folder)
{
    for (size_t i = 0; i < mounts->len; i++) {
        if (strcmp(mounts->at[i].folder, folder) == 0)
            return true;
    }
    return false;
}

/* Returns whether a language is left that has no folder of its own. */
static bool read_language_folders(struct reading *r, const struct yaml *languages, const char *shared)
{
    bool left = !yaml_is_map(languages) || languages->len == 0;
    for (size_t i = 0; yaml_is_map(languages) && i < languages->len; i++) {
        const char *lang = text_lower(r->ctx, span_of(languages->entries[i].key));
        const struct yaml *node = yaml_get(languages->entries[i].value, "contentdir");
        const char *folder = folder_clean(r->ctx, yaml_text(r->ctx, node));
        if (!node || !folder || !*folder || (shared && strcmp(folder, shared) == 0)) {
            left = true;
        } else if (!has_folder(r->out, folder)) {
            struct mount *mount = mount_add(r, folder, "");
            strings_add(r->ctx, &mount->languages, lang);
        }
    }
    return left;
}

static void read_themes(struct reading *r, const struct yaml *config)
{
    const struct yaml *dir = yaml_get(config, "themesdir");
    const char *themes = folder_clean(r->ctx, dir ? yaml_text(r->ctx, dir) : "themes");
    struct strings names = {0};
    add_texts(r->ctx, &names, yaml_get(config, "theme"), "");
    for (size_t i = 0; themes && i < names.len; i++) {
        const char *name = folder_clean(r->ctx, names.at[i]);
        const char *folder = name ? text_format(r->ctx, "%s/%s/content", themes, name) : NULL;
        if (folder && folder_is_there(r, folder) && !has_folder(r->out, folder))
            mount_add(r, folder, "");
    }
}

void mounts_read(void *ctx, const char *folder, const struct yaml *content, const struct yaml *config,
                 const char *config_name, const struct listener *listener, struct mounts *out)
{
    *out = (struct mounts){0};
    struct reading r = {.ctx = ctx, .folder = folder, .name = config_name, .listener = listener, .out = out};
    if (content) {
        read_content(&r, content, NULL);
        return;
    }
    const struct yaml *mounts = yaml_path(config, "module.mounts");
    for (size_t i = 0; yaml_is_list(mounts) && i < mounts->len; i++)
        read_mount(&r, mounts->entries[i].value);
    bool by_mounts = out->len > 0;
    const struct yaml *dir = yaml_get(config, "contentdir");
    const char *shared = folder_clean(ctx, dir ? yaml_text(ctx, dir) : "content");
    bool left = read_language_folders(&r, yaml_get(config, "languages"), shared);
    if (!by_mounts && left && shared && *shared && folder_is_there(&r, shared) && !has_folder(out, shared))
        mount_add(&r, shared, "");
    if (out->len == 0)
        mount_add(&r, "", "");
    read_themes(&r, config);
}
