/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of hits: order, counts, facets, values, collapsing, sorting, the time limit. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct xapc_reader *reader;

enum { DOCUMENTS = 300 };

/* d000 to d299. All hold "all"; every third "third"; d0 to d9 hold "few" 1 to 10 times. Slot 0: even/odd, with "first"
 * for the first hundred after a comma; slot 1: the number modulo 7. */
static int database_make(void **state)
{
    folder_make(state);
    struct xapc_writer *writer = writer_new(in(state, "db"));
    for (int i = 0; i < DOCUMENTS; i++) {
        char name[8], words[128], zero[32], one[8];
        snprintf(name, sizeof name, "d%03d", i);
        int len = snprintf(words, sizeof words, "all%s", i % 3 ? "" : " third");
        for (int n = 0; i < 10 && n <= i; n++)
            len += snprintf(words + len, sizeof words - (size_t)len, " few");
        snprintf(zero, sizeof zero, "%s%s", i % 2 ? "odd" : "even", i < 100 ? ",first" : "");
        snprintf(one, sizeof one, "%d", i % 7);
        put(writer, name, words, i == 299 ? NULL : zero, one);
    }
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

static void a_page_starts_where_it_is_told_and_is_as_long(void **state)
{
    (void)state;
    struct xapc_search search = search_for(tree(XAPC_SCALE, term("all"), NULL), 3);
    search.first = 10;
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->len, 3);
    assert_true(bytes_are(hits->hits[0].data, "d010"));
    assert_true(bytes_are(hits->hits[2].data, "d012"));
    xapc_hits_free(hits);
    search.first = 298;
    hits = hits_of(reader, &search);
    assert_int_equal(hits->len, 2);
    xapc_hits_free(hits);
    search.first = 5000;
    hits = hits_of(reader, &search);
    assert_int_equal(hits->len, 0);
    assert_int_equal(hits->matches, DOCUMENTS);
    xapc_hits_free(hits);
    search.first = UINT32_MAX;
    search.count = UINT32_MAX;
    xapc_hits_free(hits_of(reader, &search));
}

static void the_best_comes_first_and_equal_ones_in_docid_order(void **state)
{
    (void)state;
    for (int scheme = XAPC_BM25; scheme <= XAPC_BOOLEAN; scheme++) {
        struct xapc_search search = search_for(tree(XAPC_OR, term("all"), term("third"), NULL), 300);
        search.scheme = (enum xapc_scheme)scheme;
        memcpy(search.parameters, (double[]){scheme == XAPC_INEB2 ? 1 : 2, .5, 1000, 0}, sizeof search.parameters);
        struct xapc_hits *hits = hits_of(reader, &search);
        assert_int_equal(hits->len, 300);
        for (size_t i = 1; i < hits->len; i++) {
            const struct xapc_hit *a = &hits->hits[i - 1], *b = &hits->hits[i];
            assert_true(a->weight > b->weight || (a->weight == b->weight && a->docid < b->docid));
        }
        assert_true(hits->hits[0].weight == hits->max_attained);
        assert_true(hits->max_attained <= hits->max_possible);
        assert_int_equal(scheme == XAPC_BOOLEAN, hits->max_attained == 0);
        xapc_hits_free(hits);
    }
}

static void counts_are_exact_when_enough_was_looked_at(void **state)
{
    (void)state;
    struct xapc_search search = search_for(tree(XAPC_OR, term("third"), term("few"), NULL), 2);
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->matches_low, 106);
    assert_int_equal(hits->matches, 106);
    assert_int_equal(hits->matches_high, 106);
    xapc_hits_free(hits);
    search.check_at_least = 0;
    hits = hits_of(reader, &search);
    assert_true(hits->matches_low <= 106 && hits->matches_high >= 106);
    assert_true(hits->matches_low <= hits->matches && hits->matches <= hits->matches_high);
    xapc_hits_free(hits);
}

static void a_page_of_none_still_counts(void **state)
{
    (void)state;
    const uint32_t slots[] = {0};
    struct xapc_search search = search_for(term("third"), 0);
    search.facet_slots = slots;
    search.facet_slots_len = 1;
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->len, 0);
    assert_int_equal(hits->matches, 100);
    assert_int_equal(hits->facets_len, 1);
    assert_true(hits->facets[0].counts_len > 0);
    xapc_hits_free(hits);
}

