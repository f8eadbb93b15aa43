/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting, deleting, transactions, the lock. */
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct xapc_writer *writer;

static int open_writer(void **state)
{
    folder_make(state);
    writer = writer_new(in(state, "db"));
    return 0;
}

static int close_writer(void **state)
{
    xapc_writer_free(writer);
    writer = NULL;
    return folder_remove(state);
}

/* What a reader that opens the database now finds for "word". */
static void committed(void **state, const char *expected)
{
    struct xapc_reader *reader = reader_new(in(state, "db"));
    finds(reader, term("word"), expected);
    xapc_reader_free(reader);
}

static void begin(void)
{
    struct xapc_error err;
    ok(xapc_writer_begin(writer, &err));
}

static void cancel(void)
{
    struct xapc_error err;
    ok(xapc_writer_cancel(writer, &err));
}

static void a_second_put_with_the_same_term_replaces_the_first(void **state)
{
    uint32_t first = put(writer, "a", "word", NULL, NULL);
    assert_int_equal(put(writer, "a", "word other", NULL, NULL), first);
    commit(writer);
    committed(state, "a");
    struct xapc_reader *reader = reader_new(in(state, "db"));
    assert_int_equal(documents(reader), 1);
    finds(reader, term("other"), "a");
    xapc_reader_free(reader);
}

static void without_a_unique_term_a_put_always_adds(void **state)
{
    struct xapc_error err;
    struct xapc_posting posting = {.term = bytes("word"), .wdf = 1};
    struct xapc_document document = {.data = bytes("x"), .postings = &posting, .postings_len = 1};
    ok(xapc_writer_put(writer, (struct xapc_bytes){NULL, 0}, &document, NULL, &err));
    ok(xapc_writer_put(writer, (struct xapc_bytes){NULL, 0}, &document, NULL, &err));
    commit(writer);
    committed(state, "x x");
}

static void deleting_takes_all_that_hold_the_term(void **state)
{
    struct xapc_error err;
    put(writer, "a", "word same", NULL, NULL);
    put(writer, "b", "word", NULL, NULL);
    put(writer, "c", "word same", NULL, NULL);
    ok(xapc_writer_delete(writer, bytes("same"), &err));
    ok(xapc_writer_delete(writer, bytes("nobody"), &err));
    commit(writer);
    committed(state, "b");
}

static void nothing_is_seen_before_commit(void **state)
{
    put(writer, "a", "word", NULL, NULL);
    committed(state, "");
    commit(writer);
    committed(state, "a");
    begin();
    put(writer, "b", "word", NULL, NULL);
    committed(state, "a");
    commit(writer);
    committed(state, "a b");
    commit(writer); /* nothing to do */
}

static void a_view_sees_what_is_not_committed(void **state)
{
    struct xapc_error err;
    put(writer, "a", "word", "zero", NULL);
    commit(writer);
    begin();
    struct xapc_reader *view = xapc_writer_view(writer, &err);
    ok(view != NULL);
    finds(view, term("word"), "a");
    put(writer, "b", "word near other", "nil", NULL);
    ok(xapc_writer_set_metadata(writer, "key", bytes("value"), &err));
    ok(xapc_writer_delete(writer, bytes("a"), &err));
    bool changed = true;
    ok(xapc_reader_reopen(view, &changed, &err));
    assert_false(changed);
    finds(view, term("word"), "b");
    finds(view, tree(XAPC_PHRASE, term("near"), term("other"), NULL), "b");
    struct xapc_query *range = leaf(XAPC_VALUE_RANGE);
    range->low = bytes("nil");
    finds(view, range, "b");
    char *value;
    size_t len;
    ok(xapc_reader_metadata(view, "key", &value, &len, &err));
    assert_string_equal(value, "value");
    free(value);
    committed(state, "a");
    xapc_reader_free(view);
    commit(writer);
    committed(state, "b");
}

static void a_cancelled_transaction_leaves_nothing(void **state)
{
    struct xapc_error err;
    uint32_t last = put(writer, "a", "word", NULL, NULL);
    commit(writer);
    begin();
    put(writer, "a", "changed", NULL, NULL);
    put(writer, "b", "word", "value", NULL);
    ok(xapc_writer_set_metadata(writer, "key", bytes("value"), &err));
    struct xapc_reader *view = xapc_writer_view(writer, &err);
    finds(view, term("word"), "b");
    cancel();
    finds(view, term("word"), "a");
    finds(view, term("changed"), "");
    char *value;
    size_t len;
    ok(xapc_reader_metadata(view, "key", &value, &len, &err));
    assert_int_equal(len, 0);
    free(value);
    xapc_reader_free(view);
    committed(state, "a");
    assert_int_equal(put(writer, "b", "word", NULL, NULL), last + 1);
    commit(writer);
    committed(state, "a b");
}

