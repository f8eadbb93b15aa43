/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of the indexer over a small site, looked at through the query's door. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/schema.h"
#include "indexer/indexer.h"
#include "query/query.h"
#include "tests/support/folder.h"
#include "xapian-c/xapian-c.h"

struct trial {
    void *ctx;
    char *site, *index;
    struct index_options options;
    struct index_report report;
    struct error err;
};

static void trial_page(struct trial *trial, const char *path, const char *title, const char *text)
{
    test_write(trial->site, path,
               talloc_asprintf(trial->ctx, "---\ntitle: %s\ndate: 2024-03-31\n---\n%s\n", title, text));
}

/* Ten pages on subjects of their own. */
static struct trial *trial_new(void)
{
    static const char *const subjects[] = {"strikes",  "wages",   "unions",  "leave",   "safety",
                                           "pensions", "dismissal", "contracts", "holidays", "privacy"};
    struct trial *trial = talloc_zero(NULL, struct trial);

    trial->ctx = trial;
    trial->site = test_folder(trial);
    trial->index = test_path(trial, trial->site, ".twc-search/index");
    trial->options = (struct index_options){.site = trial->site, .data_folder = "", .now = 1800000000};
    for (size_t i = 0; i < 10; i++)
        trial_page(trial, talloc_asprintf(trial, "content/%s.md", subjects[i]), subjects[i],
                   "What everyone should know at work.");
    return trial;
}

static bool trial_run(struct trial *trial)
{
    return index_update(&trial->options, NULL, &trial->report, &trial->err);
}

static uint32_t trial_hits(struct trial *trial, const char *q, double *first_score)
{
    struct index *index = index_open(trial, trial->index, &trial->err);
    struct request *request = request_new(trial);

    assert_non_null(index);
    assert_true(request_set(request, "q", q, &trial->err));

    struct answer *answer = search(trial, index, request, &trial->err);

    assert_non_null(answer);
    if (first_score)
        *first_score = answer->hits_len ? answer->hits[0].score : 0;
    return answer->total_hits;
}

static void the_first_run_indexes_every_page_and_the_second_none(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.added, 10);
    assert_true(trial->report.rebuilt);
    assert_int_equal(trial_hits(trial, "pensions", NULL), 1);
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.unchanged, 10);
    assert_false(trial->report.rebuilt);
    assert_string_equal(trial->report.generation, "");
    talloc_free(trial);
}

static void a_run_after_one_that_changed_nothing_still_finds_every_change(void **state)
{
    struct trial *trial = trial_new();
    char *seen = test_path(trial, trial->index, "seen");

    (void)state;
    assert_true(trial_run(trial));
    assert_false(file_exists(seen)); /* the files are too new to be known again */
    sleep(4);
    for (int i = 0; i < 2; i++) {
        assert_true(trial_run(trial));
        assert_int_equal(trial->report.unchanged, 10);
        assert_true(file_exists(seen));
    }

    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of zeppelins.");
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.changed, 1);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 1);

    trial_page(trial, "content/wages.md", "wages", "What everyone should know at work.");
    test_write(trial->site, "twc-search.yaml", "sections:\n  posts: {weight: 2}\n");
    assert_true(trial_run(trial));
    assert_true(trial->report.rebuilt);
    talloc_free(trial);
}

static void an_index_that_is_not_the_one_that_was_seen_is_looked_at(void **state)
{
    struct trial *trial = trial_new();
    char *out;

    (void)state;
    assert_true(trial_run(trial));
    sleep(4);
    assert_true(trial_run(trial));
    assert_true(file_exists(test_path(trial, trial->index, "seen")));
    assert_int_equal(test_run(trial, &out, "rm %s/current", trial->index), 0);
    assert_true(trial_run(trial));
    assert_true(trial->report.rebuilt);
    assert_int_equal(trial_hits(trial, "everyone", NULL), 10);
    talloc_free(trial);
}

static void the_index_folder_keeps_itself_out_of_git(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    assert_true(file_exists(test_path(trial, trial->site, ".twc-search/.gitignore")));
    talloc_free(trial);
}

static void a_changed_page_is_found_by_its_new_words_only(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of zeppelins.");
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.changed, 1);
    assert_int_equal(trial->report.unchanged, 9);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 1);
    assert_int_equal(trial_hits(trial, "everyone", NULL), 9);
    talloc_free(trial);
}

