/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/sockets.h"

#include <stdlib.h>
#include <talloc.h>
#include <unistd.h>

#include "http/systemd.h"

static int close_all(struct sockets *s)
{
    for (size_t i = 0; i < s->len; i++) {
        if (s->at[i].fd >= 0)
            close(s->at[i].fd);
    }
    return 0;
}

static struct listener_socket *grow(struct sockets *s, struct error *err)
{
    struct listener_socket *longer = array_resize(s, s->at, struct listener_socket, s->len + 1);
    if (!longer) {
        error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
        return NULL;
    }
    s->at = longer;
    longer[s->len] = (struct listener_socket){.fd = -1};
    return &longer[s->len++];
}

static bool add(struct sockets *s, const char *where, enum listener_role role, const struct settings *settings,
                struct error *err)
{
    struct listener_socket *one = grow(s, err);
    if (!one || !socket_listen(s, where, (unsigned)settings->socket_mode, one, err))
        return false;
    one->role = role;
    return true;
}

static bool add_passed(struct sockets *s, struct error *err)
{
    struct passed_socket passed[SYSTEMD_SOCKETS_MAX];
    size_t len = systemd_sockets(passed);
    for (size_t i = 0; i < len; i++) {
        struct listener_socket *one = grow(s, err);
        if (!one)
            return false;
        one->fd = passed[i].fd;
        one->role = passed[i].metrics ? LISTENER_METRICS : LISTENER_ALL;
        one->name = socket_name(s, one->fd);
        if (!one->name)
            return error_set(err, ERROR_SYSTEM, NULL, 0, "a socket passed by systemd is not one that listens",
                             "the unit's socket needs ListenStream=");
    }
    return true;
}

static void part_metrics(struct sockets *s)
{
    bool apart = false;
    for (size_t i = 0; i < s->len; i++)
        apart = apart || s->at[i].role == LISTENER_METRICS;
    for (size_t i = 0; i < s->len && apart; i++) {
        if (s->at[i].role == LISTENER_ALL)
            s->at[i].role = LISTENER_PUBLIC;
    }
}

static bool open_all(struct sockets *s, const struct settings *settings, struct error *err)
{
    if (!add_passed(s, err))
        return false;
    bool passed = s->len > 0;
    for (size_t i = 0; i < settings->listen.len; i++) {
        if (!add(s, settings->listen.at[i], LISTENER_ALL, settings, err))
            return false;
    }
    if (!passed && settings->listen.len == 0 && !add(s, "127.0.0.1:8080", LISTENER_ALL, settings, err))
        return false;
    if (settings->metrics_listen && !add(s, settings->metrics_listen, LISTENER_METRICS, settings, err))
        return false;
    part_metrics(s);
    return true;
}

struct sockets *sockets_open(void *ctx, const struct settings *settings, struct error *err)
{
    struct sockets *s = talloc_zero(ctx, struct sockets);
    if (!s) {
        error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
        return NULL;
    }
    talloc_set_destructor(s, close_all);
    if (open_all(s, settings, err))
        return s;
    talloc_free(s);
    return NULL;
}