static void cancel_undoes_what_was_put_outside_a_transaction(void **state)
{
    put(writer, "a", "word", NULL, NULL);
    cancel();
    cancel(); /* nothing to do */
    commit(writer);
    committed(state, "");
}

static void freeing_gives_up_what_was_not_committed(void **state)
{
    put(writer, "a", "word", NULL, NULL);
    commit(writer);
    put(writer, "b", "word", NULL, NULL);
    xapc_writer_free(writer);
    committed(state, "a");
    writer = writer_new(in(state, "db"));
    begin();
    put(writer, "c", "word", NULL, NULL);
    xapc_writer_free(writer);
    committed(state, "a");
    writer = writer_new(in(state, "db"));
}

/* libxapian commits by itself after so many documents; here only commit does. */
static void ten_thousand_puts_are_no_commit(void **state)
{
    struct xapc_error err;
    struct xapc_posting posting = {.term = bytes("word"), .wdf = 1};
    struct xapc_document document = {.postings = &posting, .postings_len = 1};
    for (int i = 0; i < 10050; i++)
        ok(xapc_writer_put(writer, (struct xapc_bytes){NULL, 0}, &document, NULL, &err));
    struct xapc_reader *reader = reader_new(in(state, "db"));
    assert_int_equal(documents(reader), 0);
    commit(writer);
    ok(xapc_reader_reopen(reader, NULL, &err));
    assert_int_equal(documents(reader), 10050);
    xapc_reader_free(reader);
}

static void a_transaction_in_another_is_refused(void **state)
{
    (void)state;
    struct xapc_error err;
    begin();
    fails(xapc_writer_begin(writer, &err), XAPC_INVALID, "a transaction is open already (commit or cancel it first)");
    cancel();
    put(writer, "a", "word", NULL, NULL);
    fails(xapc_writer_begin(writer, &err), XAPC_INVALID,
          "there are changes that no commit followed (commit them, then begin)");
}

static void the_same_term_twice_adds_up(void **state)
{
    (void)state;
    struct xapc_error err;
    const uint32_t one[] = {9, 3}, two[] = {5};
    struct xapc_posting postings[] = {
        {bytes("word"), 2, one, 2}, {bytes("word"), 3, two, 1}, {bytes("weak"), 0, NULL, 0}};
    struct xapc_document document = {.data = bytes("x"), .postings = postings, .postings_len = 3};
    uint32_t docid, *positions;
    ok(xapc_writer_put(writer, (struct xapc_bytes){NULL, 0}, &document, &docid, &err));
    struct xapc_reader *view = xapc_writer_view(writer, &err);
    struct xapc_terms *terms = xapc_reader_document_terms(view, docid, bytes("w"), &err);
    assert_int_equal(terms->len, 2);
    assert_true(bytes_are(terms->at[0].value, "weak"));
    assert_int_equal(terms->at[0].count, 0);
    assert_int_equal(terms->at[1].count, 5);
    xapc_terms_free(terms);
    size_t len;
    ok(xapc_reader_positions(view, docid, bytes("word"), &positions, &len, &err));
    assert_int_equal(len, 3);
    assert_int_equal(positions[0] * 100 + positions[1] * 10 + positions[2], 359);
    free(positions);
    struct xapc_stats stats;
    ok(xapc_reader_stats(view, &stats, &err));
    assert_true(stats.average_length == 5);
    xapc_reader_free(view);
}

static void data_values_and_metadata_may_hold_any_byte(void **state)
{
    (void)state;
    struct xapc_error err;
    struct xapc_value value = {7, BYTES("v\0\xff")};
    struct xapc_posting posting = {.term = BYTES("t\0\xfe"), .wdf = 1};
    struct xapc_document document = {BYTES("d\0\n"), &posting, 1, &value, 1};
    uint32_t docid;
    ok(xapc_writer_put(writer, posting.term, &document, &docid, &err));
    ok(xapc_writer_set_metadata(writer, "k", BYTES("m\0m"), &err));
    commit(writer);
    struct xapc_reader *view = xapc_writer_view(writer, &err);
    char *out;
    size_t len;
    ok(xapc_reader_data(view, docid, &out, &len, &err));
    assert_int_equal(len, 3);
    assert_memory_equal(out, "d\0\n", 4);
    free(out);
    ok(xapc_reader_value(view, docid, 7, &out, &len, &err));
    assert_int_equal(len, 3);
    assert_memory_equal(out, "v\0\xff", 4);
    free(out);
    ok(xapc_reader_metadata(view, "k", &out, &len, &err));
    assert_int_equal(len, 3);
    assert_memory_equal(out, "m\0m", 4);
    free(out);
    uint32_t first;
    ok(xapc_reader_find(view, posting.term, &first, &err));
    assert_int_equal(first, docid);
    xapc_reader_free(view);
}

