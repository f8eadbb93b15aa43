/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "base/memory.h"
#include "query/watch.h"

enum { MS_TO_AWAIT_MOST = 500, MS_BETWEEN_PRODS = 50, MS_AT_ONCE = 10, THREAD_STACK = 512 << 10 };

#define SECONDS_HOPEFUL 1.0

/* ---- what all may ask ---- */

const char *shards_path(const struct shards *shards)
{
    return shards->path;
}

const struct stub *shards_stub(const struct shards *shards)
{
    return shards->stub;
}

unsigned shards_limit_ms(const struct shards *shards)
{
    return shards->limit_ms;
}

uint64_t shards_turn(const struct shards *shards)
{
    return atomic_load(&shards->turn);
}

struct shard_news shards_news(struct shards *shards, size_t shard)
{
    pthread_mutex_lock(&shards->lock);
    struct shard_news news = shards->at[shard].news;
    pthread_mutex_unlock(&shards->lock);
    return news;
}

size_t shards_len(const struct shards *shards)
{
    return shards->stub->len;
}

void shards_status(struct shards *shards, size_t shard, struct shard_status *out)
{
    pthread_mutex_lock(&shards->lock);
    out->name = shards->stub->at[shard].name;
    out->address = shards->stub->at[shard].address;
    out->port = shards->stub->at[shard].port;
    out->path = shards->stub->at[shard].path;
    out->up = shards->at[shard].news.up;
    snprintf(out->generation, sizeof out->generation, "%s", shards->at[shard].news.generation);
    snprintf(out->why, sizeof out->why, "%s", shards->at[shard].why);
    pthread_mutex_unlock(&shards->lock);
}

void watch_set_news(struct watched *watched, bool up, const char *generation, const char *why)
{
    bool same = watched->news.up == up && strcmp(watched->news.generation, generation) == 0;

    if (watched->news.up && !up)
        watched->down_since = watch_seconds();
    watched->news.up = up;
    snprintf(watched->news.generation, sizeof watched->news.generation, "%s", generation);
    snprintf(watched->why, sizeof watched->why, "%s", why);
    if (!same)
        atomic_fetch_add(&watched->shards->turn, 1);
}

void shards_failed(struct shards *shards, size_t shard, const char *why)
{
    struct watched *watched = &shards->at[shard];

    pthread_mutex_lock(&shards->lock);
    watch_set_news(watched, false, "", why);
    watched->well = 0;
    watched->hurries = true;
    pthread_cond_broadcast(&shards->end);
    pthread_mutex_unlock(&shards->lock);
}

bool watch_is_damaged(const struct watched *watched, char *why, size_t why_size)
{
    const char *path = watched->shards->stub->at[watched->number].path;
    char file[SUMS_FILE_MAX];

    if (!path || sums_check(path, file) != SUMS_OTHER)
        return false;
    snprintf(why, why_size, "it is damaged: %s is not as it was written", file);
    return true;
}

bool shards_are_damaged(struct shards *shards, size_t shard)
{
    char why[ERROR_TEXT_MAX];
    bool damaged = watch_is_damaged(&shards->at[shard], why, sizeof why);

    if (!damaged)
        return false;
    pthread_mutex_lock(&shards->lock);
    shards->at[shard].damaged = true;
    pthread_mutex_unlock(&shards->lock);
    shards_failed(shards, shard, why);
    return true;
}

/* ---- waiting for news ---- */

void shards_prod(struct shards *shards)
{
    const long long now = (long long)(watch_seconds() * 1000);
    long long before = atomic_load(&shards->prodded);

    if (now - before < MS_BETWEEN_PRODS || !atomic_compare_exchange_strong(&shards->prodded, &before, now))
        return;
    pthread_mutex_lock(&shards->lock);
    for (size_t i = 0; i < shards->stub->len; i++)
        shards->at[i].prodded = true;
    pthread_cond_broadcast(&shards->end);
    pthread_mutex_unlock(&shards->lock);
}

bool watch_none_is_up(const struct shards *shards)
{
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].news.up)
            return false;
    return true;
}

/* A busy machine may miss all for a moment. The lock is held. */
static bool may_come_back(const struct shards *shards)
{
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].runs && watch_seconds() - shards->at[i].down_since < SECONDS_HOPEFUL)
            return true;
    return false;
}

void shards_await_one(struct shards *shards)
{
    const unsigned ms = 2 * shards->limit_ms;
    const struct timespec until = watch_in_ms(ms < MS_TO_AWAIT_MOST ? ms : MS_TO_AWAIT_MOST);
    int status = 0;

    pthread_mutex_lock(&shards->lock);
    while (!shards->ends && status != ETIMEDOUT && watch_none_is_up(shards) && may_come_back(shards))
        status = pthread_cond_timedwait(&shards->told, &shards->lock, &until);
    pthread_mutex_unlock(&shards->lock);
}

