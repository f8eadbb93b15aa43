/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/site.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "corpus/entity.h"
#include "corpus/front.h"
#include "corpus/site_inner.h"

/* No file system's clock is coarser. */
enum { SETTLED_SECONDS = 2 };

/* ---- opening ---- */

static bool check_folder(const char *folder, struct error *err)
{
    struct stat state;
    if (stat(folder, &state) != 0)
        return error_errno(err, folder, "cannot open this site", "name the folder of a Hugo site");
    if (!S_ISDIR(state.st_mode))
        return error_set(err, ERROR_INPUT, folder, 0, "this is not a folder", "name the folder of a Hugo site");
    return true;
}

static const char *without_slash(void *ctx, const char *folder)
{
    struct span text = span_of(*folder ? folder : ".");
    while (text.len > 1 && text.at[text.len - 1] == '/')
        text = span_first(text, text.len - 1);
    return text_copy(ctx, text);
}

static void find_files(struct site *site, const struct site_part *part)
{
    struct strings exclude = {site->own.exclude, site->own.exclude_len, site->own.exclude_len}, ignore = {0};
    const struct yaml *content = site->own.content;
    mounts_read(site, site->folder, content, site->files.root, content ? site->own.name : site->files.name,
                site->listener, &site->mounts);
    if (part) {
        site->partial = true;
        site_find_part(site, part);
        return;
    }
    hugo_ignored_files(site->work, site->files.root, &ignore);
    bool hugo = *site->files.name || site->files.toml;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    walk(site->work, &(struct walk_options){site->folder, &site->mounts, &exclude, &ignore, hugo, site->listener},
         &site->walk);
    site->states = site->walk.states;
    site->settled = site->walk.newest_ns / 1000000000 + SETTLED_SECONDS < now.tv_sec;
}

/* Titles are shown: "Tech&shy;werkers" is one word without a hyphen. */
static const char *shown_title(struct site *site, const char *title)
{
    struct buffer out = buffer_new(site->work, 1 << 16);
    entity_decode(&out, span_of(title));
    return need(clean_line(site, buffer_view(&out)));
}

/* Of files that twc-search.yaml names and pages are made with: templates of shortcodes, words that are never split. */
static struct hash named_files(const struct site *site)
{
    const struct settings *settings = &site->settings;
    struct hash all = hash_of(SPAN(""));
    for (size_t i = 0; i < settings->compound_never_len; i++)
        all = hash_join(all, hash_of(span_of(settings->compound_never[i])));
    for (size_t i = 0; i < site->own.shortcodes_len; i++) {
        const char *file = site->own.shortcodes[i].file;
        char *path = file ? text_format(site->work, "%s/%s", site->folder, file) : NULL;
        struct error unread;
        size_t len = 0;
        char *bytes = path ? file_read(site->work, path, NULL, settings->max_page, &len, NULL, &unread) : NULL;
        all = hash_join(all, hash_of(bytes ? (struct span){bytes, len} : SPAN("")));
    }
    return all;
}

static bool join_settings(struct site *site, struct error *err)
{
    struct language *languages = NEED_ARRAY(site, struct language, site->hugo.languages_len);
    size_t len = 0;
    for (size_t i = 0; i < site->hugo.languages_len; i++) {
        if (site->hugo.languages[i].disabled)
            continue;
        languages[len] = site->hugo.languages[i].shown;
        languages[len].title = shown_title(site, languages[len].title);
        len++;
    }
    struct settings *settings = &site->settings;
    settings->base_url = site->hugo.base_url;
    settings->default_language = site->hugo.fallback->code;
    settings->hash = named_files(site);
    const struct strings *plurals = &site->hugo.fallback->taxonomies;
    settings->taxonomies = NEED_ARRAY(site, const char *, plurals->len);
    for (size_t i = 0; i < plurals->len; i++) {
        if (strcmp(plurals->at[i], "tags") != 0)
            settings->taxonomies[settings->taxonomies_len++] = plurals->at[i];
    }
    return settings_join(site, &site->own, languages, len, site->listener, settings, err);
}

/* A permalink that Hugo would refuse leaves every address unknown. */
static bool check_permalinks(struct site *site, struct error *err)
{
    struct branches *none = branches_new(site->work, &site->hugo, NULL, 0);
    for (size_t i = 0; i < site->hugo.languages_len; i++) {
        const struct hugo_language *lang = &site->hugo.languages[i];
        struct addressed page = {.lang = lang,
                                 .branches = none,
                                 .kind = "page",
                                 .title = "",
                                 .slug = "",
                                 .url = "",
                                 .path = content_path_read(site->work, &site->hugo, "a/b.md")};
        for (size_t p = 0; p < lang->permalinks_len; p++) {
            const char *unknown;
            if (!permalink_expand(site->work, lang->permalinks[p].pattern, &page, &unknown))
                return error_setf(
                    err, ERROR_INPUT, site->files.name, 0, "use one of Hugo's, such as :year, :section, :slug",
                    "the permalink '%s' has the token ':%s', which is not known", lang->permalinks[p].pattern, unknown);
        }
    }
    return true;
}

