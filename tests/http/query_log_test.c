/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --log-queries: what is counted, what is written when, and what never is. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <talloc.h>

#include <cmocka.h>

#include "daemon.h"
#include "http/pseudonym.h"
#include "http/query_log.h"
#include "http/tally.h"
#include "http/typing.h"
#include "tests/support/folder.h"

enum { DAY = 86400, NOON = 20000 * DAY + DAY / 2 }; /* 2024-10-04 */

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

static char *content(void *ctx, const char *path)
{
    struct error err;
    size_t len;
    char *text = file_read(ctx, path, NULL, 16 << 20, &len, NULL, &err);
    assert_non_null(text);
    return text;
}

static struct query_log *opened(void *ctx, const char *path)
{
    struct error err;
    struct query_log *log = query_log_open(ctx, path, NULL, NOON, &err);
    assert_non_null(log);
    return log;
}

static bool asked_by(struct query_log *log, const char *address, const char *query, int64_t now)
{
    struct address client;
    assert_true(address_read(span_of(address), &client));
    return query_log_add(log, &client, query, 1, false, now);
}

static void asked_by_many(struct query_log *log, int clients, const char *query, int64_t now)
{
    for (int i = 0; i < clients; i++) {
        char address[32];
        snprintf(address, sizeof address, "192.0.2.%d", i + 1);
        asked_by(log, address, query, now);
    }
}

/* ---- the threshold ---- */

static void what_four_asked_is_not_written_and_what_five_asked_is(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    asked_by_many(log, 4, "only four", NOON);
    asked_by_many(log, 5, "works council", NOON);
    query_log_tick(log, NOON + TYPING_SECONDS);
    assert_string_equal(content(log, path), ""); /* and not before the day ends */
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-04\t5\twords\tworks council\n");
}

static void one_who_asks_often_is_one(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    for (int i = 0; i < 50; i++) {
        asked_by(log, "192.0.2.1", "mine", NOON + 20 * i);
        asked_by(log, talloc_asprintf(*state, "2001:db8:1:%x::%x", i, i), "ours", NOON + 20 * i); /* one /48 */
    }
    talloc_free(log);
    assert_string_equal(content(*state, path), "");
}

static void every_time_is_counted_once_five_are_told_apart(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    asked_by_many(log, 5, "strike", NOON);
    asked_by_many(log, 9, "strike", NOON + 60);
    asked_by_many(log, 6, "raise", NOON + 120);
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-04\t14\twords\tstrike\n2024-10-04\t6\twords\traise\n");
}

static void how_it_was_answered_last_is_told(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    for (int i = 0; i < 5; i++) {
        struct address client = {.family = AF_INET, .bytes = {10, 0, 0, (uint8_t)i}};
        query_log_add(log, &client, "gone", i == 0, i > 0, NOON);
        query_log_add(log, &client, "wide", 1 << 1 | 1 << 7, false, NOON);
    }
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-04\t5\tzero\tgone\n2024-10-04\t5\tany-word,spelling\twide\n");
}

static void spelling_in_capitals_and_blanks_is_the_same_query(void **state)
{
    static const char *const same[] = {"Works Council", "works\tcouncil", "  WORKS   council ", "works\ncouncil",
                                       "works\xC2\xA0" "council"};
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    for (int i = 0; i < 5; i++)
        asked_by(log, talloc_asprintf(*state, "192.0.2.%d", i), same[i], NOON);
    asked_by_many(log, 5, " \t ", NOON + 60);
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-04\t5\twords\tworks council\n");
}

static void what_is_as_long_as_a_letter_is_not_counted(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    asked_by_many(log, 9, talloc_asprintf(*state, "%0200d", 1), NOON);
    talloc_free(log);
    assert_string_equal(content(*state, path), "");
}

/* ---- typing ---- */

static void what_was_on_the_way_to_a_query_is_not_one(void **state)
{
    static const char *const keys[] = {"w", "wo", "works", "works councel", "works counc", "works council"};
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
        asked_by_many(log, 5, keys[k], NOON + (int64_t)k);
    asked_by_many(log, 5, "strike", NOON + 8);
    asked_by_many(log, 5, "strike fund", NOON + 8 + TYPING_SECONDS); /* long after: another question */
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-04\t5\twords\tstrike\n2024-10-04\t5\twords\tstrike fund\n"
                                               "2024-10-04\t5\twords\tworks council\n");
}

static void the_last_query_of_a_client_is_forgotten_after_a_while(void **state)
{
    struct typing *typing = typing_new(*state);
    struct asked asked = {.client = 7, .text = "strike"}, done;
    assert_false(typing_take(typing, &asked, 100, &done));
    assert_false(typing_next(typing, 100 + TYPING_SECONDS - 1, &done));
    assert_true(typing_next(typing, 100 + TYPING_SECONDS, &done));
    assert_string_equal(done.text, "strike");
    assert_false(typing_next(typing, INT64_MAX, &done));
}

/* ---- the day ---- */

