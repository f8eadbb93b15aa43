/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-searchd: the daemon. */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "http/http.h"

enum { EXIT_FINE = 0, EXIT_NOT_STARTED = 2 };

static void say(void *self, enum notice kind, const struct error *what)
{
    const struct settings *settings = self;
    log_write(&settings->log, kind == NOTICE_INFO ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, what->text);
}

static int fail(const struct settings *settings, const struct error *err)
{
    static const struct log log = {.most = LOG_LEVEL_ERROR};
    log_write(settings ? &settings->log : &log, LOG_LEVEL_ERROR, err->text);
    return EXIT_NOT_STARTED;
}

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

static void print_start(const struct sockets *sockets, const struct settings *settings, const char *scope,
                        bool shards)
{
    for (size_t i = 0; i < sockets->len; i++)
        printf("listening on %s\n", sockets->at[i].name);
    if (scope)
        printf("sandbox: reads %s and no other file; %s%s, %s, no other program, no capability\n", scope,
               settings->log_queries ? "writes to nothing but " : "no writing",
               settings->log_queries ? settings->log_queries : "",
               shards ? "connecting to its shards' ports alone" : "no connecting");
    else
        printf("sandbox: none, as --no-sandbox says\n");
    fflush(stdout);
}

static void serve(struct server *server)
{
    const sigset_t stop = stop_signals();
    const struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(&stop, NULL, &second) < 0)
        server_tick(server);
}

/* A heap of its own for each thread is mostly holes, and what is large for a moment must not stay: on a small site this
 * saves a quarter of the memory. Eight threads to a heap seldom wait for each other. */
static void settle_memory(const struct settings *settings)
{
    mallopt(M_ARENA_MAX, (int)(1 + settings_threads(settings) / 8));
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
}

/* In this order: sockets, log and descriptors; files closed off; threads; system calls closed off. */
static int run(void *ctx, struct settings *settings)
{
    const struct listener listener = {say, settings};
    struct error err;
    char *scope = NULL;

    settle_memory(settings);
    struct sockets *sockets = sockets_open(ctx, settings, &err);
    struct server *server = sockets ? server_new(ctx, settings, &listener, &err) : NULL;
    int systemd = systemd_connect();
    if (!server || (settings->sandbox && !sandbox_files(ctx, settings->index, server->shards, &scope, &err)) ||
        !server_start(server, sockets, &err) || (settings->sandbox && !sandbox_calls(server->shards != NULL, &err)))
        return fail(settings, &err);
    print_start(sockets, settings, scope, server->shards != NULL);
    systemd_tell(systemd, "READY=1");
    serve(server);
    systemd_tell(systemd, "STOPPING=1");
    server_drain(server);
    talloc_free(server);
    return EXIT_FINE;
}

static int start(void *ctx, int argc, char **argv)
{
    struct error err;
    struct settings *settings = settings_new(ctx);
    if (!settings) {
        error_set(&err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
        return fail(settings, &err);
    }
    switch (options_read(settings, argc, argv, &err)) {
    case OPTIONS_HELP:
        fputs(options_help(ctx), stdout);
        return EXIT_FINE;
    case OPTIONS_VERSION:
        puts("twc-searchd " TWC_VERSION);
        return EXIT_FINE;
    case OPTIONS_BAD:
        return fail(settings, &err);
    default:
        return run(ctx, settings);
    }
}

int main(int argc, char **argv)
{
    /* Blocked before there are threads, so that all of them leave these to serve(). */
    const sigset_t stop = stop_signals();
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    signal(SIGPIPE, SIG_IGN);
    void *ctx = talloc_new(NULL);
    int code = start(ctx, argc, argv);
    talloc_free(ctx);
    return code;
}
