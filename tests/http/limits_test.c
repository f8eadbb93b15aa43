/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the daemon starts, what it refuses, what it may not do, and what it says of it. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <talloc.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon.h"
#include "tests/support/folder.h"

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

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("no '%s' in:\n%s\n", part, text);
    assert_non_null(strstr(text, part));
}

/* ---- starting and ending ---- */

static void the_first_line_says_where_it_listens_and_the_next_what_it_may_do(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    assert_true(strncmp(d->started, "listening on http://127.0.0.1:", 30) == 0);
    assert_has(d->started, talloc_asprintf(d, "sandbox: reads %s and no other file", d->folder));
    assert_int_equal(daemon_stop(d, NULL), 0);
    d = daemon_start(*state, "--no-sandbox", NULL);
    assert_has(d->started, "sandbox: none");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void it_starts_without_an_index_and_takes_one_up(void **state)
{
    struct daemon *d = daemon_start_bare(*state, "--no-sandbox", NULL);
    char *r = get(d, d, "/readyz", NULL), *log;
    assert_int_equal(status_of(r), 503);
    assert_has(r, "/problems/no-index");
    assert_int_equal(status_of(get(d, d, "/healthz", NULL)), 200);
    assert_has(get(d, d, "/", "Accept: text/html\r\nAccept-Language: nl\r\n"), "Er valt nog niets te zoeken");
    daemon_publish(d, "first");
    for (int i = 0; i < 20 && status_of(r) != 200; i++) {
        usleep(100 * 1000);
        r = get(d, d, "/readyz", NULL);
    }
    assert_has(r, "\"generation\":\"first\"");
    assert_int_equal(daemon_stop(d, &log), 0);
    assert_has(log, "there is no index (run twc-index)");
    assert_has(log, "the index can be read now");
}

static void what_is_less_than_the_log_level_is_not_told(void **state)
{
    char *log;
    struct daemon *d = daemon_start_bare(*state, "--no-sandbox", "--log-level", "error", NULL);
    assert_int_equal(status_of(get(d, d, "/readyz", NULL)), 503);
    assert_int_equal(daemon_stop(d, &log), 0);
    assert_string_equal(log, "");
    d = daemon_start_bare(*state, "--no-sandbox", "--log-level", "warning", NULL);
    assert_int_equal(status_of(get(d, d, "/readyz", NULL)), 503);
    assert_int_equal(daemon_stop(d, &log), 0);
    assert_has(log, "level=warning msg=\"");
    assert_null(strstr(log, "level=info"));
}

static void a_schema_that_it_cannot_read_is_told_once_and_the_old_index_kept(void **state)
{
    struct daemon *d = daemon_start(*state, "--no-sandbox", "--threads", "1", NULL);
    char *log;
    assert_int_equal(status_of(get(d, d, "/readyz", NULL)), 200);
    daemon_publish(d, "other schema");
    for (int i = 0; i < 5; i++)
        assert_has(get(d, d, "/api/v1/search?q=a", NULL), "\"generation\":\"one\"");
    assert_has(get(d, d, "/metrics", NULL), "twc_index_unreadable 1\n");
    assert_int_equal(daemon_stop(d, &log), 0);
    const char *told = strstr(log, "another schema (twc-index --rebuild)");
    assert_non_null(told);
    assert_null(strstr(told + 1, "another schema"));
}

static void a_unix_socket_is_listened_on_and_a_stale_one_replaced(void **state)
{
    char *folder = test_folder(*state);
    char *where = talloc_asprintf(*state, "unix:%s/s", folder), *path = where + strlen("unix:");
    for (int i = 0; i < 2; i++) { /* the second time the first one's file is there */
        struct daemon *d = daemon_start(*state, "--listen", where, "--socket-mode", "0600", NULL);
        struct stat st;
        assert_has(d->started, talloc_asprintf(d, "listening on %s\n", where));
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        char *out;
        assert_int_equal(test_run(d, &out, "curl -sS --unix-socket %s http://site.example/healthz", path), 0);
        assert_has(out, "{\"status\":\"ok\"}");
        assert_int_equal(daemon_run(d, &out, "--no-sandbox", "--index", folder, "--listen", where, NULL), 2);
        assert_has(out, "another program answers there (stop it, or choose another path)");
        assert_int_equal(daemon_stop(d, NULL), 0);
    }
    test_write(folder, "file", "x");
    char *out;
    where = talloc_asprintf(*state, "unix:%s/file", folder);
    assert_int_equal(daemon_run(*state, &out, "--index", folder, "--listen", where, NULL), 2);
    assert_has(out, "a file that is not a socket is there (choose another path)");
}

static void a_port_in_use_is_told(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    char *out;
    assert_int_equal(
        daemon_run(d, &out, "--index", d->folder, "--listen", talloc_asprintf(d, "127.0.0.1:%d", d->port), NULL), 2);
    assert_has(out, "Address already in use");
    assert_has(out, "(stop who does, or choose another port)");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void it_listens_on_ipv6(void **state)
{
    struct daemon *d = daemon_start(*state, "--listen", "[::1]:0", NULL);
    assert_has(d->started, "listening on http://[::1]:");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void bad_options_are_told_with_their_mend(void **state)
{
    static const struct {
        const char *option, *value, *says;
    } rows[] = {
        {"--nonsense", NULL, "'--nonsense' is not an option"},
        {"word", NULL, "'word' is not an option, or its argument is missing (twc-searchd --help lists them)"},
        {"--rate", "many", "--rate: 'many' is not a number from 0 to 1000000"},
        {"--cache", "5T", "--cache: '5T' is not a number from 0 to 4294967296 (k and M are understood)"},
        {"--max-url", "1", "--max-url: '1' is not a number from 256 to 65536"},
        {"--trusted-proxy", "here", "--trusted-proxy: 'here' is not an address (write it as 192.0.2.1"},
        {"--listen", "8080", "'8080' is not an address to listen on (write it as 127.0.0.1:8080"},
        {"--log-level", "loud", "--log-level: 'loud' is not a level (say error, warning or info)"},
        {"--listen", "unix:", "a socket's path has 1 to 107 bytes"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *out;
        assert_int_equal(daemon_run(*state, &out, "--no-sandbox", rows[i].option, rows[i].value, NULL), 2);
        assert_has(out, rows[i].says);
    }
}

static void help_lists_every_option_with_its_default(void **state)
{
    char *out;
    assert_int_equal(daemon_run(*state, &out, "--help", NULL), 0);
    assert_has(out, "--rate N");
    assert_has(out, "(default 20)");
    assert_has(out, "--max-connections-per-client N");
    assert_int_equal(daemon_run(*state, &out, "--version", NULL), 0);
    assert_has(out, "twc-searchd " TWC_VERSION);
}

static void it_tells_systemd_when_it_is_ready_and_when_it_stops(void **state)
{
    char *folder = test_folder(*state), *path = test_path(*state, folder, "notify");
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    memcpy(at.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    setenv("NOTIFY_SOCKET", path, 1);
    struct daemon *d = daemon_start(*state, NULL);
    unsetenv("NOTIFY_SOCKET");
    char text[64] = "";
    assert_int_equal(recv(fd, text, sizeof text, 0), 7);
    assert_memory_equal(text, "READY=1", 7);
    assert_int_equal(daemon_stop(d, NULL), 0);
    assert_int_equal(recv(fd, text, sizeof text, MSG_DONTWAIT), 10);
    assert_memory_equal(text, "STOPPING=1", 10);
    close(fd);
}

/* As systemd does: descriptors 3 and 4, and whose they are. */
static void sockets_passed_by_systemd_are_taken(void **state)
{
    char *folder = test_folder(*state), *out;
    test_write(folder, "ready", "one");
    char *script = test_path(*state, folder, "activate.py");
    test_write(folder, "activate.py",
               "import os, socket, subprocess, sys, time, urllib.request\n"
               "socks = [socket.create_server(('127.0.0.1', 0)) for _ in range(2)]\n"
               "ports = [s.getsockname()[1] for s in socks]\n"
               "pid = os.fork()\n"
               "if pid == 0:\n"
               "    fds = [os.dup2(s.fileno(), 20 + i) for i, s in enumerate(socks)]\n"
               "    for i, fd in enumerate(fds): os.dup2(fd, 3 + i)\n"
               "    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='2', LISTEN_FDNAMES='web:metrics', "
               "ASAN_OPTIONS='detect_leaks=0')\n"
               "    os.execv(sys.argv[1], [sys.argv[1], '--index', sys.argv[2]])\n"
               "def get(port, path):\n"
               "    try: return urllib.request.urlopen(f'http://127.0.0.1:{port}{path}').status\n"
               "    except urllib.error.HTTPError as e: return e.code\n"
               "print(get(ports[0], '/readyz'), get(ports[0], '/metrics'), get(ports[1], '/metrics'))\n"
               "os.kill(pid, 15)\n"
               "print(os.waitpid(pid, 0)[1])\n");
    assert_int_equal(test_run(*state, &out, "python3 %s %s %s", script, TWC_FAKE_DAEMON, folder), 0);
    assert_has(out, "200 404 200\n0\n");
    assert_has(out, "listening on http://127.0.0.1:");
}

static void metrics_can_have_a_listener_of_their_own(void **state)
{
    struct daemon *d = daemon_start(*state, "--metrics-listen", "127.0.0.1:0", NULL);
    const char *second = strstr(d->started + 1, "listening on http://127.0.0.1:");
    assert_non_null(second);
    struct daemon metrics = *d;
    metrics.port = (int)strtol(second + 30, NULL, 10);
    assert_int_equal(status_of(get(d, d, "/metrics", NULL)), 404);
    assert_int_equal(status_of(get(d, &metrics, "/metrics", NULL)), 200);
    assert_int_equal(status_of(get(d, &metrics, "/healthz", NULL)), 200);
    assert_int_equal(status_of(get(d, &metrics, "/api/v1/search?q=a", NULL)), 404);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

/* ---- the sandbox ---- */

enum { POOL = 4, ASKED_MOST = 2000 };

/* The thread that answered; a new one among the seen ones is counted. */
static size_t note_thread(long seen[POOL], size_t len, const char *answer)
{
    long thread = strtol(strstr(answer, "; thread ") + strlen("; thread "), NULL, 10);
    for (size_t i = 0; i < len; i++)
        if (seen[i] == thread)
            return len;
    assert_true(len < POOL);
    seen[len] = thread;
    return len + 1;
}

/* Connections go to one thread and another: all are asked until each has tried. */
static void no_thread_may_do_what_serving_does_not_need(void **state)
{
    struct daemon *d = daemon_start(*state, "--rate", "0", "--threads", "4", NULL);
    long seen[POOL];
    size_t len = 0;
    for (int i = 0; i < ASKED_MOST && len < POOL; i++) {
        void *ctx = talloc_new(d);
        char *r = get(ctx, d, "/api/v1/search?q=forbidden", NULL);
        assert_int_equal(status_of(r), 200);
        assert_has(r, "allowed: none; tried 50;");
        len = note_thread(seen, len, r);
        talloc_free(ctx);
    }
    assert_int_equal(len, POOL);
    assert_int_equal(status_of(get(d, d, "/metrics", NULL)), 200);
    daemon_publish(d, "two"); /* the index itself can still be read */
    assert_has(get(d, d, "/readyz", NULL), "\"generation\":\"two\"");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

/* Not the pool's alone: the thread that waits for signals as well. */
static void every_thread_is_filtered_and_has_no_capability(void **state)
{
    struct daemon *d = daemon_start(*state, "--threads", "4", NULL);
    char *out;
    assert_int_equal(test_run(d, &out, "cat /proc/%d/task/*/status | grep -E '^(Cap|NoNew|Seccomp:)' | sort | uniq -c | tr -s ' \t' ' '",
                              (int)d->pid), 0);
    assert_has(out, " CapBnd: 0000000000000000\n");
    assert_has(out, " CapEff: 0000000000000000\n");
    assert_has(out, " CapPrm: 0000000000000000\n");
    assert_has(out, " CapInh: 0000000000000000\n");
    assert_has(out, " CapAmb: 0000000000000000\n");
    assert_has(out, " NoNewPrivs: 1\n");
    assert_has(out, " Seccomp: 2\n");
    size_t lines = 0;
    for (const char *at = out; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 7); /* the same of each thread */
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void a_unit_that_has_dropped_every_capability_may_forbid_to_drop_them(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    char *out;
    assert_int_equal(test_run(d, &out,
                              "cd %s && { %s %s --index . --listen 127.0.0.1:0 >said 2>&1 & } && "
                              "for i in $(seq 200); do grep -qE 'sandbox' said && break; sleep 0.1; done; kill $!; wait $!; cat said",
                              d->folder, TWC_WALLED, TWC_FAKE_DAEMON), 0);
    assert_has(out, "\nsandbox: reads ");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void without_the_sandbox_the_same_things_can_be_done(void **state)
{
    struct daemon *d = daemon_start(*state, "--no-sandbox", NULL);
    char *r = get(d, d, "/api/v1/search?q=opening", NULL);
    assert_has(r, "opened");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void the_program_that_faces_the_network_can_neither_parse_pages_nor_write(void **state)
{
    static const char *const absent[] = {"libyaml", "libcmark", "site_open", "page_body_read", "index_update", "xapc_writer_"};
    char *out;
    assert_int_equal(test_run(*state, &out, "ldd %s && nm -C %s", TWC_DAEMON, TWC_DAEMON), 0);
    assert_has(out, "libmicrohttpd");
    assert_has(out, "index_open");
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        if (strstr(out, absent[i]))
            print_error("%s is in twc-searchd\n", absent[i]);
        assert_null(strstr(out, absent[i]));
    }
}

/* ---- rate ---- */

static char *request_for(void *ctx, const char *headers)
{
    return talloc_asprintf(ctx, "GET /api/v1/search?q=a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n", headers);
}

static int status_from(struct daemon *d, const char *address, const char *headers)
{
    return status_of(wire_from(d, address, d->port, span_of(request_for(d, headers))));
}

static void a_network_that_asks_too_often_is_told_when_it_may_again(void **state)
{
    struct daemon *d = daemon_start(*state, "--rate", "1", "--burst", "3", "--trusted-proxy", "127.9.9.9", NULL);
    for (int i = 0; i < 3; i++)
        assert_int_equal(status_from(d, "127.1.0.1", ""), 200);
    char *r = wire_from(d, "127.1.0.2", d->port, span_of(request_for(d, ""))); /* the same /24 */
    assert_int_equal(status_of(r), 429);
    assert_string_equal(header_of(r, "Retry-After"), "1");
    assert_has(r, "/problems/too-many-requests");
    assert_int_equal(status_from(d, "127.1.1.1", ""), 200); /* another network */
    assert_has(get(d, d, "/metrics", NULL), "twc_http_rate_limited_total 1\n");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void behind_a_proxy_the_client_is_judged_and_not_the_proxy(void **state)
{
    struct daemon *d =
        daemon_start(*state, "--rate", "1", "--burst", "1", "--trusted-proxy", "127.9.9.9, 10.0.0.0/8", NULL);
    assert_int_equal(status_from(d, "127.9.9.9", "X-Forwarded-For: 192.0.2.1\r\n"), 200);
    assert_int_equal(status_from(d, "127.9.9.9", "X-Forwarded-For: 198.51.100.7, 192.0.2.9, 10.1.1.1\r\n"), 429);
    assert_int_equal(status_from(d, "127.9.9.9", "X-Forwarded-For: 198.51.100.7\r\n"), 200);
    for (int i = 0; i < 5; i++)
        assert_int_equal(status_from(d, "127.9.9.9", ""), 200); /* the proxy itself has no limit */
    assert_int_equal(status_from(d, "127.1.0.1", "X-Forwarded-For: 203.0.113.1\r\n"), 200);
    assert_int_equal(status_from(d, "127.1.0.1", "X-Forwarded-For: 203.0.113.99\r\n"),
                     429); /* who lies is judged by himself */
    assert_int_equal(daemon_stop(d, NULL), 0);
}

/* ---- connections ---- */

static int connect_from(const char *address, int port)
{
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval wait = {.tv_sec = 20};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, address, &from.sin_addr);
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(bind(fd, (struct sockaddr *)&from, sizeof from), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static bool is_ended(int fd)
{
    char one;
    return recv(fd, &one, 1, 0) <= 0;
}

static void one_client_may_not_take_all_connections(void **state)
{
    struct daemon *d = daemon_start(*state, "--max-connections-per-client", "3", "--trusted-proxy", "127.9.9.9", NULL);
    int fds[4];
    for (int i = 0; i < 4; i++) {
        fds[i] = connect_from("127.1.0.1", d->port);
        usleep(50 * 1000);
    }
    assert_true(is_ended(fds[3]));
    assert_int_equal(status_from(d, "127.2.0.1", ""), 200);
    assert_has(
        wire_from(d, "127.2.0.1", d->port, span_of("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")),
        "twc_http_connections_refused_total 1\n");
    for (int i = 0; i < 4; i++)
        close(fds[i]);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void there_are_only_so_many_connections_in_all(void **state)
{
    struct daemon *d = daemon_start(*state, "--max-connections", "8", "--trusted-proxy", "127.9.9.9", NULL);
    int fds[9];
    for (int i = 0; i < 9; i++) {
        fds[i] = connect_from(talloc_asprintf(d, "127.1.%d.1", i), d->port);
        usleep(50 * 1000);
    }
    assert_true(is_ended(fds[8]));
    close(fds[0]);
    usleep(100 * 1000);
    assert_has(
        wire_from(d, "127.2.0.1", d->port, span_of("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")),
        "twc_http_connections_refused_total 1\n");
    for (int i = 1; i < 9; i++)
        close(fds[i]);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

/* Asks for far more than the system keeps for it, and takes nothing. */
static void an_answer_that_is_not_taken_has_a_deadline(void **state)
{
    static const char request[] = "GET /twc-search.js HTTP/1.1\r\nHost: a\r\n\r\n";
    struct daemon *d = daemon_start(*state, "--answer-timeout", "1", "--send-memory", "4096", NULL);
    int fd = connect_from("127.0.0.1", d->port);
    for (int i = 0; i < 400; i++)
        (void)!send(fd, request, sizeof request - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    bool told = false;
    for (int i = 0; i < 100 && !told; i++) {
        usleep(100 * 1000);
        told = strstr(get(d, d, "/metrics", NULL), "twc_http_connections_timed_out_total 1\n") != NULL;
    }
    assert_true(told);
    close(fd);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void a_connection_that_asks_nothing_more_is_ended(void **state)
{
    static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    struct daemon *d = daemon_start(*state, "--head-timeout", "1", NULL);
    int fd = connect_from("127.0.0.1", d->port);
    char reply[1000];
    time_t began = time(NULL);
    assert_int_equal(send(fd, request, sizeof request - 1, 0), sizeof request - 1);
    assert_true(recv(fd, reply, sizeof reply, 0) > 0);
    assert_true(is_ended(fd));
    assert_true(time(NULL) - began < 8);
    close(fd);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void so_much_of_a_query_is_read(void **state)
{
    struct daemon *d = daemon_start(*state, NULL);
    assert_has(get(d, d, "/api/v1/search?q=limits", NULL), "bytes 4096, terms 256, matches 10000, 50 ms");
    assert_int_equal(daemon_stop(d, NULL), 0);
    d = daemon_start(*state, "--max-query", "100", "--max-terms", "10", "--count-exactly", "200", "--time-budget", "70", NULL);
    assert_has(get(d, d, "/api/v1/search?q=limits", NULL), "bytes 100, terms 10, matches 200, 70 ms");
    assert_has(get(d, d, "/api/v1/search?q=many", NULL), "\"exact\":false");
    assert_has(get(d, d, "/metrics", NULL), "twc_search_inexact_total 1\n");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

/* The metric's number once it is there: a request that was not read is counted when its connection is done with. */
static bool comes_to_count(struct daemon *d, const char *line)
{
    for (int i = 0; i < 100; i++) {
        if (strstr(get(d, d, "/metrics", NULL), line))
            return true;
        usleep(50 * 1000);
    }
    return false;
}

static void so_much_of_a_request_is_taken(void **state)
{
    struct daemon *d = daemon_start(*state, "--connection-memory", "8192", "--max-url", "300", "--max-parameters", "8", NULL);
    char *head = talloc_asprintf(d, "X: %08000d\r\n", 0);
    assert_int_equal(status_from(d, "127.0.0.1", talloc_asprintf(d, "X: %0500d\r\n", 0)), 200);
    assert_int_equal(status_from(d, "127.0.0.1", head), 431);
    assert_true(comes_to_count(d, "twc_http_unread_requests_total 1\n"));
    assert_int_equal(status_of(get(d, d, talloc_asprintf(d, "/api/v1/search?q=%0300d", 0), NULL)), 414);
    assert_int_equal(status_of(get(d, d, "/api/v1/search?a&b&c&d&e&f&g&q=x", NULL)), 200);
    assert_int_equal(status_of(get(d, d, "/api/v1/search?a&b&c&d&e&f&g&h&q=x", NULL)), 400);
    assert_true(comes_to_count(d, "status=\"414\"} 1\n"));
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void a_head_that_comes_byte_by_byte_has_a_deadline(void **state)
{
    struct daemon *d = daemon_start(*state, "--head-timeout", "1", NULL);
    int fd = connect_from("127.0.0.1", d->port);
    time_t began = time(NULL);
    bool ended = false;
    for (int i = 0; i < 100 && !ended; i++) {
        char one;
        ended = send(fd, "G", 1, MSG_NOSIGNAL) < 0 || recv(fd, &one, 1, MSG_DONTWAIT) == 0;
        usleep(100 * 1000);
    }
    assert_true(ended);
    assert_true(time(NULL) - began < 8);
    assert_has(get(d, d, "/metrics", NULL), "twc_http_connections_timed_out_total 1\n");
    close(fd);
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void garbage_is_answered_or_cut_off_and_the_daemon_lives_on(void **state)
{
    struct daemon *d = daemon_start(*state, "--no-sandbox", NULL);
    char *large = talloc_strdup(d, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
    for (int i = 0; i < 100; i++)
        large = talloc_asprintf_append(large, "%1000d", i);
    large = talloc_strdup_append(large, "\r\n\r\n");
    wire(d, d->port, large);
    wire(d, d->port, "\x16\x03\x01\x02\r\n\r\n");
    wire(d, d->port, "GET / HTTP/9.9\r\n\r\n");
    wire(d, d->port, "GET /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\nConnection: close\r\n\r\n");
    assert_int_equal(status_of(get(d, d, "/healthz", NULL)), 200);
    assert_true(comes_to_count(d, "twc_http_unread_requests_total 2\n")); /* the large head and the bad length */
    assert_int_equal(daemon_stop(d, NULL), 0);
}

/* ---- the cache, and what is written ---- */

static void kept_answers_are_those_of_this_generation(void **state)
{
    struct daemon *d = daemon_start(*state, "--no-sandbox", "--cache", "1M", NULL);
    char *first = get(d, d, "/api/v1/search?q=many&lang=en", "Accept-Encoding: gzip\r\n");
    char *again = get(d, d, "/api/v1/search?lang=en&q=many", "Accept-Encoding: gzip\r\n");
    assert_string_equal(header_of(first, "ETag"), header_of(again, "ETag"));
    assert_string_equal(header_of(again, "Content-Encoding"), "gzip");
    assert_has(get(d, d, "/api/v1/search?lang=en&q=many", NULL), "\"totalMatches\":120");
    assert_has(get(d, d, "/api/v1/search?lang=en&q=many", NULL), "\"totalMatches\":120");
    char *metrics = get(d, d, "/metrics", NULL);
    assert_has(metrics, "twc_cache_hits_total 2\n");
    assert_has(metrics, "twc_cache_misses_total 2\n");
    daemon_publish(d, "two");
    assert_has(get(d, d, "/api/v1/search?lang=en&q=many", NULL), "\"generation\":\"two\"");
    assert_int_equal(daemon_stop(d, NULL), 0);
}

static void nothing_written_names_an_address_or_a_query(void **state)
{
    struct daemon *d =
        daemon_start_bare(*state, "--no-sandbox", "--rate", "1", "--burst", "2", "--trusted-proxy", "127.9.9.9", NULL);
    char *log;
    for (int i = 0; i < 4; i++)
        status_from(d, "127.77.0.1", "X-Forwarded-For: 192.0.2.55\r\nReferer: http://confidential/\r\n");
    daemon_publish(d, "one");
    usleep(300 * 1000);
    wire_from(d, "127.77.9.1", d->port,
              span_of("GET /api/v1/search?q=gone HTTP/1.1\r\nHost: confidential\r\nConnection: close\r\n\r\n"));
    wire_from(d, "127.77.9.1", d->port, span_of("GET /confidential HTTP/1.1\r\nConnection: close\r\n\r\n"));
    wire_from(d, "127.77.9.1", d->port, span_of("confidential\r\n\r\n"));
    assert_int_equal(daemon_stop(d, &log), 0);
    assert_true(strlen(log) > 0);
    assert_null(strstr(log, "127.77."));
    assert_null(strstr(log, "192.0.2"));
    assert_null(strstr(log, "confidential"));
    assert_null(strstr(log, "q="));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_line_says_where_it_listens_and_the_next_what_it_may_do),
        TEST(it_starts_without_an_index_and_takes_one_up),
        TEST(what_is_less_than_the_log_level_is_not_told),
        TEST(a_schema_that_it_cannot_read_is_told_once_and_the_old_index_kept),
        TEST(a_unix_socket_is_listened_on_and_a_stale_one_replaced),
        TEST(a_port_in_use_is_told),
        TEST(it_listens_on_ipv6),
        TEST(bad_options_are_told_with_their_mend),
        TEST(help_lists_every_option_with_its_default),
        TEST(it_tells_systemd_when_it_is_ready_and_when_it_stops),
        TEST(sockets_passed_by_systemd_are_taken),
        TEST(the_program_that_faces_the_network_can_neither_parse_pages_nor_write),
        TEST(metrics_can_have_a_listener_of_their_own),
        TEST(no_thread_may_do_what_serving_does_not_need),
        TEST(every_thread_is_filtered_and_has_no_capability),
        TEST(a_unit_that_has_dropped_every_capability_may_forbid_to_drop_them),
        TEST(without_the_sandbox_the_same_things_can_be_done),
        TEST(a_network_that_asks_too_often_is_told_when_it_may_again),
        TEST(behind_a_proxy_the_client_is_judged_and_not_the_proxy),
        TEST(one_client_may_not_take_all_connections),
        TEST(there_are_only_so_many_connections_in_all),
        TEST(a_head_that_comes_byte_by_byte_has_a_deadline),
        TEST(an_answer_that_is_not_taken_has_a_deadline),
        TEST(a_connection_that_asks_nothing_more_is_ended),
        TEST(so_much_of_a_query_is_read),
        TEST(so_much_of_a_request_is_taken),
        TEST(garbage_is_answered_or_cut_off_and_the_daemon_lives_on),
        TEST(kept_answers_are_those_of_this_generation),
        TEST(nothing_written_names_an_address_or_a_query),
    };
    return cmocka_run_group_tests_name("http-limits", tests, NULL, NULL);
}
