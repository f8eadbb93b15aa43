/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/spool.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "indexer/store.h"

enum { BODY_MAX = 1 << 28 };

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
    struct buffer work;
};

/* Before a body's texts, each of which ends in NUL. */
struct head {
    size_t sections, alts;
};

struct section_head {
    int level;
    int has_id;
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
    spool->work = buffer_new(spool, BODY_MAX);
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

/* ---- putting ---- */

static void add_text(struct buffer *out, const char *text)
{
    buffer_add(out, text, strlen(text) + 1);
}

static void pack(struct buffer *out, const struct page_body *body)
{
    struct head head = {body->sections_len, body->alts_len};

    buffer_add(out, &head, sizeof head);
    add_text(out, body->display_title);
    add_text(out, body->summary);
    for (size_t i = 0; i < body->sections_len; i++) {
        const struct page_section *section = &body->sections[i];
        struct section_head of = {section->level, section->id != NULL};
        buffer_add(out, &of, sizeof of);
        add_text(out, section->id ? section->id : "");
        add_text(out, section->title);
        add_text(out, section->text);
    }
    for (size_t i = 0; i < body->alts_len; i++)
        add_text(out, body->alts[i]);
}

void spool_put(struct spool *spool, const struct page *page, const struct page_body *body)
{
    struct place *place = place_of(spool, page);

    buffer_clear(&spool->work);
    pack(&spool->work, body);

    struct span packed = buffer_view(&spool->work);
    size_t done = 0;

    if (spool->work.full || !place)
        return;

    off_t at = atomic_fetch_add(&spool->shared->end, (off_t)packed.len);

    while (done < packed.len) {
        ssize_t wrote = pwrite(spool->file, packed.at + done, packed.len - done, at + (off_t)done);
        if (wrote <= 0)
            return;
        done += (size_t)wrote;
    }
    *place = (struct place){at, packed.len};
}

/* ---- taking ---- */

/* What this very program wrote, so lengths are believed. */
static void take_bytes(const char **at, void *out, size_t len)
{
    memcpy(out, *at, len);
    *at += len;
}

static const char *take_text(const char **at)
{
    const char *text = *at;

    *at += strlen(text) + 1;
    return text;
}

static bool unpack(struct page_body *body, const char *at)
{
    struct head head;

    take_bytes(&at, &head, sizeof head);
    body->display_title = take_text(&at);
    body->summary = take_text(&at);

    struct page_section *sections = array_new(body, struct page_section, head.sections);

    body->sections = sections;
    body->sections_len = head.sections;
    body->alts = array_new(body, const char *, head.alts);
    body->alts_len = head.alts;
    if (!sections || !body->alts)
        return false;
    for (size_t i = 0; i < head.sections; i++) {
        struct section_head of;
        take_bytes(&at, &of, sizeof of);
        sections[i].level = of.level;
        sections[i].id = take_text(&at);
        if (!of.has_id)
            sections[i].id = NULL;
        sections[i].title = take_text(&at);
        sections[i].text = take_text(&at);
    }
    for (size_t i = 0; i < head.alts; i++)
        body->alts[i] = take_text(&at);
    return true;
}

struct page_body *spool_take(void *ctx, const struct spool *spool, const struct page *page)
{
    const struct place *kept = place_of(spool, page);
    struct place place = kept ? *kept : (struct place){0, 0};
    struct page_body *body = place.len > 0 ? talloc_zero(ctx, struct page_body) : NULL;
    char *bytes = body ? talloc_size(body, place.len) : NULL;
    size_t done = 0;

    while (bytes && done < place.len) {
        ssize_t got = pread(spool->file, bytes + done, place.len - done, place.at + (off_t)done);
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    if (bytes && done == place.len && unpack(body, bytes))
        return body;
    talloc_free(body);
    return NULL;
}
