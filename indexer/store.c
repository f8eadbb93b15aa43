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

static bool out_of_memory(const struct store *store, struct error *err)
{
    return error_set(err, ERROR_MEMORY, store->folder, 0, "memory ran out", NULL);
}

/* *out is the generation that a link names ("gen-7"); NULL where there is no link or it leads elsewhere. What no link names is
 * removed, so one that is there and cannot be read must not be taken for none. */
static bool link_read(void *ctx, const struct store *store, const char *name, char **out, struct error *err)
{
    char *path = inside(ctx, store, name), target[64] = "";
    ssize_t len = path ? readlink(path, target, sizeof(target) - 1) : -1;

    *out = NULL;
    if (!path)
        return out_of_memory(store, err);
    if (len < 0 && errno != ENOENT && errno != EINVAL)
        return error_errno(err, path, "cannot be read", NULL);
    if (len <= 0 || strncmp(target, GENERATION, strlen(GENERATION)) != 0)
        return true;
    *out = talloc_strndup(ctx, target, (size_t)len);
    return *out || out_of_memory(store, err);
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

    if (!beside || !link) {
        talloc_free(scratch);
        return out_of_memory(store, err);
    }
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

/* Of a generation that stays: checksums that were not written to their end. */
static void sweep_kept(void *ctx, const char *generation)
{
    DIR *folder = opendir(generation);

    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char *path = file_is_unfinished(entry->d_name) ? talloc_asprintf(ctx, "%s/%s", generation, entry->d_name) : NULL;
        if (path)
            unlink(path);
    }
    if (folder)
        closedir(folder);
}

static bool sweep_one(void *ctx, const struct store *store, const char *name, bool kept, struct error *err)
{
    char *path = inside(ctx, store, name);

    if (!path)
        return out_of_memory(store, err);
    if (strncmp(name, STORE_SCRATCH, strlen(STORE_SCRATCH)) == 0 || strcmp(name, LINK_BESIDE) == 0 ||
        file_is_unfinished(name))
        unlink(path);
    if (is_generation(name) && kept)
        sweep_kept(ctx, path);
    return !is_generation(name) || kept || generation_remove(path, err);
}

/* Removes generations that neither link names: older ones, and what a killed indexer left. */
static bool sweep(const struct store *store, struct error *err)
{
    void *scratch = talloc_new(NULL);
    char *current, *previous;
    DIR *folder = opendir(store->folder);
    bool swept = folder && link_read(scratch, store, "current", &current, err) &&
                 link_read(scratch, store, "previous", &previous, err);

    for (struct dirent *entry; swept && (entry = readdir(folder));) {
        bool kept = (current && strcmp(entry->d_name, current) == 0) ||
                    (previous && strcmp(entry->d_name, previous) == 0);
        swept = sweep_one(scratch, store, entry->d_name, kept, err);
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

static bool look_at_current(struct store *store, struct error *err)
{
    char *link = inside(store, store, "current");

    store->current = link && file_exists(link) ? link : NULL;
    return link || out_of_memory(store, err);
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
    if (!store->folder)
        error_set(err, ERROR_MEMORY, folder, 0, "memory ran out", NULL);
    if (store->folder && folder_make(folder, 0755, err) && lock(store, wait, err) && sweep(store, err) &&
        look_at_current(store, err))
        return store;
    talloc_free(store);
    return NULL;
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
    char *current;

    if (!link_read(store, store, "current", &current, err) || !folder_sync(path, err) ||
        (current && !link_write(store, "previous", current, err)) || !link_write(store, "current", name, err))
        return false;
    return look_at_current(store, err) && sweep(store, err);
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
    char *current, *previous, *link = inside(store, store, "previous");

    if (!link || !link_read(store, store, "current", &current, err) || !link_read(store, store, "previous", &previous, err))
        return link ? false : out_of_memory(store, err);
    if (!current || !previous || strcmp(current, previous) == 0 || !file_exists(link))
        return error_set(err, ERROR_INPUT, store->folder, 0, "there is no earlier generation to go back to",
                         "one is kept after each rebuild; build the one you want with twc-index --rebuild");
    if (!is_as_written(store, "previous", err))
        return false;
    if (renameat2(AT_FDCWD, store->current, AT_FDCWD, link, RENAME_EXCHANGE) == 0)
        return folder_sync(store->folder, err);
    if (errno != EINVAL && errno != ENOSYS)
        return error_errno(err, store->current, "cannot be exchanged for the previous one",
                           "twc-index needs to write in the index folder");
    /* A file system without such a step: between the two both serve the same, and that is whole. */
    return link_write(store, "current", previous, err) && link_write(store, "previous", current, err);
}
