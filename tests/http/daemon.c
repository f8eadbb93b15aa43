/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daemon.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/support/folder.h"

enum { WORDS_MAX = 40 };

/* The leak checker reads /proc and traces itself, which the sandbox forbids. */
static void set_leak_check(char *const words[])
{
    bool sandboxed = true;
    for (size_t i = 0; words[i]; i++)
        sandboxed = sandboxed && strcmp(words[i], "--no-sandbox") != 0;
    setenv("ASAN_OPTIONS", sandboxed ? "detect_leaks=0" : "detect_leaks=1", 1);
}

static pid_t spawn(char *const words[], int *out, int *log)
{
    int outs[2], logs[2];
    assert_int_equal(pipe(outs), 0);
    assert_int_equal(pipe(logs), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(outs[1], STDOUT_FILENO);
        dup2(logs[1], STDERR_FILENO);
        for (int fd = 3; fd < 64; fd++)
            close(fd);
        set_leak_check(words);
        execv(words[0], words);
        _exit(127);
    }
    close(outs[1]);
    close(logs[1]);
    *out = outs[0];
    *log = logs[0];
    return pid;
}

static char *read_all(void *ctx, int fd)
{
    struct buffer all = buffer_new(ctx, 16 << 20);
    char piece[4096];
    for (ssize_t n; (n = read(fd, piece, sizeof piece)) > 0;)
        buffer_add(&all, piece, (size_t)n);
    return talloc_strdup(ctx, buffer_string(&all));
}

/* Until the line about the sandbox, which is the last. */
static char *read_start(void *ctx, int fd)
{
    struct buffer all = buffer_new(ctx, 1 << 16);
    char one = 0;
    while (!strstr(buffer_string(&all), "sandbox: ") || one != '\n') {
        if (read(fd, &one, 1) != 1)
            break;
        buffer_char(&all, one);
    }
    return talloc_strdup(ctx, buffer_string(&all));
}

static void collect(char *words[WORDS_MAX], size_t len, va_list more)
{
    /* Begun by the caller's caller, which the analyser does not see. NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    for (char *word; (word = va_arg(more, char *)) && len < WORDS_MAX - 1;)
        words[len++] = word;
    words[len] = NULL;
}

static struct daemon *start(void *ctx, const char *generation, va_list more)
{
    struct daemon *d = talloc_zero(ctx, struct daemon);
    char *words[WORDS_MAX] = {TWC_FAKE_DAEMON, "--index", NULL, "--listen", "127.0.0.1:0"};
    d->folder = test_folder(d);
    words[2] = d->folder;
    if (generation)
        daemon_publish(d, generation);
    collect(words, 5, more);
    d->pid = spawn(words, &d->out, &d->log);
    d->started = read_start(d, d->out);
    const char *at = strstr(d->started, "listening on http://127.0.0.1:");
    if (!at) {
        print_error("%s", read_all(d, d->log));
        abort();
    }
    d->port = (int)strtol(at + strlen("listening on http://127.0.0.1:"), NULL, 10);
    return d;
}

struct daemon *daemon_start(void *ctx, ...)
{
    va_list more;
    va_start(more, ctx);
    struct daemon *d = start(ctx, "one", more);
    va_end(more);
    return d;
}

struct daemon *daemon_start_bare(void *ctx, ...)
{
    va_list more;
    va_start(more, ctx);
    struct daemon *d = start(ctx, NULL, more);
    va_end(more);
    return d;
}

void daemon_publish(struct daemon *d, const char *generation)
{
    struct error err;
    assert_true(file_write(test_path(d, d->folder, "ready"), span_of(generation), &err));
}

static int exit_of(pid_t pid)
{
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int daemon_stop(struct daemon *d, char **log)
{
    kill(d->pid, SIGTERM);
    char *all = read_all(d, d->log);
    if (log)
        *log = all;
    int code = exit_of(d->pid);
    if (code != 0)
        print_error("%s", all);
    close(d->log);
    close(d->out);
    return code;
}

int daemon_run(void *ctx, char **printed, ...)
{
    char *words[WORDS_MAX] = {TWC_FAKE_DAEMON};
    va_list more;
    int out, log;
    va_start(more, printed);
    collect(words, 1, more);
    va_end(more);
    pid_t pid = spawn(words, &out, &log);
    *printed = read_all(ctx, out);
    *printed = talloc_asprintf(ctx, "%s%s", *printed, read_all(ctx, log));
    close(out);
    close(log);
    return exit_of(pid);
}

char *wire_from(void *ctx, const char *address, int port, struct span bytes)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval wait = {.tv_sec = 120}; /* a machine that does much else takes its time */
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, address, &from.sin_addr);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(bind(fd, (struct sockaddr *)&from, sizeof from), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    (void)!send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
    char *all = read_all(ctx, fd);
    close(fd);
    return all;
}

char *wire(void *ctx, int port, const char *bytes)
{
    return wire_from(ctx, "127.0.0.1", port, span_of(bytes));
}

char *ask(void *ctx, const struct daemon *d, const char *method, const char *path, const char *headers)
{
    return wire(ctx, d->port,
                talloc_asprintf(ctx, "%s %s HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n%s\r\n", method,
                                path, headers ? headers : ""));
}

char *get(void *ctx, const struct daemon *d, const char *path, const char *headers)
{
    return ask(ctx, d, "GET", path, headers);
}

int status_of(const char *reply)
{
    return strncmp(reply, "HTTP/1.1 ", 9) == 0 ? (int)strtol(reply + 9, NULL, 10) : 0;
}

char *header_of(const char *reply, const char *name)
{
    const char *end = strstr(reply, "\r\n\r\n");
    for (const char *at = strstr(reply, "\r\n"); at && at < end; at = strstr(at + 2, "\r\n")) {
        if (strncasecmp(at + 2, name, strlen(name)) == 0 && strncmp(at + 2 + strlen(name), ": ", 2) == 0) {
            const char *value = at + 4 + strlen(name);
            return talloc_strndup(reply, value, strcspn(value, "\r"));
        }
    }
    return NULL;
}

const char *body_of(const char *reply)
{
    const char *end = strstr(reply, "\r\n\r\n");
    return end ? end + 4 : "";
}
