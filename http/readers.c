/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/readers.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <talloc.h>

#include "http/clock.h"

enum { MS_BETWEEN_TRIES = 250 };

/* What one thread has. A talloc root of its own: talloc's trees are not for two threads. */
struct own {
    struct index *index;
    uint64_t retries; /* that were counted */
    int64_t next_try;
    struct error failed;
};

struct readers {
    pthread_key_t key;
    const char *path;
    struct shards *shards; /* NULL: in one piece */
    struct metrics *metrics;
    const struct listener *listener;
    struct lexicons *lexicons;
    pthread_mutex_t lock; /* over told and kept */
    char told[ERROR_TEXT_MAX];
    char kept[PATH_MAX]; /* the last generation that could be read, for a thread that comes when the newest cannot */
};

static void free_own(void *own)
{
    talloc_free(own);
}

static int destroy(struct readers *r)
{
    talloc_free(pthread_getspecific(r->key)); /* of the thread that ends us; the others ended before */
    pthread_key_delete(r->key);
    pthread_mutex_destroy(&r->lock);
    return 0;
}

struct readers *readers_new(void *ctx, const char *path, struct shards *shards, struct metrics *metrics,
                            const struct listener *listener)
{
    struct readers *r = talloc_zero(ctx, struct readers);
    if (!r || pthread_key_create(&r->key, free_own) != 0) {
        talloc_free(r);
        return NULL;
    }
    r->lexicons = lexicons_new(r);
    r->path = path;
    r->shards = talloc_steal(r, shards); /* freed after the indexes over them */
    r->metrics = metrics;
    r->listener = listener;
    pthread_mutex_init(&r->lock, NULL);
    talloc_set_destructor(r, destroy);
    return r;
}

static struct own *own_of(struct readers *r)
{
    struct own *own = pthread_getspecific(r->key);
    if (own)
        return own;
    own = talloc_zero(NULL, struct own);
    if (own && pthread_setspecific(r->key, own) != 0) {
        talloc_free(own);
        return NULL;
    }
    return own;
}

/* Every thread meets the same trouble; it is told once. */
static void tell_trouble(struct readers *r, const struct error *err)
{
    metrics_count(r->metrics, COUNT_INDEX_ERRORS, 1);
    metrics_index_readable(r->metrics, false);
    pthread_mutex_lock(&r->lock);
    if (strcmp(r->told, err->text) != 0) {
        memcpy(r->told, err->text, sizeof r->told);
        notice_error(r->listener, NOTICE_WARNING, err);
    }
    pthread_mutex_unlock(&r->lock);
}

static void tell_well(struct readers *r, const struct index *index)
{
    const char *place = index_place(index);
    metrics_index_readable(r->metrics, true);
    pthread_mutex_lock(&r->lock);
    if (place && strcmp(r->kept, place) != 0 && strlen(place) < sizeof r->kept)
        memcpy(r->kept, place, strlen(place) + 1);
    if (r->told[0]) {
        r->told[0] = '\0';
        notice(r->listener, NOTICE_INFO, r->path, 0, NULL, "the index can be read now");
    }
    pthread_mutex_unlock(&r->lock);
}

static struct index *open_newest_or_kept(struct readers *r, void *ctx, struct error *err)
{
    char kept[PATH_MAX];
    if (r->shards)
        return index_open_shards(ctx, r->shards, err);
    pthread_mutex_lock(&r->lock);
    memcpy(kept, r->kept, sizeof kept);
    pthread_mutex_unlock(&r->lock);
    return index_open_kept(ctx, r->path, kept[0] ? kept : NULL, r->lexicons, err);
}

static struct index *open_own(struct readers *r, struct own *own, struct error *err)
{
    int64_t now = clock_ms();
    if (now < own->next_try) {
        *err = own->failed;
        return NULL;
    }
    own->index = open_newest_or_kept(r, own, err);
    own->retries = 0;
    if (own->index)
        return own->index;
    own->next_try = now + MS_BETWEEN_TRIES;
    own->failed = *err;
    tell_trouble(r, err);
    return NULL;
}

struct index *readers_index(struct readers *r, struct error *err)
{
    struct own *own = own_of(r);
    if (!own) {
        error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
        return NULL;
    }
    if (!own->index && !open_own(r, own, err))
        return NULL;
    /* An index of another schema was put in its place: the old one goes on answering, and that is told. */
    if (index_refresh(own->index, err))
        tell_well(r, own->index);
    else
        tell_trouble(r, err);
    return own->index;
}

void readers_asked(struct readers *r, const struct error *err)
{
    struct own *own = own_of(r);
    if (!own || !own->index)
        return;
    struct index_status status;
    index_status(own->index, &status);
    metrics_count(r->metrics, COUNT_RETRIES, status.retries - own->retries);
    own->retries = status.retries;
    if (!err || (err->kind != ERROR_INDEX && err->kind != ERROR_BUSY && err->kind != ERROR_SYSTEM))
        return;
    tell_trouble(r, err);
    talloc_free(own->index);
    own->index = NULL;
}
