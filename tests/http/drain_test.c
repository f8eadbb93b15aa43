/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a daemon: what was asked is answered, and nobody is waited for in vain. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include "tests/http/daemon.h"
#include "tests/support/cmocka.h"

static int set_up(void **state)
{
    *state = talloc_new(NULL);
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(*state);
    return 0;
}

static int connect_to(const struct daemon *d)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)d->port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void say(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

static char *read_to_end(void *ctx, int fd)
{
    char *all = talloc_strdup(ctx, "");
    char piece[4096];
    for (ssize_t len; (len = read(fd, piece, sizeof piece - 1)) > 0;) {
        piece[len] = '\0';
        all = talloc_strdup_append(all, piece);
    }
    return all;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_request_on_its_way_is_answered_and_its_connection_ended(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    int fd = connect_to(d);
    say(fd, "GET /api/v1/search?q=slow HTTP/1.1\r\nHost: a\r\n\r\n");
    usleep(50 * 1000);
    kill(d->pid, SIGTERM);
    char *reply = read_to_end(*state, fd);
    assert_int_equal(status_of(reply), 200);
    assert_string_equal(header_of(reply, "Connection"), "close");
    close(fd);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void a_connection_kept_open_is_answered_once_more(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    int fd = connect_to(d);
    char first[8192];
    say(fd, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_true(read(fd, first, sizeof first) > 0);
    kill(d->pid, SIGTERM);
    usleep(100 * 1000);
    say(fd, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
    char *reply = read_to_end(*state, fd);
    assert_int_equal(status_of(reply), 200);
    assert_string_equal(header_of(reply, "Connection"), "close");
    close(fd);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void one_that_says_nothing_is_not_waited_for(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    int fd = connect_to(d);
    double began = seconds();
    assert_int_equal(daemon_stop(d, NULL), 0);
    assert_true(seconds() - began < 4);
    close(fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_request_on_its_way_is_answered_and_its_connection_ended),
        TEST(a_connection_kept_open_is_answered_once_more),
        TEST(one_that_says_nothing_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
