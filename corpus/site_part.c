/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Some pages of a site, and the sections that they lie in, read as if all had been. */
#include <stdlib.h>
#include <sys/stat.h>

#include "corpus/glob.h"
#include "corpus/site_inner.h"

/* Kept for who asked: the part cannot stand for the whole. */
static void give_up(struct site *site, const char *why)
{
    if (!site->part_trouble)
        site->part_trouble = why;
}

/* ---- files by their names ---- */

static bool is_inside(const char *disk, const char *folder)
{
    size_t len = strlen(folder);
    return len == 0 || (strncmp(disk, folder, len) == 0 && disk[len] == '/');
}

/* As the walk of all mounts would come to it: a folder that another mount has for itself belongs to that one alone. */
static bool is_of_mount(const struct mounts *mounts, size_t m, const char *disk)
{
    const struct mount *mount = &mounts->at[m];
    if (!is_inside(disk, mount->folder))
        return false;
    for (size_t i = 0; i < mounts->len; i++) {
        const char *other = mounts->at[i].folder;
        if (i != m && *other && is_inside(disk, other) && is_inside(other, mount->folder))
            return false;
    }
    const char *below = *mount->folder ? disk + strlen(mount->folder) + 1 : disk;
    return glob_list_match(mount->files.at, mount->files.len, below);
}

static bool is_file(struct site *site, const char *disk)
{
    char *path = text_format(site->work, "%s/%s", site->folder, disk);
    struct stat state;
    bool file = lstat(path, &state) == 0 && S_ISREG(state.st_mode);
    talloc_free(path);
    return file;
}

static void add_found(struct site *site, const char *disk, size_t m)
{
    struct walk *walk = &site->walk;
    const struct mount *mount = &site->mounts.at[m];
    const char *below = *mount->folder ? disk + strlen(mount->folder) + 1 : disk;
    if (walk->len == walk->room) {
        walk->room = walk->room ? walk->room * 2 : 16;
        walk->at = NEED_RESIZE(site->work, walk->at, struct found, walk->room);
    }
    if (*mount->target)
        below = text_format(site->work, "%s/%s", mount->target, below);
    walk->at[walk->len++] = (struct found){.below = below, .disk = disk, .name = page_name(disk), .mount = m};
}

static bool is_found(const struct walk *walk, const char *name)
{
    for (size_t i = 0; i < walk->len; i++) {
        if (strcmp(walk->at[i].name, name) == 0)
            return true;
    }
    return false;
}

/* The one file that is called so; with none, or several, the whole site has to say which it is. */
static void find_name(struct site *site, const char *name)
{
    const char *places[] = {name, text_format(site->work, "content/%s", name)};
    size_t before = site->walk.len;
    if (is_found(&site->walk, name))
        return;
    for (size_t i = 0; i < 2; i++) {
        for (size_t m = 0; m < site->mounts.len; m++) {
            if (strcmp(page_name(places[i]), name) == 0 && is_of_mount(&site->mounts, m, places[i]) &&
                is_file(site, places[i]))
                add_found(site, text_copy(site->work, span_of(places[i])), m);
        }
    }
    if (site->walk.len != before + 1)
        give_up(site, "a file is gone, or several have its name");
}

void site_find_part(struct site *site, const struct site_part *part)
{
    site->terms = part->terms;
    for (size_t i = 0; i < part->len; i++)
        find_name(site, part->names[i]);
}

/* ---- the sections above them ---- */

/* Each line is a hash, a blank and a name. */
static void find_listed(struct site *site, const char *listed)
{
    struct span rest = span_of(listed), line;
    while (span_cut(&rest, '\n', &line))
        find_name(site, text_copy(site->work, span_from(line, HASH_TEXT_MAX)));
}

void site_find_sections(struct site *site, const struct site_part *part)
{
    size_t len = site->walk.len;
    for (size_t i = 0; i < len; i++) {
        struct content_path of = content_path_read(site->work, &site->hugo, site->walk.at[i].below);
        char *path = text_copy(site->work, span_of(of.path));
        for (bool more = true; more;) {
            const char *listed = part->section(part->self, path);
            if (listed)
                find_listed(site, listed);
            char *slash = strrchr(path, '/');
            more = strcmp(path, "/") != 0;
            if (more)
                slash[slash == path] = '\0';
        }
    }
}

/* ---- what is told of sections ---- */

static int compare_sections(const void *a, const void *b)
{
    const struct site_section *x = a, *y = b;
    int order = strcmp(x->path, y->path);
    return order ? order : strcmp(x->files, y->files);
}

/* One for each file, until they are joined. */
void site_note_section(struct site *site, const char *path, const char *name, struct hash content)
{
    char text[HASH_TEXT_MAX];
    hash_print(content, text);
    if (site->sections_len == site->sections_room) {
        site->sections_room = site->sections_room ? site->sections_room * 2 : 16;
        site->sections = NEED_RESIZE(site, site->sections, struct site_section, site->sections_room);
    }
    site->sections[site->sections_len++] = (struct site_section){text_copy(site, span_of(path)),
                                                                 text_format(site, "%s %s\n", text, name)};
}

void site_join_sections(struct site *site, const struct site_part *part)
{
    size_t out = 0;
    if (site->sections_len > 1)
        qsort(site->sections, site->sections_len, sizeof *site->sections, compare_sections);
    for (size_t i = 0; i < site->sections_len; i++) {
        struct site_section *last = out ? &site->sections[out - 1] : NULL, *next = &site->sections[i];
        if (last && strcmp(last->path, next->path) == 0)
            last->files = text_format(site, "%s%s", last->files, next->files);
        else
            site->sections[out++] = *next;
    }
    site->sections_len = out;
    for (size_t i = 0; part && i < out; i++) {
        const char *known = part->section(part->self, site->sections[i].path);
        if (!known || strcmp(known, site->sections[i].files) != 0)
            give_up(site, "the _index of a section is another one");
    }
}
