/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <talloc.h>

#include "base/base.h"
#include "tests/support/folder.h"
#include "tests/support/starve.h"

enum { MAX = 1 << 20 };

static int set_up(void **state)
{
    *state = talloc_new(NULL);
    return 0;
}

static int tear_down(void **state)
{
    return talloc_free(*state);
}

static void expect_refusal(void *ctx, const char *path, enum error_kind kind, const char *text)
{
    size_t len;
    struct error err = {0};
    assert_null(file_read(ctx, path, "x.md", MAX, &len, NULL, &err));
    assert_string_equal(err.text, text);
    assert_int_equal(err.kind, kind);
}

static void a_file_is_read_whole_with_its_state(void **state)
{
    size_t len;
    struct error err;
    struct file_state found;
    char *folder = test_folder(*state), *path = test_path(*state, folder, "a.md");
    test_write_bytes(folder, "a.md", "a\0b", 3);
    char *bytes = file_read(*state, path, NULL, MAX, &len, &found, &err);
    assert_non_null(bytes);
    assert_int_equal(len, 3);
    assert_memory_equal(bytes, "a\0b", 4);
    assert_int_equal(found.size, 3);
    assert_true(found.mtime_ns > 0 && found.inode > 0);
}

static void an_empty_file_is_an_empty_text(void **state)
{
    size_t len = 9;
    struct error err;
    char *folder = test_folder(*state);
    test_write(folder, "a.md", "");
    assert_string_equal(file_read(*state, test_path(*state, folder, "a.md"), NULL, 0, &len, NULL, &err), "");
    assert_int_equal(len, 0);
}

static void a_file_that_says_it_is_empty_is_read_to_its_end(void **state)
{
    size_t len;
    struct error err;
    char *bytes = file_read(*state, "/proc/self/status", NULL, MAX, &len, NULL, &err);
    assert_non_null(bytes);
    assert_true(len > 100);
    assert_null(file_read(*state, "/proc/self/status", "status", 10, &len, NULL, &err));
    assert_string_equal(err.text, "status: has more than the 10 bytes that are read at most (split it, or raise the limit: "
                                  "max_page in twc-search.yaml for pages)");
}

static void a_file_as_large_as_the_limit_is_read_and_a_larger_one_is_told(void **state)
{
    size_t len;
    struct error err;
    char *folder = test_folder(*state), *path = test_path(*state, folder, "a.md");
    test_write(folder, "a.md", "12345");
    assert_string_equal(file_read(*state, path, NULL, 5, &len, NULL, &err), "12345");
    assert_null(file_read(*state, path, "a.md", 4, &len, NULL, &err));
    assert_string_equal(err.text, "a.md: has 5 bytes, and at most 4 are read (split it, or raise the limit: max_page in "
                                  "twc-search.yaml for pages)");
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void what_is_no_file_is_told_and_never_blocks(void **state)
{
    char *folder = test_folder(*state), *path = test_path(*state, folder, "x.md");
    expect_refusal(*state, folder, ERROR_INPUT, "x.md: is a folder, not a file (move it away or exclude it)");
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_refusal(*state, path, ERROR_INPUT, "x.md: is a FIFO, not a file (move it away or exclude it)");
    assert_int_equal(unlink(path), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    expect_refusal(*state, path, ERROR_INPUT, "x.md: is a socket, not a file (move it away or exclude it)");
    close(fd);
    expect_refusal(*state, "/dev/null", ERROR_INPUT, "x.md: is a device, not a file (move it away or exclude it)");
}

static void links_that_lead_to_no_file_are_told(void **state)
{
    char *folder = test_folder(*state), *path = test_path(*state, folder, "x.md");
    assert_int_equal(symlink("gone", path), 0);
    expect_refusal(*state, path, ERROR_INPUT, "x.md: is a link that leads nowhere (mend the link or remove it)");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("x.md", path), 0);
    expect_refusal(*state, path, ERROR_INPUT, "x.md: is a link that leads in a circle (mend the link or remove it)");
}

static void a_missing_file_is_told(void **state)
{
    expect_refusal(*state, test_path(*state, test_folder(*state), "no.md"), ERROR_SYSTEM,
                   "x.md: cannot read it: No such file or directory");
}

static void a_file_without_permission_is_told(void **state)
{
    if (geteuid() == 0)
        skip(); /* root reads everything */
    char *folder = test_folder(*state), *path = test_path(*state, folder, "x.md");
    test_write(folder, "x.md", "a");
    assert_int_equal(chmod(path, 0), 0);
    expect_refusal(*state, path, ERROR_SYSTEM,
                   "x.md: cannot read it: Permission denied (give its reader permission)");
}

static bool read_back(void *ctx, void *path)
{
    size_t len;
    struct error err = {0};
    char *bytes = file_read(ctx, path, NULL, MAX, &len, NULL, &err);
    if (!bytes)
        assert_int_equal(err.kind, ERROR_MEMORY);
    else
        assert_int_equal(len, 1000);
    return bytes != NULL;
}

static void reading_without_memory_is_told(void **state)
{
    char bytes[1000], *folder = test_folder(*state);
    memset(bytes, 'x', sizeof bytes);
    test_write_bytes(folder, "a.md", bytes, sizeof bytes);
    assert_true(test_starve(read_back, test_path(*state, folder, "a.md")) > 0);
}

static int count_entries(void *ctx, const char *folder)
{
    char *out;
    assert_int_equal(test_run(ctx, &out, "ls -A '%s' | wc -l", folder), 0);
    return atoi(out);
}

static void writing_replaces_the_whole_and_leaves_nothing_beside(void **state)
{
    size_t len;
    struct error err;
    struct stat found;
    char *folder = test_folder(*state), *path = test_path(*state, folder, "a");
    assert_true(file_write(path, SPAN("a long first content"), &err));
    assert_int_equal(chmod(path, 0640), 0);
    assert_true(file_write(path, SPAN("short"), &err));
    assert_string_equal(file_read(*state, path, NULL, MAX, &len, NULL, &err), "short");
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0640);
    assert_int_equal(count_entries(*state, folder), 1);
}

