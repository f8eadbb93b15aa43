/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index folder: generations, links, the lock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "indexer/store.h"
#include "tests/support/folder.h"

static char *link_of(void *ctx, const char *folder, const char *name)
{
    char target[256];
    ssize_t len = readlink(test_path(ctx, folder, name), target, sizeof(target) - 1);

    return len < 0 ? NULL : talloc_strndup(ctx, target, (size_t)len);
}

/* Publishes one more generation. */
static void publish(void *ctx, const char *folder)
{
    struct error err;
    struct store *store = store_open(ctx, folder, false, &err);
    char *path = store_next(ctx, store, &err);

    assert_non_null(path);
    test_write(path, "made", "");
    assert_true(store_publish(store, path, &err));
    talloc_free(store);
}

static void a_new_folder_serves_nothing(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    struct store *store = store_open(ctx, test_path(ctx, test_folder(ctx), "a/b/index"), false, &err);

    (void)state;
    assert_non_null(store);
    assert_null(store_current(store));
    talloc_free(ctx);
}

static void publishing_swaps_current_and_keeps_the_one_before(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);

    (void)state;
    for (int i = 0; i < 3; i++)
        publish(ctx, folder);
    assert_string_equal(link_of(ctx, folder, "current"), "gen-3");
    assert_string_equal(link_of(ctx, folder, "previous"), "gen-2");
    assert_false(file_exists(test_path(ctx, folder, "gen-1")));
    assert_true(file_exists(test_path(ctx, folder, "current/made")));
    talloc_free(ctx);
}

static void what_a_killed_indexer_left_is_swept(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct error err;

    (void)state;
    publish(ctx, folder);
    test_write(folder, "gen-9/half", "");
    test_write(folder, STORE_SCRATCH "Kq3x9Z", "");
    test_write(folder, "words.038b45ae.new", "");
    test_write(folder, "current/sums.0f1e2d3c.new", "");
    test_write(folder, "words", "");
    talloc_free(store_open(ctx, folder, false, &err));
    assert_false(file_exists(test_path(ctx, folder, "gen-9")));
    assert_false(file_exists(test_path(ctx, folder, STORE_SCRATCH "Kq3x9Z")));
    assert_false(file_exists(test_path(ctx, folder, "words.038b45ae.new")));
    assert_false(file_exists(test_path(ctx, folder, "current/sums.0f1e2d3c.new")));
    assert_true(file_exists(test_path(ctx, folder, "words")));
    assert_true(file_exists(test_path(ctx, folder, "current/made")));
    talloc_free(ctx);
}

static void a_second_indexer_is_told_to_wait(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct error err;
    struct store *first = store_open(ctx, folder, false, &err);

    (void)state;
    assert_non_null(first);
    assert_null(store_open(ctx, folder, false, &err));
    assert_int_equal(err.kind, ERROR_BUSY);
    assert_non_null(strstr(err.text, folder));
    assert_non_null(strstr(err.text, "--wait"));
    talloc_free(first);
    assert_non_null(store_open(ctx, folder, false, &err));
    talloc_free(ctx);
}

static void rolling_back_serves_the_previous_generation_and_can_be_undone(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct error err;

    (void)state;
    publish(ctx, folder);
    publish(ctx, folder);

    struct store *store = store_open(ctx, folder, false, &err);

    assert_true(store_rollback(store, &err));
    assert_string_equal(link_of(ctx, folder, "current"), "gen-1");
    assert_true(store_rollback(store, &err));
    assert_string_equal(link_of(ctx, folder, "current"), "gen-2");
    talloc_free(ctx);
}

static void rolling_back_without_an_earlier_generation_names_the_mend(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct error err;

    (void)state;
    publish(ctx, folder);

    struct store *store = store_open(ctx, folder, false, &err);

    assert_false(store_rollback(store, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.text, folder));
    assert_non_null(strstr(err.text, "twc-index --rebuild"));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_folder_serves_nothing),
        cmocka_unit_test(publishing_swaps_current_and_keeps_the_one_before),
        cmocka_unit_test(what_a_killed_indexer_left_is_swept),
        cmocka_unit_test(a_second_indexer_is_told_to_wait),
        cmocka_unit_test(rolling_back_serves_the_previous_generation_and_can_be_undone),
        cmocka_unit_test(rolling_back_without_an_earlier_generation_names_the_mend),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
