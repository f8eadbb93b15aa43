/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the daemon answers, over a real connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <talloc.h>

#include <cmocka.h>

#include "daemon.h"

struct stage {
    void *ctx;
    struct daemon *daemon;
};

static int set_up(void **state)
{
    struct stage *s = talloc_zero(NULL, struct stage);
    s->ctx = s;
    s->daemon = daemon_start(s, "--no-sandbox", "--rate", "0", "--allow-origin", "https://friend.example", NULL);
    *state = s;
    return 0;
}

/* Ending is part of every test: exit 0, and under the sanitizers nothing leaked. */
static int tear_down(void **state)
{
    struct stage *s = *state;
    int code = daemon_stop(s->daemon, NULL);
    talloc_free(s);
    return code;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("no '%s' in:\n%s\n", part, text);
    assert_non_null(strstr(text, part));
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        print_error("'%s' in:\n%s\n", part, text);
    assert_null(strstr(text, part));
}

static void assert_header(const char *reply, const char *name, const char *value)
{
    char *got = header_of(reply, name);
    if (!got)
        print_error("no %s in:\n%s\n", name, reply);
    assert_non_null(got);
    assert_string_equal(got, value);
}

static void assert_problem(const char *reply, int status, const char *name)
{
    assert_int_equal(status_of(reply), status);
    assert_header(reply, "Content-Type", "application/problem+json");
    assert_header(reply, "Cache-Control", "no-store");
    assert_has(body_of(reply), "\"type\":\"/problems/");
    assert_has(body_of(reply), name);
    assert_has(body_of(reply), "\"title\":");
    assert_has(body_of(reply), "\"detail\":");
    assert_has(body_of(reply), "\"instance\":");
}

/* ---- search ---- */

static void a_search_answers_with_hits_as_json(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=works+council&lang=en&facets=tag", NULL);
    assert_int_equal(status_of(r), 200);
    assert_header(r, "Content-Type", "application/json");
    assert_header(r, "Content-Language", "en");
    assert_header(r, "Cache-Control", "public, max-age=60, stale-while-revalidate=600");
    assert_header(r, "Vary", "Accept, Accept-Encoding, Origin");
    assert_header(r, "X-Content-Type-Options", "nosniff");
    assert_header(r, "Referrer-Policy", "no-referrer");
    assert_has(body_of(r), "\"query\":\"works council\"");
    assert_has(body_of(r), "\"totalHits\":2");
    assert_has(body_of(r), "\"generation\":\"one\"");
    assert_has(body_of(r), "\"facetDistribution\":{\"tag\":");
}

static void what_is_not_utf8_in_a_query_is_cleaned_and_not_refused(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=a%ff%00b%zz+caf%C3%A9", NULL);
    assert_int_equal(status_of(r), 200);
    assert_has(body_of(r), "\"query\":\"a\xEF\xBF\xBD b%zz caf\xC3\xA9\"");
}

static void unknown_parameters_are_passed_over(void **state)
{
    struct stage *s = *state;
    assert_int_equal(status_of(get(s, s->daemon, "/api/v1/search?q=a&utm_source=b&=&&c", NULL)), 200);
}

static void every_bad_parameter_is_named_with_its_reason(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=a&limit=51&sort=up&from=yesterday", NULL);
    assert_problem(r, 400, "invalid-parameter");
    assert_has(body_of(r), "{\"name\":\"limit\",\"reason\":\"limit must be between 1 and 50\"}");
    assert_has(body_of(r), "{\"name\":\"sort\",\"reason\":\"sort must be relevance or date\"}");
    assert_has(body_of(r), "\"name\":\"from\"");
}

static void too_deep_a_page_is_refused(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=a&limit=50&offset=999", NULL);
    assert_problem(r, 400, "invalid-parameter");
    assert_has(body_of(r), "\"name\":\"offset\"");
}

