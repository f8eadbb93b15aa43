/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <regex.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "corpus/glob.h"

enum { DEPTH_MAX = 100, PATTERN_MAX = 512 };

/* ---- names ---- */

const char *page_name(const char *below_site)
{
    return text_begins(below_site, "content/") ? below_site + strlen("content/") : below_site;
}

enum walk_format walk_format(const char *name)
{
    static const struct {
        const char *extension;
        enum walk_format format;
    } known[] = {
        {"md", WALK_MARKDOWN}, {"markdown", WALK_MARKDOWN}, {"mdown", WALK_MARKDOWN}, {"html", WALK_HTML},
        {"htm", WALK_HTML},    {"org", WALK_FOREIGN},       {"adoc", WALK_FOREIGN},   {"asciidoc", WALK_FOREIGN},
        {"ad", WALK_FOREIGN},  {"rst", WALK_FOREIGN},       {"pandoc", WALK_FOREIGN}, {"pdc", WALK_FOREIGN},
    };
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++) {
        if (text_same(dot + 1, known[i].extension))
            return known[i].format;
    }
    return WALK_OTHER;
}

/* Dot files, and what editors leave behind. */
static bool is_hidden(const char *name)
{
    size_t len = strlen(name);
    return name[0] == '.' || name[0] == '#' || name[len - 1] == '~' || strcmp(name, "node_modules") == 0;
}

/* ---- what twc-search.yaml and Hugo leave out ---- */

struct walking {
    void *ctx;
    const struct walk_options *options;
    struct walk *out;
    regex_t *ignore;
    size_t ignore_len;
    size_t mount;
};

/* Go's \d and \w into what POSIX knows. */
static void pattern_to_posix(const char *go, char out[PATTERN_MAX])
{
    size_t len = 0;
    for (const char *c = go; *c && len + 16 < PATTERN_MAX; c++) {
        const char *class = c[0] == '\\' && c[1] == 'd' ? "[0-9]" : c[0] == '\\' && c[1] == 'w' ? "[0-9A-Za-z_]" : NULL;
        if (class) {
            memcpy(out + len, class, strlen(class));
            len += strlen(class);
            c++;
        } else {
            out[len++] = *c;
            if (*c == '\\' && c[1])
                out[len++] = *++c;
        }
    }
    out[len] = '\0';
}

static void compile_ignore(struct walking *w)
{
    const struct strings *patterns = w->options->ignore;
    w->ignore = NEED_ARRAY(w->ctx, regex_t, patterns->len);
    for (size_t i = 0; i < patterns->len; i++) {
        char posix[PATTERN_MAX];
        pattern_to_posix(patterns->at[i], posix);
        if (regcomp(&w->ignore[w->ignore_len], posix, REG_EXTENDED | REG_NOSUB) == 0)
            w->ignore_len++;
        else
            notice(w->options->listener, NOTICE_WARNING, NULL, 0, "name the files under exclude in twc-search.yaml",
                   "the pattern '%s' of ignoreFiles is not read", patterns->at[i]);
    }
}

static bool is_ignored(const struct walking *w, const char *path)
{
    for (size_t i = 0; i < w->ignore_len; i++) {
        if (regexec(&w->ignore[i], path, 0, NULL, 0) == 0)
            return true;
    }
    return false;
}

/* ---- telling ---- */

static void skip(struct walking *w, const char *name, const char *what, const char *mend)
{
    strings_add(w->ctx, &w->out->skipped, name);
    w->out->states = hash_join(w->out->states, hash_of(span_of(name)));
    notice(w->options->listener, NOTICE_SKIPPED, name, 0, mend, "%s", what);
}

