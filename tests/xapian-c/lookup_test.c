/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up by term, document and key. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static struct xapc_reader *reader;
static uint32_t a, b;

static int database_make(void **state)
{
    folder_make(state);
    struct xapc_error err;
    struct xapc_writer *writer = writer_new(in(state, "db"));
    a = put(writer, "a", "red red green", "zero", NULL);
    b = put(writer, "b", "red blue", NULL, NULL);
    ok(xapc_writer_set_metadata(writer, "lexicon.nl", bytes("words"), &err));
    ok(xapc_writer_set_metadata(writer, "lexicon.en", bytes("more"), &err));
    ok(xapc_writer_set_metadata(writer, "schema", bytes("1"), &err));
    commit(writer);
    xapc_writer_free(writer);
    reader = reader_new(in(state, "db"));
    return 0;
}

static int database_remove(void **state)
{
    xapc_reader_free(reader);
    return folder_remove(state);
}

static void frequencies_count_documents_and_occurrences(void **state)
{
    (void)state;
    struct xapc_error err;
    const struct xapc_bytes terms[] = {bytes("red"), bytes("purple"), bytes("green")};
    struct xapc_frequency of[3];
    ok(xapc_reader_frequencies(reader, terms, 3, of, &err));
    assert_int_equal(of[0].documents, 2);
    assert_int_equal(of[0].occurrences, 3);
    assert_int_equal(of[1].documents + of[1].occurrences, 0);
    assert_int_equal(of[2].documents, 1);
    ok(xapc_reader_frequencies(reader, NULL, 0, NULL, &err));
    const struct xapc_bytes empty = {NULL, 0};
    fails(xapc_reader_frequencies(reader, &empty, 1, of, &err), XAPC_INVALID, "a term is empty");
}

static void documents_are_counted_alone_too(void **state)
{
    (void)state;
    struct xapc_error err;
    const struct xapc_bytes terms[] = {bytes("red"), bytes("purple"), bytes("green")}, empty = {NULL, 0};
    uint32_t of[3];
    ok(xapc_reader_documents(reader, terms, 3, of, &err));
    assert_int_equal(of[0], 2);
    assert_int_equal(of[1], 0);
    assert_int_equal(of[2], 1);
    ok(xapc_reader_documents(reader, NULL, 0, NULL, &err));
    fails(xapc_reader_documents(reader, &empty, 1, of, &err), XAPC_INVALID, "a term is empty");
}

static void the_halves_of_a_database_that_is_whole_say_the_same(void **state)
{
    (void)state;
    struct xapc_error err;
    ok(xapc_reader_compare(reader, &err));
}

static void terms_come_in_byte_order_up_to_the_limit(void **state)
{
    (void)state;
    struct xapc_error err;
    struct xapc_terms *terms = xapc_reader_terms(reader, bytes(""), 100, &err);
    ok(terms != NULL);
    assert_int_equal(terms->len, 5);
    assert_false(terms->more);
    assert_true(bytes_are(terms->at[0].value, "a"));
    assert_true(bytes_are(terms->at[4].value, "red"));
    assert_int_equal(terms->at[4].count, 2);
    assert_string_equal(terms->at[4].value.at, "red");
    xapc_terms_free(terms);
    terms = xapc_reader_terms(reader, bytes("b"), 1, &err);
    assert_int_equal(terms->len, 1);
    assert_true(terms->more);
    xapc_terms_free(terms);
    terms = xapc_reader_terms(reader, bytes("b"), 2, &err);
    assert_int_equal(terms->len, 2);
    assert_false(terms->more);
    xapc_terms_free(terms);
    terms = xapc_reader_terms(reader, bytes("zzz"), 2, &err);
    assert_int_equal(terms->len, 0);
    xapc_terms_free(terms);
}

static void a_documents_terms_have_their_wdf(void **state)
{
    (void)state;
    struct xapc_error err;
    struct xapc_terms *terms = xapc_reader_document_terms(reader, a, bytes("r"), &err);
    ok(terms != NULL);
    assert_int_equal(terms->len, 1);
    assert_int_equal(terms->at[0].count, 2);
    xapc_terms_free(terms);
    terms = xapc_reader_document_terms(reader, a, (struct xapc_bytes){NULL, 0}, &err);
    assert_int_equal(terms->len, 3);
    xapc_terms_free(terms);
}

static void holding_is_told_of_each_term(void **state)
{
    (void)state;
    struct xapc_error err;
    const struct xapc_bytes terms[] = {bytes("a"), bytes("blue"), bytes("green"), bytes("red"), bytes("zzz")};
    bool held[5];
    ok(xapc_reader_holds(reader, a, terms, 5, held, &err));
    assert_true(held[0] && !held[1] && held[2] && held[3] && !held[4]);
    ok(xapc_reader_holds(reader, b, terms, 5, held, &err));
    assert_true(!held[0] && held[1] && !held[2] && held[3] && !held[4]);
    ok(xapc_reader_holds(reader, b, NULL, 0, NULL, &err));
    fails(xapc_reader_holds(reader, 99, terms, 5, held, &err), XAPC_NOT_FOUND, "(ask for a document");
}