static void at_midnight_the_day_is_written_and_begun_anew(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    int64_t midnight = NOON + DAY / 2;
    asked_by_many(log, 5, "strike", midnight - 1);
    asked_by_many(log, 3, "raise", midnight - 1);
    query_log_tick(log, midnight);
    assert_string_equal(content(log, path), "2024-10-04\t5\twords\tstrike\n");
    for (int i = 0; i < 4; i++) /* with those of the day before they would be seven */
        asked_by(log, talloc_asprintf(log, "198.51.100.%d", i), "raise", midnight);
    query_log_tick(log, midnight + DAY);
    asked_by_many(log, 5, "leave", midnight + DAY);
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-04\t5\twords\tstrike\n2024-10-06\t5\twords\tleave\n");
}

static void a_client_is_another_number_under_each_days_salt(void **state)
{
    struct salt salt, other;
    struct address one, neighbour;
    (void)state;
    assert_true(salt_renew(&salt));
    other = salt;
    assert_true(address_read(SPAN("192.0.2.1"), &one));
    assert_true(address_read(SPAN("192.0.2.2"), &neighbour));
    assert_int_equal(pseudonym_of(&salt, &one), pseudonym_of(&other, &one));
    assert_int_not_equal(pseudonym_of(&salt, &one), pseudonym_of(&salt, &neighbour));
    assert_true(salt_renew(&other));
    assert_int_not_equal(pseudonym_of(&salt, &one), pseudonym_of(&other, &one));
    assert_true(address_read(SPAN("2001:db8:1::1"), &one));
    assert_true(address_read(SPAN("2001:db8:1:ffff::2"), &neighbour));
    assert_int_equal(pseudonym_of(&salt, &one), pseudonym_of(&salt, &neighbour));
}

static void a_part_of_a_day_after_a_restart_is_a_line_of_its_own(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    for (int i = 0; i < 2; i++) {
        struct query_log *log = opened(*state, path);
        asked_by_many(log, 5 + i, "strike", NOON);
        talloc_free(log);
    }
    assert_string_equal(content(*state, path), "2024-10-04\t5\twords\tstrike\n2024-10-04\t6\twords\tstrike\n");
}

/* ---- memory ---- */

static void queries_without_end_take_memory_of_a_fixed_size(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct query_log *log = opened(*state, path);
    size_t before = talloc_total_size(log);
    for (int i = 0; i < 60000; i++) {
        char address[32], query[32];
        snprintf(address, sizeof address, "10.%d.%d.%d", i & 7, i >> 8, i & 255);
        snprintf(query, sizeof query, "query %d", i);
        asked_by(log, address, query, NOON + i / 100);
    }
    assert_int_equal(talloc_total_size(log), before);
    assert_true(before < (4 << 20));
    talloc_free(log);
    assert_string_equal(content(*state, path), "");
}

static void what_five_asked_outlives_a_flood_and_a_full_house_says_so(void **state)
{
    struct tally *tally = tally_new(*state);
    struct buffer out = buffer_new(*state, 8 << 20);
    struct asked asked = {.kinds = 1, .text = "strike"};
    bool room = true;
    for (asked.client = 1; asked.client <= 5; asked.client++)
        assert_true(tally_count(tally, &asked));
    for (int i = 0; i < 60000; i++) {
        snprintf(asked.text, sizeof asked.text, "flood %d", i);
        assert_true(tally_count(tally, &asked));
    }
    tally_write(tally, "2024-10-04", &out);
    assert_string_equal(buffer_string(&out), "2024-10-04\t5\twords\tstrike\n");
    for (int i = 0; i < 60000 && room; i++) {
        snprintf(asked.text, sizeof asked.text, "five of us %d", i);
        for (asked.client = 1; asked.client <= 5; asked.client++)
            room = tally_count(tally, &asked) && room;
    }
    assert_false(room);
}

/* ---- the file ---- */

static void a_line_that_was_torn_is_ended_before_the_next(void **state)
{
    char *folder = test_folder(*state), *path = test_path(*state, folder, "queries.tsv");
    test_write(folder, "queries.tsv", "2024-10-03\t7\two");
    struct query_log *log = opened(*state, path);
    asked_by_many(log, 5, "strike", NOON);
    talloc_free(log);
    assert_string_equal(content(*state, path), "2024-10-03\t7\two\n2024-10-04\t5\twords\tstrike\n");
}

static void the_file_is_for_its_owner_and_group(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct stat st;
    talloc_free(opened(*state, path));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0137, 0);
}

static void what_is_no_file_is_told(void **state)
{
    char *folder = test_folder(*state);
    struct error err;
    assert_null(query_log_open(*state, test_path(*state, folder, "no/queries.tsv"), NULL, NOON, &err));
    assert_has(err.text, "/no/queries.tsv: cannot be opened for counts of queries: No such file or directory (its folder must be there");
    assert_null(query_log_open(*state, "/dev/null", NULL, NOON, &err));
    assert_string_equal(err.text, "/dev/null: is not a file (--log-queries takes the name of one)");
    char *out;
    assert_int_equal(daemon_run(*state, &out, "--index", folder, "--listen", "127.0.0.1:0", "--log-queries", folder, NULL), 2);
    assert_has(out, "cannot be opened for counts of queries: Is a directory");
}

