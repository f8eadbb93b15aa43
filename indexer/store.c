/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/lock.h"

#define GENERATION "gen-"
#define LINK_BESIDE "link.new"

struct store {
    const char *folder;
    char *current;            /* folder/current, NULL while nothing serves */
    int lock;
};

static int store_close(struct store *store)
{
    if (store->lock >= 0)
        close(store->lock);
    return 0;
}

static char *inside(void *ctx, const struct store *store, const char *name)
{
    return talloc_asprintf(ctx, "%s/%s", store->folder, name);
}

/* The generation that a link names ("gen-7"); NULL where there is no link or it leads elsewhere. */
static char *link_read(void *ctx, const struct store *store, const char *name)
{
    char target[64];
    ssize_t len = readlinkat(AT_FDCWD, inside(ctx, store, name), target, sizeof(target) - 1);

    if (len <= 0 || strncmp(target, GENERATION, strlen(GENERATION)) != 0)
        return NULL;
    return talloc_strndup(ctx, target, (size_t)len);
}

static bool folder_sync(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;

    if (!synced)
        error_errno(err, path, "cannot be synced to the disk", NULL);
    if (fd >= 0)
        close(fd);
    return synced;
}

/* A new link under another name, renamed over the old one: there is always one of the two. */
static bool link_write(const struct store *store, const char *name, const char *target, struct error *err)
{
    void *scratch = talloc_new(NULL);
    char *beside = inside(scratch, store, LINK_BESIDE), *link = inside(scratch, store, name);

    unlink(beside);
    bool written = symlink(target, beside) == 0 && rename(beside, link) == 0;
    if (!written)
        error_errno(err, link, "cannot be written", "twc-index needs to write in the index folder");
    talloc_free(scratch);
    return written && folder_sync(store->folder, err);
}

static bool is_generation(const char *name)
{
    return strncmp(name, GENERATION, strlen(GENERATION)) == 0;
}

/* Its checksums go first: a reader that is on its way to it must not take it for damaged. */
static bool generation_remove(const char *path, struct error *err)
{
    unlink(talloc_asprintf(path, "%s/" SUMS_NAME, path));
    return folder_remove(path, err);
}

/* Removes generations that neither link names: older ones, and what a killed indexer left. */
static bool sweep(const struct store *store, struct error *err)
{
    void *scratch = talloc_new(NULL);
    char *current = link_read(scratch, store, "current"), *previous = link_read(scratch, store, "previous");
    DIR *folder = opendir(store->folder);
    bool swept = folder != NULL;

    unlink(inside(scratch, store, LINK_BESIDE));
    for (struct dirent *entry; swept && (entry = readdir(folder));) {
        bool kept = (current && strcmp(entry->d_name, current) == 0) ||
                    (previous && strcmp(entry->d_name, previous) == 0);
        if (is_generation(entry->d_name) && !kept)
            swept = generation_remove(inside(scratch, store, entry->d_name), err);
        if (strncmp(entry->d_name, STORE_SCRATCH, strlen(STORE_SCRATCH)) == 0)
            unlink(inside(scratch, store, entry->d_name));
    }
    if (!folder)
        error_errno(err, store->folder, "cannot be listed", NULL);
    else
        closedir(folder);
    talloc_free(scratch);
    return swept;
}

static bool lock(struct store *store, bool wait, struct error *err)
{
    char *path = inside(store, store, "lock");

    if (!path)
        return error_set(err, ERROR_MEMORY, store->folder, 0, "memory ran out", NULL);
    store->lock = lock_take(store->folder, path, wait, err);
    return store->lock >= 0;
}

static void look_at_current(struct store *store)
{
    char *link = inside(store, store, "current");

    store->current = file_exists(link) ? link : NULL;
}

struct store *store_open(void *ctx, const char *folder, bool wait, struct error *err)
{
    struct store *store = talloc_zero(ctx, struct store);
    if (!store) {
        error_set(err, ERROR_MEMORY, folder, 0, "memory ran out", NULL);
        return NULL;
    }
    store->lock = -1;
    store->folder = talloc_strdup(store, folder);
    talloc_set_destructor(store, store_close);
    if (!folder_make(folder, 0755, err) || !lock(store, wait, err) || !sweep(store, err)) {
        talloc_free(store);
        return NULL;
    }
    look_at_current(store);
    return store;
}

const char *store_current(const struct store *store)
{
    return store->current;
}

static unsigned long last_number(const struct store *store)
{
    DIR *folder = opendir(store->folder);
    unsigned long last = 0;

    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        unsigned long number = is_generation(entry->d_name) ? strtoul(entry->d_name + strlen(GENERATION), NULL, 10) : 0;
        last = number > last ? number : last;
    }
    if (folder)
        closedir(folder);
    return last;
}

char *store_next(void *ctx, struct store *store, struct error *err)
{
    char *path = talloc_asprintf(ctx, "%s/" GENERATION "%lu", store->folder, last_number(store) + 1);

    if (!path || !folder_make(path, 0755, err)) {
        talloc_free(path);
        return NULL;
    }
    return path;
}

bool store_publish(struct store *store, const char *path, struct error *err)
{
    const char *name = strrchr(path, '/') + 1;
    char *current = link_read(store, store, "current");

    if (!folder_sync(path, err) || (current && !link_write(store, "previous", current, err)) ||
        !link_write(store, "current", name, err))
        return false;
    look_at_current(store);
    return sweep(store, err);
}

bool store_forget(struct store *store, struct error *err)
{
    char *previous = inside(store, store, "previous");

    if (unlink(previous) != 0 && errno != ENOENT)
        return error_errno(err, previous, "cannot be removed", "twc-index needs to write in the index folder");
    return folder_sync(store->folder, err) && sweep(store, err);
}

/* Neither shipped nor put in place knowing it. */
static bool is_as_written(struct store *store, const char *link, struct error *err)
{
    char file[SUMS_FILE_MAX];

    return sums_check(inside(store, store, link), file) != SUMS_OTHER ||
           error_setf(err, ERROR_INDEX, inside(store, store, link), 0, "make it anew: twc-index --rebuild",
                      "it is damaged: %s is not as it was written", file);
}

bool store_is_whole(struct store *store, struct error *err)
{
    return !store->current || is_as_written(store, "current", err);
}

bool store_rollback(struct store *store, struct error *err)
{
    char *current = link_read(store, store, "current"), *previous = link_read(store, store, "previous");

    if (!current || !previous || strcmp(current, previous) == 0 || !file_exists(inside(store, store, "previous")))
        return error_set(err, ERROR_INPUT, store->folder, 0, "there is no earlier generation to go back to",
                         "one is kept after each rebuild; build the one you want with twc-index --rebuild");
    if (!is_as_written(store, "previous", err))
        return false;
    if (renameat2(AT_FDCWD, store->current, AT_FDCWD, inside(store, store, "previous"), RENAME_EXCHANGE) == 0)
        return folder_sync(store->folder, err);
    if (errno != EINVAL && errno != ENOSYS)
        return error_errno(err, store->current, "cannot be exchanged for the previous one",
                           "twc-index needs to write in the index folder");
    /* A file system without such a step: between the two both serve the same, and that is whole. */
    return link_write(store, "current", previous, err) && link_write(store, "previous", current, err);
}
