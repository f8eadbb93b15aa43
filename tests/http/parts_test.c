/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small parts, where a connection would only be in the way: time, tables, headers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <talloc.h>

#include <cmocka.h>

#include "http/cache.h"
#include "http/client.h"
#include "http/log.h"
#include "http/negotiate.h"
#include "http/rate.h"

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

static struct address at(const char *text)
{
    struct address a;
    assert_true(address_read(span_of(text), &a));
    return a;
}

static void addresses_are_read_as_proxies_write_them(void **state)
{
    (void)state;
    static const char *const same[] = {"192.0.2.1", " 192.0.2.1 ", "192.0.2.1:443", "::ffff:192.0.2.1",
                                       "[::ffff:192.0.2.1]:8"};
    struct address first = at(same[0]), a;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        a = at(same[i]);
        assert_true(address_equal(&a, &first));
    }
    static const char *const bad[] = {"",     "unknown", "192.0.2", "192.0.2.1.5",
                                      "[::1", "::g",     "_hidden", "1.2.3.4.5.6.7.8:1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(address_read(span_of(bad[i]), &a));
}

static void a_net_holds_what_begins_with_its_bits(void **state)
{
    (void)state;
    struct net net;
    struct address in = at("10.1.255.3"), out = at("10.2.0.0"), v6 = at("2001:db8:7fff::1"),
                   v6_out = at("2001:db8:8000::1");
    assert_true(net_read(span_of("10.0.0.0/15"), &net));
    assert_true(net_holds(&net, &in));
    assert_false(net_holds(&net, &out));
    assert_true(net_read(span_of("2001:db8::/33"), &net));
    assert_true(net_holds(&net, &v6));
    assert_false(net_holds(&net, &v6_out));
    assert_false(net_holds(&net, &in));
    assert_false(net_read(span_of("10.0.0.0/33"), &net));
    assert_false(net_read(span_of("10.0.0.0/"), &net));
}

static void tokens_come_back_with_time_and_no_further_than_the_burst(void **state)
{
    struct rate *r = rate_new(*state, 10, 3);
    struct address a = at("192.0.2.1"), neighbour = at("192.0.2.200"), other = at("192.0.3.1");
    unsigned wait;
    for (int i = 0; i < 3; i++)
        assert_true(rate_take(r, &a, 1000, &wait));
    assert_false(rate_take(r, &neighbour, 1000, &wait));
    assert_int_equal(wait, 1);
    assert_true(rate_take(r, &other, 1000, &wait));
    assert_true(rate_take(r, &a, 1100, &wait));
    assert_false(rate_take(r, &a, 1100, &wait));
    for (int i = 0; i < 3; i++)
        assert_true(rate_take(r, &a, 100000, &wait));
    assert_false(rate_take(r, &a, 100000, &wait));
}

static void subscribers_without_end_take_memory_of_a_fixed_size(void **state)
{
    struct rate *r = rate_new(*state, 1, 1);
    size_t before = talloc_total_size(r);
    struct address a = at("10.0.0.1");
    unsigned wait;
    for (unsigned i = 1; i < 50000; i++) {
        a.bytes[1] = (uint8_t)(i >> 8);
        a.bytes[2] = (uint8_t)i;
        rate_take(r, &a, i, &wait);
    }
    assert_int_equal(talloc_total_size(r), before);
}

static void put(struct cache *c, const char *key, int64_t now, const char *body)
{
    struct kept kept = {.body = span_of(body)};
    cache_put(c, span_of(key), now, &kept);
}

static bool has(struct cache *c, void *ctx, const char *key, int64_t now)
{
    struct kept kept;
    return cache_get(c, ctx, span_of(key), now, &kept);
}

static void a_full_cache_drops_what_was_not_asked_for_longest(void **state)
{
    struct cache *c = cache_new(*state, 3000, 60000);
    char *body = talloc_zero_array(*state, char, 601);
    memset(body, 'x', 600);
    put(c, "a", 1, body);
    put(c, "b", 1, body);
    put(c, "c", 1, body);
    assert_true(has(c, *state, "a", 2));
    put(c, "d", 3, body);
    assert_true(has(c, *state, "a", 4));
    assert_false(has(c, *state, "b", 4));
    assert_true(has(c, *state, "d", 4));
    assert_true(cache_bytes(c) <= 3000);
    for (int i = 0; i < 1000; i++)
        put(c, talloc_asprintf(*state, "%d", i % 7), i, body);
    assert_true(cache_bytes(c) <= 3000);
}

