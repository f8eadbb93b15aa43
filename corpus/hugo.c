/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/hugo.h"

#include <stdlib.h>

#include "corpus/glob.h"

struct reading {
    void *ctx;
    const struct config_files *files;
    const struct listener *listener;
    struct hugo *out;
    struct error *err;
};

/* ---- single values ---- */

bool hugo_flag(const struct config_files *files, const struct yaml *root, const char *path, bool fallback)
{
    bool value;
    const struct yaml *node = yaml_path(root, path);
    if (yaml_bool(node, &value))
        return value;
    return files->resolved && !node ? false : fallback;
}

static const char *text_at(void *ctx, const struct yaml *root, const char *path, const char *fallback)
{
    const struct yaml *node = yaml_path(root, path);
    return yaml_is_null(node) ? fallback : yaml_text(ctx, node);
}

static void texts_at(void *ctx, const struct yaml *root, const char *path, struct strings *out)
{
    const struct yaml *node = yaml_path(root, path);
    if (yaml_is_scalar(node) && !yaml_is_null(node))
        strings_add(ctx, out, yaml_text(ctx, node));
    for (size_t i = 0; yaml_is_list(node) && i < node->len; i++)
        strings_add(ctx, out, yaml_text(ctx, node->entries[i].value));
}

void hugo_ignored_files(void *ctx, const struct yaml *root, struct strings *out)
{
    texts_at(ctx, root, "ignorefiles", out);
}

/* "https://example.org/sub/" has the path "/sub"; "/" and no URL at all have "". */
static const char *path_of_url(void *ctx, const char *url)
{
    struct span path = span_of(url);
    size_t at;
    if (span_find(path, SPAN("://"), &at)) {
        path = span_from(path, at + 3);
        path = span_find(path, SPAN("/"), &at) ? span_from(path, at) : SPAN("");
    }
    if (span_find(path, SPAN("?"), &at) || span_find(path, SPAN("#"), &at))
        path = span_first(path, at);
    while (span_ends(path, SPAN("/")))
        path = span_first(path, path.len - 1);
    return path.len == 0 || path.at[0] == '/' ? text_copy(ctx, path)
                                              : text_format(ctx, "/%.*s", (int)path.len, path.at);
}

/* ---- shapes that an older Hugo printed otherwise ---- */

static bool check_shapes(struct reading *r)
{
    static const char *const maps[] = {"languages", "markup", "module", "frontmatter", "outputs"};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        const struct yaml *node = yaml_get(r->files->root, maps[i]);
        if (!node || yaml_is_map(node) || yaml_is_null(node))
            continue;
        return error_setf(r->err, ERROR_INPUT, r->files->name, node->line,
                          "write it as Hugo 0.112 and later do: hugo config --format yaml > hugo-config.yaml",
                          "'%s' is not a list of keys and values", maps[i]);
    }
    return true;
}

/* ---- languages ---- */

static void read_taxonomies(struct reading *r, const struct yaml *root, struct hugo_language *lang)
{
    const struct yaml *node = yaml_get(root, "taxonomies");
    if (!node && !r->files->resolved) {
        strings_add(r->ctx, &lang->taxonomies, "categories");
        strings_add(r->ctx, &lang->taxonomies, "tags");
    }
    for (size_t i = 0; yaml_is_map(node) && i < node->len; i++) {
        const char *plural = yaml_text(r->ctx, node->entries[i].value);
        if (*plural && !strings_have(&lang->taxonomies, plural))
            strings_add(r->ctx, &lang->taxonomies, text_lower(r->ctx, span_of(plural)));
    }
}

static void read_shown(struct reading *r, const struct yaml *own, const struct yaml *root, struct hugo_language *lang)
{
    const char *label = text_at(r->ctx, own, "label", text_at(r->ctx, own, "languagename", lang->code));
    const char *direction = text_at(r->ctx, own, "direction", text_at(r->ctx, own, "languagedirection", "ltr"));
    lang->shown = (struct language){
        .code = lang->code,
        .title = text_at(r->ctx, root, "title", ""),
        .label = label,
        .right_to_left = text_same(direction, "rtl"),
    };
}

