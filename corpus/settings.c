/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/settings.h"

#include <stdlib.h>

#include "corpus/glob.h"
#include "corpus/nearest.h"
#include "corpus/need.h"

enum { SETTINGS_MAX = 1 << 20, MAX_PAGE_DEFAULT = 8 << 20 };

struct reading {
    void *ctx;
    const struct site_options *options;
    const char *name;
    struct settings *out;
    struct own_settings *own;
    struct error *err;
};

static bool wrong(const struct reading *r, int line, const char *what, const char *mend)
{
    return error_set(r->err, ERROR_INPUT, r->name, line, what, mend);
}

/* ---- shapes ---- */

static bool want_map(const struct reading *r, const struct yaml *node, const char *key, const char *mend)
{
    return yaml_is_map(node) || wrong(r, node->line, text_format(r->ctx, "'%s' holds keys and values", key), mend);
}

/* A text, or a list of texts. */
static bool read_texts(const struct reading *r, const struct yaml *node, const char *key, const char *mend,
                       const char ***out, size_t *len)
{
    size_t max = yaml_is_list(node) ? node->len : 1;
    *out = NEED_ARRAY(r->ctx, const char *, max);
    *len = 0;
    for (size_t i = 0; i < max; i++) {
        const struct yaml *one = yaml_is_list(node) ? node->entries[i].value : node;
        if (!yaml_is_scalar(one))
            return wrong(r, one->line, text_format(r->ctx, "'%s' is a list of words", key), mend);
        if (!yaml_is_null(one))
            (*out)[(*len)++] = yaml_text(r->ctx, one);
    }
    return true;
}

static bool check_keys(const struct reading *r, const struct yaml *map, const char *where, const char *const *keys)
{
    for (size_t i = 0; i < map->len; i++) {
        const char *key = map->entries[i].key, *near = nearest(key, keys);
        bool known = false;
        for (size_t k = 0; keys[k]; k++)
            known = known || text_same(keys[k], key);
        if (known)
            continue;
        char *all = text_copy(r->ctx, SPAN("there are"));
        for (size_t k = 0; keys[k]; k++)
            all = text_format(r->ctx, "%s%s %s", all, k ? "," : "", keys[k]);
        return error_setf(r->err, ERROR_INPUT, r->name, map->entries[i].line,
                          near ? text_format(r->ctx, "did you mean %s?", near) : all, "%s'%s' is not a setting",
                          *where ? text_format(r->ctx, "under %s, ", where) : "", key);
    }
    return true;
}

/* ---- files below the site ---- */

static bool read_path(const struct reading *r, const struct yaml *node, const char *key, const char **out)
{
    if (yaml_is_null(node))
        return true;
    if (!yaml_is_scalar(node))
        return wrong(r, node->line, text_format(r->ctx, "'%s' is a file", key),
                     text_format(r->ctx, "write it as %s: search/%s.tsv", key, key));
    struct span rest = span_of(node->text), piece;
    bool outside = node->text[0] == '/';
    while (span_cut(&rest, '/', &piece))
        outside = outside || span_is(piece, "..");
    if (outside)
        return wrong(r, node->line, text_format(r->ctx, "'%s' lies outside the site", key),
                     "name a file below the site's folder");
    *out = node->text;
    return true;
}

/* ---- content, exclude, max_page ---- */

static bool read_content(struct reading *r, const struct yaml *node)
{
    for (size_t i = 0; node->kind != YAML_SCALAR && i < node->len; i++) {
        const struct yaml *one = node->entries[i].value;
        bool nested = yaml_is_map(node) && yaml_is_list(one);
        if (!yaml_is_scalar(one) && !nested)
            return wrong(r, one->line, "'content' is a folder, a list of folders, or folders by language",
                         "write it as content: content");
    }
    r->own->content = yaml_is_null(node) ? NULL : node;
    return true;
}

