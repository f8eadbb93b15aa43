/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With whom a daemon over shards can still talk once it has closed itself off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <talloc.h>
#include <unistd.h>

#include "http/sandbox.h"
#include "tests/support/folder.h"

enum { SHARD_TIME_MS = 250, ASK_VERSION = 1, VERSION_OF_PORTS = 4 };

/* A listener on a port that was free. */
static int listen_somewhere(unsigned *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 4) == 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

/* 0, or why not. */
static int connect_to(unsigned port)
{
    const struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return fd >= 0 && connect(fd, (const struct sockaddr *)&at, sizeof at) == 0 ? 0 : errno;
}

/* What the child found out, in its exit status. */
enum { SHARD_REFUSED = 1, OTHER_REACHED = 2, UNIX_REACHED = 4, NO_SANDBOX = 8 };

static int walled(const char *stub, unsigned shard, unsigned other)
{
    struct error err;
    char *scope;
    struct shards *shards = shards_open(NULL, stub, SHARD_TIME_MS, &err);

    if (!shards || !sandbox_files(shards, stub, shards, &scope, &err) || !sandbox_calls(true, &err))
        return NO_SANDBOX;
    return (connect_to(shard) != 0 ? SHARD_REFUSED : 0) | (connect_to(other) != EACCES ? OTHER_REACHED : 0) |
           (socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ? UNIX_REACHED : 0);
}

static void a_daemon_over_shards_reaches_their_ports_and_no_others(void **state)
{
    void *ctx = talloc_new(NULL);
    const char *folder = test_folder(ctx);
    unsigned shard, other;
    int first = listen_somewhere(&shard), second = listen_somewhere(&other), status = 0;

    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0L, ASK_VERSION) < VERSION_OF_PORTS)
        skip(); /* this kernel has no Landlock for ports */
    test_write(folder, "stub", talloc_asprintf(ctx, "remote 127.0.0.1:%u\n", shard));

    pid_t child = fork();

    if (child == 0)
        _exit(walled(test_path(ctx, folder, "stub"), shard, other));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    close(first);
    close(second);
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_daemon_over_shards_reaches_their_ports_and_no_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
