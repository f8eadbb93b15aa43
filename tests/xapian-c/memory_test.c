/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every call, with its first, second, third … allocation failing: it must say so, and leave nothing behind. */
#include "support.h"

#include "failing_new.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct xapc_reader *reader;
static const char *path;

static int database_make(void **state)
{
    folder_make(state);
    path = strdup(in(state, "db"));
    struct xapc_writer *writer = writer_new(path);
    for (int i = 0; i < 60; i++) {
        char name[8], words[32];
        snprintf(name, sizeof name, "d%d", i);
        snprintf(words, sizeof words, "word %s n%d", i % 2 ? "odd" : "even", i);
        put(writer, name, words, i % 3 ? "a,b" : "b", NULL);
    }
    commit(writer);
    xapc_writer_free(writer);
    reader = reader_new(path);
    return 0;
}

static int database_remove(void **state)
{
    xapc_reader_free(reader);
    free((char *)path);
    return folder_remove(state);
}

typedef bool call(struct xapc_error *err);

/* valgrind puts its own operator new before ours. */
static bool can_fail(void)
{
    fail_allocation(1);
    xapc_stemmer_free(xapc_stemmer_new("english", NULL));
    return stop_failing();
}

/* Runs the call with its nth allocation failing, for n = 1, 2, …, until it needs fewer than n. */
static void survives(call *run)
{
    struct xapc_error err;
    long n = 0, failures = 0;
    if (!can_fail())
        skip();
    for (bool done = false; !done; n++) {
        assert_true(n < 100000);
        memset(&err, 0, sizeof err);
        fail_allocation(n + 1);
        bool fine = run(&err);
        bool reached = stop_failing();
        if (!fine && err.code != XAPC_MEMORY)
            print_error("allocation %ld: %d %s\n", n + 1, (int)err.code, err.text);
        assert_true(fine || err.code == XAPC_MEMORY);
        if (!fine)
            assert_string_equal(err.text, "memory ran out");
        failures += !fine;
        done = !reached;
        assert_true(fine || reached);
    }
    assert_true(failures > 0);
}

static bool search(struct xapc_error *err)
{
    static const struct xapc_query word = {.op = XAPC_TERM, .term = {"word", 4}};
    static const struct xapc_query odd = {.op = XAPC_TERM, .term = {"odd", 3}};
    static const struct xapc_query *const kids[] = {&word, &odd};
    static const struct xapc_query any = {.op = XAPC_OR, .kids = kids, .kids_len = 2};
    static const struct xapc_query *const only[] = {&odd};
    static const struct xapc_query constant = {.op = XAPC_CONSTANT, .factor = 2, .kids = only, .kids_len = 1};
    static const struct xapc_query *const both[] = {&any, &constant};
    static const struct xapc_query all = {.op = XAPC_AND_MAYBE, .kids = both, .kids_len = 2};
    static const uint32_t slots[] = {0};
    struct xapc_search asked = search_for(&all, 5);
    asked.facet_slots = asked.value_slots = slots;
    asked.facet_slots_len = asked.value_slots_len = 1;
    asked.facet_separator = ',';
    asked.time_limit = 100;
    struct xapc_hits *hits = NULL;
    bool fine = xapc_reader_search(reader, &asked, &hits, err);
    assert_int_equal(fine, hits != NULL);
    if (hits)
        assert_int_equal(hits->len, 5);
    xapc_hits_free(hits);
    return fine;
}

static bool open_reader(struct xapc_error *err)
{
    struct xapc_reader *opened = xapc_reader_open(path, err);
    xapc_reader_free(opened);
    return opened != NULL;
}

static bool reopen(struct xapc_error *err)
{
    return xapc_reader_reopen(reader, NULL, err);
}

static bool list_terms(struct xapc_error *err)
{
    struct xapc_terms *terms = xapc_reader_terms(reader, BYTES("n"), 50, err);
    xapc_terms_free(terms);
    return terms != NULL;
}

static bool list_document_terms(struct xapc_error *err)
{
    struct xapc_terms *terms = xapc_reader_document_terms(reader, 7, BYTES(""), err);
    xapc_terms_free(terms);
    return terms != NULL;
}

