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

/* What is answered is HTTP, or nothing. */
static void take_answers(int fd, bool *begun)
{
    static char piece[1 << 16];
    ssize_t n = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
    MUST(*begun || n < 9 || memcmp(piece, "HTTP/1.", 7) == 0);
    *begun = *begun || n > 0;
    while (n > 0)
        n = recv(fd, piece, sizeof piece, MSG_DONTWAIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    int ends[2];
    bool begun = false;
    MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
    MUST(server_take(server, ends[1]));
    for (ssize_t n = 1; len > 0 && n > 0; data += n, len -= (size_t)n) {
        n = send(ends[0], data, len, MSG_NOSIGNAL);
        server_step(server);
    }
    shutdown(ends[0], SHUT_WR);
    for (int i = 0; server_step(server); i++) {
        MUST(i < 100000); /* or it would wait for what never comes */
        take_answers(ends[0], &begun);
    }
    take_answers(ends[0], &begun);
    close(ends[0]);
    return 0;
}
