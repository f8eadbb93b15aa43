/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every error that reaches our handler: how it comes about, and what the answer to it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <talloc.h>

#include <cmocka.h>

#include "daemon.h"
#include "http/problem.h"

enum on { SERVING, WITHOUT_INDEX, METRICS_APART, HASTY, KINDS };

/* In the order in which they are asked: the hasty daemon has answered one request before its row comes. */
static const struct row {
    enum problem which;
    const char *name;
    int status;
    enum on on;
    const char *method, *path; /* LONG: 8193 bytes; MANY: 65 parameters */
    const char *retry_after;   /* NULL: none */
    const char *names;         /* of invalid_params, NULL: there are none */
} rows[] = {
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&limit=0", NULL, "limit"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&limit=many", NULL, "limit"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&offset=-1", NULL, "offset"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&offset=991", NULL, "offset"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&sort=size", NULL, "sort"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&from=31-03-2024", NULL, "from"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&to=2024-02-30", NULL, "to"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?from=2024-02-02&to=2024-02-01", NULL, "from"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&facets=colour", NULL, "facets"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&explain=maybe", NULL, "explain"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/search?q=a&lang=%3Cb%3E", NULL, "lang"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/search?q=a&limit=51", NULL, "limit"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/suggest?q=a&limit=21", NULL, "limit"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "/api/v1/similar?lang=nl", NULL, "id"},
    {PROBLEM_INVALID_PARAMETER, "invalid-parameter", 400, SERVING, "GET", "MANY", NULL, NULL},
    {PROBLEM_NOT_FOUND, "not-found", 404, SERVING, "GET", "/nothing", NULL, NULL},
    {PROBLEM_NOT_FOUND, "not-found", 404, SERVING, "GET", "/api/v1/search/", NULL, NULL},
    {PROBLEM_NOT_FOUND, "not-found", 404, SERVING, "GET", "/problems/none", NULL, NULL},
    {PROBLEM_NOT_FOUND, "not-found", 404, SERVING, "POST", "/nothing", NULL, NULL},
    {PROBLEM_NOT_FOUND, "not-found", 404, METRICS_APART, "GET", "/metrics", NULL, NULL},
    {PROBLEM_NO_SUCH_PAGE, "no-such-page", 404, SERVING, "GET", "/api/v1/similar?id=none", NULL, NULL},
    {PROBLEM_METHOD_NOT_ALLOWED, "method-not-allowed", 405, SERVING, "POST", "/api/v1/search?q=a", NULL, NULL},
    {PROBLEM_METHOD_NOT_ALLOWED, "method-not-allowed", 405, SERVING, "DELETE", "/metrics", NULL, NULL},
    {PROBLEM_METHOD_NOT_ALLOWED, "method-not-allowed", 405, SERVING, "TRACE", "/search", NULL, NULL},
    {PROBLEM_URI_TOO_LONG, "uri-too-long", 414, SERVING, "GET", "LONG", NULL, NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/api/v1/search?q=a", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/api/v1/suggest?q=a", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/api/v1/similar?id=a", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/search?q=a", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/opensearch.xml", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, WITHOUT_INDEX, "GET", "/readyz", "5", NULL},
    {PROBLEM_NO_INDEX, "no-index", 503, SERVING, "GET", "/api/v1/search?q=gone", "5", NULL},
    {PROBLEM_BUSY, "busy", 503, SERVING, "GET", "/api/v1/search?q=busy", "1", NULL},
    {PROBLEM_BUSY, "busy", 503, SERVING, "GET", "/search?q=busy", "1", NULL},
    {PROBLEM_BUSY, "busy", 503, SERVING, "GET", "/api/v1/suggest?q=busy", "1", NULL},
    {PROBLEM_NO_MEMORY, "no-memory", 503, SERVING, "GET", "/api/v1/search?q=nomemory", "2", NULL},
    {PROBLEM_TOO_MANY_REQUESTS, "too-many-requests", 429, HASTY, "GET", "/api/v1/search?q=a", "1", NULL},
    {PROBLEM_TOO_MANY_REQUESTS, "too-many-requests", 429, HASTY, "GET", "/search?q=a", "1", NULL},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

struct stage {
    struct daemon *daemons[KINDS];
};

static int set_up(void **state)
{
    struct stage *s = talloc_zero(NULL, struct stage);
    s->daemons[SERVING] = daemon_start(s, "--no-sandbox", "--rate", "0", NULL);
    s->daemons[WITHOUT_INDEX] = daemon_start_bare(s, "--no-sandbox", NULL);
    s->daemons[METRICS_APART] = daemon_start(s, "--no-sandbox", "--metrics-listen", "127.0.0.1:0", NULL);
    s->daemons[HASTY] = daemon_start(s, "--no-sandbox", "--rate", "1", "--burst", "1", "--trusted-proxy", "127.9.9.9", NULL);
    get(s, s->daemons[HASTY], "/api/v1/search?q=a", NULL);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *s = *state;
    int code = 0;
    for (size_t i = 0; i < KINDS; i++)
        code |= daemon_stop(s->daemons[i], NULL);
    talloc_free(s);
    return code;
}

static void expect(const char *what, bool is, const char *reply)
{
    if (!is)
        print_error("%s is wrong in:\n%s\n", what, reply);
    assert_true(is);
}

static bool is(const char *got, const char *wanted)
{
    return got && wanted ? strcmp(got, wanted) == 0 : got == wanted;
}

static bool has(const char *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool has(const char *text, const char *format, ...)
{
    char part[256];
    va_list more;
    va_start(more, format);
    vsnprintf(part, sizeof part, format, more);
    va_end(more);
    return strstr(text, part) != NULL;
}

static char *path_of(void *ctx, const char *path)
{
    char *longer = talloc_strdup(ctx, strcmp(path, "LONG") == 0 || strcmp(path, "MANY") == 0 ? "/api/v1/search?q=a" : path);
    for (int i = 0; i < 8200 && strcmp(path, "LONG") == 0; i++)
        longer = talloc_strdup_append_buffer(longer, "x");
    for (int i = 0; i < 64 && strcmp(path, "MANY") == 0; i++)
        longer = talloc_asprintf_append(longer, "&p%d=1", i);
    return longer;
}

static void expect_problem(const struct row *row, const char *reply)
{
    const char *body = body_of(reply);
    expect("the status", status_of(reply) == row->status, reply);
    expect("Content-Type", is(header_of(reply, "Content-Type"), "application/problem+json"), reply);
    expect("Content-Language", is(header_of(reply, "Content-Language"), "en"), reply);
    expect("Cache-Control", is(header_of(reply, "Cache-Control"), "no-store"), reply);
    expect("X-Content-Type-Options", is(header_of(reply, "X-Content-Type-Options"), "nosniff"), reply);
    expect("ETag", !header_of(reply, "ETag"), reply);
    expect("Retry-After", is(header_of(reply, "Retry-After"), row->retry_after), reply);
    expect("Allow", is(header_of(reply, "Allow"), row->status == 405 ? "GET, HEAD, OPTIONS" : NULL), reply);
    expect("type", has(body, "{\"type\":\"/problems/%s\",\"title\":\"", row->name), reply);
    expect("status", has(body, "\",\"status\":%d,\"detail\":\"", row->status), reply);
    expect("instance", has(body, "\",\"instance\":\"/") || row->which == PROBLEM_URI_TOO_LONG, reply);
    expect("invalid_params", row->names ? has(body, "\"invalid_params\":[{\"name\":\"%s\",\"reason\":\"", row->names)
                                        : !has(body, "invalid_params"), reply);
    expect("what is not for the world", !has(reply, "secret"), reply);
}

static void every_error_is_a_problem_with_its_headers(void **state)
{
    struct stage *s = *state;
    for (size_t i = 0; i < ROWS; i++) {
        const char *more = strcmp(rows[i].method, "POST") == 0 ? "Content-Length: 0\r\n" : NULL;
        char *path = path_of(s, rows[i].path);
        expect_problem(&rows[i], ask(s, s->daemons[rows[i].on], rows[i].method, path, more));
    }
}

static void a_HEAD_has_the_same_headers_and_no_body(void **state)
{
    struct stage *s = *state;
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(rows[i].method, "GET") != 0)
            continue;
        char *path = path_of(s, rows[i].path), *reply = ask(s, s->daemons[rows[i].on], "HEAD", path, NULL);
        expect("the status", status_of(reply) == rows[i].status, reply);
        expect("Content-Type", is(header_of(reply, "Content-Type"), "application/problem+json"), reply);
        expect("Retry-After", is(header_of(reply, "Retry-After"), rows[i].retry_after), reply);
        expect("the body", *body_of(reply) == '\0', reply);
    }
}

/* Who opens /search in a browser should not be shown JSON, and gets a way on. */
static void a_browser_gets_a_page_with_the_same_status_and_headers(void **state)
{
    static const char browser[] = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";
    struct stage *s = *state;
    size_t seen = 0;
    for (size_t i = 0; i < ROWS; i++) {
        if (strncmp(rows[i].path, "/search?", 8) != 0)
            continue;
        char *path = talloc_asprintf(s, "%s&lang=nl&x=%%22%%3E%%3Cb%%3E", rows[i].path);
        char *reply = get(s, s->daemons[rows[i].on], path, browser);
        expect("the status", status_of(reply) == rows[i].status, reply);
        expect("Content-Type", is(header_of(reply, "Content-Type"), "text/html; charset=utf-8"), reply);
        expect("Content-Language", is(header_of(reply, "Content-Language"), "nl"), reply);
        expect("Cache-Control", is(header_of(reply, "Cache-Control"), "no-store"), reply);
        expect("Content-Security-Policy", header_of(reply, "Content-Security-Policy"), reply);
        expect("Retry-After", is(header_of(reply, "Retry-After"), rows[i].retry_after), reply);
        expect("the way on", has(reply, rows[i].status == 400 ? "<a href=\"/search?lang=nl\">Zoek opnieuw</a>"
                                                              : "<a href=\"/search?q="), reply);
        expect("what was asked", !has(reply, "<b>"), reply);
        seen++;
    }
    assert_true(seen >= 4);
    const struct row *first = &rows[0];
    expect_problem(first, get(s, s->daemons[first->on], first->path, browser)); /* the API is for programs */
    char *either = get(s, s->daemons[WITHOUT_INDEX], "/search?q=a", "Accept: application/problem+json, text/html\r\n");
    expect("Content-Type", is(header_of(either, "Content-Type"), "application/problem+json"), either);
}

/* bad-request has a test of its own, since libmicrohttpd 1.0 answers it itself. */
static void no_problem_is_left_out(void **state)
{
    struct stage *s = *state;
    for (int which = 0; which < PROBLEMS; which++) {
        bool there = which == PROBLEM_BAD_REQUEST;
        for (size_t i = 0; i < ROWS; i++)
            there = there || (int)rows[i].which == which;
        assert_true(there);
    }
    for (size_t i = 0; i < ROWS; i++) {
        char *page = get(s, s->daemons[SERVING], talloc_asprintf(s, "/problems/%s", rows[i].name), NULL);
        expect("the page about it", status_of(page) == 200 && has(page, "Status: %d.", rows[i].status), page);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_is_a_problem_with_its_headers),
        cmocka_unit_test(a_HEAD_has_the_same_headers_and_no_body),
        cmocka_unit_test(a_browser_gets_a_page_with_the_same_status_and_headers),
        cmocka_unit_test(no_problem_is_left_out),
    };
    return cmocka_run_group_tests_name("http-problems", tests, set_up, tear_down);
}
