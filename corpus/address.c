/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's resources/page/page_paths.go and hugolib/page__paths.go, as of 0.169. */
#include "corpus/address.h"

#include <stdio.h>

#include "corpus/sanitize.h"

struct building {
    void *ctx;
    const struct addressed *page;
    struct buffer path; /* "/posts/hello", as it grows */
};

static void add(struct building *b, const char *part)
{
    struct span text = span_of(part);
    while (span_begins(text, SPAN("/")))
        text = span_from(text, 1);
    while (span_ends(text, SPAN("/")))
        text = span_first(text, text.len - 1);
    if (text.len > 0) {
        buffer_char(&b->path, '/');
        buffer_span(&b->path, text);
    }
}

static void add_clean(struct building *b, const char *part)
{
    add(b, sanitize(b->ctx, b->page->lang, part));
}

/* ---- folders, with the slugs of the sections on the way ---- */

/* A section's slug stands in the place of its last folder, and moves all that is below it. */
static const char *section_dir(struct building *b, const char *path, const char *raw, const struct branch *section)
{
    bool lower = b->page->lang->path_to_lower;
    if (strcmp(section->path, "/") == 0)
        return "";
    struct branch made;
    const struct branch *above = branch_above(b->ctx, b->page->branches, path, raw, b->page->lang->code, &made);
    const char *before = section_dir(b, above->path, above->raw_path, above);
    const char *own = lower ? section->path : section->raw_path;
    const char *start = lower ? above->path : above->raw_path;
    const char *rest = own + (strcmp(start, "/") == 0 ? 0 : strlen(start));
    if (!*section->slug)
        return text_format(b->ctx, "%s%s", before, rest);
    const char *last = strrchr(rest, '/');
    return text_format(b->ctx, "%s%.*s/%s", before, (int)(last - rest), rest, section->slug);
}

static const char *page_dir(struct building *b)
{
    const struct addressed *page = b->page;
    struct branch made;
    const struct branch *section =
        branch_above(b->ctx, page->branches, page->path.path, page->path.raw_path, page->lang->code, &made);
    bool lower = page->lang->path_to_lower;
    const char *own = lower ? page->path.dir : page->path.raw_dir;
    const char *start = lower ? section->path : section->raw_path;
    const char *rest = strcmp(start, "/") == 0 ? own : own + strlen(start);
    return text_format(b->ctx, "%s%s", section_dir(b, section->path, section->raw_path, section), rest);
}

static const char *own_dir(struct building *b)
{
    const struct addressed *page = b->page;
    struct branch self = {
        .path = page->path.path, .raw_path = page->path.raw_path, .lang = page->lang->code, .slug = page->slug};
    return section_dir(b, self.path, self.raw_path, &self);
}

/* ---- prefixes ---- */

/* The base URL's path before, and a slash at the end where the path has one. */
static const char *finish(struct building *b, const char *prefix, bool slash, bool query)
{
    const char *path = buffer_string(&b->path);
    char *link = text_format(b->ctx, "%s%s%s%s", *prefix ? "/" : "", prefix, path, slash ? "/" : "");
    if (!*link)
        link = text_copy(b->ctx, SPAN("/"));
    return text_format(b->ctx, "%s%s", b->page->lang->base_path, address_escape(b->ctx, link, query));
}

/* ---- an address that the author wrote ---- */

static const char *unescape(void *ctx, const char *expanded)
{
    const char *plain = query_unescape(ctx, expanded);
    return plain ? plain : expanded;
}

static const char *written(struct building *b, const char **unknown)
{
    const struct addressed *page = b->page;
    const char *url = page->url;
    if (strchr(url, ':')) {
        url = permalink_expand(b->ctx, url, page, unknown);
        if (!url)
            return NULL;
        url = unescape(b->ctx, url);
    }
    bool relative = url[0] != '/';
    if (strstr(url, ".."))
        url = path_clean(b->ctx, text_format(b->ctx, "/%s", url));
    bool clean = strcmp(page->kind, "page") != 0;
    struct span rest = span_of(url), piece;
    while (span_cut(&rest, '/', &piece)) {
        const char *part = text_copy(b->ctx, piece);
        if (clean)
            add_clean(b, part);
        else
            add(b, part);
    }
    bool slash = span_ends(span_of(url), SPAN("/")) || !strchr(url, '.');
    if (!slash && span_ends(buffer_view(&b->path), SPAN("/index.html"))) {
        buffer_cut(&b->path, b->path.len - strlen("/index.html"));
        slash = true;
    }
    const char *prefix = relative ? page->lang->prefix : "";
    if (*prefix && text_begins(url, text_format(b->ctx, "/%s", prefix)))
        prefix = "";
    return finish(b, prefix, slash, true);
}

/* ---- an address from path and configuration ---- */

static const char *single(struct building *b, const char *permalink)
{
    const struct addressed *page = b->page;
    const char *base = *page->slug ? page->slug : page->lang->path_to_lower ? page->path.base : page->path.raw_base;
    if (permalink) {
        add_clean(b, permalink);
    } else {
        add_clean(b, page_dir(b));
        if (page->path.bundle == BUNDLE_NONE && strcmp(base, "index") == 0) /* a file that is the folder's index */
            return finish(b, page->lang->prefix, true, false);
        add_clean(b, base);
    }
    bool ugly = hugo_is_ugly(page->lang, page->path.section) && b->path.len > 0;
    if (ugly)
        buffer_text(&b->path, ".html");
    return finish(b, page->lang->prefix, !ugly, false);
}

static const char *list(struct building *b, const char *permalink)
{
    const struct addressed *page = b->page;
    if (permalink)
        add_clean(b, permalink);
    else if (strcmp(page->kind, "home") != 0)
        add_clean(b, own_dir(b));
    bool ugly = hugo_is_ugly(page->lang, page->path.section);
    if (ugly)
        buffer_text(&b->path, "/index.html");
    return finish(b, page->lang->prefix, !ugly, false);
}

const char *address_of(void *ctx, const struct addressed *page, const char **unknown)
{
    struct building b = {.ctx = ctx, .page = page, .path = buffer_new(ctx, 1 << 16)};
    if (*page->url && strcmp(page->kind, "home") != 0)
        return written(&b, unknown);
    const char *permalink = NULL, *pattern = permalink_pattern(page);
    if (pattern) {
        permalink = permalink_expand(ctx, pattern, page, unknown);
        if (!permalink)
            return NULL;
        permalink = *permalink ? path_clean(ctx, unescape(ctx, permalink)) : NULL;
    }
    bool lists = page->path.bundle == BUNDLE_BRANCH || strcmp(page->kind, "home") == 0;
    return lists ? list(&b, permalink) : single(&b, permalink);
}
