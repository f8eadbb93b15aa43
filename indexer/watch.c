/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/watch.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FOLDERS_DEEP = 64 };

#define EVENTS                                                                                                         \
    (IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_ONLYDIR |   \
     IN_EXCL_UNLINK)

struct watch {
    int fd;
    const char *folder, *except;
    char **paths;      /* by watch descriptor; NULL where there is none */
    size_t paths_len;
};

static int watch_close(struct watch *watch)
{
    if (watch->fd >= 0)
        close(watch->fd);
    return 0;
}

static bool is_watched(const char *name)
{
    static const char *const left_out[] = {"node_modules", "public", "resources"};

    if (name[0] == '.')
        return false;
    for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
        if (strcmp(name, left_out[i]) == 0)
            return false;
    return true;
}

static bool remember(struct watch *watch, int descriptor, const char *path)
{
    size_t at = (size_t)descriptor;

    if (at >= watch->paths_len) {
        size_t len = at * 2 + 16;
        char **paths = array_resize(watch, watch->paths, char *, len);
        if (!paths)
            return false;
        memset(paths + watch->paths_len, 0, (len - watch->paths_len) * sizeof(*paths));
        watch->paths = paths;
        watch->paths_len = len;
    }
    talloc_free(watch->paths[at]);
    watch->paths[at] = talloc_strdup(watch->paths, path);
    return watch->paths[at] != NULL;
}

/* The index folder may lie in the site under another name, and may be made later. */
static bool is_left_out(struct watch *watch, const struct stat *folder)
{
    struct stat except;

    return watch->except && stat(watch->except, &except) == 0 && except.st_dev == folder->st_dev &&
           except.st_ino == folder->st_ino;
}

static bool add_one(struct watch *watch, const char *path, struct error *err)
{
    int descriptor = inotify_add_watch(watch->fd, path, EVENTS);

    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
        return true; /* it went again, or is none of ours: the next look at the site tells */
    if (descriptor < 0)
        return error_errno(err, path, "cannot be watched",
                           errno == ENOSPC ? "raise fs.inotify.max_user_watches with sysctl" : NULL);
    return remember(watch, descriptor, path) || error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
}

/* The first watch is set before the folder is listed: what comes in between is listed or told. */
static bool add_all(struct watch *watch, const char *path, int depth, struct error *err)
{
    struct stat state;

    if (lstat(path, &state) != 0 || !S_ISDIR(state.st_mode) || is_left_out(watch, &state))
        return true;
    if (!add_one(watch, path, err))
        return false;

    DIR *folder = depth < FOLDERS_DEEP ? opendir(path) : NULL;
    bool added = true;

    for (struct dirent *entry; folder && added && (entry = readdir(folder));) {
        bool may_be_folder = entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN;
        if (!may_be_folder || !is_watched(entry->d_name))
            continue;
        char *inside = talloc_asprintf(watch, "%s/%s", path, entry->d_name);
        added = inside && add_all(watch, inside, depth + 1, err);
        talloc_free(inside);
    }
    if (folder)
        closedir(folder);
    return added;
}

struct watch *watch_new(void *ctx, const char *folder, const char *except, struct error *err)
{
    struct watch *watch = talloc_zero(ctx, struct watch);

    if (!watch) {
        error_set(err, ERROR_MEMORY, folder, 0, "memory ran out", NULL);
        return NULL;
    }
    watch->folder = folder;
    watch->except = except;
    watch->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    talloc_set_destructor(watch, watch_close);
    if (watch->fd < 0)
        error_errno(err, folder, "cannot be watched", "raise fs.inotify.max_user_instances with sysctl");
    if (watch->fd < 0 || !add_all(watch, folder, 0, err)) {
        talloc_free(watch);
        return NULL;
    }
    return watch;
}

static int64_t milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether an event may mean a change of the site; our own index folder and editors' hidden files do not. */
static bool take_event(struct watch *watch, const struct inotify_event *event, bool *changed, struct error *err)
{
    if (event->mask & IN_Q_OVERFLOW) {
        *changed = true;
        return add_all(watch, watch->folder, 0, err);
    }
    if (event->len > 0 && !is_watched(event->name))
        return true;
    *changed = *changed || !(event->mask & IN_IGNORED);

    const char *parent =
        event->wd >= 0 && (size_t)event->wd < watch->paths_len ? watch->paths[event->wd] : NULL;
    bool came = (event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO)) && event->len > 0;

    if (!came || !parent)
        return true;

    char *path = talloc_asprintf(watch, "%s/%s", parent, event->name);
    bool added = path && add_all(watch, path, 0, err);

    talloc_free(path);
    return added;
}

static bool take_events(struct watch *watch, bool *changed, struct error *err)
{
    _Alignas(struct inotify_event) char bytes[1 << 14];
    ssize_t len;

    while ((len = read(watch->fd, bytes, sizeof(bytes))) > 0)
        for (char *at = bytes; at < bytes + len;) {
            const struct inotify_event *event = (const struct inotify_event *)at;
            if (!take_event(watch, event, changed, err))
                return false;
            at += sizeof(*event) + event->len;
        }
    return len >= 0 || errno == EAGAIN || errno == EINTR ||
           error_errno(err, watch->folder, "can be watched no longer", NULL);
}

/* How long to sleep: to the end of the quiet after a change, else to the moment asked for; -1 is for ever. The clock of
 * the day may be set back or forth while we sleep, so it is looked at once a minute. */
static int patience(const struct watch_wait *wait, int64_t first, int64_t last)
{
    if (first > 0) {
        int64_t end = last + wait->quiet_ms, limit = first + wait->patience_ms, now = milliseconds();
        end = end < limit ? end : limit;
        return end > now ? (int)(end - now) : 0;
    }
    if (wait->until == 0)
        return -1;

    int64_t left = wait->until - instant_now();

    return left <= 0 ? 0 : left < 60 ? (int)(left * 1000) : 60 * 1000;
}

bool watch_wait(struct watch *watch, const struct watch_wait *wait, enum watched *out, struct error *err)
{
    int64_t first = 0, last = 0;

    for (;;) {
        struct pollfd fds[] = {{wait->stop_fd, POLLIN, 0}, {watch->fd, POLLIN, 0}};
        int ready = poll(fds, 2, patience(wait, first, last));
        bool changed = false;

        if (ready < 0 && errno != EINTR)
            return error_errno(err, watch->folder, "can be watched no longer", NULL);
        if (ready > 0 && fds[0].revents) {
            *out = WATCHED_STOP;
            return true;
        }
        if (ready > 0 && fds[1].revents && !take_events(watch, &changed, err))
            return false;
        if (changed) {
            last = milliseconds();
            first = first ? first : last;
        }
        if (first > 0 && patience(wait, first, last) == 0) {
            *out = WATCHED_CHANGE;
            return true;
        }
        if (first == 0 && wait->until && instant_now() >= wait->until) {
            *out = WATCHED_TIME;
            return true;
        }
    }
}