static void data_and_values_come_when_asked_for(void **state)
{
    (void)state;
    const uint32_t slots[] = {1, 99, 0};
    struct xapc_search search = search_for(tree(XAPC_SCALE, term("third"), NULL), 2);
    search.value_slots = slots;
    search.value_slots_len = 3;
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_true(bytes_are(hits->hits[1].data, "d003"));
    assert_true(bytes_are(hits->hits[1].values[0], "3"));
    assert_true(bytes_are(hits->hits[1].values[1], ""));
    assert_true(bytes_are(hits->hits[1].values[2], "odd,first"));
    assert_int_equal(hits->hits[1].values[2].at[9], 0);
    xapc_hits_free(hits);
    search.data = false;
    search.value_slots_len = 0;
    hits = hits_of(reader, &search);
    assert_int_equal(hits->hits[0].data.len, 0);
    assert_non_null(hits->hits[0].data.at);
    xapc_hits_free(hits);
}

static void counted(const struct xapc_facet *facet, size_t at, const char *value, uint32_t count)
{
    assert_true(at < facet->counts_len);
    assert_true(bytes_are(facet->counts[at].value, value));
    assert_int_equal(facet->counts[at].count, count);
}

static void facets_count_each_value_between_separators(void **state)
{
    (void)state;
    const uint32_t slots[] = {0, 1, 99};
    struct xapc_search search = search_for(term("all"), 1);
    search.facet_slots = slots;
    search.facet_slots_len = 3;
    search.facet_separator = ',';
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->facets_len, 3);
    const struct xapc_facet *zero = &hits->facets[0];
    assert_int_equal(zero->slot, 0);
    assert_int_equal(zero->counts_len, 3);
    counted(zero, 0, "even", 150);
    counted(zero, 1, "odd", 149); /* d299 has no value */
    counted(zero, 2, "first", 100);
    const struct xapc_facet *one = &hits->facets[1];
    assert_int_equal(one->counts_len, 7);
    counted(one, 0, "0", 43);
    counted(one, 5, "5", 43);
    counted(one, 6, "6", 42);
    assert_int_equal(hits->facets[2].counts_len, 0);
    xapc_hits_free(hits);
}

static void without_a_separator_a_value_is_one(void **state)
{
    (void)state;
    const uint32_t slots[] = {0};
    struct xapc_search search = search_for(term("all"), 1);
    search.facet_slots = slots;
    search.facet_slots_len = 1;
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->facets[0].counts_len, 4);
    counted(&hits->facets[0], 0, "even", 100);
    counted(&hits->facets[0], 1, "odd", 99);
    counted(&hits->facets[0], 2, "even,first", 50);
    xapc_hits_free(hits);
}

static void facets_leave_out_empty_parts(void **state)
{
    struct xapc_writer *writer = writer_new(in(state, "odd"));
    put(writer, "a", "word", ",x,,x,", NULL);
    put(writer, "b", "word", ",", NULL);
    put(writer, "c", "word", "y", NULL);
    commit(writer);
    xapc_writer_free(writer);
    struct xapc_reader *odd = reader_new(in(state, "odd"));
    const uint32_t slots[] = {0};
    struct xapc_search search = search_for(term("word"), 1);
    search.facet_slots = slots;
    search.facet_slots_len = 1;
    search.facet_separator = ',';
    struct xapc_hits *hits = hits_of(odd, &search);
    assert_int_equal(hits->facets[0].counts_len, 2);
    counted(&hits->facets[0], 0, "x", 2);
    counted(&hits->facets[0], 1, "y", 1);
    xapc_hits_free(hits);
    xapc_reader_free(odd);
}

static void collapsing_keeps_the_best_of_each_value(void **state)
{
    (void)state;
    struct xapc_search search = search_for(term("few"), 300);
    search.collapse_slot = 1;
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->len, 7);
    uint32_t collapsed = 0;
    for (size_t i = 0; i < hits->len; i++)
        collapsed += hits->hits[i].collapsed;
    assert_true(collapsed >= 1 && collapsed <= 3); /* d7, d8, d9 share values with d0, d1, d2 */
    xapc_hits_free(hits);
}

static void sorting_goes_by_the_value_then_the_weight(void **state)
{
    (void)state;
    struct xapc_search search = search_for(term("few"), 300);
    search.sort_slot = 1;
    const uint32_t slots[] = {1};
    search.value_slots = slots;
    search.value_slots_len = 1;
    for (int descending = 0; descending < 2; descending++) {
        search.sort_descending = descending;
        struct xapc_hits *hits = hits_of(reader, &search);
        assert_int_equal(hits->len, 10);
        for (size_t i = 1; i < hits->len; i++) {
            const struct xapc_hit *a = &hits->hits[i - 1], *b = &hits->hits[i];
            int order =
                strcmp(descending ? b->values[0].at : a->values[0].at, descending ? a->values[0].at : b->values[0].at);
            assert_true(order < 0 || (order == 0 && a->weight >= b->weight));
        }
        xapc_hits_free(hits);
    }
}

