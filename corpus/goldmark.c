/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markup.goldmark and its neighbours: how a page's Markdown is read. */
#include <stdio.h>

#include "corpus/entity.h"
#include "corpus/hugo.h"

struct reading {
    void *ctx;
    const struct config_files *files;
    const struct yaml *root;
};

static bool flag(const struct reading *r, const char *path, bool fallback)
{
    return hugo_flag(r->files, r->root, path, fallback);
}

/* ---- typographer: a mark that stands there as an entity, or false for leaving the mark alone ---- */

static const char *mark(const struct reading *r, const char *key, const char *fallback)
{
    char path[80];
    snprintf(path, sizeof path, "markup.goldmark.extensions.typographer.%s", key);
    const struct yaml *node = yaml_path(r->root, path);
    if (!node)
        return fallback;
    struct buffer out = buffer_new(r->ctx, 64);
    entity_decode(&out, span_of(yaml_text(r->ctx, node)));
    return buffer_string(&out);
}

static void read_typographer(const struct reading *r, struct typographer *out)
{
    const struct yaml *node = yaml_path(r->root, "markup.goldmark.extensions.typographer");
    bool on;
    out->on = !flag(r, "markup.goldmark.extensions.typographer.disable", false);
    if (yaml_bool(node, &on)) /* how it was written before 0.112 */
        out->on = on;
    out->apostrophe = mark(r, "apostrophe", "’");
    out->ellipsis = mark(r, "ellipsis", "…");
    out->em_dash = mark(r, "emdash", "—");
    out->en_dash = mark(r, "endash", "–");
    out->left_angle_quote = mark(r, "leftanglequote", "«");
    out->right_angle_quote = mark(r, "rightanglequote", "»");
    out->left_double_quote = mark(r, "leftdoublequote", "“");
    out->right_double_quote = mark(r, "rightdoublequote", "”");
    out->left_single_quote = mark(r, "leftsinglequote", "‘");
    out->right_single_quote = mark(r, "rightsinglequote", "’");
}

/* ---- heading ids ---- */

static enum heading_ids heading_ids(const struct reading *r)
{
    if (!flag(r, "markup.goldmark.parser.autoheadingid", true))
        return HEADING_IDS_NONE;
    const struct yaml *node = yaml_path(r->root, "markup.goldmark.parser.autoidtype");
    if (!node)
        node = yaml_path(r->root, "markup.goldmark.parser.autoheadingidtype");
    const char *type = yaml_text(r->ctx, node);
    if (text_same(type, "github-ascii"))
        return HEADING_IDS_GITHUB_ASCII;
    return text_same(type, "blackfriday") ? HEADING_IDS_BLACKFRIDAY : HEADING_IDS_GITHUB;
}

/* ---- mathematics that passes through ---- */

static const char **delimiters(const struct reading *r, const char *path, size_t *len)
{
    const struct yaml *node = yaml_path(r->root, path);
    *len = 0;
    if (!yaml_is_list(node))
        return NULL;
    const char **pairs = NEED_ARRAY(r->ctx, const char *, node->len * 2);
    for (size_t i = 0; i < node->len; i++) {
        const struct yaml *pair = node->entries[i].value;
        if (!yaml_is_list(pair) || pair->len != 2)
            continue;
        pairs[2 * *len] = yaml_text(r->ctx, pair->entries[0].value);
        pairs[2 * *len + 1] = yaml_text(r->ctx, pair->entries[1].value);
        (*len)++;
    }
    return pairs;
}

static void read_extensions(const struct reading *r, struct markup *out)
{
    const struct yaml *footnote = yaml_path(r->root, "markup.goldmark.extensions.footnote");
    out->table = flag(r, "markup.goldmark.extensions.table", true);
    out->strikethrough = flag(r, "markup.goldmark.extensions.strikethrough", true);
    out->linkify = flag(r, "markup.goldmark.extensions.linkify", true);
    out->task_list = flag(r, "markup.goldmark.extensions.tasklist", true);
    out->definition_list = flag(r, "markup.goldmark.extensions.definitionlist", true);
    out->footnote = flag(
        r, yaml_is_map(footnote) ? "markup.goldmark.extensions.footnote.enable" : "markup.goldmark.extensions.footnote",
        true);
    out->insert = flag(r, "markup.goldmark.extensions.extras.insert.enable", false);
    out->mark = flag(r, "markup.goldmark.extensions.extras.mark.enable", false);
    out->subscript = flag(r, "markup.goldmark.extensions.extras.subscript.enable", false);
    out->superscript = flag(r, "markup.goldmark.extensions.extras.superscript.enable", false);
    out->extra_delete = flag(r, "markup.goldmark.extensions.extras.delete.enable", false);
    out->passthrough = flag(r, "markup.goldmark.extensions.passthrough.enable", false);
    out->inline_delimiters =
        delimiters(r, "markup.goldmark.extensions.passthrough.delimiters.inline", &out->inline_delimiters_len);
    out->block_delimiters =
        delimiters(r, "markup.goldmark.extensions.passthrough.delimiters.block", &out->block_delimiters_len);
}

void goldmark_read(void *ctx, const struct config_files *files, const struct yaml *root, struct markup *out)
{
    struct reading r = {.ctx = ctx, .files = files, .root = root};
    int64_t words;
    *out = (struct markup){
        .unsafe = flag(&r, "markup.goldmark.renderer.unsafe", false),
        .heading_ids = heading_ids(&r),
        .title_attributes = flag(&r, "markup.goldmark.parser.attribute.title", true),
        .block_attributes = flag(&r, "markup.goldmark.parser.attribute.block", false),
        .emoji = flag(&r, "enableemoji", false),
        .inline_shortcodes = flag(&r, "security.enableinlineshortcodes", false),
        .cjk = flag(&r, "hascjklanguage", false),
        .summary_length = files->resolved ? 0 : 70,
    };
    if (yaml_whole(yaml_get(root, "summarylength"), &words) && words >= 0 && words < 100000)
        out->summary_length = (int)words;
    read_typographer(&r, &out->typographer);
    read_extensions(&r, out);
}