static void a_removed_page_is_gone(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    test_remove(trial->site, "content/unions.md");
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.removed, 1);
    assert_int_equal(trial_hits(trial, "everyone", NULL), 9);
    talloc_free(trial);
}

/* ---- what somebody says has changed ---- */

/* With a page of words that the lexicon then knows: too many new ones would ask for a rebuild, which looks at all. */
static struct trial *trial_new_with_words(void)
{
    struct trial *trial = trial_new();

    trial_page(trial, "content/words.md", "words",
               "Nobody should be afraid of zeppelins, balloons, luchtschepen, string. About a page, over.");
    return trial;
}

static bool trial_run_changed(struct trial *trial, const char *path)
{
    const char *const paths[] = {path};

    trial->options.changed = paths;
    trial->options.changed_len = 1;

    bool done = trial_run(trial);

    trial->options.changed = NULL;
    return done;
}

static void what_is_not_named_is_left_until_all_is_looked_at(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    assert_true(trial_run(trial));
    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of zeppelins.");
    trial_page(trial, "content/unions.md", "unions", "Nobody should be afraid of balloons.");
    trial_page(trial, "content/kites.md", "kites", "Nobody should be afraid of string.");
    assert_true(trial_run_changed(trial, "content/wages.md"));
    assert_int_equal(trial->report.changed, 1);
    assert_int_equal(trial->report.added, 0);
    assert_int_equal(trial->report.unchanged, 10);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 2);
    assert_int_equal(trial_hits(trial, "balloons", NULL), 1);
    assert_int_equal(trial_hits(trial, "string", NULL), 1);

    char *partly = talloc_strdup(trial, trial->report.generation);

    assert_true(trial_run(trial));
    assert_int_equal(trial->report.changed, 1);
    assert_int_equal(trial->report.added, 1);
    assert_int_equal(trial_hits(trial, "balloons", NULL), 2);
    assert_string_not_equal(trial->report.generation, partly); /* in the same second, of another content */
    talloc_free(trial);
}

static void a_named_file_that_is_gone_is_taken_out(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    assert_true(trial_run(trial));
    test_remove(trial->site, "content/unions.md");
    assert_true(trial_run_changed(trial, "content/unions.md"));
    assert_int_equal(trial->report.removed, 1);
    assert_int_equal(trial_hits(trial, "everyone", NULL), 9);
    talloc_free(trial);
}

static void a_named_cascade_names_what_is_below_it(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    trial_page(trial, "content/guides/deep/one.md", "one", "A page.");
    trial_page(trial, "content/guides/two.md", "two", "A page.");
    assert_true(trial_run(trial));
    test_write(trial->site, "content/guides/_index.md", "---\ntitle: Guides\ncascade: {description: zeppelins}\n---\n");
    assert_true(trial_run_changed(trial, "content/guides/_index.md"));
    assert_int_equal(trial->report.changed, 2);
    assert_int_equal(trial->report.added, 1);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 4); /* Hugo gives a cascade to its own page too */
    talloc_free(trial);
}

static void a_named_page_is_written_without_a_look_at_the_others(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    assert_true(trial_run(trial));
    test_write(trial->site, "content/unions.md", "---\ntitle: [\n---\nNobody can read this.\n");
    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of zeppelins.");
    assert_true(trial_run_changed(trial, "content/wages.md"));
    assert_int_equal(trial->report.changed, 1);
    assert_int_equal(trial->report.skipped, 0); /* who looks at all would come by it */
    assert_int_equal(trial->report.unchanged, 10);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 2);
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.skipped, 1);
    assert_int_equal(trial->report.changed, 0);
    talloc_free(trial);
}

static void a_named_page_with_another_address_makes_the_run_look_at_all(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    assert_true(trial_run(trial));
    test_remove(trial->site, "content/unions.md");
    test_write(trial->site, "content/wages.md", "---\ntitle: Wages\nurl: /unions/\n---\nOver balloons.\n");
    assert_true(trial_run_changed(trial, "content/wages.md"));
    assert_int_equal(trial->report.changed, 1);
    assert_int_equal(trial->report.removed, 1);
    talloc_free(trial);
}

static void a_cascade_that_nobody_named_is_followed_by_a_named_page_below_it(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    test_write(trial->site, "content/guides/_index.md", "---\ntitle: Guides\n---\n");
    trial_page(trial, "content/guides/one.md", "one", "A page.");
    trial_page(trial, "content/guides/two.md", "two", "A page.");
    assert_true(trial_run(trial));
    test_write(trial->site, "content/guides/_index.md", "---\ntitle: Guides\ncascade: {description: zeppelins}\n---\n");
    trial_page(trial, "content/guides/two.md", "two", "A page, over string.");
    assert_true(trial_run_changed(trial, "content/guides/two.md"));
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 3);
    talloc_free(trial);
}

