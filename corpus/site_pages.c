/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files into pages. */
#include <strings.h>

#include "corpus/aggregate.h"
#include "corpus/front.h"
#include "corpus/glob.h"
#include "corpus/site_inner.h"

struct reading {
    struct site *site;
    struct strings leaves; /* folders of leaf bundles, below content/, sorted */
    struct branches *branches;
    struct dated *dated;
    size_t dated_len, dated_room;
    size_t html_refused;
};

struct content {
    struct span bytes;
    struct front front;
    const struct yaml *tree;
    struct file_state state;
};

/* ---- which files are pages at all ---- */

static const char *folder_of(void *ctx, const char *below)
{
    const char *slash = strrchr(below, '/');
    return text_copy(ctx, (struct span){below, slash ? (size_t)(slash - below) : 0});
}

static void find_leaves(struct reading *r)
{
    struct site *site = r->site;
    for (size_t i = 0; i < site->walk.len; i++) {
        const char *below = site->walk.at[i].below, *slash = strrchr(below, '/');
        if (strncasecmp(slash ? slash + 1 : below, "index.", strlen("index.")) != 0)
            continue;
        void *scratch = talloc_new(site->work);
        if (content_path_read(scratch, &site->hugo, below).bundle == BUNDLE_LEAF)
            strings_add(site->work, &r->leaves, folder_of(site->work, below));
        talloc_free(scratch);
    }
    strings_sort(&r->leaves);
}

