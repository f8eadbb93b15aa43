/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index in shards, as it lies on the disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "indexer/indexer.h"
#include "indexer/store.h"
#include "tests/support/folder.h"
#include "xapian-c/xapian-c.h"

enum { SETS = 12, SHARDS = 3 };

struct trial {
    void *ctx;
    char *site, *index;
    struct index_options options;
    struct index_report report;
    struct error err;
};

static void trial_page(struct trial *trial, unsigned set, const char *lang, const char *text)
{
    test_write(trial->site, talloc_asprintf(trial->ctx, "content/page-%u.%s.md", set, lang),
               talloc_asprintf(trial->ctx, "---\ntitle: Page %u\n---\n%s\n", set, text));
}

static struct trial *trial_new(void)
{
    struct trial *trial = talloc_zero(NULL, struct trial);

    trial->ctx = trial;
    trial->site = test_folder(trial);
    trial->index = test_path(trial, trial->site, ".twc-search/index");
    trial->options = (struct index_options){.site = trial->site, .data_folder = "", .now = 1800000000, .shards = SHARDS};
    test_write(trial->site, "hugo.yaml", "defaultContentLanguage: en\nlanguages: {en: {}, nl: {}}\n");
    for (unsigned i = 0; i < SETS; i++) {
        trial_page(trial, i, "en", "What everyone should know at work.");
        trial_page(trial, i, "nl", "Wat iedereen op het werk moet weten.");
    }
    return trial;
}

static bool trial_run(struct trial *trial)
{
    trial->options.now++;
    return index_update(&trial->options, NULL, &trial->report, &trial->err);
}

static char *trial_shard(struct trial *trial, unsigned shard)
{
    return talloc_asprintf(trial->ctx, "%s/shard-%u", trial->index, shard);
}

static struct xapc_reader *shard_open(struct trial *trial, unsigned shard)
{
    struct xapc_error trouble;
    struct xapc_reader *reader =
        xapc_reader_open(talloc_asprintf(trial->ctx, "%s/current", trial_shard(trial, shard)), &trouble);

    assert_non_null(reader);
    return reader;
}

static char *shard_metadata(struct trial *trial, unsigned shard, const char *key)
{
    struct xapc_reader *reader = shard_open(trial, shard);
    struct xapc_error trouble;
    char *value, *copy;
    size_t len;

    assert_true(xapc_reader_metadata(reader, key, &value, &len, &trouble));
    copy = talloc_strndup(trial->ctx, value, len);
    free(value);
    xapc_reader_free(reader);
    return copy;
}

/* Which shard has a page, by its path; SHARDS for none, and it may not be on two. */
static unsigned shard_of(struct trial *trial, unsigned set, const char *lang)
{
    char *name = talloc_asprintf(trial->ctx, TERM_PATH "page-%u.%s.md", set, lang);
    unsigned found = SHARDS;

    for (unsigned i = 0; i < SHARDS; i++) {
        struct xapc_reader *reader = shard_open(trial, i);
        struct xapc_error trouble;
        uint32_t docid;
        assert_true(xapc_reader_find(reader, (struct xapc_bytes){name, strlen(name)}, &docid, &trouble));
        assert_true(docid == 0 || found == SHARDS);
        found = docid ? i : found;
        xapc_reader_free(reader);
    }
    return found;
}

static void each_page_is_on_one_shard_and_its_translation_with_it(void **state)
{
    struct trial *trial = trial_new();
    bool used[SHARDS] = {false};

    (void)state;
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.added, 2 * SETS);
    for (unsigned i = 0; i < SETS; i++) {
        unsigned shard = shard_of(trial, i, "en");
        assert_true(shard < SHARDS);
        assert_int_equal(shard_of(trial, i, "nl"), shard);
        used[shard] = true;
    }
    assert_true(used[0] && used[1] && used[2]);
    talloc_free(trial);
}

static void libxapian_reads_all_shards_by_their_stub(void **state)
{
    struct trial *trial = trial_new();
    struct xapc_error trouble;
    struct xapc_stats stats;

    (void)state;
    assert_true(trial_run(trial));

    struct xapc_reader *reader = xapc_reader_open(test_path(trial, trial->index, "stub"), &trouble);

    assert_non_null(reader);
    assert_true(xapc_reader_stats(reader, &stats, &trouble));
    assert_int_equal(stats.documents, 2 * SETS);
    xapc_reader_free(reader);
    talloc_free(trial);
}

