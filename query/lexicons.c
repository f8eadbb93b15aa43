/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/lexicons.h"

#include <pthread.h>

/* A talloc root of its own: who takes it may be of any thread. */
struct shared {
    struct hash packed;
    struct lexicon *lexicon;
    size_t takers;
    struct shared *next;
};

struct lexicons {
    pthread_mutex_t lock; /* over all that follows */
    struct shared *first;
};

/* Child of whoever took a lexicon. */
struct taken {
    struct lexicons *from;
    struct shared *shared;
};

static int close_lexicons(struct lexicons *lexicons)
{
    pthread_mutex_destroy(&lexicons->lock);
    return 0;
}

struct lexicons *lexicons_new(void *ctx)
{
    struct lexicons *lexicons = talloc_zero(ctx, struct lexicons);

    if (!lexicons)
        return NULL;
    pthread_mutex_init(&lexicons->lock, NULL);
    talloc_set_destructor(lexicons, close_lexicons);
    return lexicons;
}

static void drop(struct lexicons *lexicons, struct shared *gone)
{
    struct shared **at = &lexicons->first;

    while (*at != gone)
        at = &(*at)->next;
    *at = gone->next;
    talloc_free(gone);
}

static int give_back(struct taken *taken)
{
    pthread_mutex_lock(&taken->from->lock);
    if (--taken->shared->takers == 0)
        drop(taken->from, taken->shared);
    pthread_mutex_unlock(&taken->from->lock);
    return 0;
}

static struct shared *load(struct lexicons *lexicons, struct span packed, struct hash hash, struct error *err)
{
    struct shared *shared = talloc_zero(NULL, struct shared);

    if (!shared) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }
    shared->packed = hash;
    shared->lexicon = lexicon_load(shared, packed, err);
    if (!shared->lexicon) {
        talloc_free(shared);
        return NULL;
    }
    shared->next = lexicons->first;
    lexicons->first = shared;
    return shared;
}

/* Who comes while it is being loaded waits for that. */
static struct shared *find_or_load(struct lexicons *lexicons, struct span packed, struct error *err)
{
    struct hash hash = hash_of(packed);

    pthread_mutex_lock(&lexicons->lock);

    struct shared *shared = lexicons->first;

    while (shared && !hash_equal(shared->packed, hash))
        shared = shared->next;
    if (!shared)
        shared = load(lexicons, packed, hash, err);
    if (shared)
        shared->takers++;
    pthread_mutex_unlock(&lexicons->lock);
    return shared;
}

struct lexicon *lexicons_take(void *ctx, struct lexicons *lexicons, struct span packed, struct error *err)
{
    if (!lexicons)
        return lexicon_load(ctx, packed, err);

    struct taken *taken = talloc_zero(ctx, struct taken);

    if (!taken) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }
    taken->from = lexicons;
    taken->shared = find_or_load(lexicons, packed, err);
    if (!taken->shared) {
        talloc_free(taken);
        return NULL;
    }
    talloc_set_destructor(taken, give_back);
    return taken->shared->lexicon;
}