static void too_many_parameters_are_refused(void **state)
{
    struct stage *s = *state;
    char *path = talloc_strdup(s, "/api/v1/search?q=a");
    for (int i = 0; i < 64; i++)
        path = talloc_asprintf_append(path, "&p%d=1", i);
    char *r = get(s, s->daemon, path, NULL);
    assert_problem(r, 400, "invalid-parameter");
    assert_has(body_of(r), "a URL may have 64 parameters");
}

/* ---- what can go wrong ---- */

static void an_index_that_keeps_changing_is_503_and_says_when_to_ask_again(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=busy", NULL);
    assert_problem(r, 503, "/problems/busy");
    assert_header(r, "Retry-After", "1");
    assert_problem(get(s, s->daemon, "/api/v1/suggest?q=busy", NULL), 503, "/problems/busy");
}

static void no_memory_is_503(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=nomemory", NULL);
    assert_problem(r, 503, "/problems/no-memory");
    assert_header(r, "Retry-After", "2");
}

static void a_damaged_index_is_503_without_the_names_of_folders(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=gone", NULL);
    assert_problem(r, 503, "/problems/no-index");
    assert_header(r, "Retry-After", "5");
    assert_lacks(r, "secret");
    assert_int_equal(status_of(get(s, s->daemon, "/api/v1/search?q=a", NULL)), 200);
}

static void an_unknown_address_is_404(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/no/such%20page?q=secret", NULL);
    assert_problem(r, 404, "/problems/not-found");
    assert_has(body_of(r), "\"instance\":\"/no/such page\"");
    assert_lacks(r, "secret");
}

static void other_methods_are_405_with_Allow(void **state)
{
    static const char *const methods[] = {"POST", "PUT", "DELETE", "PATCH", "BREW"};
    struct stage *s = *state;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        char *r = ask(s, s->daemon, methods[i], "/api/v1/search?q=a", "Content-Length: 0\r\n");
        assert_problem(r, 405, "/problems/method-not-allowed");
        assert_header(r, "Allow", "GET, HEAD, OPTIONS");
    }
}

static void a_body_is_not_taken_for_the_next_request(void **state)
{
    struct stage *s = *state;
    char *r = wire(s, s->daemon->port,
                   "POST /api/v1/search HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\nGET /healthz "
                   "HTTP/1.1\r\nHost: a\r\n\r\n....");
    assert_problem(r, 405, "method-not-allowed");
    assert_header(r, "Connection", "close");
    assert_lacks(body_of(r), "HTTP/1.1");
    r = wire(s, s->daemon->port, "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
    assert_int_equal(status_of(r), 200);
    assert_header(r, "Connection", "close");
}

static void a_url_over_8_kB_is_414(void **state)
{
    struct stage *s = *state;
    char *path = talloc_strdup(s, "/api/v1/search?q=");
    for (int i = 0; i < 820; i++)
        path = talloc_strdup_append(path, "aaaaaaaaaa");
    assert_problem(get(s, s->daemon, path, NULL), 414, "/problems/uri-too-long");
    path[8192] = '\0';
    assert_int_equal(status_of(get(s, s->daemon, path, NULL)), 200);
}

static void http_1_1_without_one_host_is_400_and_1_0_is_not(void **state)
{
    static const char *const hosts[] = {"", "Host: a\r\nHost: b\r\n"};
    struct stage *s = *state;
    for (size_t i = 0; i < 2; i++) {
        char *r = wire(s, s->daemon->port,
                       talloc_asprintf(s, "GET /healthz HTTP/1.1\r\n%sConnection: close\r\n\r\n", hosts[i]));
        char *type = header_of(r, "Content-Type");
        assert_int_equal(status_of(r), 400);
        /* libmicrohttpd 1.0 says so itself, before it asks us */
        if (type && strcmp(type, "application/problem+json") == 0)
            assert_problem(r, 400, "/problems/bad-request");
    }
    assert_has(wire(s, s->daemon->port, "GET /healthz HTTP/1.0\r\n\r\n"), " 200 OK");
}

static void every_problem_has_a_page_about_it(void **state)
{
    static const char *const names[] = {
        "invalid-parameter", "bad-request",       "not-found", "no-such-page", "method-not-allowed",
        "uri-too-long",      "too-many-requests", "no-index",  "busy",         "no-memory"};
    struct stage *s = *state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *r = get(s, s->daemon, talloc_asprintf(s, "/problems/%s", names[i]), NULL);
        assert_int_equal(status_of(r), 200);
        assert_header(r, "Content-Type", "text/html; charset=utf-8");
    }
    assert_int_equal(status_of(get(s, s->daemon, "/problems/none", NULL)), 404);
}

