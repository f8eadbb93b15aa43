/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/shards.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analysis/analysis.h"
#include "base/memory.h"

/* How often a shard is looked at, and how quick it has to be: a question is some dozens of calls, one after the other. */
enum { MS_BETWEEN_LOOKS = 500, MS_TO_AWAIT = 500, PINGS = 3, QUICK_SHARE = 25, THREAD_STACK = 512 << 10 };

#define SECONDS_HOPEFUL 1.0

struct watched {
    struct shards *shards;
    size_t number;
    struct shard_news news;
    char why[ERROR_TEXT_MAX]; /* it is not up */
    unsigned well;            /* how often in a row it was found so */
    double down_since;        /* when it was last up */
    bool hurries;             /* it is to be looked at now */
    pthread_t thread;
    bool runs;
};

struct shards {
    char *path; /* of the stub */
    struct stub *stub;
    unsigned limit_ms;
    struct watched *at;
    atomic_ullong turn;
    pthread_mutex_t lock; /* over news, why and ends */
    pthread_cond_t end;   /* and for a watcher to hurry */
    pthread_cond_t up;    /* one is well again */
    bool ends;
};

/* ---- time ---- */

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct timespec in_ms(unsigned ms)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

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

/* The lock is held. */
static void set_news(struct watched *watched, bool up, const char *generation, const char *why)
{
    bool same = watched->news.up == up && strcmp(watched->news.generation, generation) == 0;

    if (watched->news.up && !up)
        watched->down_since = seconds();
    watched->news.up = up;
    snprintf(watched->news.generation, sizeof watched->news.generation, "%s", generation);
    snprintf(watched->why, sizeof watched->why, "%s", why);
    if (!same)
        atomic_fetch_add(&watched->shards->turn, 1);
    if (up)
        pthread_cond_broadcast(&watched->shards->up);
}

void shards_failed(struct shards *shards, size_t shard, const char *why)
{
    struct watched *watched = &shards->at[shard];

    pthread_mutex_lock(&shards->lock);
    set_news(watched, false, "", why);
    watched->well = 0;
    watched->hurries = true;
    pthread_cond_broadcast(&shards->end);
    pthread_mutex_unlock(&shards->lock);
}

/* The lock is held. */
static bool none_is_up(const struct shards *shards)
{
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].news.up)
            return false;
    return true;
}

/* A busy machine may miss all for a moment. Likewise. */
static bool may_come_back(const struct shards *shards)
{
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].runs && seconds() - shards->at[i].down_since < SECONDS_HOPEFUL)
            return true;
    return false;
}

void shards_await_one(struct shards *shards)
{
    const struct timespec until = in_ms(MS_TO_AWAIT);
    int status = 0;

    pthread_mutex_lock(&shards->lock);
    while (!shards->ends && status != ETIMEDOUT && none_is_up(shards) && may_come_back(shards))
        status = pthread_cond_timedwait(&shards->up, &shards->lock, &until);
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

/* The quickest of a few calls: one that had to wait for a processor says nothing of the shard. */
static bool ping(struct xapc_reader *reader, char generation[SHARD_GENERATION_MAX], double *quickest,
                 struct xapc_error *trouble)
{
    *quickest = 1e9;
    for (int i = 0; i < PINGS; i++) {
        double start = seconds();
        if (!shards_generation(reader, generation, trouble))
            return false;
        double took = seconds() - start;
        *quickest = took < *quickest ? took : *quickest;
    }
    return true;
}

/* A connection of its own each time: what serves anew opens its database anew, and one that accepts and says nothing is
 * found out. */
static bool is_well(const struct watched *watched, char generation[SHARD_GENERATION_MAX], struct xapc_error *trouble)
{
    const struct shards *shards = watched->shards;
    struct xapc_reader *reader = shards_connect(shards, watched->number, trouble);
    double quickest;
    bool well = reader && ping(reader, generation, &quickest, trouble);

    xapc_reader_free(reader);
    if (well && quickest * 1000 * QUICK_SHARE > shards->limit_ms) {
        snprintf(trouble->text, sizeof trouble->text, "it is slow: a call takes %.0f ms", quickest * 1000);
        return false;
    }
    return well;
}

static void look(struct watched *watched)
{
    struct xapc_error trouble = {0};
    char generation[SHARD_GENERATION_MAX] = "";
    bool well = is_well(watched, generation, &trouble);

    pthread_mutex_lock(&watched->shards->lock);
    watched->well = well ? watched->well + 1 : 0;
    if (!well)
        set_news(watched, false, "", trouble.text);
    else if (watched->news.up || watched->well > 1 || none_is_up(watched->shards))
        set_news(watched, true, generation, "");
    pthread_mutex_unlock(&watched->shards->lock);
}

static bool waits(struct watched *watched)
{
    struct shards *shards = watched->shards;
    const struct timespec until = in_ms(MS_BETWEEN_LOOKS);
    int status = 0;

    pthread_mutex_lock(&shards->lock);
    while (!shards->ends && !watched->hurries && status != ETIMEDOUT)
        status = pthread_cond_timedwait(&shards->end, &shards->lock, &until);
    watched->hurries = false;
    bool goes_on = !shards->ends;
    pthread_mutex_unlock(&shards->lock);
    return goes_on;
}

static void *watch(void *self)
{
    struct watched *watched = self;

    do
        look(watched);
    while (waits(watched));
    return NULL;
}

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
    pthread_cond_broadcast(&shards->up);
    pthread_mutex_unlock(&shards->lock);
    for (size_t i = 0; i < shards->stub->len; i++)
        if (shards->at[i].runs)
            pthread_join(shards->at[i].thread, NULL);
    pthread_cond_destroy(&shards->end);
    pthread_cond_destroy(&shards->up);
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
    pthread_cond_init(&shards->up, &monotonic);
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
