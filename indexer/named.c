/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/named.h"

#include <limits.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct named {
    const char *site;         /* as it was given, straight */
    const char **paths;       /* as a page's path is: relative to the site, less a leading content/; "" is the whole site; sorted */
    size_t len;
    struct named_path *given;
    size_t given_len;
};

/* ---- paths ---- */

/* Less "." and "..", as far as they can be resolved without looking: a file may be gone. In place. */
static char *straighten(char *path)
{
    struct span rest = span_of(path), part;
    char *out = path;

    while (span_cut(&rest, '/', &part)) {
        if (part.len == 0 || span_is(part, "."))
            continue;
        if (span_is(part, "..")) {
            while (out > path && *--out != '/')
                ;
            continue;
        }
        if (out > path)
            *out++ = '/';
        memmove(out, part.at, part.len);
        out += part.len;
    }
    *out = '\0';
    return path;
}

/* NULL where it is not below the folder; both straight. */
static const char *below(const char *path, const char *folder)
{
    size_t len = strlen(folder);

    if (len == 0 || strcmp(path, folder) == 0)
        return len == 0 ? path : "";
    return strncmp(path, folder, len) == 0 && path[len] == '/' ? path + len + 1 : NULL;
}

static const char *less_content(const char *path)
{
    const char *inside = below(path, "content");

    return inside ? inside : path;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static char *folder_of(void *ctx, const char *path)
{
    const char *name = name_of(path);

    return talloc_strndup(ctx, path, name > path ? (size_t)(name - path) - 1 : 0);
}

/* Whether what lies in the folder is a page of its own depends on it, so that it names them all. */
static bool is_index(const char *path)
{
    const char *name = name_of(path);

    return strncasecmp(name + (*name == '_'), "index.", strlen("index.")) == 0;
}

/* ---- the list ---- */

static bool is_file(const char *path)
{
    struct stat state;

    return lstat(path, &state) == 0 && S_ISREG(state.st_mode);
}

static bool add(struct named *named, const char *site, const char *path)
{
    const char *inside = less_content(path);
    struct named_path *given = &named->given[named->given_len];
    char *below_site = talloc_asprintf(named, "/%s/%s", site, path); /* straight: without the slash in front */

    if (!below_site)
        return false;
    given->file = given->file || is_file(below_site);
    given->at[given->len++] = inside;
    named->paths[named->len] = is_index(inside) ? folder_of(named, inside) : talloc_strdup(named, inside);
    return named->paths[named->len++] != NULL;
}

/* As it stands below the site, and as it stands below where we are. */
static bool add_both(struct named *named, const char *site, const char *here, const char *path)
{
    char *absolute = straighten(*path == '/' ? talloc_strdup(named, path) : talloc_asprintf(named, "%s/%s", here, path));
    const char *inside = below(absolute, site);
    bool added = (!inside || add(named, site, inside)) &&
                 (*path == '/' || add(named, site, straighten(talloc_strdup(named, path))));

    named->given_len += added;
    return added;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *real_folder(void *ctx, const char *path)
{
    char whole[PATH_MAX];

    return straighten(talloc_strdup(ctx, realpath(path, whole) ? whole : path));
}

struct named *named_new(void *ctx, const char *site, const char *const *paths, size_t len)
{
    struct named *named = talloc_zero(ctx, struct named);
    char *root = real_folder(named, site), *here = real_folder(named, ".");
    bool added = named && root && here;

    if (added) {
        named->site = straighten(talloc_strdup(named, site));
        named->paths = array_new(named, const char *, 2 * len + 1);
        named->given = talloc_zero_size(named, (len + 1) * sizeof(*named->given));
        added = named->site && named->paths && named->given;
    }
    for (size_t i = 0; added && i < len; i++)
        added = add_both(named, root, here, paths[i]);
    if (!added) {
        talloc_free(named);
        return NULL;
    }
    qsort(named->paths, named->len, sizeof(*named->paths), by_text);
    return named;
}

/* ---- asking ---- */

size_t named_len(const struct named *named)
{
    return named->given_len;
}

const struct named_path *named_path(const struct named *named, size_t i)
{
    return &named->given[i];
}

/* Itself, or a folder above it. */
static bool is_below_a_folder(const struct named *named, const char *path)
{
    char *part = talloc_strdup(NULL, path);
    bool found = false;

    while (part && !found) {
        char *slash = strrchr(part, '/');
        found = bsearch(&part, named->paths, named->len, sizeof(*named->paths), by_text) != NULL;
        if (!slash && !*part)
            break;
        *(slash ? slash : part) = '\0';
    }
    talloc_free(part);
    return found;
}

bool named_page(const struct named *named, const struct page *page)
{
    /* Its file, not its path: one file may give pages in several languages. */
    char *file = straighten(talloc_strdup(NULL, page->file));
    const char *inside = below(file, named->site);
    bool found = is_below_a_folder(named, less_content(inside ? inside : page->path));

    talloc_free(file);
    return found;
}