/* own is what the configuration has under languages.CODE, NULL for a site of one language that names none. */
static void read_language(struct reading *r, const char *code, const struct yaml *own, struct hugo_language *lang)
{
    const struct config_files *files = r->files;
    const struct yaml *root = yaml_merge(r->ctx, files->root, own);
    *lang = (struct hugo_language){.code = code};
    yaml_number(yaml_get(own, "weight"), &lang->weight);
    lang->disabled = hugo_flag(files, own, "disabled", false);
    read_shown(r, own, root, lang);
    lang->base_url = text_at(r->ctx, root, "baseurl", "");
    lang->base_path = path_of_url(r->ctx, lang->base_url);
    lang->time_zone = text_at(r->ctx, root, "timezone", NULL);
    permalinks_read(r->ctx, yaml_get(root, "permalinks"), lang);
    lang->ugly = yaml_get(root, "uglyurls");
    lang->cascade = yaml_get(root, "cascade");
    lang->outputs = yaml_get(root, "outputs");
    date_sources_read(r->ctx, yaml_get(root, "frontmatter"), &lang->dates);
    texts_at(r->ctx, root, "disablekinds", &lang->disabled_kinds);
    read_taxonomies(r, root, lang);
    lang->path_to_lower = !hugo_flag(files, root, "disablepathtolower", false);
    lang->remove_accents = hugo_flag(files, root, "removepathaccents", false);
    lang->drafts = hugo_flag(files, root, "builddrafts", false);
    lang->future = hugo_flag(files, root, "buildfuture", false);
    lang->expired = hugo_flag(files, root, "buildexpired", false);
    goldmark_read(r->ctx, files, root, &lang->markup);
}

static int compare_languages(const void *a, const void *b)
{
    const struct hugo_language *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    return strcmp(x->code, y->code);
}

static void read_languages(struct reading *r, const char *fallback)
{
    struct hugo *out = r->out;
    const struct yaml *node = yaml_get(r->files->root, "languages");
    size_t len = yaml_is_map(node) ? node->len : 0;
    out->languages = NEED_ARRAY(r->ctx, struct hugo_language, len + 1);
    for (size_t i = 0; i < len; i++) {
        const char *code = text_lower(r->ctx, span_of(node->entries[i].key));
        read_language(r, code, node->entries[i].value, &out->languages[out->languages_len++]);
    }
    if (len == 0)
        read_language(r, fallback, NULL, &out->languages[out->languages_len++]);
    struct strings off = {0};
    texts_at(r->ctx, r->files->root, "disablelanguages", &off);
    bool weights = false;
    for (size_t i = 0; i < out->languages_len; i++) {
        struct hugo_language *lang = &out->languages[i];
        lang->disabled = lang->disabled || strings_have(&off, lang->code);
        weights = weights || lang->weight != 0;
    }
    /* Without weights the default language comes first. */
    for (size_t i = 0; !weights && i < out->languages_len; i++)
        out->languages[i].weight = strcmp(out->languages[i].code, fallback) == 0 ? 0 : 1;
    qsort(out->languages, out->languages_len, sizeof *out->languages, compare_languages);
}

static struct hugo_language *find(const struct hugo *hugo, const char *code)
{
    for (size_t i = 0; i < hugo->languages_len; i++) {
        if (strcmp(hugo->languages[i].code, code) == 0)
            return &hugo->languages[i];
    }
    return NULL;
}

static bool choose_fallback(struct reading *r, const char *code, bool named)
{
    struct hugo *out = r->out;
    out->fallback = find(out, code);
    for (size_t i = 0; !out->fallback && i < out->languages_len; i++) {
        if (!out->languages[i].disabled)
            out->fallback = &out->languages[i];
    }
    if (!out->fallback || out->fallback->disabled)
        return error_set(r->err, ERROR_INPUT, r->files->name, 0, "the default language is disabled",
                         "set defaultContentLanguage to one that is not");
    if (named && strcmp(out->fallback->code, code) != 0)
        notice(r->listener, NOTICE_WARNING, r->files->name, yaml_get(r->files->root, "defaultcontentlanguage")->line,
               "name one that is", "the default language '%s' is none of the site's; '%s' is taken", code,
               out->fallback->code);
    return true;
}