static void what_is_named_and_is_no_page_changes_nothing(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    test_write(trial->site, "static/one.png", "not a picture");
    assert_true(trial_run(trial));
    test_write(trial->site, "content/unions.md", "---\ntitle: [\n---\n");
    test_write(trial->site, "static/one.png", "not one either");
    assert_true(trial_run_changed(trial, "static/one.png"));
    assert_int_equal(trial->report.unchanged, 11);
    assert_int_equal(trial->report.skipped, 0);
    talloc_free(trial);
}

static void an_update_without_its_words_file_makes_it_anew(void **state)
{
    struct trial *trial = trial_new_with_words();
    char *words = test_path(trial, trial->index, "words");

    (void)state;
    assert_true(trial_run(trial));
    assert_true(file_exists(words));
    test_write(trial->index, "words", "no words");
    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of zeppelins.");
    assert_true(trial_run_changed(trial, "content/wages.md"));
    assert_false(trial->report.rebuilt);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 2);
    assert_int_equal(unlink(words), 0);
    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of balloons.");
    assert_true(trial_run_changed(trial, "content/wages.md"));
    assert_false(trial->report.rebuilt);
    assert_int_equal(trial_hits(trial, "balloons", NULL), 2);
    assert_true(file_exists(words));
    talloc_free(trial);
}

static void a_named_page_brings_its_translation_along(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    test_write(trial->site, "hugo.yaml", "defaultContentLanguage: en\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n");
    trial_page(trial, "content/pair.en.md", "pair", "About zeppelins.");
    trial_page(trial, "content/pair.nl.md", "paar", "Over luchtschepen.");
    assert_true(trial_run(trial));
    trial_page(trial, "content/pair.en.md", "pair", "About balloons.");
    assert_true(trial_run_changed(trial, "content/./guides/../pair.en.md"));
    assert_int_equal(trial->report.changed, 2);
    assert_true(trial_run(trial));
    assert_string_equal(trial->report.generation, ""); /* nothing was left */
    talloc_free(trial);
}

static void a_page_that_is_due_comes_though_another_is_named(void **state)
{
    struct trial *trial = trial_new_with_words();

    (void)state;
    test_write(trial->site, "content/due.md", "---\ntitle: Due\npublishDate: 2027-01-16\n---\nZeppelins.\n");
    assert_true(trial_run(trial));
    trial->options.now += 86400;
    assert_true(trial_run_changed(trial, "content/wages.md"));
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 2);
    talloc_free(trial);
}

static void a_page_that_breaks_keeps_what_the_index_had_of_it(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    test_write(trial->site, "content/leave.md", "---\ntitle: [leave\n---\nA slip of the pen.\n");
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.skipped, 1);
    assert_int_equal(trial->report.removed, 0);
    assert_int_equal(trial_hits(trial, "everyone", NULL), 10);
    talloc_free(trial);
}

static void many_pages_lost_at_once_are_refused_until_accepted(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    test_remove(trial->site, "content/unions.md");
    test_remove(trial->site, "content/wages.md");
    test_remove(trial->site, "content/leave.md");
    assert_false(trial_run(trial));
    assert_int_equal(trial->err.kind, ERROR_REFUSED);
    assert_non_null(strstr(trial->err.text, "3 of 10 pages"));
    assert_non_null(strstr(trial->err.text, "--accept-shrink"));
    assert_int_equal(trial_hits(trial, "everyone", NULL), 10);
    trial->options.accept_shrink = true;
    assert_true(trial_run(trial));
    assert_int_equal(trial_hits(trial, "everyone", NULL), 7);
    talloc_free(trial);
}

static void a_site_without_a_page_leaves_the_index_alone(void **state)
{
    struct trial *trial = trial_new();
    struct error err;

    (void)state;
    assert_true(trial_run(trial));
    assert_true(folder_remove(test_path(trial, trial->site, "content"), &err));
    assert_true(folder_make(test_path(trial, trial->site, "content"), 0755, &err));
    assert_false(trial_run(trial));
    assert_non_null(strstr(trial->err.text, trial->site));
    assert_int_equal(trial_hits(trial, "everyone", NULL), 10);
    talloc_free(trial);
}

