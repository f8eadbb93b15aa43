/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of an index on another machine: exported here, imported there, whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/support/folder.h"

#define PAGE(title, text) "---\ntitle: " title "\n---\n" text "\n"

struct copy {
    void *ctx;
    char *site, *shipped, *index; /* shipped: the export; index: the other machine's */
};

static int run(const struct copy *copy, char **out, const char *options)
{
    return test_run(copy->ctx, out, "%s %s '%s'", TWC_INDEX, options, copy->site);
}

static int import(const struct copy *copy, char **out)
{
    return test_run(copy->ctx, out, "%s --index '%s' --import '%s'", TWC_INDEX, copy->index, copy->shipped);
}

static int search(const struct copy *copy, char **out, const char *query)
{
    return test_run(copy->ctx, out, "%s --index '%s' %s", TWC_SEARCH, copy->index, query);
}

static void export(const struct copy *copy)
{
    char *out, *options = talloc_asprintf(copy->ctx, "--export '%s'", copy->shipped);

    if (run(copy, &out, "") != 0 || run(copy, &out, options) != 0)
        fail_msg("%s", out);
}

/* One page, indexed and exported. */
static struct copy copy_new(void)
{
    struct copy copy = {.ctx = talloc_new(NULL)};

    copy.site = test_folder(copy.ctx);
    copy.shipped = test_path(copy.ctx, copy.site, "shipped");
    copy.index = test_path(copy.ctx, copy.site, "other/index");
    test_write(copy.site, "content/strikes.md", PAGE("Strikes", "Walking out together."));
    export(&copy);
    return copy;
}

static void assert_says(const char *out, const char *text)
{
    if (!strstr(out, text))
        fail_msg("\"%s\" is not in: %s", text, out);
}

static void what_was_exported_answers_where_it_is_imported(void **state)
{
    struct copy copy = copy_new();
    char *out;

    (void)state;
    assert_int_equal(import(&copy, &out), 0);
    assert_int_equal(search(&copy, &out, "strikes"), 0);
    assert_says(out, "Strikes");
    talloc_free(copy.ctx);
}

static void a_newer_copy_takes_the_place_of_the_older_which_can_come_back(void **state)
{
    struct copy copy = copy_new();
    char *out;

    (void)state;
    assert_int_equal(import(&copy, &out), 0);
    test_write(copy.site, "content/wages.md", PAGE("Wages", "What the work is worth."));
    export(&copy);
    assert_int_equal(search(&copy, &out, "wages"), 1);
    assert_int_equal(import(&copy, &out), 0);
    assert_int_equal(search(&copy, &out, "wages"), 0);
    assert_int_equal(test_run(copy.ctx, &out, "%s --index '%s' --rollback", TWC_INDEX, copy.index), 0);
    assert_int_equal(search(&copy, &out, "wages"), 1);
    talloc_free(copy.ctx);
}

static void the_copy_that_serves_is_not_taken_twice(void **state)
{
    struct copy copy = copy_new();
    char *out;

    (void)state;
    assert_int_equal(import(&copy, &out), 0);
    assert_int_equal(import(&copy, &out), 0);
    assert_says(out, "serves already");
    assert_int_equal(test_run(copy.ctx, &out, "test -e '%s/gen-2'", copy.index), 1);
    talloc_free(copy.ctx);
}

static void a_copy_that_was_damaged_where_it_serves_is_taken_anew(void **state)
{
    struct copy copy = copy_new();
    char *out;

    (void)state;
    assert_int_equal(import(&copy, &out), 0);
    assert_int_equal(test_run(copy.ctx, &out, "cd '%s/current' && printf x | dd of=docdata.glass bs=1 seek=100 conv=notrunc",
                              copy.index), 0);
    assert_int_equal(import(&copy, &out), 0);
    assert_says(out, "imported from");
    assert_int_equal(search(&copy, &out, "strikes"), 0);
    talloc_free(copy.ctx);
}

static void an_index_in_shards_takes_a_copy_for_each(void **state)
{
    struct copy copy = copy_new();
    char *out;

    (void)state;
    assert_int_equal(test_run(copy.ctx, &out, "%s --quiet --shards 2 --index '%s' '%s'", TWC_INDEX, copy.index, copy.site), 0);
    assert_int_equal(import(&copy, &out), 2);
    assert_says(out, "this index is in shards");
    assert_int_equal(test_run(copy.ctx, &out, "test -e '%s/current'", copy.index), 1);
    talloc_free(copy.ctx);
}

static void an_import_is_shipped_on_like_any_index(void **state)
{
    struct copy copy = copy_new();
    char *out;

    (void)state;
    assert_int_equal(import(&copy, &out), 0);
    assert_int_equal(test_run(copy.ctx, &out, "%s --index '%s' --export '%s/third'", TWC_INDEX, copy.index, copy.site), 0);
    assert_int_equal(test_run(copy.ctx, &out, "cd '%s/third' && sha256sum -c --quiet SHA256SUMS && diff SHA256SUMS '%s'",
                              copy.site, test_path(copy.ctx, copy.shipped, "SHA256SUMS")), 0);
    talloc_free(copy.ctx);
}

/* A file of the export after it was copied badly, and what is told of it. */
static const struct {
    const char *command, *told;
} spoilt[] = {
    {"printf x | dd of=postlist.glass bs=1 seek=100 conv=notrunc", "postlist.glass: this is not the file whose sum"},
    {"truncate -s 8192 termlist.glass", "termlist.glass: this is not the file whose sum"},
    {"rm docdata.glass", "docdata.glass is not in the copy"},
    {"rm SHA256SUMS", "there is no export here"},
    {"echo hello >> SHA256SUMS", "this is not a sum and the name of a file"},
    {"sed -i 's|  |  ../|' SHA256SUMS", "SHA256SUMS:1: this is not a sum and the name of a file"},
    {": > SHA256SUMS", "cannot read that copy"},
};

static void a_copy_that_is_not_whole_is_told_and_the_old_one_serves_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(spoilt) / sizeof(*spoilt); i++) {
        struct copy copy = copy_new();
        char *out;

        assert_int_equal(import(&copy, &out), 0);
        test_write(copy.site, "content/wages.md", PAGE("Wages", "What the work is worth."));
        export(&copy);
        assert_int_equal(test_run(copy.ctx, &out, "cd '%s' && %s", copy.shipped, spoilt[i].command), 0);
        assert_int_equal(import(&copy, &out), 2);
        assert_says(out, spoilt[i].told);
        assert_int_equal(search(&copy, &out, "strikes"), 0);
        assert_int_equal(test_run(copy.ctx, &out, "test -e '%s/gen-2'", copy.index), 1);
        talloc_free(copy.ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_exported_answers_where_it_is_imported),
        cmocka_unit_test(a_newer_copy_takes_the_place_of_the_older_which_can_come_back),
        cmocka_unit_test(the_copy_that_serves_is_not_taken_twice),
        cmocka_unit_test(a_copy_that_was_damaged_where_it_serves_is_taken_anew),
        cmocka_unit_test(an_index_in_shards_takes_a_copy_for_each),
        cmocka_unit_test(an_import_is_shipped_on_like_any_index),
        cmocka_unit_test(a_copy_that_is_not_whole_is_told_and_the_old_one_serves_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