/* ---- caches ---- */

static void a_known_answer_is_304(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=a&lang=en", NULL), *tag = header_of(r, "ETag");
    assert_non_null(tag);
    assert_int_equal(tag[0], '"');
    char *header = talloc_asprintf(s, "If-None-Match: \"x\", W/%s\r\n", tag);
    r = get(s, s->daemon, "/api/v1/search?lang=en&q=a", header);
    assert_int_equal(status_of(r), 304);
    assert_header(r, "ETag", tag);
    assert_string_equal(body_of(r), "");
    assert_int_equal(status_of(ask(s, s->daemon, "HEAD", "/api/v1/search?q=a&lang=en", header)), 304);
    assert_int_equal(status_of(get(s, s->daemon, "/api/v1/search?q=b&lang=en", header)), 200);
}

static void a_new_generation_has_other_tags(void **state)
{
    struct stage *s = *state;
    char *header =
        talloc_asprintf(s, "If-None-Match: %s\r\n", header_of(get(s, s->daemon, "/api/v1/search?q=a", NULL), "ETag"));
    daemon_publish(s->daemon, "two");
    char *r = get(s, s->daemon, "/api/v1/search?q=a", header);
    assert_int_equal(status_of(r), 200);
    assert_has(body_of(r), "\"generation\":\"two\"");
}

static void what_ran_out_of_time_is_not_kept(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=partial", NULL);
    assert_header(r, "Cache-Control", "no-store");
    assert_null(header_of(r, "ETag"));
}

static void large_answers_are_compressed_for_those_who_like_that(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=many&limit=50", "Accept-Encoding: br, gzip;q=0.5\r\n");
    assert_header(r, "Content-Encoding", "gzip");
    assert_memory_equal(body_of(r), "\x1f\x8b", 2);
    char *tag = header_of(r, "ETag");
    char *plain = get(s, s->daemon, "/api/v1/search?q=many&limit=50", "Accept-Encoding: gzip;q=0, identity\r\n");
    assert_null(header_of(plain, "Content-Encoding"));
    assert_string_not_equal(tag, header_of(plain, "ETag"));
    r = get(s, s->daemon, "/api/v1/search?q=many&limit=50",
            talloc_asprintf(s, "Accept-Encoding: gzip\r\nIf-None-Match: %s\r\n", tag));
    assert_int_equal(status_of(r), 304);
    assert_null(header_of(get(s, s->daemon, "/healthz", "Accept-Encoding: gzip\r\n"), "Content-Encoding"));
}

static void HEAD_has_the_headers_of_GET_and_no_body(void **state)
{
    static const char *const paths[] = {"/api/v1/search?q=a", "/api/v1/suggest?q=a", "/search?q=a", "/",
                                        "/healthz",           "/twc-search.js"};
    struct stage *s = *state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char *r = ask(s, s->daemon, "HEAD", paths[i], NULL), *full = get(s, s->daemon, paths[i], NULL);
        assert_int_equal(status_of(r), 200);
        assert_string_equal(body_of(r), "");
        assert_string_equal(header_of(r, "Content-Length"), header_of(full, "Content-Length"));
    }
}