static void an_empty_value_takes_metadata_out(void **state)
{
    (void)state;
    struct xapc_error err;
    ok(xapc_writer_set_metadata(writer, "k", bytes("v"), &err));
    commit(writer);
    ok(xapc_writer_set_metadata(writer, "k", (struct xapc_bytes){NULL, 0}, &err));
    struct xapc_reader *view = xapc_writer_view(writer, &err);
    struct xapc_terms *keys = xapc_reader_metadata_keys(view, "", &err);
    ok(keys != NULL);
    assert_int_equal(keys->len, 0);
    xapc_terms_free(keys);
    xapc_reader_free(view);
}

static void an_empty_key_is_refused(void **state)
{
    (void)state;
    struct xapc_error err;
    fails(xapc_writer_set_metadata(writer, "", bytes("v"), &err), XAPC_INVALID, "mpty");
}

/* Each is one that libxapian itself takes when putting, and then cannot commit. */
static void a_document_that_could_not_be_committed_is_refused_at_once(void **state)
{
    struct xapc_error err;
    char nuls[200] = {0}, longest[246];
    memset(longest, 'x', sizeof longest);
    put(writer, "good", "word", NULL, NULL);
    struct xapc_posting posting = {.term = {nuls, sizeof nuls}, .wdf = 1};
    struct xapc_document document = {.postings = &posting, .postings_len = 1};
    fails(xapc_writer_put(writer, bytes("bad"), &document, NULL, &err), XAPC_INVALID, "a term takes 400 bytes");
    posting.term = (struct xapc_bytes){longest, sizeof longest};
    fails(xapc_writer_put(writer, bytes("bad"), &document, NULL, &err), XAPC_INVALID, "a term takes 246 bytes");
    posting.term = (struct xapc_bytes){longest, 0};
    fails(xapc_writer_put(writer, bytes("bad"), &document, NULL, &err), XAPC_INVALID, "a term is empty");
    document.postings_len = 0;
    fails(xapc_writer_put(writer, (struct xapc_bytes){longest, 246}, &document, NULL, &err), XAPC_INVALID, "246");
    fails(xapc_writer_delete(writer, (struct xapc_bytes){NULL, 0}, &err), XAPC_INVALID, "a term is empty");
    struct xapc_value value = {XAPC_NO_SLOT, bytes("v")};
    document.values = &value;
    document.values_len = 1;
    fails(xapc_writer_put(writer, bytes("bad"), &document, NULL, &err), XAPC_INVALID, "a value names no slot");
    commit(writer);
    committed(state, "good");
}

static void the_longest_terms_are_taken(void **state)
{
    (void)state;
    struct xapc_error err;
    char longest[245], nuls[122] = {0};
    memset(longest, 0xff, sizeof longest);
    const uint32_t position = UINT32_MAX - 1;
    struct xapc_posting postings[] = {{{longest, 245}, 1, &position, 1}, {{nuls, 122}, 1, &position, 1}};
    struct xapc_document document = {.postings = postings, .postings_len = 2};
    ok(xapc_writer_put(writer, postings[0].term, &document, NULL, &err));
    commit(writer);
    struct xapc_reader *reader = reader_new(in(state, "db"));
    for (int i = 0; i < 2; i++) {
        uint32_t docid;
        ok(xapc_reader_find(reader, postings[i].term, &docid, &err));
        assert_int_equal(docid, 1);
    }
    xapc_reader_free(reader);
}

static void a_second_writer_is_locked_out(void **state)
{
    struct xapc_error err;
    fails(xapc_writer_open(in(state, "db"), NULL, &err) != NULL, XAPC_LOCKED,
          "(wait until the other writer is done, or end it)");
    xapc_writer_free(writer);
    writer = writer_new(in(state, "db"));
}

static void a_writer_may_wait_for_the_lock(void **state)
{
    put(writer, "a", "word", NULL, NULL);
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    xapc_writer_free(writer); /* never fork with one open */
    pid_t child = fork();
    if (child == 0) {
        struct xapc_writer *other = xapc_writer_open(in(state, "db"), NULL, NULL);
        if (!other || write(ready[1], "x", 1) != 1)
            _exit(1);
        usleep(200 * 1000);
        xapc_writer_free(other);
        _exit(0);
    }
    char byte;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    struct xapc_error err;
    struct xapc_writer_options wait_for_it = {.wait_for_lock = true};
    fails(xapc_writer_open(in(state, "db"), NULL, &err) != NULL, XAPC_LOCKED, "locked");
    writer = xapc_writer_open(in(state, "db"), &wait_for_it, &err);
    ok(writer != NULL);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ready[0]), close(ready[1]);
}