static bool open_site(struct site *site, const struct site_options *options, struct error *err)
{
    if (!check_folder(site->folder, err) || !settings_read(site, options, &site->settings, &site->own, err) ||
        !config_files_read(site, site->folder, site->listener, &site->files, err))
        return false;
    const struct site_part *part = options->part;
    find_files(site, part);
    site_guess_languages(site);
    if (!hugo_read(site, &site->files, site->listener, &site->hugo, err) || !join_settings(site, err) ||
        !check_permalinks(site, err))
        return false;
    site->unread = options->seen && site->settled && hash_equal(*options->seen, site->states);
    if (site->unread)
        return true;
    if (part)
        site_find_sections(site, part);
    site_read_pages(site);
    site_join_sections(site, part);
    site_settle_collisions(site);
    site_finish(site);
    return true;
}

struct site *site_open(void *ctx, const struct site_options *options, const struct listener *listener,
                       struct error *err)
{
    struct site *site = NEED_NEW(ctx, struct site);
    site->folder = without_slash(site, options->folder);
    site->now = options->now;
    site->listener = listener;
    site->work = need(talloc_new(site));
    site->keep = need(talloc_new(site));
    struct site_options own = *options;
    own.folder = site->folder;
    if (!open_site(site, &own, err)) {
        talloc_free(site);
        return NULL;
    }
    talloc_free(site->work);
    site->work = NULL;
    site->candidates = NULL;
    site->listener = NULL;
    return site;
}

/* ---- what it says ---- */

const struct settings *site_settings(const struct site *site)
{
    return &site->settings;
}

size_t site_len(const struct site *site)
{
    return site->pages_len;
}

const struct page *site_page(const struct site *site, size_t i)
{
    return site->pages[i];
}

size_t site_skipped(const struct site *site)
{
    return site->skipped.len;
}

const char *const *site_skipped_paths(const struct site *site)
{
    return site->skipped.at;
}

struct hash site_config_hash(const struct site *site)
{
    return site->files.source;
}

struct hash site_resolved_hash(const struct site *site)
{
    return site->files.output;
}

int64_t site_next_change(const struct site *site)
{
    return site->next_change;
}

struct hash site_files(const struct site *site)
{
    return site->states;
}

bool site_settled(const struct site *site)
{
    return site->settled;
}

size_t site_sections(const struct site *site)
{
    return site->sections_len;
}

const struct site_section *site_section(const struct site *site, size_t i)
{
    return &site->sections[i];
}

bool site_has_terms(const struct site *site)
{
    return site->terms;
}

bool site_is_page_name(const char *path)
{
    return walk_format(path) != WALK_OTHER;
}

const char *site_part_trouble(const struct site *site)
{
    return site->part_trouble;
}

bool site_unread(const struct site *site)
{
    return site->unread;
}

const char *site_folder(const struct site *site)
{
    return site->folder;
}

const struct markup *site_markup(const struct site *site, const char *lang)
{
    const struct hugo_language *language = hugo_language(&site->hugo, lang);
    return &(language ? language : site->hugo.fallback)->markup;
}

static int compare_shortcode(const void *name, const void *setting)
{
    return strcmp(name, ((const struct shortcode_setting *)setting)->name);
}

const struct shortcode_setting *site_shortcode(const struct site *site, const char *name)
{
    const struct own_settings *own = &site->own;
    return own->shortcodes_len
               ? bsearch(name, own->shortcodes, own->shortcodes_len, sizeof *own->shortcodes, compare_shortcode)
               : NULL;
}

/* ---- a page's source ---- */

bool page_source_read(void *ctx, const struct site *site, const struct page *page, struct page_source *out,
                      struct error *err)
{
    size_t len;
    char *bytes = file_read(ctx, page->file, page->path, site->settings.max_page, &len, NULL, err);
    struct front front;
    if (!bytes || !front_find((struct span){bytes, len}, page->path, &front, err))
        return false;
    *out = (struct page_source){
        .text = front.text,
        .first_line = front.text_line,
        .format = walk_format(page->file) == WALK_HTML ? PAGE_HTML : PAGE_MARKDOWN,
    };
    return true;
}
