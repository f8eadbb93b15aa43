/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <talloc.h>

static const char *kind_of(mode_t mode)
{
    if (S_ISDIR(mode))
        return "is a folder, not a file";
    if (S_ISFIFO(mode))
        return "is a FIFO, not a file";
    if (S_ISSOCK(mode))
        return "is a socket, not a file";
    return "is a device, not a file";
}

static bool refuse_kind(const char *name, mode_t mode, struct error *err)
{
    return error_set(err, ERROR_INPUT, name, 0, kind_of(mode), "move it away or exclude it");
}

/* A size within max: the file grew while it was read, who knows how far. */
static bool refuse_size(const char *name, size_t size, size_t max, struct error *err)
{
    static const char mend[] = "split it, or raise the limit: max_page in twc-search.yaml for pages";
    if (size <= max)
        return error_setf(err, ERROR_INPUT, name, 0, mend, "has more than the %zu bytes that are read at most", max);
    return error_setf(err, ERROR_INPUT, name, 0, mend, "has %zu bytes, and at most %zu are read", size, max);
}

static bool cannot_open(const char *path, const char *name, struct error *err)
{
    int number = errno;
    struct stat link;
    if (number == ELOOP)
        return error_set(err, ERROR_INPUT, name, 0, "is a link that leads in a circle", "mend the link or remove it");
    if (number == ENOENT && lstat(path, &link) == 0 && S_ISLNK(link.st_mode))
        return error_set(err, ERROR_INPUT, name, 0, "is a link that leads nowhere", "mend the link or remove it");
    errno = number;
    return error_errno(err, name, "cannot read it", number == EACCES ? "give its reader permission" : NULL);
}

static int open_file(const char *path, const char *name, struct stat *state, struct error *err)
{
    /* Look before opening: to open a device or a FIFO may already do something. */
    if (stat(path, state) != 0) {
        cannot_open(path, name, err);
        return -1;
    }
    if (!S_ISREG(state->st_mode)) {
        refuse_kind(name, state->st_mode, err);
        return -1;
    }
    int fd;
    do
        fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        cannot_open(path, name, err);
        return -1;
    }
    if (fstat(fd, state) != 0)
        error_errno(err, name, "cannot read it", NULL);
    else if (!S_ISREG(state->st_mode)) /* it was replaced in between */
        refuse_kind(name, state->st_mode, err);
    else
        return fd;
    close(fd);
    return -1;
}

static ssize_t read_some(int fd, void *at, size_t len)
{
    ssize_t got;
    do
        got = read(fd, at, len);
    while (got < 0 && errno == EINTR);
    return got;
}

/* To the end whatever fstat said: a file may grow while it is read, and those in /proc have no size. */
static char *read_all(void *ctx, int fd, size_t size, const char *name, size_t max, size_t *len, struct error *err)
{
    size_t room = size < max ? size + 2 : max + 2, got = 0;
    char *bytes = talloc_size(ctx, room);
    while (bytes) {
        ssize_t more = read_some(fd, bytes + got, room - 1 - got);
        if (more < 0) {
            error_errno(err, name, "cannot read it", NULL);
            break;
        }
        got += (size_t)more;
        if (got > max) {
            refuse_size(name, size, max, err);
            break;
        }
        if (more == 0) {
            bytes[got] = '\0';
            *len = got;
            return bytes;
        }
        if (got < room - 1)
            continue;
        room = room < max / 2 ? room * 2 : max + 2;
        char *larger = talloc_realloc_size(ctx, bytes, room);
        if (!larger)
            talloc_free(bytes);
        bytes = larger;
    }
    if (!bytes)
        error_set(err, ERROR_MEMORY, name, 0, "there is no memory to read it", NULL);
    talloc_free(bytes);
    return NULL;
}

char *file_read(void *ctx, const char *path, const char *name, size_t max, size_t *len, struct file_state *state,
                struct error *err)
{
    struct stat found;
    name = name ? name : path;
    int fd = open_file(path, name, &found, err);
    if (fd < 0)
        return NULL;
    char *bytes = NULL;
    if (found.st_size > 0 && (size_t)found.st_size > max)
        refuse_size(name, (size_t)found.st_size, max, err);
    else
        bytes = read_all(ctx, fd, (size_t)found.st_size, name, max, len, err);
    close(fd);
    if (bytes && state)
        *state = (struct file_state){
            .size = found.st_size,
            .mtime_ns = (int64_t)found.st_mtim.tv_sec * 1000000000 + found.st_mtim.tv_nsec,
            .inode = found.st_ino,
        };
    return bytes;
}

static bool write_all(int fd, struct span content)
{
    while (content.len > 0) {
        ssize_t done = write(fd, content.at, content.len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        content = span_from(content, (size_t)done);
    }
    return true;
}

/* How the name of a file goes on that is still being written: a mark of eight digits. */
#define BESIDE ".%08x.new"
#define BESIDE_LEN (sizeof ".01234567.new" - 1)

bool file_is_unfinished(const char *name)
{
    size_t len = strlen(name);
    const char *end = len > BESIDE_LEN ? name + len - BESIDE_LEN : "";
    return end[0] == '.' && strspn(end + 1, "0123456789abcdef") == 8 && strcmp(end + 9, ".new") == 0;
}

/* A new file beside path, with the mode of the one it will replace; its name in *beside. */
static int open_beside(void *ctx, const char *path, char **beside)
{
    for (int attempt = 0; attempt < 100; attempt++) {
        unsigned mark = 0;
        if (getrandom(&mark, sizeof mark, GRND_NONBLOCK) != sizeof mark)
            mark = (unsigned)getpid() + (unsigned)attempt;
        *beside = talloc_asprintf(ctx, "%s" BESIDE, path, mark);
        if (!*beside) {
            errno = ENOMEM;
            return -1;
        }
        int fd = open(*beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        struct stat old;
        if (fd >= 0 && stat(path, &old) == 0 && S_ISREG(old.st_mode))
            (void)!fchmod(fd, old.st_mode & 07777);
        if (fd >= 0 || (errno != EEXIST && errno != EINTR))
            return fd;
    }
    return -1;
}

static bool sync_folder_of(void *ctx, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = !slash ? talloc_strdup(ctx, ".") : talloc_strndup(ctx, path, (size_t)(slash - path) + 1);
    if (!folder) {
        errno = ENOMEM;
        return false;
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = fsync(fd) == 0 || errno == EINVAL; /* EINVAL: this file system does not sync folders */
    int number = errno;
    close(fd);
    errno = number;
    return done;
}

static bool replace(void *ctx, const char *path, struct span content)
{
    char *beside;
    int fd = open_beside(ctx, path, &beside);
    if (fd < 0)
        return false;
    bool done = write_all(fd, content) && fsync(fd) == 0;
    int number = errno;
    if (close(fd) != 0 && done) {
        number = errno;
        done = false;
    }
    errno = number;
    if (done && rename(beside, path) == 0)
        return sync_folder_of(ctx, path);
    number = errno;
    unlink(beside);
    errno = number;
    return false;
}

bool file_write(const char *path, struct span content, struct error *err)
{
    void *ctx = talloc_new(NULL);
    if (!ctx)
        return error_set(err, ERROR_MEMORY, path, 0, "there is no memory to write it", NULL);
    bool done = replace(ctx, path, content);
    if (!done)
        error_errno(err, path, "cannot write it", NULL);
    talloc_free(ctx);
    return done;
}

bool file_exists(const char *path)
{
    struct stat state;
    return stat(path, &state) == 0;
}