static void an_update_touches_the_shards_of_changed_pages_alone(void **state)
{
    struct trial *trial = trial_new();
    char *before[SHARDS];

    (void)state;
    assert_true(trial_run(trial));

    unsigned changed = shard_of(trial, 4, "en");

    for (unsigned i = 0; i < SHARDS; i++)
        before[i] = shard_metadata(trial, i, META_GENERATION);
    trial_page(trial, 4, "en", "What everyone at work should know.");
    trial->options.shards = 0; /* it stays in as many as it is */
    assert_true(trial_run(trial));
    assert_false(trial->report.rebuilt);
    for (unsigned i = 0; i < SHARDS; i++) {
        bool same = strcmp(before[i], shard_metadata(trial, i, META_GENERATION)) == 0;
        assert_true(same == (i != changed));
    }
    talloc_free(trial);
}

static void the_generation_that_is_told_is_that_of_all_shards(void **state)
{
    struct trial *trial = trial_new();
    const char *names[SHARDS];

    (void)state;
    assert_true(trial_run(trial));
    trial_page(trial, 4, "en", "What everyone at work should know.");
    assert_true(trial_run(trial));
    for (unsigned i = 0; i < SHARDS; i++)
        names[i] = shard_metadata(trial, i, META_GENERATION);
    assert_string_equal(trial->report.generation, generation_join(trial, names, SHARDS));
    names[1] = NULL;
    assert_string_not_equal(trial->report.generation, generation_join(trial, names, SHARDS));
    talloc_free(trial);
}

static void a_page_that_is_gone_is_gone_from_its_shard(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    assert_int_equal(unlink(test_path(trial, trial->site, "content/page-4.nl.md")), 0);
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.removed, 1);
    assert_int_equal(shard_of(trial, 4, "nl"), SHARDS);
    assert_true(shard_of(trial, 4, "en") < SHARDS);
    talloc_free(trial);
}

/* Four of 24 pages are few; of the few that their shard has they are many. */
static void shrinking_is_judged_over_all_shards(void **state)
{
    struct trial *trial = trial_new();
    unsigned gone = 0;

    (void)state;
    assert_true(trial_run(trial));
    for (unsigned i = 0; i < SETS; i++) {
        if (shard_of(trial, i, "en") != 0 || gone == 2)
            continue;
        gone++;
        unlink(test_path(trial, trial->site, talloc_asprintf(trial, "content/page-%u.en.md", i)));
        unlink(test_path(trial, trial->site, talloc_asprintf(trial, "content/page-%u.nl.md", i)));
    }
    assert_int_equal(gone, 2);
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.removed, 4);
    talloc_free(trial);
}

static void another_number_of_shards_is_refused_with_the_mend(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    trial->options.shards = SHARDS + 1;
    assert_false(trial_run(trial));
    assert_non_null(strstr(trial->err.text, "the index is in 3 shards, and 4 are asked for (make it in another folder"));
    trial->options.shards = 0;
    trial->options.index = test_path(trial, trial->site, "whole");
    assert_true(trial_run(trial));
    trial->options.shards = 2;
    assert_false(trial_run(trial));
    assert_non_null(strstr(trial->err.text, "the index is in one piece, and 2 shards are asked for"));
    talloc_free(trial);
}

/* An indexer that was ended between two shards of a rebuild leaves them with different lists of words. */
static void shards_of_different_rebuilds_are_made_anew(void **state)
{
    struct trial *trial = trial_new();

    (void)state;
    assert_true(trial_run(trial));
    trial_page(trial, 4, "en", "What everyone should know of zeppelins.");
    trial->options.rebuild = true;
    assert_true(trial_run(trial));
    trial->options.rebuild = false;

    struct store *store = store_open(trial, trial_shard(trial, 1), false, &trial->err);

    assert_true(store_rollback(store, &trial->err));
    talloc_free(store);
    assert_true(trial_run(trial));
    assert_true(trial->report.rebuilt);
    assert_true(trial_run(trial));
    assert_int_equal(trial->report.unchanged, 2 * SETS);
    talloc_free(trial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_page_is_on_one_shard_and_its_translation_with_it),
        cmocka_unit_test(libxapian_reads_all_shards_by_their_stub),
        cmocka_unit_test(an_update_touches_the_shards_of_changed_pages_alone),
        cmocka_unit_test(the_generation_that_is_told_is_that_of_all_shards),
        cmocka_unit_test(a_page_that_is_gone_is_gone_from_its_shard),
        cmocka_unit_test(shrinking_is_judged_over_all_shards),
        cmocka_unit_test(another_number_of_shards_is_refused_with_the_mend),
        cmocka_unit_test(shards_of_different_rebuilds_are_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
