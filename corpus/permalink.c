/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/permalink.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/glob.h"
#include "corpus/go_date.h"
#include "corpus/sanitize.h"

enum { ADDRESS_MAX = 16384 };

/* ---- the sections above a page, the first folder first ---- */

struct chain {
    const struct branch **at;
    size_t len;
};

/* Of a page that is a section itself, itself too. */
static struct chain sections_of(void *ctx, const struct addressed *page)
{
    struct chain chain = {.at = NEED_ARRAY(ctx, const struct branch *, 128)};
    const char *path = page->path.path, *raw = page->path.raw_path;
    if (page->path.bundle == BUNDLE_BRANCH) {
        const struct branch *own = branch_find(page->branches, path, page->lang->code);
        if (own && strcmp(own->path, "/") != 0)
            chain.at[chain.len++] = own;
    }
    while (chain.len < 128) {
        struct branch made, *kept;
        const struct branch *above = branch_above(ctx, page->branches, path, raw, page->lang->code, &made);
        if (strcmp(above->path, "/") == 0)
            break;
        kept = NEED_NEW(ctx, struct branch);
        *kept = *above;
        chain.at[chain.len++] = kept;
        path = kept->path;
        raw = kept->raw_path;
    }
    for (size_t i = 0; i < chain.len / 2; i++) {
        const struct branch *swap = chain.at[i];
        chain.at[i] = chain.at[chain.len - 1 - i];
        chain.at[chain.len - 1 - i] = swap;
    }
    return chain;
}

/* ---- [low:high] ---- */

static size_t bound(const char *text, size_t len, bool low, bool *outside)
{
    if (!*text)
        return low ? 0 : len;
    if (strcmp(text, "last") == 0)
        return len ? len - 1 : 0;
    long n = strtol(text, NULL, 10);
    if (n < 0)
        n = 0;
    *outside = *outside || (low && (size_t)n >= len);
    return (size_t)n < len ? (size_t)n : len;
}

/* "[1:]", "[last]", "[0:2]": the parts from *from up to *to. */
static void slice(const char *cut, size_t len, size_t *from, size_t *to)
{
    char text[32];
    snprintf(text, sizeof text, "%.*s", (int)strcspn(cut + 1, "]"), cut + 1);
    char *colon = strchr(text, ':');
    bool outside = false;
    if (colon) {
        *colon = '\0';
        *to = bound(colon + 1, len, false, &outside);
        *from = bound(text, len, true, &outside);
    } else {
        *from = bound(text, len, true, &outside);
        *to = *from + 1;
    }
    if (outside || *to > len || *from > *to)
        *from = *to = 0;
}

/* ---- the names ---- */

/* As Hugo's urlize: cleaned up and escaped, so that the whole pattern can be unescaped again. */
static void add_clean(void *ctx, struct buffer *out, const struct addressed *page, const char *text)
{
    buffer_text(out, address_escape(ctx, sanitize(ctx, page->lang, text), false));
}

static void add_folders(void *ctx, struct buffer *out, const struct addressed *page, const char *cut)
{
    struct chain chain = sections_of(ctx, page);
    struct strings parts = {0};
    if (chain.len > 0) {
        struct span rest = span_of(chain.at[chain.len - 1]->path + 1), piece;
        while (span_cut(&rest, '/', &piece))
            strings_add(ctx, &parts, text_copy(ctx, piece));
    }
    size_t from = 0, to = parts.len;
    if (cut)
        slice(cut, parts.len, &from, &to);
    for (size_t i = from; i < to; i++)
        buffer_format(out, "%s%s", i > from ? "/" : "", parts.at[i]);
}

static const char *slug_or_title(const struct branch *branch)
{
    return *branch->slug ? branch->slug : branch->title;
}

static void add_section_slugs(void *ctx, struct buffer *out, const struct addressed *page, const char *cut)
{
    struct chain chain = sections_of(ctx, page);
    size_t from = 0, to = chain.len;
    if (cut)
        slice(cut, chain.len, &from, &to);
    for (size_t i = from; i < to; i++) {
        if (i > from)
            buffer_char(out, '/');
        add_clean(ctx, out, page, slug_or_title(chain.at[i]));
    }
}

static void add_first_section_slug(void *ctx, struct buffer *out, const struct addressed *page)
{
    struct chain chain = sections_of(ctx, page);
    if (chain.len > 0)
        add_clean(ctx, out, page, slug_or_title(chain.at[0]));
}

static const char *file_name(const struct addressed *page)
{
    if (page->path.bundle == BUNDLE_BRANCH)
        return "";
    return page->path.bundle == BUNDLE_LEAF ? page->path.raw_base : page->path.file_base;
}

static bool add_name(void *ctx, struct buffer *out, const struct addressed *page, const char *name, const char *cut)
{
    const char *slug = page->slug;
    if (strcmp(name, "section") == 0)
        buffer_text(out, page->path.section);
    else if (strcmp(name, "sections") == 0)
        add_folders(ctx, out, page, cut);
    else if (strcmp(name, "sectionslug") == 0)
        add_first_section_slug(ctx, out, page);
    else if (strcmp(name, "sectionslugs") == 0)
        add_section_slugs(ctx, out, page, cut);
    else if (strcmp(name, "title") == 0)
        add_clean(ctx, out, page, page->title);
    else if (strcmp(name, "slug") == 0)
        add_clean(ctx, out, page, *slug ? slug : page->title);
    else if (strcmp(name, "filename") == 0)
        add_clean(ctx, out, page, file_name(page));
    else if (strcmp(name, "slugorfilename") == 0)
        add_clean(ctx, out, page, *slug ? slug : file_name(page));
    else if (strcmp(name, "contentbasename") == 0)
        add_clean(ctx, out, page, page->path.raw_base);
    else if (strcmp(name, "slugorcontentbasename") == 0)
        add_clean(ctx, out, page, *slug ? slug : page->path.raw_base);
    else
        return go_date(out, name, page->date);
    return true;
}

/* ---- the pattern ---- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

const char *permalink_expand(void *ctx, const char *pattern, const struct addressed *page, const char **unknown)
{
    struct buffer out = buffer_new(ctx, ADDRESS_MAX);
    for (const char *c = pattern; *c;) {
        if (c[0] == '\\' && c[1] == ':') {
            buffer_char(&out, ':');
            c += 2;
            continue;
        }
        if (c[0] != ':' || !is_word(c[1])) {
            buffer_char(&out, *c++);
            continue;
        }
        const char *start = ++c, *cut = NULL;
        while (is_word(*c))
            c++;
        const char *name = text_copy(ctx, (struct span){start, (size_t)(c - start)});
        if (*c == '[' && c[1] && c[1] != ']' && strchr(c, ']')) {
            cut = c;
            c = strchr(c, ']') + 1;
        }
        if (!add_name(ctx, &out, page, name, cut)) {
            *unknown = name;
            return NULL;
        }
    }
    return text_copy(ctx, buffer_view(&out));
}

const char *permalink_pattern(const struct addressed *page)
{
    const struct hugo_language *lang = page->lang;
    for (size_t i = 0; strcmp(page->kind, "home") != 0 && i < lang->permalinks_len; i++) {
        const struct permalink *rule = &lang->permalinks[i];
        if ((!rule->kind || glob_match(rule->kind, page->kind)) &&
            (!rule->path || glob_match(rule->path, page->path.path)) &&
            (!rule->lang || glob_match(rule->lang, lang->code)))
            return rule->pattern;
    }
    return NULL;
}