static void opening_says_what_is_in_the_way(void **state)
{
    struct xapc_error err;
    struct xapc_writer_options there = {.open = XAPC_OPEN};
    fails(xapc_writer_open(in(state, "none"), &there, &err) != NULL, XAPC_NOT_FOUND,
          "(give the path of a database, or make one there first)");
    fails(xapc_writer_open(in(state, "none/below"), NULL, &err) != NULL, XAPC_SYSTEM, "No such file or directory");
    fails(xapc_writer_open(in(state, "none/below"), NULL, &err) != NULL, XAPC_SYSTEM, "(see to the disk's space");
    there.open = (enum xapc_open)9;
    fails(xapc_writer_open(in(state, "none"), &there, &err) != NULL, XAPC_INVALID,
          "the way of opening 9 is unknown (use one of enum xapc_open)");
    write_file(in(state, "file"), "text");
    assert_null(xapc_writer_open(in(state, "file"), NULL, &err));
    assert_true(err.text[0] != '\0');
}

static void overwriting_starts_empty(void **state)
{
    struct xapc_error err;
    put(writer, "a", "word", NULL, NULL);
    commit(writer);
    xapc_writer_free(writer);
    struct xapc_writer_options anew = {.open = XAPC_CREATE_OR_OVERWRITE, .no_sync = true};
    writer = xapc_writer_open(in(state, "db"), &anew, &err);
    ok(writer != NULL);
    committed(state, "");
    put(writer, "b", "word", NULL, NULL);
    commit(writer);
    committed(state, "b");
}

/* In a child whose files may not grow, which stands for a full disk. */
static int commit_on_a_full_disk(const char *path)
{
    struct xapc_error err;
    signal(SIGXFSZ, SIG_IGN);
    struct xapc_writer *full = xapc_writer_open(path, NULL, NULL);
    char text[4000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + rand() % 26);
    struct rlimit limit = {20 * 1024, 20 * 1024};
    setrlimit(RLIMIT_FSIZE, &limit);
    bool done = true;
    for (int i = 0; i < 50 && done; i++) {
        struct xapc_posting posting = {.term = {text + i, 40}, .wdf = 1};
        struct xapc_document document = {{text, sizeof text}, &posting, 1, NULL, 0};
        done = xapc_writer_put(full, (struct xapc_bytes){NULL, 0}, &document, NULL, &err);
    }
    done = done && xapc_writer_commit(full, &err);
    if (done || err.code != XAPC_SYSTEM || !strstr(err.text, "(see to the disk's space")) {
        fprintf(stderr, "done %d, %d: %s\n", done, (int)err.code, done ? "" : err.text);
        return 1;
    }
    xapc_writer_free(full);
    return 0;
}

static void a_commit_that_fails_leaves_the_last_one(void **state)
{
    put(writer, "a", "word", NULL, NULL);
    commit(writer);
    xapc_writer_free(writer);
    writer = NULL;
    pid_t child = fork();
    if (child == 0)
        _exit(commit_on_a_full_disk(in(state, "db")));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    committed(state, "a");
    writer = writer_new(in(state, "db"));
    put(writer, "b", "word", NULL, NULL);
    commit(writer);
    committed(state, "a b");
}

#define with_writer(test) cmocka_unit_test_setup_teardown(test, open_writer, close_writer)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_writer(a_second_put_with_the_same_term_replaces_the_first),
        with_writer(without_a_unique_term_a_put_always_adds),
        with_writer(deleting_takes_all_that_hold_the_term),
        with_writer(nothing_is_seen_before_commit),
        with_writer(a_view_sees_what_is_not_committed),
        with_writer(a_cancelled_transaction_leaves_nothing),
        with_writer(cancel_undoes_what_was_put_outside_a_transaction),
        with_writer(freeing_gives_up_what_was_not_committed),
        with_writer(ten_thousand_puts_are_no_commit),
        with_writer(a_transaction_in_another_is_refused),
        with_writer(the_same_term_twice_adds_up),
        with_writer(data_values_and_metadata_may_hold_any_byte),
        with_writer(an_empty_value_takes_metadata_out),
        with_writer(an_empty_key_is_refused),
        with_writer(a_document_that_could_not_be_committed_is_refused_at_once),
        with_writer(the_longest_terms_are_taken),
        with_writer(a_second_writer_is_locked_out),
        with_writer(a_writer_may_wait_for_the_lock),
        with_writer(opening_says_what_is_in_the_way),
        with_writer(overwriting_starts_empty),
        with_writer(a_commit_that_fails_leaves_the_last_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