static bool read_exclude(struct reading *r, const struct yaml *node)
{
    if (!read_texts(r, node, "exclude", "write it as exclude: [\"drafts/**\"]", &r->own->exclude, &r->own->exclude_len))
        return false;
    for (size_t i = 0; i < r->own->exclude_len; i++) {
        if (!glob_valid(r->own->exclude[i]))
            return error_setf(r->err, ERROR_INPUT, r->name, node->line, "close it",
                              "a bracket of the pattern '%s' is never closed", r->own->exclude[i]);
    }
    return true;
}

/* 8M, 512k, 8388608. */
static bool read_max_page(struct reading *r, const struct yaml *node)
{
    char *end = NULL;
    const char *text = yaml_is_scalar(node) ? node->text : "";
    double size = strtod(text, &end);
    double unit = 1;
    if (*end && strchr("kK", *end))
        unit = 1 << 10;
    else if (*end && strchr("mM", *end))
        unit = 1 << 20;
    end += unit > 1;
    end += unit > 1 && (*end == 'B' || *end == 'b');
    double bytes = size * unit;
    if (end == text || *end || !(bytes >= 1024 && bytes <= 1 << 30))
        return wrong(r, node->line, "'max_page' is not a size between 1k and 1024M", "write it as max_page: 8M");
    r->out->max_page = (size_t)bytes;
    return true;
}

/* ---- languages, translate ---- */

static bool read_languages(struct reading *r, const struct yaml *node)
{
    static const char *const keys[] = {"stemmer", "title", "label", NULL};
    static const char mend[] = "write it as languages: {nl: {stemmer: kraaij_pohlmann}}";
    if (!want_map(r, node, "languages", mend))
        return false;
    for (size_t i = 0; i < node->len; i++) {
        const struct yaml_entry *entry = &node->entries[i];
        if (yaml_is_null(entry->value))
            continue;
        if (!want_map(r, entry->value, entry->key, mend) ||
            !check_keys(r, entry->value, text_format(r->ctx, "languages.%s", entry->key), keys))
            return false;
        const struct yaml *stemmer = yaml_get(entry->value, "stemmer");
        if (stemmer && !yaml_is_scalar(stemmer))
            return wrong(r, stemmer->line, "'stemmer' is the name of one of Snowball's", mend);
    }
    r->own->languages = node;
    return true;
}

static bool read_translate(struct reading *r, const struct yaml *node)
{
    static const char mend[] = "write it as translate: [nl, en]";
    if (!yaml_is_list(node))
        return wrong(r, node->line, "'translate' is a list of languages", mend);
    r->own->translate_given = true;
    r->own->translate_line = node->line;
    return read_texts(r, node, "translate", mend, &r->out->translate, &r->out->translate_len);
}

/* ---- shortcodes ---- */

static bool read_keep(struct reading *r, const struct yaml *node, struct shortcode_setting *out)
{
    const char **words;
    size_t len;
    static const char mend[] = "write it as keep: inner, keep: none or keep: [caption, alt]";
    if (!read_texts(r, node, "keep", mend, &words, &len))
        return false;
    out->params = NEED_ARRAY(r->ctx, const char *, len);
    for (size_t i = 0; i < len; i++) {
        if (text_same(words[i], "inner"))
            out->inner = true;
        else if (!text_same(words[i], "none"))
            out->params[out->params_len++] = words[i];
        else if (len > 1)
            return wrong(r, node->line, "'keep' cannot be none and more", mend);
    }
    if (yaml_is_scalar(node) && out->params_len > 0)
        return wrong(r, node->line, text_format(r->ctx, "'keep: %s' is neither inner, none nor a list", words[0]),
                     mend);
    return true;
}

static bool read_shortcode(struct reading *r, const struct yaml_entry *entry, struct shortcode_setting *out)
{
    static const char *const keys[] = {"keep", "file", NULL};
    const char *where = text_format(r->ctx, "shortcodes.%s", entry->key);
    *out = (struct shortcode_setting){.name = entry->key};
    if (!want_map(r, entry->value, where, "write it as pull-quote: {keep: inner}") ||
        !check_keys(r, entry->value, where, keys))
        return false;
    const struct yaml *keep = yaml_get(entry->value, "keep"), *file = yaml_get(entry->value, "file");
    if (keep && !read_keep(r, keep, out))
        return false;
    if (file && !read_path(r, file, "file", &out->file))
        return false;
    out->inner = out->inner || (!keep && !file);
    return true;
}

