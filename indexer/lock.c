/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM "twc-index"

enum { CHILDREN_MAX = 1024 };

/* ---- who has it ---- */

static bool read_start(char *out, size_t room, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd >= 0 ? read(fd, out, room - 1) : -1;

    if (fd >= 0)
        close(fd);
    out[len > 0 ? len : 0] = '\0';
    return len > 0;
}

/* Whether it is one of ours that was stopped, by Ctrl-Z, SIGSTOP or a debugger; *ours: whether it is one of ours. The line is
 * "1234 (twc-index) T …". */
static bool is_stopped(long process, bool *ours)
{
    char path[64], line[256];

    snprintf(path, sizeof path, "/proc/%ld/stat", process);
    *ours = false;
    if (!read_start(line, sizeof line, path))
        return false;

    const char *name = strchr(line, '('), *end = strrchr(line, ')');

    *ours = name && strncmp(name + 1, PROGRAM, strlen(PROGRAM)) == 0;
    return *ours && end && end[1] == ' ' && (end[2] == 'T' || end[2] == 't');
}

/* The process that must be let go on: the one that has the lock, or one of its workers, for which it waits. 0: none. */
static long stopped_one(long process, bool *ours)
{
    char path[96], children[CHILDREN_MAX];
    bool its;

    if (is_stopped(process, ours))
        return process;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", process, process);
    if (!*ours || !read_start(children, sizeof children, path))
        return 0;
    for (char *at = children, *end; *at; at = *end ? end + 1 : end) {
        long child = strtol(at, &end, 10);
        if (end == at)
            break;
        if (child > 0 && is_stopped(child, &its))
            return child;
    }
    return 0;
}

static bool busy(const char *folder, int fd, struct error *err)
{
    static const char *const taken = "another twc-index is at work on this index";
    char text[32] = "", since[INSTANT_TEXT_MAX];
    struct stat state;
    bool ours = false;
    long process = pread(fd, text, sizeof text - 1, 0) > 0 ? strtol(text, NULL, 10) : 0;
    long stopped = process > 0 ? stopped_one(process, &ours) : 0;

    /* An older twc-index wrote nothing, and the number may be of another machine, or of a container's own count. */
    if (!ours || fstat(fd, &state) != 0)
        return error_set(err, ERROR_BUSY, folder, 0, taken, "try again when it is done, or say --wait");
    instant_print((struct instant){.known = true, .seconds = state.st_mtime}, since);
    if (stopped == 0)
        return error_setf(err, ERROR_BUSY, folder, 0, "try again when it is done, or say --wait",
                          "%s: process %ld, since %s", taken, process, since);

    char mend[160];

    snprintf(mend, sizeof mend,
             "let it go on with 'kill -CONT %ld', or end it with 'kill -KILL %ld': the index that serves stays whole", stopped,
             process);
    return error_setf(err, ERROR_BUSY, folder, 0, mend, "%s: process %ld, since %s, and %s %ld is stopped", taken, process,
                      since, stopped == process ? "process" : "its worker", stopped);
}

/* ---- taking it ---- */

/* For others to read. Where it cannot be written they are told less, and that is no reason to do nothing. */
static void sign(int fd)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());

    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) != len)
        errno = 0;
}

int lock_take(const char *folder, const char *path, bool wait, struct error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

    if (fd < 0) {
        error_errno(err, path, "cannot be opened", "twc-index needs to write in the index folder");
        return -1;
    }
    if (flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0) {
        sign(fd);
        return fd;
    }
    if (errno == EWOULDBLOCK)
        busy(folder, fd, err);
    else
        error_errno(err, path, "cannot be locked", NULL);
    close(fd);
    return -1;
}
