/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database written at once is, byte by byte, what libxapian writes. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TERMS_MAX = 120, POSITIONS_MAX = 40, VALUES_MAX = 4, DATA_MAX = 30000 };

static uint64_t state_of_chance;

static uint32_t chance(uint32_t below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state_of_chance >> 33) % below;
}

/* ---- documents of all kinds ---- */

struct made {
    struct xapc_document it;
    struct xapc_posting postings[TERMS_MAX];
    struct xapc_value values[VALUES_MAX];
    uint32_t positions[TERMS_MAX][POSITIONS_MAX];
    char terms[TERMS_MAX][246], texts[VALUES_MAX][24], data[DATA_MAX];
};

static struct xapc_bytes make_term(char *out, uint32_t number)
{
    int len = snprintf(out, 246, "Zen:%c%u", 'a' + (int)(number % 7), number);

    if (number % 101 == 0) { /* as long as may be */
        memset(out + len, 'x', 245 - (size_t)len);
        len = 245;
    }
    if (number % 97 == 0) { /* with NULs, which a key has twice */
        memcpy(out, "\0a\0\0b", 5);
        len = 9 + (int)(number % 3);
    }
    return (struct xapc_bytes){out, (size_t)len};
}

static void make_posting(struct made *made, size_t i)
{
    struct xapc_posting *posting = &made->postings[i];
    uint32_t number = chance(chance(2) ? 40 : 5000), at = chance(3) ? chance(300) : chance(1u << 31);

    *posting = (struct xapc_posting){.term = make_term(made->terms[i], number), .positions = made->positions[i]};
    posting->wdf = chance(4) ? chance(5) : chance(300);
    posting->positions_len = chance(3) ? chance(4) : chance(POSITIONS_MAX);
    for (size_t k = 0; k < posting->positions_len; k++)
        made->positions[i][k] = at += 1 + chance(chance(2) ? 3 : 5000);
    if (posting->positions_len > 2 && chance(5) == 0) { /* out of order, and one of them twice */
        made->positions[i][0] = made->positions[i][2];
        made->positions[i][1] = made->positions[i][2] + 1;
    }
}

static void make_value(struct made *made, size_t i)
{
    static const uint32_t slots[] = {0, 1, 16, 300};
    int len = snprintf(made->texts[i], sizeof made->texts[i], "%.*u", (int)(1 + chance(20)), chance(1000));

    made->values[i] = (struct xapc_value){slots[chance(4)], {made->texts[i], chance(5) ? (size_t)len : 0}};
}

static void make(struct made *made)
{
    size_t data = chance(4) ? chance(900) : chance(DATA_MAX);
    bool noise = chance(2);

    made->it = (struct xapc_document){.postings = made->postings, .values = made->values};
    made->it.postings_len = chance(30) ? chance(TERMS_MAX) : 0;
    for (size_t i = 0; i < made->it.postings_len; i++)
        make_posting(made, i);
    made->it.values_len = chance(VALUES_MAX + 1);
    for (size_t i = 0; i < made->it.values_len; i++)
        make_value(made, i);
    for (size_t i = 0; i < data; i++)
        made->data[i] = (char)(noise ? chance(256) : 'a' + chance(4));
    made->it.data = (struct xapc_bytes){made->data, chance(9) ? data : 0};
}

/* ---- the same twice ---- */

static struct xapc_builder *builder_new(const char *path, bool by_libxapian)
{
    struct xapc_error err;
    struct xapc_builder *builder =
        xapc_builder_open(path, &(struct xapc_builder_options){.no_sync = true, .by_libxapian = by_libxapian}, &err);

    ok(builder != NULL);
    return builder;
}

static void finish(struct xapc_builder *builder)
{
    struct xapc_error err;

    ok(xapc_builder_finish(builder, &err));
    xapc_builder_free(builder);
}

static char *read_whole(const char *folder, const char *name, size_t *len)
{
    char path[512], *content = NULL;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    *len = 0;
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *len = (size_t)ftell(file);
    rewind(file);
    content = malloc(*len + 1);
    assert_int_equal(fread(content, 1, *len, file), *len);
    fclose(file);
    return content;
}

static size_t faults_in(const char *path)
{
    struct xapc_error err;
    size_t faults = 9;

    ok(xapc_check(path, &faults, &err));
    return faults;
}

/* Blocks are numbered in another order, so both are merged, each alone, and then compared. iamglass has an id in front. What
 * checks a database finds fault with some of libxapian's own. */
static void are_the_same(const char *built, const char *written)
{
    static const char *const files[] = {"iamglass", "docdata.glass", "termlist.glass", "postlist.glass", "position.glass"};
    struct xapc_error err;
    char one[512], two[512];

    assert_int_equal(faults_in(built), faults_in(written));
    snprintf(one, sizeof one, "%s.merged", built);
    snprintf(two, sizeof two, "%s.merged", written);
    ok(xapc_compact(&built, 1, one, &err));
    ok(xapc_compact(&written, 1, two, &err));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t len, other_len, skip = i == 0 ? 32 : 0;
        char *content = read_whole(one, files[i], &len), *other = read_whole(two, files[i], &other_len);
        assert_int_equal(len, other_len);
        if (len > 0)
            assert_memory_equal(content + skip, other + skip, len - skip);
        free(content);
        free(other);
    }
}

