/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A site whose files are as they were seen is not read again. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

enum { UNTIL_SETTLED = 4 }; /* seconds */

static struct site *open_it(void *ctx, const char *folder, const struct hash *seen)
{
    struct site_options options = {
        .folder = folder, .now = TEST_NOW, .data_folder = TWC_SOURCE_DIR "/corpus", .seen = seen};
    struct error err;
    struct site *site = site_open(ctx, &options, NULL, &err);

    assert_non_null(site);
    return site;
}

static char *site_of_two(void *ctx)
{
    char *folder = test_folder(ctx);

    site_write(folder, "-- content/a.md --\n---\ntitle: A\n---\nOne.\n-- content/b.md --\n---\ntitle: B\n---\nTwo.\n");
    return folder;
}

static void a_site_as_it_was_seen_is_not_read(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = site_of_two(ctx);

    (void)state;
    sleep(UNTIL_SETTLED);

    struct site *site = open_it(ctx, folder, NULL);
    struct hash seen = site_files(site);

    assert_true(site_settled(site));
    assert_false(site_unread(site));
    assert_int_equal(site_len(site), 2);
    site = open_it(ctx, folder, &seen);
    assert_true(site_unread(site));
    assert_int_equal(site_len(site), 0);

    test_write(folder, "content/c.md", "---\ntitle: C\n---\n");
    site = open_it(ctx, folder, &seen);
    assert_false(site_unread(site));
    assert_int_equal(site_len(site), 3);
    talloc_free(ctx);
}

/* As a program does that restores a file's times: its size and its time of content are what they were. */
static void a_file_with_another_content_and_its_old_size_and_time_is_read(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = site_of_two(ctx), *page = test_path(ctx, folder, "content/b.md");
    struct stat before;

    (void)state;
    assert_int_equal(stat(page, &before), 0);
    sleep(UNTIL_SETTLED);

    struct hash seen = site_files(open_it(ctx, folder, NULL));

    test_write(folder, "content/b.md", "---\ntitle: C\n---\nTwo.\n");
    assert_int_equal(utimensat(AT_FDCWD, page, (struct timespec[2]){before.st_atim, before.st_mtim}, 0), 0);
    sleep(UNTIL_SETTLED);

    struct site *site = open_it(ctx, folder, &seen);

    assert_false(site_unread(site));
    assert_string_equal(site_page(site, 1)->title, "C");
    talloc_free(ctx);
}

static void what_was_changed_a_moment_ago_is_read_again(void **state)
{
    void *ctx = talloc_new(NULL);
    char *folder = site_of_two(ctx);
    struct site *site = open_it(ctx, folder, NULL);
    struct hash seen = site_files(site);

    (void)state;
    assert_false(site_settled(site));
    assert_false(site_unread(open_it(ctx, folder, &seen)));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_as_it_was_seen_is_not_read),
        cmocka_unit_test(a_file_with_another_content_and_its_old_size_and_time_is_read),
        cmocka_unit_test(what_was_changed_a_moment_ago_is_read_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
