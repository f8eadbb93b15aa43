/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <talloc.h>

#include "base/base.h"
#include "tests/support/folder.h"

enum { BYTES_MAX = 1 << 20 };

static char *folder_of_two(void *ctx)
{
    char *folder = test_folder(ctx);

    test_write(folder, "one", "the first\n");
    test_write(folder, "two", "the second\n");
    test_write(folder, "empty", "");
    sums_write(folder, BYTES_MAX);
    return folder;
}

static void expect(const char *folder, enum sums_state state, const char *file)
{
    char named[SUMS_FILE_MAX] = "";

    assert_int_equal(sums_check(folder, named), state);
    if (file)
        assert_string_equal(named, file);
}

static void what_was_written_is_the_same(void **state)
{
    void *ctx = talloc_new(NULL);

    (void)state;
    expect(folder_of_two(ctx), SUMS_SAME, NULL);
    talloc_free(ctx);
}

static void one_bit_is_told_with_its_file(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = folder_of_two(ctx);

    (void)state;
    test_write(folder, "two", "the secone\n");
    expect(folder, SUMS_OTHER, "two");
    talloc_free(ctx);
}

static void a_file_that_is_gone_cut_or_longer_is_told(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = folder_of_two(ctx);

    (void)state;
    test_write(folder, "one", "the fir");
    expect(folder, SUMS_OTHER, "one");
    test_write(folder, "one", "the first\n\n");
    expect(folder, SUMS_OTHER, "one");
    test_remove(folder, "one");
    expect(folder, SUMS_OTHER, "one");
    talloc_free(ctx);
}

static void without_sums_nothing_is_known(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = folder_of_two(ctx);
    struct error err;

    (void)state;
    assert_true(sums_remove(folder, &err));
    assert_true(sums_remove(folder, &err));
    expect(folder, SUMS_NONE, NULL);
    expect(test_path(ctx, folder, "nowhere"), SUMS_NONE, NULL);
    talloc_free(ctx);
}

static void a_part_of_the_list_counts_as_none(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = folder_of_two(ctx);
    size_t len;
    struct error err;
    char *list = file_read(ctx, test_path(ctx, folder, SUMS_NAME), NULL, BYTES_MAX, &len, NULL, &err);

    (void)state;
    test_write(folder, "two", "another\n");
    for (size_t part = 0; part < len; part++) {
        test_write_bytes(folder, SUMS_NAME, list, part);
        expect(folder, SUMS_NONE, NULL);
    }
    test_write_bytes(folder, SUMS_NAME, list, len);
    expect(folder, SUMS_OTHER, "two");
    list[3] ^= 1;
    test_write_bytes(folder, SUMS_NAME, list, len);
    expect(folder, SUMS_NONE, NULL);
    talloc_free(ctx);
}

static void a_large_folder_is_left_without(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);

    (void)state;
    test_write(folder, "one", "the first\n");
    sums_write(folder, 9);
    expect(folder, SUMS_NONE, NULL);
    sums_write(folder, 10);
    expect(folder, SUMS_SAME, NULL);
    talloc_free(ctx);
}

static void a_file_larger_than_what_is_read_at_once_counts_to_its_end(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx), *large = talloc_zero_size(ctx, 300000);

    (void)state;
    test_write_bytes(folder, "large", large, 300000);
    sums_write(folder, BYTES_MAX);
    expect(folder, SUMS_SAME, NULL);
    large[299999] = 1;
    test_write_bytes(folder, "large", large, 300000);
    expect(folder, SUMS_OTHER, "large");
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_the_same),
        cmocka_unit_test(one_bit_is_told_with_its_file),
        cmocka_unit_test(a_file_that_is_gone_cut_or_longer_is_told),
        cmocka_unit_test(without_sums_nothing_is_known),
        cmocka_unit_test(a_part_of_the_list_counts_as_none),
        cmocka_unit_test(a_large_folder_is_left_without),
        cmocka_unit_test(a_file_larger_than_what_is_read_at_once_counts_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