static bool is_below(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

static void skip_link(struct walking *w, const char *name, const char *path)
{
    char *site = realpath(w->options->folder, NULL), *target = realpath(path, NULL);
    int cause = errno;
    if (!target && cause == ELOOP)
        skip(w, name, "this is a link that leads back to itself", "put the file itself here");
    else if (!target)
        skip(w, name, "this is a link to nothing", "put the file itself here");
    else if (!site || !is_below(target, site))
        skip(w, name, "this is a link out of the site, and is not followed", "put the file itself here");
    else
        skip(w, name, "this is a link, and Hugo follows none in content", "put the file itself here");
    free(site);
    free(target);
}

static const char *kind_of(mode_t mode)
{
    return S_ISFIFO(mode)   ? "this is a FIFO, not a file"
           : S_ISSOCK(mode) ? "this is a socket, not a file"
                            : "this is a device, not a file";
}

/* ---- walking ---- */

struct place {
    const char *below, *disk; /* "" at the top, else without a final slash */
    int depth;
};

static const char *join(void *ctx, const char *folder, const char *name)
{
    return *folder ? text_format(ctx, "%s/%s", folder, name) : text_copy(ctx, span_of(name));
}

static void found_add(struct walking *w, const struct found *file)
{
    struct walk *out = w->out;
    if (out->len == out->room) {
        out->room = out->room ? out->room * 2 : 64;
        out->at = NEED_RESIZE(w->ctx, out->at, struct found, out->room);
    }
    out->at[out->len++] = *file;
}

static int64_t nanoseconds(struct timespec moment)
{
    return (int64_t)moment.tv_sec * 1000000000 + moment.tv_nsec;
}

/* The time of state too: nobody sets that one back. */
static void note_state(struct walk *out, const char *disk, const struct stat *state)
{
    struct {
        int64_t size, changed, touched;
        uint64_t inode, device;
    } of = {state->st_size, nanoseconds(state->st_mtim), nanoseconds(state->st_ctim), state->st_ino, state->st_dev};
    int64_t newer = of.changed > of.touched ? of.changed : of.touched;

    out->states = hash_join(hash_join(out->states, hash_of(span_of(disk))),
                            hash_of((struct span){(const char *)&of, sizeof of}));
    out->newest_ns = newer > out->newest_ns ? newer : out->newest_ns;
}

static void take_file(struct walking *w, const struct place *place, const char *name, const char *disk,
                      const struct stat *state)
{
    enum walk_format format = walk_format(name);
    const char *below = join(w->ctx, place->below, name);
    const struct mount *mount = &w->options->mounts->at[w->mount];
    const char *in_mount = *mount->folder ? disk + strlen(mount->folder) + 1 : disk;
    if (!glob_list_match(mount->files.at, mount->files.len, in_mount))
        return;
    if (format == WALK_FOREIGN && w->out->foreign++ == 0)
        w->out->foreign_first = page_name(disk);
    if (strcmp(name, "_content.gotmpl") == 0)
        w->out->adapters++;
    if (format != WALK_OTHER)
        note_state(w->out, disk, state);
    if (format != WALK_OTHER)
        found_add(w, &(struct found){.below = below, .disk = disk, .name = page_name(disk), .mount = w->mount});
}

/* A folder that another mount has for itself belongs to that one alone. */
static bool is_other_mount(const struct walking *w, const char *disk)
{
    const struct mounts *mounts = w->options->mounts;
    for (size_t i = 0; i < mounts->len; i++) {
        if (i != w->mount && strcmp(mounts->at[i].folder, disk) == 0)
            return true;
    }
    return false;
}

static void walk_folder(struct walking *w, int parent, const char *name, const struct place *place);

static void take_folder(struct walking *w, int parent, const struct place *place, const char *name, const char *disk)
{
    if (walk_format(name) != WALK_OTHER)
        notice(w->options->listener, NOTICE_WARNING, page_name(disk), 0, "rename it",
               "this is a folder with the name of a page; what is in it is read");
    if (!is_other_mount(w, disk))
        walk_folder(w, parent, name, &(struct place){join(w->ctx, place->below, name), disk, place->depth + 1});
}

/* A link is told where a page or a folder could be meant by it. */
static void take_link(struct walking *w, const char *name, const char *disk)
{
    char *path = text_format(w->ctx, "%s/%s", w->options->folder, disk);
    struct stat target;
    if (walk_format(name) != WALK_OTHER || (stat(path, &target) == 0 && S_ISDIR(target.st_mode)))
        skip_link(w, page_name(disk), path);
    talloc_free(path);
}

/* Where a site of Hugo's has no content folder and is content itself, its other folders are still not. */
static bool is_hugos_own(const struct walking *w, const struct place *place, const char *name)
{
    static const char *const own[] = {"archetypes", "assets", "config", "data",      "i18n",
                                      "layouts",    "public", "static", "resources", "themes"};
    if (!w->options->hugo || *place->disk)
        return false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (strcmp(name, own[i]) == 0)
            return true;
    }
    return false;
}

