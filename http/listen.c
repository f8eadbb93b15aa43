/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <talloc.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static bool cannot(struct error *err, const char *where)
{
    return error_errno(err, where, "cannot listen there",
                       errno == EADDRINUSE ? "stop who does, or choose another port" : NULL);
}

static void close_keeping_errno(int fd)
{
    int kept = errno;
    close(fd);
    errno = kept;
}

static int bind_inet(const struct addrinfo *to)
{
    int fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (to->ai_family == AF_INET6) /* [::] and 0.0.0.0 are two listeners, whatever the kernel's default */
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, to->ai_addr, to->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    close_keeping_errno(fd);
    return -1;
}

static bool split(const char *where, char host[256], const char **port)
{
    const char *colon = strrchr(where, ':');
    size_t len = colon ? (size_t)(colon - where) : 0;
    if (len == 0 || len >= 256 || !colon[1])
        return false;
    bool brackets = where[0] == '[';
    if (brackets != (where[len - 1] == ']') || (!brackets && memchr(where, ':', len)))
        return false;
    memcpy(host, where + brackets, len - 2 * brackets);
    host[len - 2 * brackets] = '\0';
    *port = colon + 1;
    return true;
}

static bool listen_inet(const char *where, int *fd, struct error *err)
{
    char host[256];
    const char *port;
    struct addrinfo *found = NULL;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    if (!split(where, host, &port) || getaddrinfo(host, port, &hints, &found) != 0)
        return error_setf(err, ERROR_INPUT, NULL, 0,
                          "write it as 127.0.0.1:8080, [::1]:8080 or unix:/run/twc-search.sock",
                          "'%s' is not an address to listen on", where);
    *fd = bind_inet(found);
    freeaddrinfo(found);
    return *fd >= 0 || cannot(err, where);
}

/* A socket file outlives the program that made it, and bind() refuses a file that is there. */
static bool remove_stale(const struct sockaddr_un *at, const char *where, struct error *err)
{
    struct stat st;
    if (lstat(at->sun_path, &st) != 0)
        return true;
    if (!S_ISSOCK(st.st_mode))
        return error_set(err, ERROR_INPUT, where, 0, "a file that is not a socket is there", "choose another path");
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool lives = fd >= 0 && connect(fd, (const struct sockaddr *)at, sizeof *at) == 0;
    if (fd >= 0)
        close(fd);
    if (lives)
        return error_set(err, ERROR_SYSTEM, where, 0, "another program answers there",
                         "stop it, or choose another path");
    unlink(at->sun_path);
    return true;
}

static bool listen_unix(const char *path, const char *where, unsigned mode, int *fd, struct error *err)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    if (!*path || strlen(path) >= sizeof at.sun_path)
        return error_setf(err, ERROR_INPUT, where, 0, NULL, "a socket's path has 1 to %zu bytes",
                          sizeof at.sun_path - 1);
    memcpy(at.sun_path, path, strlen(path) + 1);
    if (!remove_stale(&at, where, err))
        return false;
    *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd < 0)
        return cannot(err, where);
    if (bind(*fd, (struct sockaddr *)&at, sizeof at) != 0 || chmod(path, mode) != 0 || listen(*fd, BACKLOG) != 0) {
        close_keeping_errno(*fd);
        *fd = -1;
        return cannot(err, where);
    }
    return true;
}

char *socket_name(void *ctx, int fd)
{
    struct sockaddr_storage at = {0};
    socklen_t len = sizeof at;
    int listens = 0;
    socklen_t listens_len = sizeof listens;
    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_len) != 0 || !listens)
        return NULL;
    if (at.ss_family == AF_UNIX)
        return talloc_asprintf(ctx, "unix:%s", ((struct sockaddr_un *)&at)->sun_path);
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getnameinfo((struct sockaddr *)&at, len, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return NULL;
    return talloc_asprintf(ctx, at.ss_family == AF_INET6 ? "http://[%s]:%s/" : "http://%s:%s/", host, port);
}

bool socket_listen(void *ctx, const char *where, unsigned unix_mode, struct listener_socket *out, struct error *err)
{
    bool local = strncmp(where, "unix:", 5) == 0;
    if (!(local ? listen_unix(where + 5, where, unix_mode, &out->fd, err) : listen_inet(where, &out->fd, err)))
        return false;
    out->name = socket_name(ctx, out->fd);
    return out->name || error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
}
