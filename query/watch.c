/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* How often a shard is looked at anew, and how quick it has to be: a question is some dozens of calls, one after the other. */
enum { MS_BETWEEN_LOOKS = 500, PINGS_LEAST = 2, PINGS_MOST = 4, QUICK_SHARE = 10 };

/* So many times slower than the others: on a machine that has too much to do all are slow, and to leave one out helps
 * nobody. */
#define SLOWER_THAN_OTHERS 4

enum verdict { WELL, SLOW, BROKEN };

struct looking {
    struct watched *watched;
    char generation[SHARD_GENERATION_MAX];
    double quickest;
    struct xapc_error trouble;
};

/* ---- how quick it is ---- */

static int by_time(const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* The middle of what the others took when they were last looked at; 0 where there are none. */
static double others_took(const struct watched *watched)
{
    struct shards *shards = watched->shards;
    double took[STUB_SHARDS_MAX];
    size_t len = 0;

    pthread_mutex_lock(&shards->lock);
    for (size_t i = 0; i < shards->stub->len; i++)
        if (i != watched->number && shards->at[i].news.up && shards->at[i].took > 0)
            took[len++] = shards->at[i].took;
    pthread_mutex_unlock(&shards->lock);
    if (len == 0)
        return 0;
    qsort(took, len, sizeof *took, by_time);
    return took[(len - 1) / 2];
}

/* Where it stands alone a slow answer is better than none. */
static bool is_slow(const struct looking *looking)
{
    double others = others_took(looking->watched);

    return others > 0 && looking->quickest > SLOWER_THAN_OTHERS * others &&
           looking->quickest * 1000 * QUICK_SHARE > looking->watched->shards->limit_ms;
}

/* The quickest of a few calls counts: one that had to wait for a processor says nothing of the shard. Those of one that is
 * slow are not waited for longer than is needed to know. */
static enum verdict ping(struct looking *looking)
{
    const double begun = watch_seconds(), enough = 3.0 * looking->watched->shards->limit_ms / 1000 / QUICK_SHARE;
    double last = begun;

    looking->quickest = 1e9;
    for (int i = 0; i < PINGS_MOST && (i < PINGS_LEAST || last - begun < enough); i++) {
        if (!shards_generation(looking->watched->reader, looking->generation, &looking->trouble))
            return BROKEN;
        double now = watch_seconds();
        looking->quickest = now - last < looking->quickest ? now - last : looking->quickest;
        last = now;
        if (looking->quickest * 1000 * QUICK_SHARE <= looking->watched->shards->limit_ms)
            break;
    }
    return is_slow(looking) ? SLOW : WELL;
}

/* ---- a look ---- */

static void close_reader(struct watched *watched)
{
    xapc_reader_free(watched->reader);
    watched->reader = NULL;
}

static bool is_still_damaged(struct watched *watched, struct xapc_error *trouble)
{
    pthread_mutex_lock(&watched->shards->lock);
    bool damaged = watched->damaged;
    pthread_mutex_unlock(&watched->shards->lock);
    if (!damaged)
        return false;
    damaged = watch_is_damaged(watched, trouble->text, sizeof trouble->text);
    pthread_mutex_lock(&watched->shards->lock);
    watched->damaged = damaged;
    pthread_mutex_unlock(&watched->shards->lock);
    return damaged;
}

/* On a new connection: what serves anew opens its database anew, and one that accepts and says nothing is found out. */
static enum verdict look_anew(struct looking *looking)
{
    struct watched *watched = looking->watched;

    close_reader(watched);
    if (is_still_damaged(watched, &looking->trouble))
        return BROKEN;
    watched->reader = shards_connect(watched->shards, watched->number, &looking->trouble);
    return watched->reader ? ping(looking) : BROKEN;
}

/* On the one that is there, which is quicker. It may have been closed for its own reasons; silence is another thing. */
static enum verdict look_again(struct looking *looking)
{
    enum verdict verdict = looking->watched->reader ? ping(looking) : BROKEN;

    if (verdict != BROKEN || shards_is_silent(&looking->trouble))
        return verdict;
    looking->trouble = (struct xapc_error){0};
    return look_anew(looking);
}

/* The lock is held. What is down comes back after two looks anew, unless nothing else is there. */
static void conclude(struct looking *looking, enum verdict verdict, bool anew)
{
    struct watched *watched = looking->watched;

    watched->looking_since = 0;
    watched->looked = watch_seconds();
    if (verdict == SLOW)
        snprintf(looking->trouble.text, sizeof looking->trouble.text, "it is slow: a call takes %.0f ms",
                 looking->quickest * 1000);
    if (verdict != BROKEN)
        watched->took = looking->quickest;
    if (verdict != WELL) {
        watched->well = 0;
        watch_set_news(watched, false, "", looking->trouble.text);
        return;
    }
    watched->well += anew;
    if (watched->news.up ? anew : watched->well > 1 || watch_none_is_up(watched->shards))
        watch_set_news(watched, true, looking->generation, "");
}

static void look(struct watched *watched, bool anew)
{
    struct looking looking = {.watched = watched};
    struct shards *shards = watched->shards;

    pthread_mutex_lock(&shards->lock);
    watched->looking_since = watch_seconds();
    pthread_mutex_unlock(&shards->lock);

    enum verdict verdict = anew ? look_anew(&looking) : look_again(&looking);

    pthread_mutex_lock(&shards->lock);
    conclude(&looking, verdict, anew);
    pthread_cond_broadcast(&shards->told);
    pthread_mutex_unlock(&shards->lock);
}

/* ---- until the end ---- */

struct timespec watch_in_ms(unsigned ms)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += ms / 1000;
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    at.tv_sec += at.tv_nsec / 1000000000;
    at.tv_nsec %= 1000000000;
    return at;
}

static unsigned ms_until(double moment)
{
    double left = moment - watch_seconds();

    return left > 0 ? (unsigned)(left * 1000) : 0;
}

/* False at the end. *anew: the next look is on a new connection. A prod is for those alone that are up: what is down comes
 * back by looks anew. */
static bool waits(struct watched *watched, unsigned ms, bool *anew)
{
    struct shards *shards = watched->shards;
    const struct timespec until = watch_in_ms(ms);
    int status = ms > 0 ? 0 : ETIMEDOUT;

    pthread_mutex_lock(&shards->lock);
    while (!shards->ends && !watched->hurries && status != ETIMEDOUT && !(watched->prodded && watched->news.up))
        status = pthread_cond_timedwait(&shards->end, &shards->lock, &until);
    *anew = watched->hurries || status == ETIMEDOUT;
    watched->hurries = watched->prodded = false;
    bool goes_on = !shards->ends;
    pthread_mutex_unlock(&shards->lock);
    return goes_on;
}

void *watch(void *self)
{
    struct watched *watched = self;
    double next = 0;
    bool anew = true;

    do {
        if (anew)
            next = watch_seconds() + MS_BETWEEN_LOOKS / 1000.0;
        look(watched, anew);
    } while (waits(watched, ms_until(next), &anew));
    close_reader(watched);
    return NULL;
}
