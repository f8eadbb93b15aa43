/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sockets that the daemon listens on: opened by us or handed over by systemd. */
#ifndef HTTP_SOCKETS_H
#define HTTP_SOCKETS_H

#include "http/settings.h"

enum listener_role {
    LISTENER_ALL,     /* every route */
    LISTENER_PUBLIC,  /* every route but the metrics, which have a listener of their own */
    LISTENER_METRICS, /* the metrics and the probes only */
};

struct listener_socket {
    int fd;
    enum listener_role role;
    char *name; /* "http://127.0.0.1:8080/" or "unix:/run/twc-search.sock" */
};

struct sockets {
    struct listener_socket *at;
    size_t len;
};

/* What the settings name, or what systemd passed (LISTEN_FDS; the one named "metrics" is for those), or else
 * 127.0.0.1:8080. A unix socket that nobody answers on any more is replaced; one that somebody answers on is
 * ERROR_SYSTEM. Yours, talloc child of ctx; the descriptors are closed with it, but for those that were taken
 * (fd set to -1). */
struct sockets *sockets_open(void *ctx, const struct settings *, struct error *err);

/* A socket on ADDR:PORT or unix:PATH, with its name. False and *err when it cannot be had. */
bool socket_listen(void *ctx, const char *where, unsigned unix_mode, struct listener_socket *out, struct error *err);

/* The name of a socket that listens already. NULL when there is no memory. */
char *socket_name(void *ctx, int fd);

#endif