/* Whether one that is up is being looked at and has not answered at once. The lock is held. */
static bool is_in_doubt(const struct shards *shards)
{
    const double since = watch_seconds() - MS_AT_ONCE / 1000.0;

    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].news.up && shards->at[i].looking_since > 0 && shards->at[i].looking_since < since)
            return true;
    return false;
}

void shards_await_verdicts(struct shards *shards)
{
    const struct timespec until = watch_in_ms(shards->limit_ms);
    int status = 0;

    pthread_mutex_lock(&shards->lock);
    while (!shards->ends && status != ETIMEDOUT && is_in_doubt(shards))
        status = pthread_cond_timedwait(&shards->told, &shards->lock, &until);
    pthread_mutex_unlock(&shards->lock);
}

/* ---- reaching one ---- */

struct xapc_reader *shards_connect(const struct shards *shards, size_t shard, struct xapc_error *trouble)
{
    const struct stub_shard *at = &shards->stub->at[shard];

    return at->path ? xapc_reader_open(at->path, trouble)
                    : xapc_reader_connect(at->address, at->port, shards->limit_ms, trouble);
}

size_t shards_named(const struct shards *shards, const struct xapc_error *trouble)
{
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->stub->at[i].address &&
            xapc_error_is_of(trouble, shards->stub->at[i].address, shards->stub->at[i].port))
            return i;
    return shards->stub->len;
}

bool shards_is_silent(const struct xapc_error *trouble)
{
    return trouble->code == XAPC_UNREACHABLE && strstr(trouble->text, "imeout");
}

bool shards_generation(struct xapc_reader *reader, char out[SHARD_GENERATION_MAX], struct xapc_error *trouble)
{
    char *name;
    size_t len;

    if (!xapc_reader_metadata(reader, META_GENERATION, &name, &len, trouble))
        return false;
    snprintf(out, SHARD_GENERATION_MAX, "%s", name);
    free(name);
    if (len == 0)
        snprintf(trouble->text, sizeof trouble->text, "it was not made by twc-index");
    return len > 0;
}

/* ---- watching ---- */

bool shards_watch(struct shards *shards, struct error *err)
{
    pthread_attr_t small;
    int failed = pthread_attr_init(&small);

    if (failed == 0)
        failed = pthread_attr_setstacksize(&small, THREAD_STACK);
    for (size_t i = 0; i < shards->stub->len && failed == 0; i++) {
        failed = pthread_create(&shards->at[i].thread, &small, watch, &shards->at[i]);
        shards->at[i].runs = failed == 0;
    }
    pthread_attr_destroy(&small);
    errno = failed;
    return failed == 0 || error_errno(err, NULL, "the threads that watch the shards cannot be started", NULL);
}

/* ---- life ---- */

static int end(struct shards *shards)
{
    pthread_mutex_lock(&shards->lock);
    shards->ends = true;
    pthread_cond_broadcast(&shards->end);
    pthread_cond_broadcast(&shards->told);
    pthread_mutex_unlock(&shards->lock);
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].runs)
            pthread_join(shards->at[i].thread, NULL);
    pthread_cond_destroy(&shards->end);
    pthread_cond_destroy(&shards->told);
    pthread_mutex_destroy(&shards->lock);
    return 0;
}

static void begin(struct shards *shards)
{
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&shards->lock, NULL);
    pthread_cond_init(&shards->end, &monotonic);
    pthread_cond_init(&shards->told, &monotonic);
    pthread_condattr_destroy(&monotonic);
    for (size_t i = 0; i < shards->stub->len; i++)
        shards->at[i] = (struct watched){.shards = shards, .number = i, .news = {.up = true}};
    talloc_set_destructor(shards, end);
}

struct shards *shards_open(void *ctx, const char *path, unsigned limit_ms, struct error *err)
{
    struct shards *shards = talloc_zero(ctx, struct shards);
    char *stub = shards ? stub_at(shards, path) : NULL;

    if (stub) {
        shards->limit_ms = limit_ms;
        shards->path = stub;
        shards->stub = stub_read(shards, stub, err);
        shards->at = shards->stub ? array_new(shards, struct watched, shards->stub->len) : NULL;
    }
    if (shards && shards->at) {
        begin(shards);
        return shards;
    }
    if (!shards || (stub && shards->stub))
        error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
    else if (!stub)
        error_set(err, ERROR_INDEX, path, 0, "this is no list of shards", "see twc-index --shards");
    talloc_free(shards);
    return NULL;
}

bool shards_are_at(const char *path)
{
    char *stub = stub_at(NULL, path);
    bool are = stub != NULL;

    talloc_free(stub);
    return are;
}