static bool is_leaf(const struct reading *r, const char *folder)
{
    size_t low = 0, high = r->leaves.len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(folder, r->leaves.at[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* All that lies in a leaf bundle, at any depth, is a resource of it but the file that makes it one. */
static bool is_resource(void *ctx, const struct reading *r, const char *below, enum bundle bundle)
{
    char *folder = text_copy(ctx, span_of(folder_of(ctx, below)));
    bool own = bundle == BUNDLE_LEAF;
    for (;;) {
        if (!own && is_leaf(r, folder))
            return true;
        own = false;
        char *slash = strrchr(folder, '/');
        if (!slash && !*folder)
            return false;
        *(slash ? slash : folder) = '\0';
    }
}

/* ---- reading ---- */

void site_skip(struct site *site, const char *name, const struct error *err)
{
    strings_add(site, &site->skipped, text_copy(site, span_of(name)));
    notice_error(site->listener, NOTICE_SKIPPED, err);
}

static bool content_read(void *ctx, struct site *site, const struct found *found, struct content *out,
                         struct error *err)
{
    const char *path = text_format(ctx, "%s/%s", site->folder, found->disk);
    size_t len;
    char *bytes = file_read(ctx, path, found->name, site->settings.max_page, &len, &out->state, err);
    if (!bytes)
        return false;
    out->bytes = (struct span){bytes, len};
    if (!front_find(out->bytes, found->name, &out->front, err))
        return false;
    out->tree = front_read(ctx, &out->front, found->name, err);
    return out->tree != NULL;
}

/* A whole document of HTML without front matter is published as it is, and is no page of Hugo's. */
static bool is_static(const struct found *found, const struct content *content)
{
    struct span text = span_trim(content->front.text);
    return walk_format(found->below) == WALK_HTML && content->front.kind == FRONT_NONE && text.len >= 5 &&
           (strncasecmp(text.at, "<!doc", 5) == 0 || strncasecmp(text.at, "<html", 5) == 0);
}

/* ---- languages ---- */

static struct strings matching_languages(void *ctx, const struct hugo *hugo, const struct strings *globs)
{
    struct strings codes = {0};
    for (size_t i = 0; i < hugo->languages_len; i++) {
        const struct hugo_language *lang = &hugo->languages[i];
        if (!lang->disabled && glob_list_match(globs->at, globs->len, lang->code))
            strings_add(ctx, &codes, lang->code);
    }
    return codes;
}

/* The file's name says it, else its mount, else it is the default one. */
static struct strings base_languages(void *ctx, const struct site *site, const struct found *found,
                                     const struct content_path *path)
{
    struct strings codes = {0};
    const struct mount *mount = &site->mounts.at[found->mount];
    if (path->disabled)
        return codes;
    if (path->lang)
        strings_add(ctx, &codes, hugo_language(&site->hugo, path->lang)->code);
    else if (mount->languages.len > 0)
        return matching_languages(ctx, &site->hugo, &mount->languages);
    else
        strings_add(ctx, &codes, site->hugo.fallback->code);
    return codes;
}

/* sites.matrix.languages of the page's own front matter puts it into several. */
static struct strings own_languages(void *ctx, const struct reading *r, const struct content_path *path,
                                    const struct yaml *front, struct strings base)
{
    if (base.len == 0)
        return base;
    const char *kind = path->bundle == BUNDLE_BRANCH ? "section" : "page";
    struct values values = {front, r->branches ? branches_cascade(r->branches, path->path) : NULL, path->path, kind,
                            base.at[0]};
    const struct yaml *node = yaml_path(values_get(&values, "sites"), "matrix.languages");
    struct strings globs = {0};
    if (yaml_is_scalar(node) && !yaml_is_null(node))
        strings_add(ctx, &globs, yaml_text(ctx, node));
    for (size_t i = 0; yaml_is_list(node) && i < node->len; i++)
        strings_add(ctx, &globs, yaml_text(ctx, node->entries[i].value));
    return globs.len > 0 ? matching_languages(ctx, &r->site->hugo, &globs) : base;
}

/* ---- sections first: what is below them depends on them ---- */

static bool may_be_branch(const struct found *found)
{
    const char *slash = strrchr(found->below, '/');
    return strncasecmp(slash ? slash + 1 : found->below, "_index.", strlen("_index.")) == 0 &&
           walk_format(found->below) != WALK_FOREIGN;
}

/* Each _index file in each of its languages. A broken one is told when pages are made, not here. */
static void read_branches(struct reading *r)
{
    struct site *site = r->site;
    struct branch_file *files = NULL;
    size_t len = 0, room = 0;
    for (size_t i = 0; i < site->walk.len; i++) {
        const struct found *found = &site->walk.at[i];
        if (!may_be_branch(found))
            continue;
        void *ctx = talloc_new(site->work);
        struct content_path path = content_path_read(ctx, &site->hugo, found->below);
        struct content content;
        struct error unasked;
        if (path.bundle != BUNDLE_BRANCH || is_resource(ctx, r, found->below, path.bundle) ||
            !content_read(ctx, site, found, &content, &unasked))
            continue;
        site_note_section(site, path.path, found->name, hash_of(content.bytes));
        struct strings base = base_languages(ctx, site, found, &path);
        struct strings codes = own_languages(ctx, r, &path, content.tree, base);
        for (size_t c = 0; c < codes.len; c++) {
            if (len == room) {
                room = room ? room * 2 : 16;
                files = NEED_RESIZE(site->work, files, struct branch_file, room);
            }
            files[len++] = (struct branch_file){.path = path, .lang = codes.at[c], .front = content.tree};
        }
        talloc_free((void *)content.bytes.at);
    }
    r->branches = branches_new(site->work, &site->hugo, files, len);
    for (size_t i = 0; i < len; i++) {
        const char *kind = branch_kind(hugo_language(&site->hugo, files[i].lang), files[i].path.path);
        site->terms = site->terms || strcmp(kind, "term") == 0 || strcmp(kind, "taxonomy") == 0;
    }
}

/* ---- pages ---- */

static void note_change(struct site *site, const struct hugo_language *lang, const struct dates *dates)
{
    const struct instant *changes[] = {lang->future ? NULL : &dates->publish, lang->expired ? NULL : &dates->expiry};
    for (size_t i = 0; i < 2; i++) {
        if (!changes[i] || !changes[i]->known || changes[i]->seconds <= site->now)
            continue;
        if (site->next_change == 0 || changes[i]->seconds < site->next_change)
            site->next_change = changes[i]->seconds;
    }
}

static void add_candidate(struct site *site, const struct candidate *candidate)
{
    if (site->candidates_len == site->candidates_room) {
        site->candidates_room = site->candidates_room ? site->candidates_room * 2 : 64;
        site->candidates = NEED_RESIZE(site->work, site->candidates, struct candidate, site->candidates_room);
    }
    site->candidates[site->candidates_len++] = *candidate;
}

static bool is_list(const char *kind)
{
    return strcmp(kind, "page") != 0;
}

static bool has_dates(const struct dates *dates)
{
    return dates->date.known || dates->lastmod.known || dates->publish.known || dates->expiry.known;
}

static struct strings term_paths(struct site *site, const struct values *values, const struct hugo_language *lang)
{
    struct strings paths = {0};
    for (size_t i = 0; site->terms && i < lang->taxonomies.len; i++) {
        const char *plural = lang->taxonomies.at[i];
        struct strings terms = page_terms(site->work, values, plural);
        for (size_t t = 0; t < terms.len; t++) {
            char *path = text_format(site->work, "/%s/%s", plural, text_lower(site->work, span_of(terms.at[t])));
            for (char *c = path; *c; c++)
                *c = (char)(*c == ' ' ? '-' : *c);
            strings_add(site->work, &paths, path);
        }
    }
    return paths;
}

/* A page that is in the site's tree gives its dates to the lists above it, shown or not. */
static void note_dates(struct reading *r, const struct page_source_file *file, const struct hugo_language *lang,
                       const struct made_page *made)
{
    struct site *site = r->site;
    bool list = is_list(made->kind);
    if (made->verdict == VERDICT_WRONG || (made->verdict == VERDICT_DROPPED && !list))
        return;
    if (r->dated_len == r->dated_room) {
        r->dated_room = r->dated_room ? r->dated_room * 2 : 64;
        r->dated = NEED_RESIZE(site->work, r->dated, struct dated, r->dated_room);
    }
    struct values values = {file->front, branches_cascade(r->branches, file->path.path), file->path.path, made->kind,
                            lang->code};
    r->dated[r->dated_len++] = (struct dated){
        .path = text_copy(site->work, span_of(file->path.path)),
        .lang = lang->code,
        .dates = made->dates,
        .terms = term_paths(site, &values, lang),
        .list = list && !has_dates(&made->dates) ? made->page : NULL,
    };
}

/* "about.md" in Dutch is called "about.nl.md" where it is in English too. */
static const char *name_in(void *ctx, const char *name, const char *lang)
{
    const char *dot = strrchr(name, '.');
    return text_format(ctx, "%.*s.%s%s", (int)(dot - name), name, lang, dot);
}

static void make_page(struct reading *r, void *ctx, const struct page_source_file *file, size_t order,
                      const struct hugo_language *lang)
{
    struct site *site = r->site;
    struct page_maker maker = {site->keep, &site->hugo, r->branches, site->listener, site->now};
    struct error err;
    struct made_page made = page_make(ctx, &maker, file, lang, &err);
    if (made.verdict == VERDICT_WRONG)
        site_skip(site, file->name, &err);
    note_dates(r, file, lang, &made);
    note_change(site, lang, &made.dates);
    if (made.page)
        add_candidate(site, &(struct candidate){
                                .page = made.page,
                                .path = text_copy(site->work, span_of(file->path.path)),
                                .bundle = file->path.bundle != BUNDLE_NONE,
                                .order = order,
                            });
}

static void read_file(struct reading *r, void *ctx, size_t i)
{
    struct site *site = r->site;
    const struct found *found = &site->walk.at[i];
    struct content_path path = content_path_read(ctx, &site->hugo, found->below);
    struct strings base = base_languages(ctx, site, found, &path);
    if (base.len == 0 || walk_format(found->below) == WALK_FOREIGN || is_resource(ctx, r, found->below, path.bundle))
        return;
    if (site->partial && path.bundle == BUNDLE_BRANCH)
        return; /* its dates are those of all its pages */
    if (walk_format(found->below) == WALK_HTML && !site->hugo.html) {
        r->html_refused++;
        return;
    }
    struct content content;
    struct error err;
    if (!content_read(ctx, site, found, &content, &err)) {
        site_skip(site, found->name, &err);
        return;
    }
    if (is_static(found, &content))
        return;
    struct strings codes = own_languages(ctx, r, &path, content.tree, base);
    struct page_source_file file = {
        .name = found->name,
        .disk = text_format(ctx, "%s/%s", site->folder, found->disk),
        .path = path,
        .front = content.tree,
        .front_lines = content.front.text_line - 1,
        .content = hash_of(content.bytes),
        .state = content.state,
    };
    for (size_t c = 0; c < codes.len; c++) {
        file.name = codes.len > 1 ? name_in(ctx, found->name, codes.at[c]) : found->name;
        make_page(r, ctx, &file, i, hugo_language(&site->hugo, codes.at[c]));
    }
}

/* ---- what is told once ---- */

static void tell_unread(const struct reading *r)
{
    const struct walk *walk = &r->site->walk;
    const struct listener *listener = r->site->listener;
    if (walk->foreign > 0)
        notice(listener, NOTICE_WARNING, walk->foreign_first, 0, "write them as Markdown",
               "%zu file(s) like this one are not read: neither Markdown nor HTML", walk->foreign);
    if (walk->adapters > 0)
        notice(listener, NOTICE_WARNING, NULL, 0, "write them as files",
               "pages that _content.gotmpl makes are not read");
    if (r->html_refused > 0)
        notice(listener, NOTICE_WARNING, r->site->hugo.name, 0, "allow text/html in security.allowContent",
               "%zu .html file(s) are not read, since Hugo refuses them as content", r->html_refused);
    const struct hugo *hugo = &r->site->hugo;
    if (hugo->git && strings_have(&hugo->fallback->dates.lastmod, ":git"))
        notice(listener, NOTICE_INFO, hugo->name, 0, "write lastmod into the front matter where it matters",
               "dates from git are not known here; the next source of lastmod is taken");
}

void site_read_pages(struct site *site)
{
    struct reading r = {.site = site};
    find_leaves(&r);
    read_branches(&r);
    for (size_t i = 0; i < site->walk.len; i++) {
        void *ctx = talloc_new(site->work);
        read_file(&r, ctx, i);
        talloc_free(ctx);
    }
    for (size_t i = 0; i < site->walk.skipped.len; i++)
        strings_add(site, &site->skipped, text_copy(site, span_of(site->walk.skipped.at[i])));
    aggregate_dates(site->work, r.dated, r.dated_len, site->now);
    tell_unread(&r);
}