static int compare_shortcodes(const void *a, const void *b)
{
    return strcmp(((const struct shortcode_setting *)a)->name, ((const struct shortcode_setting *)b)->name);
}

static bool read_shortcodes(struct reading *r, const struct yaml *node)
{
    if (!want_map(r, node, "shortcodes", "write it as shortcodes: {pull-quote: {keep: inner}}"))
        return false;
    struct own_settings *own = r->own;
    own->shortcodes = NEED_ARRAY(r->ctx, struct shortcode_setting, node->len);
    for (; own->shortcodes_len < node->len; own->shortcodes_len++) {
        if (!read_shortcode(r, &node->entries[own->shortcodes_len], &own->shortcodes[own->shortcodes_len]))
            return false;
    }
    if (own->shortcodes_len > 1)
        qsort(own->shortcodes, own->shortcodes_len, sizeof *own->shortcodes, compare_shortcodes);
    return true;
}

/* ---- sections ---- */

static bool read_section(struct reading *r, const struct yaml_entry *entry, struct section_setting *out)
{
    static const char *const keys[] = {"weight", "news", NULL};
    const char *where = text_format(r->ctx, "sections.%s", entry->key);
    *out = (struct section_setting){.name = entry->key, .weight = 1};
    if (!want_map(r, entry->value, where, "write it as posts: {weight: 1.3, news: true}") ||
        !check_keys(r, entry->value, where, keys))
        return false;
    const struct yaml *weight = yaml_get(entry->value, "weight"), *news = yaml_get(entry->value, "news");
    if (weight && (!yaml_number(weight, &out->weight) || !(out->weight > 0 && out->weight <= 100)))
        return wrong(r, weight->line, "'weight' is not a number between 0 and 100", "write it as weight: 1.3");
    if (news && !yaml_bool(news, &out->news))
        return wrong(r, news->line, "'news' is neither true nor false", "write it as news: true");
    return true;
}

static bool read_sections(struct reading *r, const struct yaml *node)
{
    if (!want_map(r, node, "sections", "write it as sections: {posts: {news: true}}"))
        return false;
    struct section_setting *sections = NEED_ARRAY(r->ctx, struct section_setting, node->len);
    for (size_t i = 0; i < node->len; i++) {
        if (!read_section(r, &node->entries[i], &sections[i]))
            return false;
    }
    r->out->sections = sections;
    r->out->sections_len = node->len;
    return true;
}

/* ---- compounds ---- */

/* A file of words, one a line; # starts a comment. */
static bool read_word_file(struct reading *r, const struct yaml *node)
{
    const char *name = NULL;
    size_t len;
    if (!read_path(r, node, "never", &name))
        return false;
    char *path = text_format(r->ctx, "%s/%s", r->options->folder, name);
    char *bytes = file_read(r->ctx, path, name, SETTINGS_MAX, &len, NULL, r->err);
    if (!bytes)
        return false;
    struct strings words = {0};
    struct span rest = {bytes, len}, line;
    while (span_cut(&rest, '\n', &line)) {
        size_t comment;
        if (span_find(line, SPAN("#"), &comment))
            line = span_first(line, comment);
        line = span_trim(line);
        if (line.len > 0)
            strings_add(r->ctx, &words, text_copy(r->ctx, line));
    }
    r->out->compound_never = words.at;
    r->out->compound_never_len = words.len;
    return true;
}

/* A word list may lie anywhere, as Debian's does; a name is one below the site, wherever twc-index was started. */
static const char *below_site(const struct reading *r, const char *name)
{
    return *name == '\0' || *name == '/' ? name : text_format(r->ctx, "%s/%s", r->options->folder, name);
}