static void a_time_limit_ends_the_looking_and_keeps_the_page(void **state)
{
    (void)state;
    const uint32_t slots[] = {0};
    struct xapc_search search = search_for(term("all"), 5);
    search.facet_slots = slots;
    search.facet_slots_len = 1;
    struct xapc_hits *whole = hits_of(reader, &search);
    search.time_limit = 1e-9;
    struct xapc_hits *cut = hits_of(reader, &search);
    assert_true(cut->timed_out);
    assert_false(whole->timed_out);
    assert_int_equal(cut->len, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(cut->hits[i].docid, whole->hits[i].docid);
        assert_true(fabs(cut->hits[i].weight - whole->hits[i].weight) < 1e-9);
    }
    assert_true(cut->facets[0].counts_len <= whole->facets[0].counts_len);
    xapc_hits_free(cut);
    search.time_limit = 1e300;
    cut = hits_of(reader, &search);
    assert_false(cut->timed_out);
    assert_int_equal(cut->facets[0].counts_len, whole->facets[0].counts_len);
    xapc_hits_free(cut);
    xapc_hits_free(whole);
}

static void refused(struct xapc_search search, const char *piece)
{
    struct xapc_error err;
    struct xapc_hits *hits = NULL;
    fails(xapc_reader_search(reader, &search, &hits, &err), XAPC_INVALID, piece);
    assert_null(hits);
}

static void bad_settings_are_refused(void **state)
{
    (void)state;
    struct xapc_search search = search_for(term("all"), 5);
    search.time_limit = -1;
    refused(search, "the time limit is -1.000000 (give seconds, or 0 for none)");
    search.time_limit = NAN;
    refused(search, "(give seconds, or 0 for none)");
    search = search_for(term("all"), 5);
    search.scheme = (enum xapc_scheme)7;
    refused(search, "the weighting scheme 7 is unknown (use one of enum xapc_scheme)");
    search.scheme = XAPC_INEB2;
    search.parameters[3] = INFINITY;
    refused(search, "a weighting parameter is not a finite number (give 0 for those not used)");
    search.parameters[3] = 0;
    search.parameters[0] = 0;
    refused(search, "invalid");
    search.parameters[0] = -3;
    refused(search, "invalid");
}

static void an_empty_database_answers_nothing(void **state)
{
    struct xapc_writer *writer = writer_new(in(state, "empty"));
    commit(writer);
    struct xapc_error err;
    struct xapc_reader *readers[] = {xapc_writer_view(writer, &err), reader_new(in(state, "empty"))};
    for (int i = 0; i < 2; i++) {
        const uint32_t slots[] = {0};
        struct xapc_search search = search_for(tree(XAPC_OR, term("all"), leaf(XAPC_EVERYTHING), NULL), 5);
        search.facet_slots = search.value_slots = slots;
        search.facet_slots_len = search.value_slots_len = 1;
        struct xapc_hits *hits = hits_of(readers[i], &search);
        assert_int_equal(hits->len + hits->matches_high + hits->facets[0].counts_len, 0);
        xapc_hits_free(hits);
        xapc_reader_free(readers[i]);
    }
    xapc_writer_free(writer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_starts_where_it_is_told_and_is_as_long),
        cmocka_unit_test(the_best_comes_first_and_equal_ones_in_docid_order),
        cmocka_unit_test(counts_are_exact_when_enough_was_looked_at),
        cmocka_unit_test(a_page_of_none_still_counts),
        cmocka_unit_test(data_and_values_come_when_asked_for),
        cmocka_unit_test(facets_count_each_value_between_separators),
        cmocka_unit_test(without_a_separator_a_value_is_one),
        cmocka_unit_test(facets_leave_out_empty_parts),
        cmocka_unit_test(collapsing_keeps_the_best_of_each_value),
        cmocka_unit_test(sorting_goes_by_the_value_then_the_weight),
        cmocka_unit_test(a_time_limit_ends_the_looking_and_keeps_the_page),
        cmocka_unit_test(bad_settings_are_refused),
        cmocka_unit_test(an_empty_database_answers_nothing),
    };
    return cmocka_run_group_tests(tests, database_make, database_remove);
}