static void hear(void *self, enum notice kind, const struct error *what)
{
    assert_int_equal(kind, NOTICE_WARNING);
    *(struct error *)self = *what;
}

static void counts_that_cannot_be_written_are_told_without_the_queries(void **state)
{
    char *folder = test_folder(*state), *path = test_path(*state, folder, "queries.tsv");
    struct error err, heard = {0};
    struct listener listener = {hear, &heard};
    struct query_log *log = query_log_open(*state, path, &listener, NOON, &err);
    asked_by_many(log, 5, "strike", NOON);
    struct rlimit none = {0, RLIM_INFINITY}, before;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    none.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &none);
    query_log_tick(log, NOON + DAY);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_has(heard.text, "queries.tsv: the counts of queries could not be written and are lost: File too large");
    assert_null(strstr(heard.text, "strike"));
    talloc_free(log);
}

/* ---- the daemon ---- */

static void ask_as(struct daemon *d, const char *client, const char *path)
{
    char *r = get(d, d, path, talloc_asprintf(d, "X-Forwarded-For: %s\r\n", client));
    assert_int_equal(status_of(r), 200);
}

static char *logged(void *ctx, char **log, const char *const *paths, size_t len)
{
    char *path = test_path(ctx, test_folder(ctx), "queries.tsv");
    struct daemon *d = daemon_start(ctx, "--log-queries", path, "--rate", "0", "--cache", "1M", NULL);
    assert_has(d->started, talloc_asprintf(ctx, "no other file; writes to nothing but %s, no connecting", path));
    for (int i = 0; i < 5; i++) {
        for (size_t p = 0; p < len; p++)
            ask_as(d, talloc_asprintf(ctx, "198.51.100.%d, 2001:db8:%d::9", 50 + i, i), paths[p]);
    }
    assert_int_equal(daemon_stop(d, log), 0);
    return content(ctx, path);
}

static void the_daemon_writes_at_its_end_what_five_clients_asked(void **state)
{
    static const char *const paths[] = {"/api/v1/search?q=works+council&lang=en", "/api/v1/search?q=nothing",
                                        "/search?q=spelling&lang=nl", "/api/v1/search?q="};
    char *log, *rows = logged(*state, &log, paths, 4);
    const char *line = strchr(rows, '\t');
    assert_non_null(line);
    assert_string_equal(talloc_strndup(*state, line, strcspn(line, "\n")), "\t5\tzero\tnothing");
    assert_has(rows, "\t5\tspelling\tspelling\n");
    assert_has(rows, "\t5\twords\tworks council\n");
    assert_null(strstr(rows, "198.51"));
    assert_null(strstr(rows, "db8"));
    assert_null(strstr(log, "nothing"));
}

static void narrowing_down_and_going_on_are_no_other_query(void **state)
{
    static const char *const paths[] = {"/api/v1/search?q=many&tag=a", "/api/v1/search?q=many&offset=10",
                                        "/api/v1/search?q=many&from=2024-01-01", "/api/v1/suggest?q=many"};
    assert_string_equal(logged(*state, NULL, paths, 4), "");
}

static void a_proxy_that_names_nobody_is_one_client(void **state)
{
    char *path = test_path(*state, test_folder(*state), "queries.tsv");
    struct daemon *d = daemon_start(*state, "--log-queries", path, NULL);
    for (int i = 0; i < 9; i++)
        assert_int_equal(status_of(get(d, d, "/api/v1/search?q=many", NULL)), 200);
    assert_has(get(d, d, "/metrics", NULL), "\ntwc_queries_uncounted_total 0\n");
    assert_int_equal(daemon_stop(d, NULL), 0);
    assert_string_equal(content(*state, path), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_four_asked_is_not_written_and_what_five_asked_is),
        TEST(one_who_asks_often_is_one),
        TEST(every_time_is_counted_once_five_are_told_apart),
        TEST(how_it_was_answered_last_is_told),
        TEST(spelling_in_capitals_and_blanks_is_the_same_query),
        TEST(what_is_as_long_as_a_letter_is_not_counted),
        TEST(what_was_on_the_way_to_a_query_is_not_one),
        TEST(the_last_query_of_a_client_is_forgotten_after_a_while),
        TEST(at_midnight_the_day_is_written_and_begun_anew),
        TEST(a_client_is_another_number_under_each_days_salt),
        TEST(a_part_of_a_day_after_a_restart_is_a_line_of_its_own),
        TEST(queries_without_end_take_memory_of_a_fixed_size),
        TEST(what_five_asked_outlives_a_flood_and_a_full_house_says_so),
        TEST(a_line_that_was_torn_is_ended_before_the_next),
        TEST(the_file_is_for_its_owner_and_group),
        TEST(what_is_no_file_is_told),
        TEST(counts_that_cannot_be_written_are_told_without_the_queries),
        TEST(the_daemon_writes_at_its_end_what_five_clients_asked),
        TEST(narrowing_down_and_going_on_are_no_other_query),
        TEST(a_proxy_that_names_nobody_is_one_client),
    };
    return cmocka_run_group_tests_name("http-query-log", tests, NULL, NULL);
}