static void forgetting_leaves_one_generation_without_the_old_words(void **state)
{
    struct trial *trial = trial_new();
    char *out;

    (void)state;
    trial_page(trial, "content/wages.md", "wages", "The secretword must be taken down.");
    assert_true(trial_run(trial));
    trial_page(trial, "content/wages.md", "wages", "Taken down.");
    trial->options.forget = true;
    assert_true(trial_run(trial));
    assert_int_equal(trial_hits(trial, "wages", NULL), 1);
    test_run(trial, &out, "ls -d '%s'/gen-* | wc -l", trial->index);
    assert_int_equal(strtol(out, NULL, 10), 1);
    assert_int_not_equal(test_run(trial, &out, "grep -rqa secretword '%s'", trial->index), 0);
    talloc_free(trial);
}

static void a_translation_does_not_change_a_pages_score_for_its_own_words(void **state)
{
    struct trial *trial = trial_new();
    double alone, beside;

    (void)state;
    test_write(trial->site, "hugo.yaml", "defaultContentLanguage: en\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2}\n");
    trial_page(trial, "content/strikes.en.md", "Walking out", "How a picket line is held all night long.");
    trial_page(trial, "content/other.nl.md", "Iets anders", "Hoe je een stakingslijn de hele nacht volhoudt.");
    assert_true(trial_run(trial));
    trial_hits(trial, "lang:en picket line night", &alone);
    assert_int_equal(rename(test_path(trial, trial->site, "content/other.nl.md"),
                            test_path(trial, trial->site, "content/strikes.nl.md")), 0);
    assert_true(trial_run(trial));
    trial_hits(trial, "lang:en picket line night", &beside);
    assert_true(alone > 0);
    assert_true(alone == beside);
    talloc_free(trial);
}

static void a_second_page_of_a_language_in_a_translation_set_is_found_too(void **state)
{
    struct trial *trial = trial_new();
    static const char *const names[] = {"content/a.nl.md", "content/b.en.md", "content/c.en.md"};

    (void)state;
    test_write(trial->site, "hugo.yaml", "defaultContentLanguage: en\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2}\n");
    for (size_t i = 0; i < 3; i++)
        test_write(trial->site, names[i], "---\ntitle: Zeppelins\ntranslationKey: one\n---\nText.\n");
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.added, 13);
    assert_int_equal(trial_hits(trial, "lang:en zeppelins", NULL), 2);
    talloc_free(trial);
}

static void an_index_of_another_schema_is_made_anew(void **state)
{
    struct trial *trial = trial_new();
    struct xapc_writer *writer;

    (void)state;
    assert_true(trial_run(trial));
    writer = xapc_writer_open(test_path(trial, trial->index, "current"), NULL, NULL);
    assert_true(xapc_writer_set_metadata(writer, META_SCHEMA, (struct xapc_bytes){"999", 3}, NULL));
    assert_true(xapc_writer_commit(writer, NULL));
    xapc_writer_free(writer);
    assert_null(index_open(trial, trial->index, &trial->err));
    assert_non_null(strstr(trial->err.text, "twc-index --rebuild"));
    assert_true(trial_run(trial));
    assert_true(trial->report.rebuilt);
    assert_int_equal(trial_hits(trial, "everyone", NULL), 10);
    talloc_free(trial);
}

static void a_clock_that_was_set_back_holds_nothing_up(void **state)
{
    struct trial *trial = trial_new();
    char first[40];

    (void)state;
    assert_true(trial_run(trial));
    snprintf(first, sizeof(first), "%s", trial->report.generation);
    trial->options.now -= 40000000;
    trial_page(trial, "content/wages.md", "wages", "Nobody should be afraid of zeppelins.");
    assert_true(trial_run(trial));
    assert_string_not_equal(trial->report.generation, first);
    assert_int_equal(trial_hits(trial, "zeppelins", NULL), 1);
    trial->options.now += 40000000;
    trial_page(trial, "content/wages.md", "wages", "What everyone should know at work.");
    trial->options.rebuild = true;
    assert_true(trial_run(trial));
    assert_int_equal(trial_hits(trial, "everyone", NULL), 10);
    talloc_free(trial);
}

