/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, and staying with what the path leads to. */
#include "support.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make(const char *path, const char *name)
{
    struct xapc_writer *writer = writer_new(path);
    put(writer, name, "word", NULL, NULL);
    commit(writer);
    xapc_writer_free(writer);
}

static bool reopened(struct xapc_reader *reader)
{
    struct xapc_error err;
    bool changed;
    ok(xapc_reader_reopen(reader, &changed, &err));
    return changed;
}

static void cannot_open(const char *path, enum xapc_code code, const char *piece)
{
    struct xapc_error err;
    fails(xapc_reader_open(path, &err) != NULL, code, piece);
}

static void a_path_without_a_database_is_not_found(void **state)
{
    cannot_open(in(state, "none"), XAPC_NOT_FOUND,
                "/none: No such file or directory (give the path of a database, or make one there first)");
    assert_int_equal(mkdir(in(state, "empty"), 0700), 0);
    cannot_open(in(state, "empty"), XAPC_NOT_FOUND, "(give the path of a database, or make one there first)");
    write_file(in(state, "text"), "just some text, not a database at all\n");
    cannot_open(in(state, "text/db"), XAPC_NOT_FOUND, "Not a directory");
}

static void a_file_that_is_neither_database_nor_stub_is_told(void **state)
{
    struct xapc_error err;
    write_file(in(state, "text"), "just some text, not a database at all\n");
    assert_null(xapc_reader_open(in(state, "text"), &err));
    assert_true(err.code == XAPC_NOT_FOUND || err.code == XAPC_DAMAGED);
}

static void what_may_not_be_read_is_the_systems(void **state)
{
    if (geteuid() == 0)
        skip(); /* root reads everything */
    make(in(state, "db"), "a");
    assert_int_equal(chmod(in(state, "db"), 0), 0);
    cannot_open(in(state, "db"), XAPC_SYSTEM, "Permission denied");
    assert_int_equal(chmod(in(state, "db"), 0700), 0);
    const char *files[] = {"db/iamglass", "db/postlist.glass"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(chmod(in(state, files[i]), 0), 0);
        cannot_open(in(state, "db"), XAPC_SYSTEM, "Permission denied");
        assert_int_equal(chmod(in(state, files[i]), 0600), 0);
    }
}

static void a_link_that_loops_is_the_systems(void **state)
{
    assert_int_equal(symlink("loop", in(state, "loop")), 0);
    cannot_open(in(state, "loop"), XAPC_SYSTEM,
                "(see to the disk's space, its health and the permissions, then try again)");
}

static void a_long_message_keeps_its_mend(void **state)
{
    (void)state;
    struct xapc_error err;
    char path[900];
    for (size_t len = 0; len < 800;)
        len += (size_t)snprintf(path + len, sizeof path - len, "/none/n\xc3\xa9\n");
    fails(xapc_reader_open(path, &err) != NULL, XAPC_NOT_FOUND,
          "(give the path of a database, or make one there first)");
    assert_int_equal(strlen(err.text) >= sizeof err.text - 4, 1);
    char before = *(strstr(err.text, " (give") - 1);
    assert_true((before & 0xC0) != 0xC0); /* no half of a letter */
}

static void an_error_may_be_ignored(void **state)
{
    assert_null(xapc_reader_open(in(state, "none"), NULL));
}

static void freeing_nothing_is_fine(void **state)
{
    (void)state;
    xapc_reader_free(NULL);
    xapc_writer_free(NULL);
    xapc_hits_free(NULL);
    xapc_terms_free(NULL);
    xapc_stemmer_free(NULL);
}

static void reopening_shows_the_newest_commit(void **state)
{
    make(in(state, "db"), "a");
    struct xapc_reader *reader = reader_new(in(state, "db"));
    assert_false(reopened(reader));
    make(in(state, "db"), "b");
    finds(reader, term("word"), "a");
    assert_true(reopened(reader));
    finds(reader, term("word"), "a b");
    assert_false(reopened(reader));
    struct xapc_error err;
    ok(xapc_reader_reopen(reader, NULL, &err));
    xapc_reader_free(reader);
}

/* The two databases have one commit each: libxapian compares the revisions, sees 1 and 1, and stays with the old one.
 */
static void reopening_follows_a_link_to_a_database_of_the_same_revision(void **state)
{
    make(in(state, "gen-1"), "a");
    make(in(state, "gen-2"), "b");
    assert_int_equal(symlink("gen-1", in(state, "current")), 0);
    struct xapc_reader *reader = reader_new(in(state, "current"));
    finds(reader, term("word"), "a");
    assert_int_equal(symlink("gen-2", in(state, "next")), 0);
    assert_int_equal(rename(in(state, "next"), in(state, "current")), 0);
    finds(reader, term("word"), "a");
    assert_true(reopened(reader));
    finds(reader, term("word"), "b");
    assert_false(reopened(reader));
    make(in(state, "gen-2"), "c");
    assert_true(reopened(reader));
    finds(reader, term("word"), "b c");
    xapc_reader_free(reader);
}

static void a_link_further_up_the_path_is_followed_too(void **state)
{
    assert_int_equal(mkdir(in(state, "one"), 0700), 0);
    assert_int_equal(mkdir(in(state, "two"), 0700), 0);
    make(in(state, "one/db"), "a");
    make(in(state, "two/db"), "b");
    assert_int_equal(symlink("one", in(state, "site")), 0);
    struct xapc_reader *reader = reader_new(in(state, "site/db"));
    assert_int_equal(unlink(in(state, "site")), 0);
    assert_false(reopened(reader)); /* nothing there for a moment */
    finds(reader, term("word"), "a");
    assert_int_equal(symlink("two", in(state, "site")), 0);
    assert_true(reopened(reader));
    finds(reader, term("word"), "b");
    xapc_reader_free(reader);
}

