/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/spool.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "indexer/store.h"

struct place {
    off_t at;
    size_t len; /* 0: not kept */
};

/* Seen by all the processes that share a work. */
struct shared {
    _Atomic off_t end;
    struct place places[]; /* one a page, in the site's order */
};

struct spool {
    int file;
    const struct site *site;
    struct shared *shared;
    size_t shared_len;
};

static int spool_close(struct spool *spool)
{
    if (spool->file >= 0)
        close(spool->file);
    if (spool->shared != MAP_FAILED)
        munmap(spool->shared, spool->shared_len);
    return 0;
}

/* A file that nobody sees and no kill leaves behind. Where the file system has none, path is made and loses its name at
 * once; a kill between the two leaves it to the next run. */
static int nameless(const char *folder, char *path)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (file >= 0)
        return file;
    file = mkostemp(path, O_CLOEXEC);
    if (file >= 0)
        unlink(path);
    return file;
}

struct spool *spool_new(void *ctx, const char *folder, const struct site *site, struct error *err)
{
    struct spool *spool = talloc_zero(ctx, struct spool);
    char *path = spool ? talloc_asprintf(spool, "%s/" STORE_SCRATCH "XXXXXX", folder) : NULL;

    if (path) {
        spool->file = -1;
        spool->shared_len = sizeof *spool->shared + site_len(site) * sizeof *spool->shared->places;
        spool->shared = mmap(NULL, spool->shared_len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        talloc_set_destructor(spool, spool_close);
    }
    if (!path || spool->shared == MAP_FAILED) {
        talloc_free(spool);
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }
    spool->file = nameless(folder, path);
    if (spool->file < 0) {
        error_errno(err, folder, "no file can be made here", "make the folder writable");
        talloc_free(spool);
        return NULL;
    }
    spool->site = site;
    return spool;
}

/* Where the page's place is kept; NULL for one that is none of the site's. */
static struct place *place_of(const struct spool *spool, const struct page *page)
{
    size_t low = 0, high = site_len(spool->site);

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(site_page(spool->site, middle)->path, page->path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < site_len(spool->site) && site_page(spool->site, low) == page ? &spool->shared->places[low] : NULL;
}

void spool_put(struct spool *spool, const struct page *page, struct span bytes)
{
    struct place *place = place_of(spool, page);
    size_t done = 0;

    if (!place)
        return;

    off_t at = atomic_fetch_add(&spool->shared->end, (off_t)bytes.len);

    while (done < bytes.len) {
        ssize_t wrote = pwrite(spool->file, bytes.at + done, bytes.len - done, at + (off_t)done);
        if (wrote <= 0)
            return;
        done += (size_t)wrote;
    }
    *place = (struct place){at, bytes.len};
}

struct span spool_take(void *ctx, const struct spool *spool, const struct page *page)
{
    const struct place *kept = place_of(spool, page);
    struct place place = kept ? *kept : (struct place){0, 0};
    char *bytes = place.len > 0 ? talloc_size(ctx, place.len) : NULL;
    size_t done = 0;

    while (bytes && done < place.len) {
        ssize_t got = pread(spool->file, bytes + done, place.len - done, place.at + (off_t)done);
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    if (bytes && done == place.len)
        return (struct span){bytes, done};
    talloc_free(bytes);
    return SPAN("");
}
