/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/content_path.h"

struct parts {
    struct span folder; /* without slashes at its ends */
    struct span name;   /* the file's name less what is known of it */
    struct span lang;   /* empty where there is none */
    bool disabled;
};

/* Takes the last part off a name: "a.nl" is "nl", and "a" is left; "nl" leaves nothing. */
static struct span take_last(struct span *name)
{
    size_t at = name->len;
    while (at > 0 && name->at[at - 1] != '.')
        at--;
    struct span last = span_from(*name, at);
    name->len = at > 0 ? at - 1 : 0;
    return last;
}

/* A name is read from its end: the extension, then the first part that is a language. What stands between the two is
 * no longer part of the name then: a.nl.old.md is the page a. A name that is nothing but a language is that name. */
static void find_language(void *ctx, const struct hugo *hugo, struct parts *parts)
{
    struct span rest = parts->name;
    bool several = memchr(rest.at, '.', rest.len) != NULL;
    while (several && rest.len > 0) {
        struct span last = take_last(&rest);
        char *code = text_lower(ctx, last);
        bool off = hugo_language_disabled(hugo, code);
        if (off || hugo_language(hugo, code)) {
            parts->lang = span_of(code);
            parts->disabled = off;
            parts->name = rest.len > 0 ? rest : last;
            return;
        }
        talloc_free(code);
    }
}

static struct parts split(void *ctx, const struct hugo *hugo, const char *below)
{
    struct parts parts = {.name = span_of(below)};
    const char *slash = strrchr(below, '/');
    if (slash) {
        parts.folder = (struct span){below, (size_t)(slash - below)};
        parts.name = span_of(slash + 1);
    }
    const char *end = strrchr(parts.name.at, '.');
    if (end) {
        parts.name.len = (size_t)(end - parts.name.at);
        find_language(ctx, hugo, &parts);
    }
    return parts;
}

static enum bundle bundle_of(struct span name)
{
    return span_is(name, "index") ? BUNDLE_LEAF : span_is(name, "_index") ? BUNDLE_BRANCH : BUNDLE_NONE;
}

static struct span parent_of(struct span folder)
{
    while (folder.len > 0 && folder.at[folder.len - 1] != '/')
        folder.len--;
    return folder.len > 0 ? span_first(folder, folder.len - 1) : folder;
}

static const char *with_slash(void *ctx, struct span path)
{
    return path.len > 0 ? text_format(ctx, "/%.*s", (int)path.len, path.at) : "";
}

static const char *join(void *ctx, struct span folder, struct span name)
{
    return text_format(ctx, "%s/%.*s", with_slash(ctx, folder), (int)name.len, name.at);
}

/* Lower case, each blank a hyphen: how Hugo writes paths before it cleans them up. */
static const char *normalise(void *ctx, const char *below)
{
    char *text = text_lower(ctx, span_of(below));
    for (char *c = text; *c; c++) {
        if (*c == ' ')
            *c = '-';
    }
    return text;
}

static struct span first_folder(const struct parts *parts, enum bundle bundle)
{
    struct span rest = bundle == BUNDLE_LEAF ? parent_of(parts->folder) : parts->folder, first;
    return span_cut(&rest, '/', &first) ? first : SPAN("");
}

struct content_path content_path_read(void *ctx, const struct hugo *hugo, const char *below)
{
    const char *normal = normalise(ctx, below);
    struct parts parts = split(ctx, hugo, normal), raw = split(ctx, hugo, below);
    enum bundle bundle = bundle_of(parts.name);
    struct content_path out = {
        .bundle = bundle,
        .lang = parts.lang.len > 0 ? parts.lang.at : NULL,
        .disabled = parts.disabled,
        .section = text_copy(ctx, first_folder(&parts, bundle)),
        .folder = text_copy(ctx, parts.folder),
        .file_base = text_copy(ctx, raw.name),
    };
    if (bundle == BUNDLE_NONE) {
        out.path = join(ctx, parts.folder, parts.name);
        out.dir = with_slash(ctx, parts.folder);
        out.base = text_copy(ctx, parts.name);
        out.raw_path = join(ctx, raw.folder, raw.name);
        out.raw_dir = with_slash(ctx, raw.folder);
        out.raw_base = out.file_base;
        return out;
    }
    out.path = parts.folder.len > 0 ? with_slash(ctx, parts.folder) : "/";
    out.raw_path = raw.folder.len > 0 ? with_slash(ctx, raw.folder) : "/";
    out.dir = with_slash(ctx, parent_of(parts.folder));
    out.raw_dir = with_slash(ctx, parent_of(raw.folder));
    const char *slash = strrchr(out.path, '/'), *raw_slash = strrchr(out.raw_path, '/');
    out.base = text_copy(ctx, span_of(slash + 1));
    out.raw_base = text_copy(ctx, span_of(raw_slash + 1));
    return out;
}