static void finding_gives_the_first_document_or_0(void **state)
{
    (void)state;
    struct xapc_error err;
    uint32_t docid;
    ok(xapc_reader_find(reader, bytes("red"), &docid, &err));
    assert_int_equal(docid, a);
    ok(xapc_reader_find(reader, bytes("blue"), &docid, &err));
    assert_int_equal(docid, b);
    ok(xapc_reader_find(reader, bytes("purple"), &docid, &err));
    assert_int_equal(docid, 0);
}

static void postings_come_in_order_up_to_the_limit(void **state)
{
    (void)state;
    struct xapc_error err;
    uint32_t *docids;
    size_t len;
    ok(xapc_reader_postings(reader, bytes("red"), 10, &docids, &len, &err));
    assert_int_equal(len, 2);
    assert_int_equal(docids[0], a);
    assert_int_equal(docids[1], b);
    free(docids);
    ok(xapc_reader_postings(reader, bytes("red"), 1, &docids, &len, &err));
    assert_int_equal(len, 1);
    free(docids);
    ok(xapc_reader_postings(reader, bytes("purple"), 1, &docids, &len, &err));
    assert_int_equal(len, 0);
    free(docids);
}

static void positions_tell_where_a_term_stands(void **state)
{
    (void)state;
    struct xapc_error err;
    uint32_t *positions;
    size_t len;
    ok(xapc_reader_positions(reader, a, bytes("red"), &positions, &len, &err));
    assert_int_equal(len, 2);
    assert_int_equal(positions[0], 1);
    assert_int_equal(positions[1], 2);
    free(positions);
    ok(xapc_reader_positions(reader, a, bytes("blue"), &positions, &len, &err));
    assert_int_equal(len, 0);
    free(positions);
}

static void data_values_and_metadata_end_in_a_nul(void **state)
{
    (void)state;
    struct xapc_error err;
    char *text;
    size_t len;
    ok(xapc_reader_data(reader, b, &text, &len, &err));
    assert_string_equal(text, "b");
    free(text);
    ok(xapc_reader_value(reader, a, 0, &text, &len, &err));
    assert_string_equal(text, "zero");
    free(text);
    ok(xapc_reader_value(reader, b, 0, &text, &len, &err));
    assert_string_equal(text, "");
    free(text);
    ok(xapc_reader_metadata(reader, "schema", &text, &len, &err));
    assert_string_equal(text, "1");
    free(text);
    ok(xapc_reader_metadata(reader, "unknown", &text, &len, &err));
    assert_int_equal(len, 0);
    assert_string_equal(text, "");
    free(text);
}

static void metadata_keys_begin_with_the_prefix(void **state)
{
    (void)state;
    struct xapc_error err;
    struct xapc_terms *keys = xapc_reader_metadata_keys(reader, "lexicon.", &err);
    ok(keys != NULL);
    assert_int_equal(keys->len, 2);
    assert_true(bytes_are(keys->at[0].value, "lexicon.en"));
    assert_true(bytes_are(keys->at[1].value, "lexicon.nl"));
    assert_int_equal(keys->at[0].count, 0);
    xapc_terms_free(keys);
    keys = xapc_reader_metadata_keys(reader, "", &err);
    assert_int_equal(keys->len, 3);
    xapc_terms_free(keys);
}

static void a_document_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct xapc_error err;
    char *text = NULL;
    size_t len;
    const char *mend = "(ask for a document that the database holds)";
    fails(xapc_reader_data(reader, 99, &text, &len, &err), XAPC_NOT_FOUND, mend);
    fails(xapc_reader_value(reader, 99, 0, &text, &len, &err), XAPC_NOT_FOUND, mend);
    fails(xapc_reader_document_terms(reader, 99, bytes(""), &err) != NULL, XAPC_NOT_FOUND, mend);
    fails(xapc_reader_data(reader, 0, &text, &len, &err), XAPC_INVALID, "ocument ID 0");
    assert_null(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frequencies_count_documents_and_occurrences),
        cmocka_unit_test(documents_are_counted_alone_too),
        cmocka_unit_test(the_halves_of_a_database_that_is_whole_say_the_same),
        cmocka_unit_test(terms_come_in_byte_order_up_to_the_limit),
        cmocka_unit_test(a_documents_terms_have_their_wdf),
        cmocka_unit_test(holding_is_told_of_each_term),
        cmocka_unit_test(finding_gives_the_first_document_or_0),
        cmocka_unit_test(postings_come_in_order_up_to_the_limit),
        cmocka_unit_test(positions_tell_where_a_term_stands),
        cmocka_unit_test(data_values_and_metadata_end_in_a_nul),
        cmocka_unit_test(metadata_keys_begin_with_the_prefix),
        cmocka_unit_test(a_document_that_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, database_make, database_remove);
}
