/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A daemon as a child on a free port, and a client that says exactly what it is told to. */
#ifndef TESTS_HTTP_DAEMON_H
#define TESTS_HTTP_DAEMON_H

#include <sys/types.h>

#include "base/base.h"

struct daemon {
    char *folder; /* the fake index's */
    pid_t pid;
    int port;
    char *started; /* what it printed until it was ready */
    int out, log;  /* descriptors to read the rest from */
};

/* With an index of generation "one"; the options are separate words up to NULL. Talloc child of ctx. */
struct daemon *daemon_start(void *ctx, ...) __attribute__((sentinel));
/* The same without an index. */
struct daemon *daemon_start_bare(void *ctx, ...) __attribute__((sentinel));

/* SIGTERM; its exit code. What it logged is a talloc child of it. */
int daemon_stop(struct daemon *, char **log);
void daemon_publish(struct daemon *, const char *generation);

/* Runs the program to its end: exit code, and all it printed. */
int daemon_run(void *ctx, char **printed, ...) __attribute__((sentinel));

/* Sends bytes on a connection of its own, then reads to the end (the client half-closes nothing): "Connection: close"
 * is the caller's. From 127.0.0.1 or another loopback address. */
char *wire(void *ctx, int port, const char *bytes);
char *wire_from(void *ctx, const char *address, int port, struct span bytes);

/* GET (or another method) with these header lines, each ending in \r\n. */
char *get(void *ctx, const struct daemon *, const char *path, const char *headers);
char *ask(void *ctx, const struct daemon *, const char *method, const char *path, const char *headers);

int status_of(const char *reply);
/* The value of a header, or NULL; a talloc child of the reply. */
char *header_of(const char *reply, const char *name);
const char *body_of(const char *reply);

#endif
