/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/connections.h"

#include <pthread.h>
#include <sys/socket.h>
#include <talloc.h>

struct connection {
    int fd; /* -1: this place is free */
    bool limited;
    bool answering; /* a request is there, and its answer has not been taken */
    struct address subscriber;
    int64_t deadline; /* monotonic milliseconds */
};

struct connections {
    pthread_mutex_t lock;
    const struct settings *settings;
    struct metrics *metrics;
    uint64_t open;
    size_t first_free; /* no place below it is free */
    size_t room;
    struct connection *at;
};

static int destroy(struct connections *c)
{
    pthread_mutex_destroy(&c->lock);
    return 0;
}

struct connections *connections_new(void *ctx, size_t room, const struct settings *settings, struct metrics *metrics)
{
    struct connections *c = talloc_zero(ctx, struct connections);
    if (!c)
        return NULL;
    c->at = array_new(c, struct connection, room);
    if (!c->at) {
        talloc_free(c);
        return NULL;
    }
    for (size_t i = 0; i < room; i++)
        c->at[i].fd = -1;
    c->room = room;
    c->settings = settings;
    c->metrics = metrics;
    pthread_mutex_init(&c->lock, NULL);
    talloc_set_destructor(c, destroy);
    return c;
}

bool is_trusted(const struct settings *settings, const struct address *peer)
{
    if (peer->family == AF_UNIX)
        return true;
    for (size_t i = 0; i < settings->trusted_len; i++) {
        if (net_holds(&settings->trusted[i], peer))
            return true;
    }
    return false;
}

static uint64_t count_of(const struct connections *c, const struct address *subscriber)
{
    uint64_t count = 0;
    for (size_t i = 0; i < c->room; i++)
        count += c->at[i].fd >= 0 && c->at[i].limited && address_equal(&c->at[i].subscriber, subscriber);
    return count;
}

bool connections_admit(struct connections *c, const struct address *peer)
{
    struct address subscriber = address_subscriber(*peer);
    pthread_mutex_lock(&c->lock);
    bool ok = c->open < c->room &&
              (is_trusted(c->settings, peer) || count_of(c, &subscriber) < c->settings->limits.connections_per_client);
    pthread_mutex_unlock(&c->lock);
    if (!ok)
        metrics_count(c->metrics, COUNT_CONNECTIONS_REFUSED, 1);
    return ok;
}

static int64_t deadline(int64_t now, uint64_t seconds)
{
    return now + (int64_t)seconds * 1000;
}

struct connection *connections_add(struct connections *c, int fd, const struct address *peer, int64_t now)
{
    struct connection *one = NULL;
    metrics_count(c->metrics, COUNT_CONNECTIONS, 1);
    pthread_mutex_lock(&c->lock);
    for (; c->first_free < c->room && !one; c->first_free++) {
        if (c->at[c->first_free].fd < 0)
            one = &c->at[c->first_free];
    }
    if (one) {
        *one = (struct connection){.fd = fd,
                                   .limited = !is_trusted(c->settings, peer),
                                   .subscriber = address_subscriber(*peer),
                                   .deadline = deadline(now, c->settings->limits.head_seconds)};
        c->open++;
    }
    pthread_mutex_unlock(&c->lock);
    return one;
}

void connections_remove(struct connections *c, struct connection *one)
{
    if (!one)
        return;
    pthread_mutex_lock(&c->lock);
    one->fd = -1;
    c->open--;
    if ((size_t)(one - c->at) < c->first_free)
        c->first_free = (size_t)(one - c->at);
    pthread_mutex_unlock(&c->lock);
}

static void set_state(struct connections *c, struct connection *one, bool answering, int64_t at)
{
    if (!one)
        return;
    pthread_mutex_lock(&c->lock);
    one->answering = answering;
    one->deadline = at;
    pthread_mutex_unlock(&c->lock);
}

void connection_waits(struct connections *c, struct connection *one, int64_t now)
{
    set_state(c, one, false, deadline(now, c->settings->limits.head_seconds));
}

void connection_answers(struct connections *c, struct connection *one, int64_t now)
{
    set_state(c, one, true, deadline(now, c->settings->limits.answer_seconds));
}

void connections_sweep(struct connections *c, int64_t now)
{
    uint64_t ended = 0;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->room; i++) {
        if (c->at[i].fd < 0 || c->at[i].deadline > now)
            continue;
        shutdown(c->at[i].fd, SHUT_RDWR); /* MHD sees the end, and closes it */
        c->at[i].deadline = INT64_MAX;
        ended++;
    }
    pthread_mutex_unlock(&c->lock);
    metrics_count(c->metrics, COUNT_CONNECTIONS_TIMED_OUT, ended);
}

bool connections_answering(struct connections *c)
{
    bool some = false;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->room && !some; i++)
        some = c->at[i].fd >= 0 && c->at[i].answering;
    pthread_mutex_unlock(&c->lock);
    return some;
}

uint64_t connections_count(struct connections *c)
{
    pthread_mutex_lock(&c->lock);
    uint64_t open = c->open;
    pthread_mutex_unlock(&c->lock);
    return open;
}
