/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/systemd.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_PASSED = 3 };

static bool is_named(const char *names, size_t nth, const char *wanted)
{
    for (; names && nth > 0; nth--) {
        names = strchr(names, ':');
        names = names ? names + 1 : NULL;
    }
    size_t len = strlen(wanted);
    return names && strncmp(names, wanted, len) == 0 && (names[len] == ':' || names[len] == '\0');
}

size_t systemd_sockets(struct passed_socket out[SYSTEMD_SOCKETS_MAX])
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS"), *names = getenv("LISTEN_FDNAMES");
    long count = pid && fds && strtol(pid, NULL, 10) == (long)getpid() ? strtol(fds, NULL, 10) : 0;
    size_t len = count < 0 ? 0 : count > SYSTEMD_SOCKETS_MAX ? SYSTEMD_SOCKETS_MAX : (size_t)count;
    for (size_t i = 0; i < len; i++) {
        out[i] = (struct passed_socket){FIRST_PASSED + (int)i, is_named(names, i, "metrics")};
        fcntl(out[i].fd, F_SETFD, FD_CLOEXEC);
        fcntl(out[i].fd, F_SETFL, O_NONBLOCK);
    }
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return len;
}

int systemd_connect(void)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const char *path = getenv("NOTIFY_SOCKET");
    size_t len = path ? strlen(path) : 0;
    if (len < 2 || len >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@'))
        return -1;
    memcpy(to.sun_path, path, len);
    if (path[0] == '@') /* a name in the abstract space begins with NUL */
        to.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

void systemd_tell(int fd, const char *state)
{
    if (fd >= 0)
        (void)!send(fd, state, strlen(state), MSG_NOSIGNAL);
}
