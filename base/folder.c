/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <talloc.h>

#include "base/file.h"

static bool is_folder(const char *path)
{
    struct stat state;
    return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

static bool make_one(const char *path, mode_t mode, struct error *err)
{
    if (mkdir(path, mode) == 0)
        return true;
    int number = errno;
    if (is_folder(path)) /* whatever the reason was: EEXIST, EROFS … */
        return true;
    if (number == EEXIST || number == ENOTDIR)
        return error_set(err, ERROR_SYSTEM, path, 0, "is in the way: it is not a folder", "move it or take another name");
    errno = number;
    return error_errno(err, path, "cannot make this folder", NULL);
}

bool folder_make(const char *path, mode_t mode, struct error *err)
{
    if (is_folder(path))
        return true;
    char *part = talloc_strdup(NULL, path);
    if (!part)
        return error_set(err, ERROR_MEMORY, path, 0, "there is no memory to make this folder", NULL);
    bool done = true;
    for (char *at = part + 1; done && part[0] && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        done = make_one(part, mode, err);
        *at = '/';
    }
    done = done && make_one(part, mode, err);
    talloc_free(part);
    return done;
}

static bool remove_at(int parent, const char *name);

static bool is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

static bool empty_folder(int fd)
{
    DIR *folder = fdopendir(fd);
    if (!folder) {
        close(fd);
        return false;
    }
    bool done = true;
    for (struct dirent *entry; done && (errno = 0, entry = readdir(folder));)
        done = is_dots(entry->d_name) || remove_at(dirfd(folder), entry->d_name);
    int number = errno;
    closedir(folder);
    errno = number;
    return done && number == 0;
}

/* Whatever name is; gone already is as well. */
static bool remove_at(int parent, const char *name)
{
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) {
        errno = 0;
        return true;
    }
    if (errno != EISDIR && errno != EPERM) /* EPERM: what POSIX says of a folder */
        return false;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || !empty_folder(fd))
        return false;
    bool done = unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT;
    if (done)
        errno = 0;
    return done;
}

bool folder_remove(const char *path, struct error *err)
{
    if (remove_at(AT_FDCWD, path))
        return true;
    return error_errno(err, path, "cannot remove it", NULL);
}

int64_t folder_bytes(const char *path)
{
    DIR *folder = opendir(path);
    int64_t bytes = 0;
    struct stat state;
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        if (fstatat(dirfd(folder), entry->d_name, &state, 0) == 0 && S_ISREG(state.st_mode))
            bytes += state.st_size;
    }
    if (folder)
        closedir(folder);
    return bytes;
}