/* Languages with hosts of their own have no prefix; else all but the default one have, and that one where asked. */
static void choose_prefixes(struct reading *r)
{
    struct hugo *out = r->out;
    size_t living = 0;
    const struct yaml *node = yaml_get(r->files->root, "languages");
    for (size_t i = 0; i < out->languages_len; i++) {
        struct hugo_language *lang = &out->languages[i];
        living += !lang->disabled;
        const char *own = text_at(r->ctx, yaml_get(node, lang->code), "baseurl", "");
        out->multihost = out->multihost || (!lang->disabled && *own && strcmp(own, out->base_url) != 0);
    }
    out->multilingual = living > 1;
    out->multihost = out->multihost && out->multilingual;
    bool in_folder = hugo_flag(r->files, r->files->root, "defaultcontentlanguageinsubdir", false);
    for (size_t i = 0; i < out->languages_len; i++) {
        struct hugo_language *lang = &out->languages[i];
        bool prefixed = lang == out->fallback ? in_folder : out->multilingual;
        lang->prefix = prefixed && !out->multihost ? lang->code : "";
    }
}

/* ---- whether .html is content: a list of patterns of media types since 0.16x, "! " before those that are not ---- */

static bool html_allowed(struct reading *r)
{
    struct strings patterns = {0};
    texts_at(r->ctx, r->files->root, "security.allowcontent", &patterns);
    bool positive = false, allowed = false;
    for (size_t i = 0; i < patterns.len; i++) {
        bool negative = patterns.at[i][0] == '!';
        bool about = strstr(patterns.at[i], "html") || strstr(patterns.at[i], ".*");
        if (negative && about)
            return false;
        positive = positive || !negative;
        allowed = allowed || (!negative && about);
    }
    return allowed || !positive;
}

bool hugo_read(void *ctx, const struct config_files *files, const struct listener *listener, struct hugo *out,
               struct error *err)
{
    *out = (struct hugo){.name = files->name};
    struct reading r = {.ctx = ctx, .files = files, .listener = listener, .out = out, .err = err};
    if (!check_shapes(&r))
        return false;
    bool named = !yaml_is_null(yaml_get(files->root, "defaultcontentlanguage"));
    const char *fallback = text_lower(ctx, span_of(text_at(ctx, files->root, "defaultcontentlanguage", "en")));
    out->base_url = text_at(ctx, files->root, "baseurl", "");
    out->title = text_at(ctx, files->root, "title", "");
    out->cascade = yaml_get(files->root, "cascade");
    out->git = hugo_flag(files, files->root, "enablegitinfo", false);
    out->html = html_allowed(&r);
    read_languages(&r, fallback);
    if (!choose_fallback(&r, fallback, named))
        return false;
    choose_prefixes(&r);
    return true;
}

const struct hugo_language *hugo_language(const struct hugo *hugo, const char *code)
{
    const struct hugo_language *lang = find(hugo, code);
    return lang && !lang->disabled ? lang : NULL;
}

bool hugo_language_disabled(const struct hugo *hugo, const char *code)
{
    const struct hugo_language *lang = find(hugo, code);
    return lang && lang->disabled;
}

bool hugo_kind_enabled(const struct hugo_language *lang, const char *kind)
{
    for (size_t i = 0; i < lang->disabled_kinds.len; i++) {
        const char *off = lang->disabled_kinds.at[i];
        /* taxonomyTerm is what Hugo called the kind taxonomy before 0.73. */
        if (text_same(off, kind) || (text_same(off, "taxonomyTerm") && strcmp(kind, "taxonomy") == 0))
            return false;
    }
    return true;
}

bool hugo_is_ugly(const struct hugo_language *lang, const char *section)
{
    bool value;
    const struct yaml *node = yaml_is_map(lang->ugly) ? yaml_get(lang->ugly, section) : lang->ugly;
    return yaml_bool(node, &value) && value;
}