static bool read_data(struct xapc_error *err)
{
    char *data = NULL;
    size_t len;
    bool fine = xapc_reader_data(reader, 7, &data, &len, err);
    free(data);
    return fine;
}

static bool list_postings(struct xapc_error *err)
{
    uint32_t *docids = NULL;
    size_t len;
    bool fine = xapc_reader_postings(reader, BYTES("word"), 100, &docids, &len, err);
    free(docids);
    return fine;
}

static bool describe(struct xapc_error *err)
{
    static const struct xapc_query word = {.op = XAPC_TERM, .term = {"word", 4}};
    char *text = xapc_query_describe(&word, err);
    free(text);
    return text != NULL;
}

static bool make_stemmer(struct xapc_error *err)
{
    struct xapc_stemmer *stemmer = xapc_stemmer_new("english", err);
    xapc_stemmer_free(stemmer);
    return stemmer != NULL;
}

static bool build(struct xapc_error *err)
{
    static const uint32_t positions[] = {1, 5, 9};
    static const struct xapc_posting postings[] = {{{"word", 4}, 1, positions, 3}, {{"odd", 3}, 1, NULL, 0}};
    static const struct xapc_value value = {1, {"a", 1}};
    static const struct xapc_document document = {{"some data of it, some data of it", 32}, postings, 2, &value, 1};
    char beside[512];
    snprintf(beside, sizeof beside, "%s.built", path);
    struct xapc_builder *builder = xapc_builder_open(beside, &(struct xapc_builder_options){.no_sync = true}, err);
    bool built = builder && xapc_builder_add(builder, &document, err) && xapc_builder_finish(builder, err);
    xapc_builder_free(builder);
    return built;
}

static bool refuse(struct xapc_error *err)
{
    static const struct xapc_query *const kids[] = {NULL};
    static const struct xapc_query bad = {.op = XAPC_SCALE, .factor = -1, .kids = kids, .kids_len = 1};
    char *text = xapc_query_describe(&bad, err);
    assert_null(text);
    return err->code == XAPC_INVALID;
}

static void searching_survives(void **state)
{
    (void)state;
    survives(search);
}

static void opening_survives(void **state)
{
    (void)state;
    survives(open_reader);
}

static void reopening_survives(void **state)
{
    (void)state;
    survives(reopen);
    struct xapc_error err;
    ok(search(&err));
}

static void looking_up_survives(void **state)
{
    (void)state;
    survives(list_terms);
    survives(list_document_terms);
    survives(read_data);
    survives(list_postings);
}

static void the_rest_survives(void **state)
{
    (void)state;
    survives(describe);
    survives(make_stemmer);
    survives(build);
    survives(refuse);
}

/* The transaction is given up, the writer goes on. */
static void a_put_that_found_no_memory_leaves_the_writer_whole(void **state)
{
    struct xapc_error err;
    struct xapc_writer *writer = writer_new(in(state, "writing"));
    put(writer, "kept", "word", NULL, NULL);
    commit(writer);
    const struct xapc_posting postings[] = {{BYTES("lost"), 0, NULL, 0}, {BYTES("word"), 1, NULL, 0}};
    const struct xapc_document document = {BYTES("lost"), postings, 2, NULL, 0};
    bool reached = true;
    for (long n = 1; reached; n++) {
        ok(xapc_writer_begin(writer, &err));
        fail_allocation(n);
        bool fine = xapc_writer_put(writer, BYTES("lost"), &document, NULL, &err);
        reached = stop_failing();
        assert_true(fine || err.code == XAPC_MEMORY);
        ok(xapc_writer_cancel(writer, &err));
    }
    put(writer, "more", "word", NULL, NULL);
    commit(writer);
    struct xapc_reader *view = xapc_writer_view(writer, &err);
    finds(view, term("word"), "kept more");
    xapc_reader_free(view);
    xapc_writer_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(searching_survives), cmocka_unit_test(opening_survives),
        cmocka_unit_test(reopening_survives), cmocka_unit_test(looking_up_survives),
        cmocka_unit_test(the_rest_survives),  cmocka_unit_test(a_put_that_found_no_memory_leaves_the_writer_whole),
    };
    return cmocka_run_group_tests(tests, database_make, database_remove);
}
