/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/knock.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <talloc.h>
#include <unistd.h>

enum { ANSWER_MAX = 1 << 20 };

static const char how_written[] = "write it as http://127.0.0.1:8080/ or unix:/run/twc-search/srv/site.sock";

static int open_socket(int family)
{
    const struct timeval patience = {.tv_sec = KNOCK_SECONDS};
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
    return fd;
}

static int reach(int family, const struct sockaddr *to, socklen_t len)
{
    int fd = open_socket(family);

    if (fd >= 0 && connect(fd, to, len) != 0) {
        int kept = errno;
        close(fd);
        errno = kept;
        return -1;
    }
    return fd;
}

static int reach_unix(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof to.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(to.sun_path, path, strlen(path) + 1);
    return reach(AF_UNIX, (const struct sockaddr *)&to, sizeof to);
}

/* "127.0.0.1:8080", "[::1]:8080", "localhost" into host and port; the rest of the address is left out. */
static bool split(void *ctx, const char *address, char **host, char **port)
{
    size_t len = strcspn(address, "/");
    const char *end = address + len, *close = memchr(address, ']', len);
    const char *colon = memchr(close ? close : address, ':', (size_t)(end - (close ? close : address)));
    const char *host_end = colon ? colon : end;

    if (address[0] == '[' && !close)
        return false;
    *host = close ? talloc_strndup(ctx, address + 1, (size_t)(close - address - 1))
                  : talloc_strndup(ctx, address, (size_t)(host_end - address));
    *port = colon ? talloc_strndup(ctx, colon + 1, (size_t)(end - colon - 1)) : talloc_strdup(ctx, "80");
    return *host && *port && **host && **port;
}

static int reach_inet(void *ctx, const char *address)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char *host, *port;

    errno = EINVAL;
    if (!split(ctx, address, &host, &port) ||
        getaddrinfo(strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, port, &hints, &found) != 0)
        return -1;

    int fd = reach(found->ai_family, found->ai_addr, found->ai_addrlen);

    freeaddrinfo(found);
    return fd;
}

static bool is_of(const char *address, const char *scheme)
{
    return strncmp(address, scheme, strlen(scheme)) == 0;
}

static char *converse(void *ctx, int fd, const char *target)
{
    char *question = talloc_asprintf(ctx, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", target);
    struct buffer answer = buffer_new(ctx, ANSWER_MAX);
    char piece[4096];
    ssize_t got = question ? send(fd, question, strlen(question), MSG_NOSIGNAL) : -1;

    while (got > 0) {
        got = recv(fd, piece, sizeof piece, 0);
        if (got > 0)
            buffer_add(&answer, piece, (size_t)got);
    }
    return got == 0 && !answer.full && answer.len > 0 ? answer.at : NULL;
}

/* What to do where nobody could be reached. */
static const char *mend_of(int code)
{
    switch (code) {
    case EINVAL: return how_written;
    case EACCES:
    case EPERM: return "ask as root, or as a member of the group that owns the socket";
    case ENOENT:
    case ECONNREFUSED: return "start it: twc-searchd --index DIR, or systemctl start twc-searchd@SITE.socket";
    default: return NULL;
    }
}

char *knock(void *ctx, const char *address, const char *target, int *status, struct error *err)
{
    int fd;

    if (!is_of(address, "unix:") && !is_of(address, "http://")) {
        error_setf(err, ERROR_INPUT, NULL, 0, how_written, "'%s' is no address of a daemon", address);
        return NULL;
    }
    fd = is_of(address, "unix:") ? reach_unix(address + strlen("unix:")) : reach_inet(ctx, address + strlen("http://"));
    if (fd < 0) {
        error_errno(err, address, "nobody answers there", mend_of(errno));
        return NULL;
    }

    char *answer = converse(ctx, fd, target);
    const char *body = answer ? strstr(answer, "\r\n\r\n") : NULL;

    close(fd);
    if (!answer) {
        error_set(err, ERROR_SYSTEM, address, 0, "the socket is there, and nobody answers on it",
                  "see why: journalctl -u 'twc-searchd@*' -n 20");
        return NULL;
    }
    if (!body || !is_of(answer, "HTTP/1.")) {
        error_set(err, ERROR_SYSTEM, address, 0, "what answers there is no web server", how_written);
        return NULL;
    }
    *status = (int)strtol(answer + strlen("HTTP/1.1 "), NULL, 10);
    return talloc_strdup(ctx, body + 4);
}
