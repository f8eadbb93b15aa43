/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/sums.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <talloc.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/hash.h"

/* A name of its own, and a hidden one: what a crash leaves of it is written over by the next. */
#define BESIDE_NAME ".sums"
enum { SUMS_MAX = 1 << 16 };

/* ---- writing ---- */

static bool is_summed(int folder, const char *name)
{
    struct stat state;

    return name[0] != '.' && strcmp(name, SUMS_NAME) != 0 && strlen(name) < SUMS_FILE_MAX && !strchr(name, '\n') &&
           fstatat(folder, name, &state, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(state.st_mode) && state.st_size > 0;
}

static bool hash_named(int folder, const char *name, struct hash *out)
{
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    bool read = fd >= 0 && hash_file(fd, out);
    int number = errno;

    if (fd >= 0)
        close(fd);
    errno = number;
    return read;
}

static bool add_sum(struct buffer *sums, int folder, const char *name)
{
    char text[HASH_TEXT_MAX];
    struct hash hash;

    if (!hash_named(folder, name, &hash))
        return false;
    hash_print(hash, text);
    buffer_format(sums, "%s  %s\n", text, name);
    return true;
}

/* The last line is of those before: a part of the list must not pass for the whole. */
static void add_own_sum(struct buffer *sums)
{
    char text[HASH_TEXT_MAX];

    hash_print(hash_of(buffer_view(sums)), text);
    buffer_format(sums, "# %s\n", text);
}

static bool add_sums(struct buffer *sums, DIR *folder)
{
    bool added = true;

    for (struct dirent *entry; added && (entry = readdir(folder));)
        added = !is_summed(dirfd(folder), entry->d_name) || add_sum(sums, dirfd(folder), entry->d_name);
    add_own_sum(sums);
    return added && !sums->full;
}

/* Not synced: after a crash an incomplete list counts as none. */
static void put_in_place(int folder, struct span sums)
{
    int fd = openat(folder, BESIDE_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
    bool written = fd >= 0 && write(fd, sums.at, sums.len) == (ssize_t)sums.len;

    if (fd >= 0)
        close(fd);
    if (!written || renameat(folder, BESIDE_NAME, folder, SUMS_NAME) != 0)
        unlinkat(folder, BESIDE_NAME, 0);
}

void sums_write(const char *path, int64_t bytes_max)
{
    void *scratch = talloc_new(NULL);
    struct buffer sums = buffer_new(scratch, SUMS_MAX);
    DIR *folder = folder_bytes(path) <= bytes_max ? opendir(path) : NULL;

    if (folder && add_sums(&sums, folder))
        put_in_place(dirfd(folder), buffer_view(&sums));
    if (folder)
        closedir(folder);
    talloc_free(scratch);
}

bool sums_remove(const char *path, struct error *err)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool there = folder >= 0 && unlinkat(folder, SUMS_NAME, 0) == 0;
    bool removed = folder >= 0 && (there || errno == ENOENT) && (!there || fsync(folder) == 0 || errno == EINVAL);

    if (!removed)
        error_errno(err, path, "cannot be written", "twc-index needs to write in the index folder");
    if (folder >= 0)
        close(folder);
    return removed;
}

/* ---- checking ---- */

/* The list, less its own sum; NULL where there is none that is whole. Talloc child of ctx. */
static char *read_list(void *ctx, int folder)
{
    char *text = talloc_size(ctx, SUMS_MAX + 1), own[HASH_TEXT_MAX];
    int fd = openat(folder, SUMS_NAME, O_RDONLY | O_CLOEXEC);
    ssize_t len = text && fd >= 0 ? read(fd, text, SUMS_MAX) : -1;
    char *last = NULL;

    if (fd >= 0)
        close(fd);
    if (len > 0) {
        text[len] = '\0';
        last = strstr(text, "# ");
    }
    if (!last)
        return NULL;
    hash_print(hash_of((struct span){text, (size_t)(last - text)}), own);
    if (strlen(last) != HASH_TEXT_MAX + 2 || strncmp(last + 2, own, HASH_TEXT_MAX - 1) != 0)
        return NULL;
    *last = '\0';
    return text;
}

/* Whether a file that could not be read is damaged; else somebody has no right or no room to read it. */
static bool is_lost(int number)
{
    return number == ENOENT || number == EIO || number == EISDIR || number == ELOOP || number == ENXIO;
}

static enum sums_state check_line(int folder, struct span line, char file[SUMS_FILE_MAX])
{
    char text[HASH_TEXT_MAX];
    struct hash hash;
    struct span name = span_from(line, HASH_TEXT_MAX + 1);

    snprintf(file, SUMS_FILE_MAX, "%.*s", (int)name.len, name.at);
    if (!hash_named(folder, file, &hash))
        return is_lost(errno) ? SUMS_OTHER : SUMS_NONE;
    hash_print(hash, text);
    return span_equal(span_first(line, HASH_TEXT_MAX - 1), span_of(text)) ? SUMS_SAME : SUMS_OTHER;
}

static enum sums_state check_list(int folder, const char *list, char file[SUMS_FILE_MAX])
{
    struct span rest = span_of(list), line;
    enum sums_state state = SUMS_SAME;

    while (state == SUMS_SAME && span_cut(&rest, '\n', &line))
        state = check_line(folder, line, file);
    return state;
}

/* A list that went, or became another, while the files were read: a writer has been at work. */
static bool is_still(void *ctx, int folder, const char *list)
{
    char *now = read_list(ctx, folder);

    return now && strcmp(now, list) == 0;
}

enum sums_state sums_check(const char *path, char file[SUMS_FILE_MAX])
{
    void *scratch = talloc_new(NULL);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *list = folder >= 0 ? read_list(scratch, folder) : NULL;
    enum sums_state state = list ? check_list(folder, list, file) : SUMS_NONE;

    if (state == SUMS_OTHER && !is_still(scratch, folder, list))
        state = SUMS_NONE;
    if (folder >= 0)
        close(folder);
    talloc_free(scratch);
    return state;
}
