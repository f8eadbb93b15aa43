/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two things systemd and a service say to each other, by hand: sockets passed on, and readiness told. */
#ifndef HTTP_SYSTEMD_H
#define HTTP_SYSTEMD_H

#include <stdbool.h>
#include <stddef.h>

enum { SYSTEMD_SOCKETS_MAX = 16 };

struct passed_socket {
    int fd;
    bool metrics; /* FileDescriptorName=metrics */
};

/* The sockets in LISTEN_FDS, where LISTEN_PID is us; how many. The variables are taken out of the environment. */
size_t systemd_sockets(struct passed_socket out[SYSTEMD_SOCKETS_MAX]);

/* A connected socket to NOTIFY_SOCKET, to be opened before the sandbox closes; -1 when nobody listens. */
int systemd_connect(void);
/* "READY=1", "STOPPING=1". Does nothing for fd -1. */
void systemd_tell(int fd, const char *state);

#endif