static void every_byte_is_what_libxapian_writes(void **state)
{
    struct xapc_builder *built = builder_new(in(state, "built"), false), *written = builder_new(in(state, "written"), true);
    struct made *made = malloc(sizeof *made);
    struct xapc_error err;

    state_of_chance = 20261124;
    for (int i = 0; i < 1500; i++) {
        make(made);
        ok(xapc_builder_add(built, &made->it, &err));
        ok(xapc_builder_add(written, &made->it, &err));
    }
    free(made);
    finish(built);
    finish(written);
    are_the_same(in(state, "built"), in(state, "written"));
}

static void numbers_past_32767_are_longer_in_keys(void **state)
{
    struct xapc_builder *built = builder_new(in(state, "built"), false), *written = builder_new(in(state, "written"), true);
    struct xapc_error err;
    static const uint32_t position[] = {7};

    for (uint32_t i = 0; i < 33000; i++) {
        struct xapc_posting posting = {bytes(i % 50 ? "often" : "seldom"), 1, position, i % 50 ? 0 : 1};
        struct xapc_document document = {.data = bytes("x"), .postings = &posting, .postings_len = 1};
        ok(xapc_builder_add(built, &document, &err));
        ok(xapc_builder_add(written, &document, &err));
    }
    finish(built);
    finish(written);
    are_the_same(in(state, "built"), in(state, "written"));
}

static void nothing_is_an_empty_database(void **state)
{
    struct xapc_builder *built = builder_new(in(state, "built"), false), *written = builder_new(in(state, "written"), true);

    finish(built);
    finish(written);
    are_the_same(in(state, "built"), in(state, "written"));
    struct xapc_reader *reader = reader_new(in(state, "built"));
    assert_int_equal(documents(reader), 0);
    xapc_reader_free(reader);
}

static void a_writer_changes_it_afterwards(void **state)
{
    struct xapc_builder *built = builder_new(in(state, "db"), false);
    struct xapc_error err;

    for (int i = 0; i < 500; i++) {
        char name[16], other[16];
        snprintf(name, sizeof name, "Q%d", i);
        snprintf(other, sizeof other, "n%d", i);
        struct xapc_posting postings[] = {{bytes(name), 0, NULL, 0}, {bytes("word"), 1, NULL, 0}, {bytes(other), 1, NULL, 0}};
        struct xapc_document document = {.data = bytes(name), .postings = postings, .postings_len = 3};
        ok(xapc_builder_add(built, &document, &err));
    }
    finish(built);
    struct xapc_writer *writer = NULL;
    ok((writer = xapc_writer_open(in(state, "db"), &(struct xapc_writer_options){.open = XAPC_OPEN}, &err)) != NULL);
    for (int i = 100; i < 400; i++) {
        char name[16];
        snprintf(name, sizeof name, "Q%d", i);
        ok(xapc_writer_delete(writer, bytes(name), &err));
    }
    put(writer, "Q7", "word changed", NULL, NULL);
    ok(xapc_writer_set_metadata(writer, "key", bytes("value"), &err));
    commit(writer);
    xapc_writer_free(writer);
    struct xapc_reader *reader = reader_new(in(state, "db"));
    assert_int_equal(documents(reader), 200);
    finds(reader, term("changed"), "Q7");
    finds(reader, term("n8"), "Q8");
    finds(reader, term("n200"), "");
    ok(xapc_reader_compare(reader, &err));
    xapc_reader_free(reader);
    assert_int_equal(faults_in(in(state, "db")), 0);
}

static void before_it_is_finished_nothing_is_there(void **state)
{
    struct xapc_builder *built = builder_new(in(state, "db"), false);
    struct xapc_posting posting = {bytes("word"), 1, NULL, 0};
    struct xapc_error err;

    ok(xapc_builder_add(built, &(struct xapc_document){.postings = &posting, .postings_len = 1}, &err));
    xapc_builder_free(built);
    struct xapc_reader *reader = reader_new(in(state, "db"));
    assert_int_equal(documents(reader), 0);
    xapc_reader_free(reader);
}

static void a_term_that_no_database_holds_is_refused(void **state)
{
    char longer[246];
    struct xapc_error err;

    memset(longer, 'x', sizeof longer);
    for (int by_libxapian = 0; by_libxapian < 2; by_libxapian++) {
        struct xapc_posting posting = {{longer, sizeof longer}, 1, NULL, 0};
        struct xapc_document document = {.postings = &posting, .postings_len = 1};
        struct xapc_builder *builder = builder_new(in(state, "db"), by_libxapian);
        fails(xapc_builder_add(builder, &document, &err), XAPC_INVALID, "246 bytes");
        xapc_builder_free(builder);
        builder = builder_new(in(state, "db"), by_libxapian);
        posting.term.len = 0;
        fails(xapc_builder_add(builder, &document, &err), XAPC_INVALID, "empty");
        xapc_builder_free(builder);
    }
}

static void a_folder_that_cannot_be_made_is_told(void **state)
{
    struct xapc_error err;

    fails(xapc_builder_open(in(state, "no/such/folder"), NULL, &err) != NULL, XAPC_SYSTEM, "folder");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_byte_is_what_libxapian_writes, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(numbers_past_32767_are_longer_in_keys, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(nothing_is_an_empty_database, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_writer_changes_it_afterwards, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(before_it_is_finished_nothing_is_there, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_term_that_no_database_holds_is_refused, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_folder_that_cannot_be_made_is_told, folder_make, folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