static bool read_compounds(struct reading *r, const struct yaml *node)
{
    static const char *const keys[] = {"list", "never", NULL};
    bool off;
    if (!want_map(r, node, "compounds", "write it as compounds: {list: /usr/share/dict/dutch}") ||
        !check_keys(r, node, "compounds", keys))
        return false;
    const struct yaml *list = yaml_get(node, "list"), *never = yaml_get(node, "never");
    if (list && !yaml_is_scalar(list))
        return wrong(r, list->line, "'list' is a file", "write it as list: /usr/share/dict/dutch");
    if (list)
        r->out->compound_list = yaml_is_null(list) || (yaml_bool(list, &off) && !off) || text_same(list->text, "none")
                                    ? ""
                                    : below_site(r, list->text);
    if (yaml_is_list(never))
        return read_texts(r, never, "never", "write it as never: [word]", &r->out->compound_never,
                          &r->out->compound_never_len);
    return yaml_is_null(never) || read_word_file(r, never);
}

/* ---- publish ---- */

static bool read_publish(struct reading *r, const struct yaml *node)
{
    static const char *const keys[] = {"golden", "floor", "max_shrink", NULL};
    if (!want_map(r, node, "publish", "write it as publish: {max_shrink: 0.2}") ||
        !check_keys(r, node, "publish", keys))
        return false;
    const struct yaml *shrink = yaml_get(node, "max_shrink");
    double part = r->out->max_shrink;
    if (shrink && (!yaml_number(shrink, &part) || part < 0 || part > 1))
        return wrong(r, shrink->line, "'max_shrink' is not a part between 0 and 1", "write it as max_shrink: 0.2");
    r->out->max_shrink = part;
    return read_path(r, yaml_get(node, "golden"), "golden", &r->out->golden) &&
           read_path(r, yaml_get(node, "floor"), "floor", &r->out->floor);
}

static bool read_glossary(struct reading *r, const struct yaml *node)
{
    r->out->glossary = glossary_read(r->ctx, r->options, node, r->name, r->err);
    return r->out->glossary != NULL;
}

/* ---- the file ---- */

static const struct {
    const char *key;
    bool (*read)(struct reading *, const struct yaml *);
} PARTS[] = {
    {"content", read_content},     {"exclude", read_exclude},       {"languages", read_languages},
    {"translate", read_translate}, {"shortcodes", read_shortcodes}, {"sections", read_sections},
    {"glossary", read_glossary},   {"compounds", read_compounds},   {"publish", read_publish},
    {"max_page", read_max_page},
};

enum { PARTS_LEN = sizeof PARTS / sizeof *PARTS };

static bool read_parts(struct reading *r, const struct yaml *root)
{
    const char *keys[PARTS_LEN + 1] = {NULL};
    for (size_t i = 0; i < PARTS_LEN; i++)
        keys[i] = PARTS[i].key;
    if (!yaml_is_map(root))
        return wrong(r, root->line, "the settings are keys and values", "write it as 'key: value'");
    if (!check_keys(r, root, "", keys))
        return false;
    for (size_t i = 0; i < PARTS_LEN; i++) {
        const struct yaml *node = yaml_get(root, PARTS[i].key);
        if (!yaml_is_null(node) && !PARTS[i].read(r, node))
            return false;
    }
    return true;
}

bool settings_read(void *ctx, const struct site_options *options, struct settings *out, struct own_settings *own,
                   struct error *err)
{
    *own = (struct own_settings){0};
    *out = (struct settings){
        .compound_list = "/usr/share/dict/dutch",
        .max_shrink = 0.2,
        .max_page = MAX_PAGE_DEFAULT,
    };
    struct reading r = {ctx, options, options->config ? options->config : "twc-search.yaml", out, own, err};
    char *path = options->config ? text_copy(ctx, span_of(options->config))
                                 : text_format(ctx, "%s/twc-search.yaml", options->folder);
    if (!options->config && !file_exists(path))
        return true;
    size_t len;
    char *bytes = file_read(ctx, path, r.name, SETTINGS_MAX, &len, NULL, err);
    if (!bytes)
        return false;
    own->name = r.name;
    struct span text = {bytes, len};
    if (span_begins(text, SPAN("\xEF\xBB\xBF")))
        text = span_from(text, 3);
    const struct yaml *root = yaml_read(ctx, text, r.name, 1, err);
    return root && read_parts(&r, root);
}