static void an_old_answer_is_not_given_out(void **state)
{
    struct cache *c = cache_new(*state, 10000, 1000);
    put(c, "a", 0, "body");
    assert_true(has(c, *state, "a", 1000));
    assert_false(has(c, *state, "a", 1001));
    assert_int_equal(cache_bytes(c), 0);
    char *large = talloc_zero_array(*state, char, 20001);
    memset(large, 'x', 20000);
    put(c, "large", 0, large);
    assert_false(has(c, *state, "large", 0));
}

static void qualities_are_heeded(void **state)
{
    (void)state;
    assert_true(wants_gzip("gzip"));
    assert_true(wants_gzip("br;q=1.0, GZIP ; q=0.001"));
    assert_true(wants_gzip("*"));
    assert_false(wants_gzip("*;q=0"));
    assert_false(wants_gzip("gzip;q=0, *"));
    assert_false(wants_gzip("gzip;q=0.2, identity;q=0.5"));
    assert_false(wants_gzip("xgzip"));
    assert_false(wants_gzip(""));
    assert_false(wants_gzip(NULL));
    assert_true(wants_type("text/html, application/x-suggestions+json;q=0.9", "application/x-suggestions+json"));
    assert_false(wants_type("*/*", "application/x-suggestions+json"));
}

static void the_best_language_there_is_is_chosen(void **state)
{
    (void)state;
    static const char *const there[] = {"nl", "en"};
    assert_string_equal(wanted_language("de, en-GB;q=0.8, nl;q=0.7", there, 2, "nl"), "en");
    assert_string_equal(wanted_language("nl-BE", there, 2, "en"), "nl");
    assert_string_equal(wanted_language("nlx, de", there, 2, "en"), "en");
    assert_string_equal(wanted_language("en;q=0, nl;q=0.1", there, 2, "en"), "nl");
    assert_string_equal(wanted_language(NULL, there, 2, "nl"), "nl");
}

static void entity_tags_are_compared_whole(void **state)
{
    (void)state;
    assert_true(names_tag("\"a\"", "a"));
    assert_true(names_tag("W/\"b\", \"a\"", "b"));
    assert_true(names_tag("*", "a"));
    assert_false(names_tag("\"ab\"", "a"));
    assert_false(names_tag("a", "a"));
    assert_false(names_tag("\"", "a"));
}

static void parameters_of_a_link_can_be_put_in_and_taken_out(void **state)
{
    struct parameters p;
    struct buffer out = buffer_new(*state, 4096);
    struct parameter less = {"tag", "a b"}, more = {"lang", "nl"};
    assert_true(parameters_read(*state, SPAN("q=x%26y&tag=a+b&tag=c&offset=10&lang="), 64, &p));
    assert_string_equal(parameters_get(&p, "q"), "x&y");
    parameters_link(&out, &p, &less, &more);
    assert_string_equal(buffer_string(&out), "?q=x%26y&tag=c&lang=nl");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void a_log_line_is_one_line_whatever_was_said(void **state)
{
    struct buffer out = buffer_new(*state, 1000);
    log_format(&out, 1786471323, LOG_LEVEL_WARNING, "a \"b\" \\ c\nd");
    assert_string_equal(buffer_string(&out),
                        "time=2026-08-11T18:02:03Z level=warning msg=\"a \\\"b\\\" \\\\ c d\"\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(addresses_are_read_as_proxies_write_them),
        TEST(a_net_holds_what_begins_with_its_bits),
        TEST(tokens_come_back_with_time_and_no_further_than_the_burst),
        TEST(subscribers_without_end_take_memory_of_a_fixed_size),
        TEST(a_full_cache_drops_what_was_not_asked_for_longest),
        TEST(an_old_answer_is_not_given_out),
        TEST(qualities_are_heeded),
        TEST(the_best_language_there_is_is_chosen),
        TEST(entity_tags_are_compared_whole),
        TEST(parameters_of_a_link_can_be_put_in_and_taken_out),
        TEST(a_log_line_is_one_line_whatever_was_said),
    };
    return cmocka_run_group_tests_name("http-parts", tests, NULL, NULL);
}