static void one_connection_serves_many_requests(void **state)
{
    struct stage *s = *state;
    char *r = wire(s, s->daemon->port,
                   "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nHEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
                   "GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    size_t answers = 0;
    for (const char *at = r; (at = strstr(at, "HTTP/1.1 200")); at++)
        answers++;
    assert_int_equal(answers, 3);
}

/* ---- other origins ---- */

static void a_friend_may_read_answers_and_others_may_not(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/search?q=a", "Origin: https://friend.example\r\n");
    assert_header(r, "Access-Control-Allow-Origin", "https://friend.example");
    r = get(s, s->daemon, "/api/v1/search?q=a", "Origin: https://other.example\r\n");
    assert_int_equal(status_of(r), 200);
    assert_null(header_of(r, "Access-Control-Allow-Origin"));
    r = get(s, s->daemon, "/api/v1/search?limit=0", "Origin: https://friend.example\r\n");
    assert_header(r, "Access-Control-Allow-Origin", "https://friend.example");
}

static void OPTIONS_answers_what_may_be_asked(void **state)
{
    struct stage *s = *state;
    char *r = ask(s, s->daemon, "OPTIONS", "/api/v1/search",
                  "Origin: https://friend.example\r\nAccess-Control-Request-Method: GET\r\n");
    assert_int_equal(status_of(r), 204);
    assert_header(r, "Allow", "GET, HEAD, OPTIONS");
    assert_header(r, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    assert_header(r, "Access-Control-Allow-Origin", "https://friend.example");
    r = ask(s, s->daemon, "OPTIONS", "/api/v1/search",
            "Origin: https://other.example\r\nAccess-Control-Request-Method: GET\r\n");
    assert_int_equal(status_of(r), 204);
    assert_null(header_of(r, "Access-Control-Allow-Methods"));
    assert_int_equal(status_of(ask(s, s->daemon, "OPTIONS", "*", NULL)), 204);
}

/* ---- the other routes ---- */

static void suggestions_come_as_an_object_or_as_opensearch_has_them(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/suggest?q=onder&lang=nl", NULL);
    assert_header(r, "Content-Type", "application/json");
    assert_has(body_of(r),
               "{\"query\":\"onder\",\"suggestions\":[{\"text\":\"ondernemingsraad\",\"kind\":\"word\",\"url\":null}");
    r = get(s, s->daemon, "/api/v1/suggest?q=onder", "Accept: application/x-suggestions+json\r\n");
    assert_header(r, "Content-Type", "application/x-suggestions+json");
    assert_has(body_of(r), "[\"onder\",[\"ondernemingsraad\",\"De "
                           "ondernemingsraad\"],[\"\",\"\"],[\"\",\"https://site.example/nl/or/\"]]");
    assert_has(get(s, s->daemon, "/api/v1/suggest?q=onder&format=opensearch", NULL), "[\"onder\",[");
    assert_problem(get(s, s->daemon, "/api/v1/suggest?q=a&limit=0", NULL), 400, "invalid-parameter");
}

static void similar_pages_come_as_hits(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/api/v1/similar?id=a&lang=en", NULL);
    assert_int_equal(status_of(r), 200);
    assert_has(body_of(r), "{\"hits\":[{\"id\":\"a\"");
    assert_problem(get(s, s->daemon, "/api/v1/similar?id=b", NULL), 404, "no-such-page");
    assert_problem(get(s, s->daemon, "/api/v1/similar", NULL), 400, "invalid-parameter");
}

static void opensearch_describes_the_search_in_the_language_asked_for(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/opensearch.xml?lang=nl", NULL);
    assert_header(r, "Content-Type", "application/opensearchdescription+xml; charset=utf-8");
    assert_has(body_of(r), "<ShortName>De &lt;Site&gt;</ShortName>");
    assert_has(body_of(r), "<LongName>De &lt;Site&gt;</LongName>");
    assert_has(body_of(r), "template=\"https://site.example/search?q={searchTerms}&amp;lang=nl\"");
    r = get(s, s->daemon, "/opensearch.xml", "Accept-Language: en\r\n");
    assert_has(body_of(r), "<ShortName>The &lt;Site&gt; and</ShortName><LongName>The &lt;Site&gt; and its friends</LongName>");
    assert_has(body_of(r), "format=opensearch&amp;q={searchTerms}&amp;lang=en\"");
    assert_header(r, "Vary", "Accept, Accept-Encoding, Accept-Language, Origin");
}

static void probes_tell_life_and_readiness(void **state)
{
    struct stage *s = *state;
    assert_has(body_of(get(s, s->daemon, "/healthz", NULL)), "{\"status\":\"ok\"}");
    char *r = get(s, s->daemon, "/readyz", NULL);
    assert_has(body_of(r), "\"generation\":\"one\",\"documents\":78,\"age\":42");
    assert_header(r, "Cache-Control", "no-store");
}

static void files_of_the_box_and_the_api_are_served_with_tags(void **state)
{
    static const char *const paths[] = {"/twc-search.js", "/twc-search.css", "/twc-search.css?page",
                                        "/api/v1/openapi.json"};
    static const char *const types[] = {"text/javascript; charset=utf-8", "text/css; charset=utf-8",
                                        "text/css; charset=utf-8", "application/json"};
    struct stage *s = *state;
    for (size_t i = 0; i < 4; i++) {
        char *r = get(s, s->daemon, paths[i], NULL);
        assert_int_equal(status_of(r), 200);
        assert_header(r, "Content-Type", types[i]);
        assert_true(strlen(body_of(r)) > 1000);
        char *again = get(s, s->daemon, paths[i], talloc_asprintf(s, "If-None-Match: %s\r\n", header_of(r, "ETag")));
        assert_int_equal(status_of(again), 304);
    }
}

static void metrics_count_requests_rungs_and_the_index(void **state)
{
    struct stage *s = *state;
    get(s, s->daemon, "/api/v1/search?q=a", NULL);
    get(s, s->daemon, "/api/v1/search?q=nothing", NULL);
    get(s, s->daemon, "/api/v1/search?q=spelling", NULL);
    get(s, s->daemon, "/api/v1/search?q=spelling&fields=totalHits,hits.url", NULL); /* a glance is no search */
    get(s, s->daemon, "/api/v1/search?q=nothing&fields=hits", NULL);
    get(s, s->daemon, "/nowhere", NULL);
    char *r = get(s, s->daemon, "/metrics", NULL);
    assert_header(r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    assert_has(r, "twc_http_requests_total{route=\"search\",status=\"200\"} 5\n");
    assert_has(r, "twc_http_requests_total{route=\"none\",status=\"404\"} 1\n");
    assert_has(r, "twc_http_request_duration_seconds_count{route=\"search\"} 5\n");
    assert_has(r, "twc_search_zero_results_total 1\n");
    assert_has(r, "twc_search_rungs_total{rung=\"spelling\"} 1\n");
    assert_has(r, "twc_search_rungs_total{rung=\"words\"} 1\n");
    assert_has(r, "twc_index_info{generation=\"one\"");
    assert_has(r, "twc_index_documents 78\n");
    assert_has(r, "twc_index_age_seconds 42\n");
    assert_has(r, "twc_index_retries_total ");
    assert_has(r, "process_resident_memory_bytes ");
    assert_lacks(r, "process_resident_memory_bytes 0\n");
}

/* ---- pages for people ---- */

static void the_results_page_needs_no_script_and_lets_none_in(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/search?q=%22%3E%3Cscript%3Ealert(2)%3C/script%3E&lang=en&tag=a%22b", NULL);
    assert_int_equal(status_of(r), 200);
    assert_header(r, "Content-Type", "text/html; charset=utf-8");
    assert_has(header_of(r, "Content-Security-Policy"), "default-src 'none'; script-src 'self'");
    assert_lacks(r, "<script>");
    assert_lacks(r, "a\"b");
    assert_has(r, "href=\"/opensearch.xml?lang=en\" title=\"The &lt;Site&gt; and its friends\">"); /* and no word of the query */
    assert_has(r, "value=\"&quot;&gt;&lt;script&gt;");
    assert_has(r, "<mark>works</mark>");
    assert_has(r, "<h2><a href=\"/en/a/\">");
    assert_has(r, "Also in: <a href=\"/nl/a/\" hreflang=\"nl\">Nederlands</a>");
    assert_has(r, "<h3><a href=\"/en/a/#role\">Role of &lt;it&gt;</a></h3>");
    assert_has(r, "rights &amp; &lt;duties&gt;");
}

static void the_results_page_speaks_dutch_and_pages_on(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/search?q=many&offset=10", "Accept-Language: de, nl-NL;q=0.9, en;q=0.1\r\n");
    assert_header(r, "Content-Language", "nl");
    assert_has(r, "<html lang=\"nl\"");
    assert_has(r, ">Ongeveer 120 resultaten<");
    assert_has(r, "href=\"/search?q=many&amp;offset=20\" rel=\"next\">Volgende</a>");
    assert_has(r, "href=\"/search?q=many\" rel=\"prev\">Vorige</a>");
    assert_has(r, "2 / 12");
}

static void the_results_page_says_when_the_search_was_relaxed_or_found_nothing(void **state)
{
    struct stage *s = *state;
    char *r = get(s, s->daemon, "/search?q=spelling&lang=en", NULL);
    assert_has(r, "Did you mean: <a href=\"/search?lang=en&amp;q=spelling%20%3Cright%3E\">spelling &lt;right&gt;</a>");
    assert_has(r, "No page has all of these words. Shown are pages with words that are spelled much like them.");
    assert_has(get(s, s->daemon, "/search?q=nothing&lang=nl", NULL), "Niets gevonden voor “nothing”");
}

static void the_front_has_a_form_and_the_box(void **state)
{
    struct stage *s = *state;
    char *r = wire(s, s->daemon->port,
                   "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\nAccept-Language: en\r\nConnection: close\r\n\r\n");
    assert_int_equal(status_of(r), 200);
    assert_has(r, "<form role=\"search\" action=\"/search\">");
    assert_has(r, "<twc-search lang=\"en\" base=\"https://site.example\">");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_search_answers_with_hits_as_json),
        TEST(what_is_not_utf8_in_a_query_is_cleaned_and_not_refused),
        TEST(unknown_parameters_are_passed_over),
        TEST(every_bad_parameter_is_named_with_its_reason),
        TEST(too_deep_a_page_is_refused),
        TEST(too_many_parameters_are_refused),
        TEST(an_index_that_keeps_changing_is_503_and_says_when_to_ask_again),
        TEST(no_memory_is_503),
        TEST(a_damaged_index_is_503_without_the_names_of_folders),
        TEST(an_unknown_address_is_404),
        TEST(other_methods_are_405_with_Allow),
        TEST(a_body_is_not_taken_for_the_next_request),
        TEST(a_url_over_8_kB_is_414),
        TEST(http_1_1_without_one_host_is_400_and_1_0_is_not),
        TEST(every_problem_has_a_page_about_it),
        TEST(a_known_answer_is_304),
        TEST(a_new_generation_has_other_tags),
        TEST(what_ran_out_of_time_is_not_kept),
        TEST(large_answers_are_compressed_for_those_who_like_that),
        TEST(HEAD_has_the_headers_of_GET_and_no_body),
        TEST(one_connection_serves_many_requests),
        TEST(a_friend_may_read_answers_and_others_may_not),
        TEST(OPTIONS_answers_what_may_be_asked),
        TEST(suggestions_come_as_an_object_or_as_opensearch_has_them),
        TEST(similar_pages_come_as_hits),
        TEST(opensearch_describes_the_search_in_the_language_asked_for),
        TEST(probes_tell_life_and_readiness),
        TEST(files_of_the_box_and_the_api_are_served_with_tags),
        TEST(metrics_count_requests_rungs_and_the_index),
        TEST(the_results_page_needs_no_script_and_lets_none_in),
        TEST(the_results_page_speaks_dutch_and_pages_on),
        TEST(the_results_page_says_when_the_search_was_relaxed_or_found_nothing),
        TEST(the_front_has_a_form_and_the_box),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