static void a_folder_that_was_replaced_is_opened_anew(void **state)
{
    make(in(state, "db"), "a");
    make(in(state, "new"), "b");
    struct xapc_reader *reader = reader_new(in(state, "db"));
    assert_int_equal(rename(in(state, "db"), in(state, "old")), 0);
    assert_false(reopened(reader));
    finds(reader, term("word"), "a");
    assert_int_equal(rename(in(state, "new"), in(state, "db")), 0);
    assert_true(reopened(reader));
    finds(reader, term("word"), "b");
    xapc_reader_free(reader);
}

static void a_database_that_was_overwritten_in_place_is_read_anew(void **state)
{
    make(in(state, "db"), "a");
    struct xapc_reader *reader = reader_new(in(state, "db"));
    struct xapc_error err;
    struct xapc_writer_options options = {.open = XAPC_CREATE_OR_OVERWRITE};
    struct xapc_writer *writer = xapc_writer_open(in(state, "db"), &options, &err);
    ok(writer != NULL);
    put(writer, "b", "word", NULL, NULL);
    commit(writer);
    xapc_writer_free(writer);
    reopened(reader);
    finds(reader, term("word"), "b");
    xapc_reader_free(reader);
}

static void a_stub_joins_its_databases(void **state)
{
    make(in(state, "one"), "a");
    make(in(state, "two"), "b");
    write_file(in(state, "stub"), "auto one\nauto two\n");
    struct xapc_reader *reader = reader_new(in(state, "stub"));
    finds(reader, term("word"), "a b");
    assert_int_equal(documents(reader), 2);
    struct xapc_error err;
    struct xapc_stats stats;
    ok(xapc_reader_stats(reader, &stats, &err));
    assert_int_equal(stats.revision, 0);
    make(in(state, "two"), "c");
    assert_true(reopened(reader));
    finds(reader, term("word"), "a b c");
    xapc_reader_free(reader);
}

static void a_stub_that_was_replaced_is_read_anew(void **state)
{
    make(in(state, "one"), "a");
    make(in(state, "two"), "b");
    write_file(in(state, "stub"), "auto one\n");
    struct xapc_reader *reader = reader_new(in(state, "stub"));
    write_file(in(state, "new"), "auto two\n");
    assert_int_equal(rename(in(state, "new"), in(state, "stub")), 0);
    assert_true(reopened(reader));
    finds(reader, term("word"), "b");
    xapc_reader_free(reader);
}

static void a_stubs_link_that_was_swapped_is_followed(void **state)
{
    make(in(state, "gen-1"), "a");
    make(in(state, "gen-2"), "b");
    assert_int_equal(symlink("gen-1", in(state, "current")), 0);
    write_file(in(state, "stub"), "auto current\n");
    struct xapc_reader *reader = reader_new(in(state, "stub"));
    assert_int_equal(unlink(in(state, "current")), 0);
    assert_int_equal(symlink("gen-2", in(state, "current")), 0);
    assert_true(reopened(reader));
    finds(reader, term("word"), "b");
    assert_false(reopened(reader));
    xapc_reader_free(reader);
}

static void a_deleted_database_still_answers(void **state)
{
    make(in(state, "db"), "a");
    struct xapc_reader *reader = reader_new(in(state, "db"));
    const char *files[] = {"db/docdata.glass",  "db/iamglass",       "db/position.glass",
                           "db/postlist.glass", "db/termlist.glass", "db/flintlock"};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(unlink(in(state, files[i])), 0);
    assert_int_equal(rmdir(in(state, "db")), 0);
    assert_false(reopened(reader));
    finds(reader, term("word"), "a");
    xapc_reader_free(reader);
}

static void stats_tell_sizes_and_the_revision(void **state)
{
    make(in(state, "db"), "a");
    struct xapc_reader *reader = reader_new(in(state, "db"));
    struct xapc_error err;
    struct xapc_stats before, after;
    ok(xapc_reader_stats(reader, &before, &err));
    assert_int_equal(before.documents, 1);
    assert_int_equal(before.last_docid, 1);
    assert_true(before.average_length == 1);
    make(in(state, "db"), "b");
    reopened(reader);
    ok(xapc_reader_stats(reader, &after, &err));
    assert_int_equal(after.documents, 2);
    assert_true(after.revision > before.revision);
    xapc_reader_free(reader);
}

static void the_version_is_libxapians(void **state)
{
    (void)state;
    assert_int_equal(strncmp(xapc_version(), "1.", 2), 0);
}

#define with_folder(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(a_path_without_a_database_is_not_found),
        with_folder(a_file_that_is_neither_database_nor_stub_is_told),
        with_folder(what_may_not_be_read_is_the_systems),
        with_folder(a_link_that_loops_is_the_systems),
        with_folder(a_long_message_keeps_its_mend),
        with_folder(an_error_may_be_ignored),
        with_folder(freeing_nothing_is_fine),
        with_folder(reopening_shows_the_newest_commit),
        with_folder(reopening_follows_a_link_to_a_database_of_the_same_revision),
        with_folder(a_link_further_up_the_path_is_followed_too),
        with_folder(a_folder_that_was_replaced_is_opened_anew),
        with_folder(a_database_that_was_overwritten_in_place_is_read_anew),
        with_folder(a_stub_joins_its_databases),
        with_folder(a_stub_that_was_replaced_is_read_anew),
        with_folder(a_stubs_link_that_was_swapped_is_followed),
        with_folder(a_deleted_database_still_answers),
        with_folder(stats_tell_sizes_and_the_revision),
        with_folder(the_version_is_libxapians),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