static bool is_left_out(const struct walking *w, const struct place *place, const char *name, const char *disk)
{
    const struct strings *exclude = w->options->exclude;
    return (exclude->len > 0 && glob_list_match(exclude->at, exclude->len, page_name(disk))) || is_ignored(w, disk) ||
           is_hugos_own(w, place, name);
}

static void take_entry(struct walking *w, int folder, const struct place *place, const char *name)
{
    const char *disk = join(w->ctx, place->disk, name);
    bool page = walk_format(name) != WALK_OTHER;
    struct stat state;
    if (is_left_out(w, place, name, disk))
        return;
    if (fstatat(folder, name, &state, AT_SYMLINK_NOFOLLOW) != 0) {
        if (page)
            skip(w, page_name(disk), "this cannot be looked at", "check its permissions");
    } else if (!utf8_valid(span_of(name)) && (page || S_ISDIR(state.st_mode))) {
        skip(w, page_name(disk), "its name is not UTF-8", "rename it");
    } else if (S_ISDIR(state.st_mode)) {
        take_folder(w, folder, place, name, disk);
    } else if (S_ISREG(state.st_mode)) {
        take_file(w, place, name, disk, &state);
    } else if (S_ISLNK(state.st_mode)) {
        take_link(w, name, disk);
    } else if (page) {
        skip(w, page_name(disk), kind_of(state.st_mode), "put a file here, or rename it");
    }
}

static struct strings read_names(struct walking *w, DIR *folder)
{
    struct strings names = {0};
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (!is_hidden(entry->d_name))
            strings_add(w->ctx, &names, text_copy(w->ctx, span_of(entry->d_name)));
    }
    strings_sort(&names);
    return names;
}

static void walk_folder(struct walking *w, int parent, const char *name, const struct place *place)
{
    const char *called = *place->disk ? page_name(place->disk) : ".";
    if (place->depth > DEPTH_MAX) {
        skip(w, called, "this folder lies too deep", "put it higher up");
        return;
    }
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder) {
        skip(w, called, errno == EACCES ? "this folder may not be read" : "this folder cannot be read",
             "check its permissions");
        if (fd >= 0)
            close(fd);
        return;
    }
    struct strings names = read_names(w, folder);
    for (size_t i = 0; i < names.len; i++)
        take_entry(w, fd, place, names.at[i]);
    closedir(folder);
}

static void walk_mount(struct walking *w, const struct mount *mount)
{
    char *path = text_format(w->ctx, "%s/%s", w->options->folder, mount->folder);
    struct stat state;
    int fd = stat(path, &state) == 0 ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd < 0) {
        notice(w->options->listener, NOTICE_WARNING, *mount->folder ? mount->folder : ".", 0,
               "make it, or take it out of the configuration", "there is no such folder, or it may not be read");
    } else {
        walk_folder(w, fd, ".", &(struct place){mount->target, mount->folder, 0});
        close(fd);
    }
    talloc_free(path);
}

void walk(void *ctx, const struct walk_options *options, struct walk *out)
{
    *out = (struct walk){0};
    struct walking w = {.ctx = ctx, .options = options, .out = out};
    compile_ignore(&w);
    for (w.mount = 0; w.mount < options->mounts->len; w.mount++)
        walk_mount(&w, &options->mounts->at[w.mount]);
    for (size_t i = 0; i < w.ignore_len; i++)
        regfree(&w.ignore[i]);
    talloc_free(w.ignore);
}
