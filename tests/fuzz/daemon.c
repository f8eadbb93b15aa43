/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole daemon, in this process and thread: the input is what a client sends over a connection. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http.h"
#include "tests/fuzz/fuzz.h"

static struct server *server;

/* Everything that has a switch is on. */
static void set(struct settings *settings)
{
    static const char *origins[] = {"https://friend.example"};
    struct net all;
    MUST(net_read(SPAN("0.0.0.0/0"), &all));
    settings->index = FUZZ_INDEX;
    settings->allow_origin = (struct texts){origins, 1};
    settings->trusted = talloc_memdup(settings, &all, sizeof all);
    settings->trusted_len = 1;
    settings->cache_bytes = 1 << 20;
    settings->limits.rate = settings->limits.burst = 1000000;
    settings->limits.time_budget = 60000;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct listener nobody;
    void *ctx = talloc_new(NULL);
    struct settings *settings = settings_new(ctx);
    struct error err;
    (void)argc;
    (void)argv;
    set(settings);
    server = server_new(ctx, settings, &nobody, &err);
    if (server && server_start_alone(server, &err))
        return 0;
    fprintf(stderr, "%s\n", err.text);
    return 1;
}

static char said[1 << 20];
static size_t said_len;

/* What is answered is HTTP, or nothing. *status is the first answer's. */
static void take_answers(int fd, long *status)
{
    static char rest[1 << 16];
    ssize_t n;
    while ((n = recv(fd, said + said_len, sizeof said - 1 - said_len, MSG_DONTWAIT)) > 0)
        said_len += (size_t)n;
    while (said_len == sizeof said - 1 && recv(fd, rest, sizeof rest, MSG_DONTWAIT) > 0)
        ;
    said[said_len] = '\0';
    if (*status == 0 && said_len > 12) {
        MUST(memcmp(said, "HTTP/1.", 7) == 0);
        *status = strtol(said + 9, NULL, 10);
    }
}

static bool says(const char *text)
{
    return memmem(said, said_len, text, strlen(text)) != NULL;
}

/* Nobody is answered otherwise for want of memory, but for how long it took and the like, and whether it came compressed:
 * compared without figures. A 503 of several answers is the last one. */
static void check_same(void)
{
    size_t len = 0;
    if (says(" 503 ") || says("Content-Encoding: gzip") || says("# TYPE twc_") || said_len == sizeof said - 1)
        return;
    for (size_t i = 0; i < said_len; i++)
        if ((said[i] < '0' || said[i] > '9') && said[i] != '.')
            said[len++] = said[i];
    MUST(fuzz_same(0, (struct span){said, len}) || (fprintf(stderr, "%.*s\n", (int)len, said), false));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    int ends[2];
    static long usual;
    long status = 0;
    said_len = 0;
    MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
    MUST(server_take(server, ends[1]));
    for (ssize_t n = 1; len > 0 && n > 0; data += n, len -= (size_t)n) {
        n = send(ends[0], data, len, MSG_NOSIGNAL);
        server_step(server);
    }
    shutdown(ends[0], SHUT_WR);
    for (int i = 0; server_step(server); i++) {
        MUST(i < 100000); /* or it would wait for what never comes */
        take_answers(ends[0], &status);
    }
    take_answers(ends[0], &status);
    close(ends[0]);
    if (fuzz_starving) /* the same input was tried just before, with memory */
        MUST(status == usual || status == 503 || (fprintf(stderr, "%ld for %ld\n", status, usual), false));
    else
        usual = status;
    check_same();
    return 0;
}