static void the_name_of_an_unfinished_file_is_known(void **state)
{
    (void)state;
    assert_true(file_is_unfinished("words.038b45ae.new"));
    const char *const others[] = {"words", "", ".new", ".038b45ae.new", "words.new", "words.38b45ae.new", "words.038b45ae.newer",
                                  "words.038b45aX.new", "words-038b45ae.new"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(file_is_unfinished(others[i]));
}

static void a_write_that_cannot_be_is_told_and_leaves_nothing(void **state)
{
    struct error err;
    char *folder = test_folder(*state), *path = test_path(*state, folder, "a");
    assert_true(folder_make(path, 0755, &err)); /* a folder is in the place of the file */
    assert_false(file_write(path, SPAN("x"), &err));
    assert_string_equal(err.text, talloc_asprintf(*state, "%s: cannot write it: Is a directory", path));
    assert_int_equal(count_entries(*state, folder), 1);
    assert_false(file_write(test_path(*state, folder, "no/such"), SPAN("x"), &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
}

static void folders_are_made_with_their_parents(void **state)
{
    struct error err;
    char *folder = test_folder(*state);
    assert_true(folder_make(test_path(*state, folder, "a/b//c/"), 0755, &err));
    assert_true(file_exists(test_path(*state, folder, "a/b/c")));
    assert_true(folder_make(test_path(*state, folder, "a/b/c"), 0755, &err));
    test_write(folder, "file", "x");
    char *path = test_path(*state, folder, "file/below");
    assert_false(folder_make(path, 0755, &err));
    assert_string_equal(err.text, talloc_asprintf(*state, "%s/file: is in the way: it is not a folder (move it or take "
                                                          "another name)", folder));
}

static void a_folder_is_as_large_as_the_files_in_it(void **state)
{
    char *folder = test_folder(*state);
    struct error err = {0};

    assert_true(file_write(test_path(*state, folder, "a"), SPAN("three"), &err));
    assert_true(file_write(test_path(*state, folder, "b"), SPAN("four"), &err));
    assert_true(folder_make(test_path(*state, folder, "sub"), 0755, &err));
    assert_true(file_write(test_path(*state, folder, "sub/c"), SPAN("left out"), &err));
    assert_int_equal(folder_bytes(folder), 9);
    assert_int_equal(folder_bytes(test_path(*state, folder, "nowhere")), 0);
}

static void removing_takes_all_that_is_inside_and_follows_no_link(void **state)
{
    struct error err;
    char *folder = test_folder(*state);
    test_write(folder, "keep/me", "x");
    test_write(folder, "gone/a/b", "x");
    assert_int_equal(symlink("../keep", test_path(*state, folder, "gone/link")), 0);
    assert_true(folder_remove(test_path(*state, folder, "gone"), &err));
    assert_false(file_exists(test_path(*state, folder, "gone")));
    assert_true(file_exists(test_path(*state, folder, "keep/me")));
    assert_true(folder_remove(test_path(*state, folder, "gone"), &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_read_whole_with_its_state, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_file_is_an_empty_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_says_it_is_empty_is_read_to_its_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_as_large_as_the_limit_is_read_and_a_larger_one_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_told_and_never_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_that_lead_to_no_file_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_file_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_without_permission_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reading_without_memory_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writing_replaces_the_whole_and_leaves_nothing_beside, set_up, tear_down),
        cmocka_unit_test(the_name_of_an_unfinished_file_is_known),
        cmocka_unit_test_setup_teardown(a_write_that_cannot_be_is_told_and_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folders_are_made_with_their_parents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_as_large_as_the_files_in_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(removing_takes_all_that_is_inside_and_follows_no_link, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