static void golden_queries_that_fall_below_the_floor_are_refused(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    test_write(trial->site, "twc-search.yaml", "publish: {golden: judged.tsv, floor: floor.tsv}\n");
    test_write(trial->site, "judged.tsv", "g1\ten\tpensions\tterm\tpensions.md=3\n");
    test_write(trial->site, "floor.tsv", "S@1\t1\n");
    assert_true(trial_run(trial));
    test_remove(trial->site, "content/pensions.md");
    assert_false(trial_run(trial));
    assert_int_equal(trial->err.kind, ERROR_REFUSED);
    assert_non_null(strstr(trial->err.text, "judged.tsv"));
    assert_non_null(strstr(trial->err.text, "S@1 is 0.000, below 1.000"));
    assert_non_null(strstr(trial->err.text, "pensions"));
    assert_int_equal(trial_hits(trial, "pensions", NULL), 1);
    talloc_free(trial);
}

static void a_golden_query_without_an_answer_is_refused_where_there_is_no_floor(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    test_write(trial->site, "twc-search.yaml", "publish: {golden: judged.tsv}\n");
    test_write(trial->site, "judged.tsv", "g1\ten\tpensions\tterm\tpensions.md=3\n");
    assert_true(trial_run(trial));
    test_write(trial->site, "judged.tsv", "g1\ten\tqqqqqqqq\tterm\tpensions.md=3\n");
    trial_page(trial, "content/wages.md", "wages", "Another text.");
    assert_false(trial_run(trial));
    assert_int_equal(trial->err.kind, ERROR_REFUSED);
    assert_non_null(strstr(trial->err.text, "some have no answer"));
    talloc_free(trial);
}

static void a_floor_that_cannot_be_read_is_told_with_its_line(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    test_write(trial->site, "twc-search.yaml", "publish: {golden: judged.tsv, floor: floor.tsv}\n");
    test_write(trial->site, "judged.tsv", "g1\ten\tpensions\tterm\tpensions.md=3\n");
    test_write(trial->site, "floor.tsv", "# ours\nS@1 high\n");
    assert_false(trial_run(trial));
    assert_int_equal(trial->err.kind, ERROR_INPUT);
    assert_non_null(strstr(trial->err.text, "floor.tsv:2: "));
    assert_non_null(strstr(trial->err.text, "a tab, and a number"));
    talloc_free(trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_run_indexes_every_page_and_the_second_none),
        cmocka_unit_test(a_run_after_one_that_changed_nothing_still_finds_every_change),
        cmocka_unit_test(an_index_that_is_not_the_one_that_was_seen_is_looked_at),
        cmocka_unit_test(the_index_folder_keeps_itself_out_of_git),
        cmocka_unit_test(a_changed_page_is_found_by_its_new_words_only),
        cmocka_unit_test(a_removed_page_is_gone),
        cmocka_unit_test(what_is_not_named_is_left_until_all_is_looked_at),
        cmocka_unit_test(a_named_file_that_is_gone_is_taken_out),
        cmocka_unit_test(a_named_cascade_names_what_is_below_it),
        cmocka_unit_test(a_named_page_is_written_without_a_look_at_the_others),
        cmocka_unit_test(a_named_page_with_another_address_makes_the_run_look_at_all),
        cmocka_unit_test(a_cascade_that_nobody_named_is_followed_by_a_named_page_below_it),
        cmocka_unit_test(what_is_named_and_is_no_page_changes_nothing),
        cmocka_unit_test(an_update_without_its_words_file_makes_it_anew),
        cmocka_unit_test(a_named_page_brings_its_translation_along),
        cmocka_unit_test(a_page_that_is_due_comes_though_another_is_named),
        cmocka_unit_test(a_page_that_breaks_keeps_what_the_index_had_of_it),
        cmocka_unit_test(many_pages_lost_at_once_are_refused_until_accepted),
        cmocka_unit_test(a_site_without_a_page_leaves_the_index_alone),
        cmocka_unit_test(forgetting_leaves_one_generation_without_the_old_words),
        cmocka_unit_test(a_second_page_of_a_language_in_a_translation_set_is_found_too),
        cmocka_unit_test(an_index_of_another_schema_is_made_anew),
        cmocka_unit_test(a_clock_that_was_set_back_holds_nothing_up),
        cmocka_unit_test(golden_queries_that_fall_below_the_floor_are_refused),
        cmocka_unit_test(a_golden_query_without_an_answer_is_refused_where_there_is_no_floor),
        cmocka_unit_test(a_floor_that_cannot_be_read_is_told_with_its_line),
        cmocka_unit_test(a_translation_does_not_change_a_pages_score_for_its_own_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
