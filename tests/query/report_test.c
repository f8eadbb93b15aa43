/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-search --report, as a person meets it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <talloc.h>

#include <cmocka.h>

#include "tests/support/folder.h"

static const char counts[] = "2026-10-01\t9\twords\tstrike\n"
                             "2026-10-01\t6\tzero\tworks counsil\n"
                             "2026-10-02\t7\tany-word,spelling\tworks counsil\n"
                             "2026-10-02\t5\tzero\tzebra\n"
                             "2026-10-02\t5\twords\tstrike\n";

struct stage {
    char *folder, *file;
};

static int set_up(void **state)
{
    struct stage *s = talloc_zero(NULL, struct stage);
    s->folder = test_folder(s);
    s->file = test_path(s, s->folder, "queries.tsv");
    test_write(s->folder, "queries.tsv", counts);
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(*state);
    return 0;
}

static void assert_report(struct stage *s, const char *options, int code, const char *says)
{
    char *out;
    int got = test_run(s, &out, "cd '%s' && %s %s", s->folder, TWC_SEARCH, options);
    if (got != code || !strstr(out, says))
        print_error("exit %d, no '%s' in:\n%s\n", got, says, out);
    assert_int_equal(got, code);
    assert_non_null(strstr(out, says));
}

static void the_counts_are_told_in_three_tables(void **state)
{
    assert_report(*state, "--report queries.tsv", 0,
                  "2026-10-01 to 2026-10-02, 2 days with counts: 3 queries, asked 32 times\n"
                  "\nAsked most\n"
                  "      14  strike\n"
                  "      13  works counsil  [any-word,spelling]\n"
                  "       5  zebra  [zero]\n"
                  "\nNothing was found\n"
                  "       5  zebra  [zero]\n"
                  "\nFound only when the search was widened\n"
                  "      13  works counsil  [any-word,spelling]\n");
}

static void a_table_ends_where_limit_says(void **state)
{
    assert_report(*state, "--report=queries.tsv --limit 1", 0, "      14  strike\n    and 2 more\n");
}

static void days_can_be_left_out(void **state)
{
    assert_report(*state, "--to 2026-10-01 --report queries.tsv", 0, "       6  works counsil  [zero]\n");
    assert_report(*state, "--report queries.tsv --from 2026-10-02", 0, "2026-10-02 to 2026-10-02, 1 day with counts: 3 queries, asked 17");
    assert_report(*state, "--report queries.tsv --from 2026-11-01", 1, "There are no counts in queries.tsv for these days.");
    assert_report(*state, "--report queries.tsv --from october", 2, "--from october: ");
}

static void as_json_it_is_one_object(void **state)
{
    assert_report(*state, "--report queries.tsv --json", 0,
                  "{\"from\":\"2026-10-01\",\"to\":\"2026-10-02\",\"days\":2,\"queries\":3,\"asked\":32,\"badLines\":0,"
                  "\"top\":[{\"query\":\"strike\",\"count\":14,\"zero\":false,\"relaxed\":[]},"
                  "{\"query\":\"works counsil\",\"count\":13,\"zero\":false,\"relaxed\":[\"any-word\",\"spelling\"]},"
                  "{\"query\":\"zebra\",\"count\":5,\"zero\":true,\"relaxed\":[]}],"
                  "\"zero\":[{\"query\":\"zebra\",\"count\":5,\"zero\":true,\"relaxed\":[]}],"
                  "\"relaxed\":[{\"query\":\"works counsil\",\"count\":13,\"zero\":false,\"relaxed\":[\"any-word\",\"spelling\"]}]}\n");
    assert_report(*state, "--report queries.tsv --json --from 2030-01-01", 1, "{\"from\":null,\"to\":null,\"days\":0,");
}

static void lines_that_are_no_counts_are_told_and_passed_over(void **state)
{
    struct stage *s = *state;
    test_write(s->folder, "odd.tsv",
               "# by hand\n2026-10-01\t3\twords\tgood\n2026-10-01\t3\twords\n2026-13-01\t3\twords\tmonth\n\n"
               "2026-10-01\t-3\twords\tless\n2026-10-01\t3\twords\ta\tb\nnonsense\n2026-10-01\t1\two");
    assert_report(s, "--report odd.tsv", 0, "odd.tsv:3: 6 lines are left out that are no count of a query\n");
    assert_report(s, "--report odd.tsv", 0, "1 day with counts: 1 query, asked 3 times");
}

static void what_a_file_holds_cannot_reach_into_the_terminal(void **state)
{
    struct stage *s = *state;
    test_write(s->folder, "bad.tsv", "2026-10-01\t3\twords\tred\033[31m\n");
    assert_report(s, "--report bad.tsv --color never", 0, "  red [31m\n");
}

static void without_a_name_the_counts_are_beside_the_index(void **state)
{
    struct stage *s = *state;
    assert_report(s, "--report", 2, "there are no counts of queries (start twc-searchd with --log-queries FILE");
    test_write(s->folder, ".twc-search/index/x", "");
    test_write(s->folder, ".twc-search/queries.tsv", counts);
    assert_report(s, "--report --limit 2", 0, "asked 32 times");
    assert_report(s, "--report none.tsv", 2, "none.tsv: ");
    assert_report(s, "--report queries.tsv strike", 2, "--report takes no query, and 'strike' is one");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_counts_are_told_in_three_tables),
        TEST(a_table_ends_where_limit_says),
        TEST(days_can_be_left_out),
        TEST(as_json_it_is_one_object),
        TEST(lines_that_are_no_counts_are_told_and_passed_over),
        TEST(what_a_file_holds_cannot_reach_into_the_terminal),
        TEST(without_a_name_the_counts_are_beside_the_index),
    };
    return cmocka_run_group_tests_name("query-report", tests, NULL, NULL);
}
