/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each operator matches, and what the tree refuses. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct xapc_reader *reader;

/* a: red green; b: red blue; c: green blue red; d: yellow. Slot 0: 1, 2, -, 3 as text; slot 1: numbers 1, 5, -, 2. */
static int database_make(void **state)
{
    folder_make(state);
    char one[XAPC_NUMBER_MAX + 1] = "", five[XAPC_NUMBER_MAX + 1] = "", two[XAPC_NUMBER_MAX + 1] = "";
    xapc_number(1, one), xapc_number(5, five), xapc_number(2, two);
    struct xapc_writer *writer = writer_new(in(state, "db"));
    put(writer, "a", "red green", "1", one);
    put(writer, "b", "red blue", "2", five);
    put(writer, "c", "green blue red", NULL, NULL);
    put(writer, "d", "yellow", "3", two);
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

/* In docid order whatever the weights. */
static void matches(const struct xapc_query *query, const char *expected)
{
    struct xapc_query *flat = tree(XAPC_SCALE, query, NULL);
    finds(reader, flat, expected);
}

static void nothing_matches_no_document(void **state)
{
    (void)state;
    matches(leaf(XAPC_NOTHING), "");
    matches(NULL, "");
    finds(reader, NULL, "");
}

static void everything_matches_all(void **state)
{
    (void)state;
    matches(leaf(XAPC_EVERYTHING), "a b c d");
}

static void a_term_matches_the_documents_that_hold_it(void **state)
{
    (void)state;
    matches(term("red"), "a b c");
    matches(term("purple"), "");
}

static void and_or_and_not(void **state)
{
    (void)state;
    matches(tree(XAPC_AND, term("red"), term("green"), NULL), "a c");
    matches(tree(XAPC_OR, term("green"), term("yellow"), NULL), "a c d");
    matches(tree(XAPC_AND_NOT, term("red"), term("green"), term("yellow"), NULL), "b");
    matches(tree(XAPC_AND_NOT, leaf(XAPC_EVERYTHING), term("red"), NULL), "d");
}

static void and_maybe_needs_only_its_first_kid(void **state)
{
    (void)state;
    matches(tree(XAPC_AND_MAYBE, term("red"), term("blue"), term("yellow"), NULL), "a b c");
    finds(reader, tree(XAPC_AND_MAYBE, term("red"), term("blue"), NULL), "b c a");
}

static void a_filter_needs_all_and_weighs_the_first(void **state)
{
    (void)state;
    matches(tree(XAPC_FILTER, term("red"), term("blue"), NULL), "b c");
    struct xapc_search plain = search_for(term("red"), 1);
    struct xapc_search filtered = search_for(tree(XAPC_FILTER, term("red"), term("blue"), NULL), 1);
    struct xapc_hits *p = hits_of(reader, &plain), *f = hits_of(reader, &filtered);
    assert_true(f->hits[0].weight > 0);
    assert_true(f->hits[0].weight <= p->hits[0].weight);
    xapc_hits_free(p);
    xapc_hits_free(f);
}

static struct xapc_query *window(struct xapc_query *query, uint32_t size)
{
    query->window = size;
    return query;
}

static void near_takes_any_order_and_phrase_the_given_one(void **state)
{
    (void)state;
    matches(tree(XAPC_NEAR, term("green"), term("red"), NULL), "a");
    matches(window(tree(XAPC_NEAR, term("green"), term("red"), NULL), 3), "a c");
    matches(tree(XAPC_PHRASE, term("green"), term("red"), NULL), "");
    matches(tree(XAPC_PHRASE, term("red"), term("green"), NULL), "a");
    matches(window(tree(XAPC_PHRASE, term("green"), term("red"), NULL), 3), "c");
    matches(tree(XAPC_PHRASE, term("red"), NULL), "a b c");
}

static void a_synonym_adds_up_its_kids_as_one_term(void **state)
{
    (void)state;
    matches(tree(XAPC_SYNONYM, term("green"), term("yellow"), NULL), "a c d");
    struct xapc_search search = search_for(tree(XAPC_SYNONYM, term("red"), term("green"), term("blue"), NULL), 1);
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_true(bytes_are(hits->hits[0].data, "c")); /* wdf 3 */
    xapc_hits_free(hits);
}

static struct xapc_query *with_factor(struct xapc_query *query, double factor)
{
    query->factor = factor;
    return query;
}

static double first_weight(const struct xapc_query *query)
{
    struct xapc_search search = search_for(query, 1);
    struct xapc_hits *hits = hits_of(reader, &search);
    double weight = hits->len ? hits->hits[0].weight : -1;
    xapc_hits_free(hits);
    return weight;
}

static void scale_multiplies_the_weight(void **state)
{
    (void)state;
    double plain = first_weight(term("yellow"));
    assert_true(plain > 0);
    assert_true(fabs(first_weight(with_factor(tree(XAPC_SCALE, term("yellow"), NULL), 2.5)) - 2.5 * plain) < 1e-9);
    assert_true(first_weight(tree(XAPC_SCALE, term("yellow"), NULL)) == 0);
}

static void a_constant_gives_each_match_the_same_weight(void **state)
{
    (void)state;
    struct xapc_query *red = with_factor(tree(XAPC_CONSTANT, term("red"), NULL), 3);
    struct xapc_search search = search_for(red, 10);
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_int_equal(hits->len, 3);
    for (size_t i = 0; i < hits->len; i++)
        assert_true(hits->hits[i].weight == 3);
    xapc_hits_free(hits);
    finds(reader, red, "a b c");
    assert_true(first_weight(with_factor(tree(XAPC_SCALE, red, NULL), 2)) == 6);
    assert_true(first_weight(tree(XAPC_CONSTANT, term("red"), NULL)) == 0);
}

static struct xapc_query *range(const char *low, const char *high)
{
    struct xapc_query *query = leaf(XAPC_VALUE_RANGE);
    query->low = bytes(low);
    query->high = bytes(high);
    return query;
}

static void a_range_includes_its_bounds_and_an_empty_one_is_open(void **state)
{
    (void)state;
    matches(range("1", "2"), "a b");
    matches(range("2", ""), "b d");
    matches(range("", "2"), "a b");
    matches(range("", ""), "a b d"); /* c has no value */
    matches(range("3", "1"), "");
    matches(range("1", "25"), "a b");
}

static void a_value_weight_adds_the_number(void **state)
{
    (void)state;
    struct xapc_query *value = with_factor(leaf(XAPC_VALUE_WEIGHT), 2);
    value->slot = 1;
    matches(value, "a b d");
    struct xapc_query *boosted = tree(XAPC_AND_MAYBE, tree(XAPC_SCALE, leaf(XAPC_EVERYTHING), NULL), value, NULL);
    finds(reader, boosted, "b d a c");
    assert_true(first_weight(boosted) == 10);
}

/* Where libxapian may skip, it must not take a source's weight for less than the SCALE around makes of it. */
static void a_scaled_weight_still_finds_the_best(void **state)
{
    (void)state;
    struct xapc_query *value = with_factor(leaf(XAPC_VALUE_WEIGHT), 3);
    value->slot = 1;
    struct xapc_query *constant = with_factor(tree(XAPC_CONSTANT, term("yellow"), NULL), 30);
    struct xapc_query *any = tree(XAPC_OR, term("red"), with_factor(tree(XAPC_SCALE, value, NULL), 4),
                                  with_factor(tree(XAPC_SCALE, constant, NULL), 7), NULL);
    struct xapc_search search = search_for(any, 1);
    search.check_at_least = 0;
    struct xapc_hits *hits = hits_of(reader, &search);
    assert_true(bytes_are(hits->hits[0].data, "d"));
    assert_true(fabs(hits->hits[0].weight - (2 * 3 * 4 + 30 * 7)) < 1e-9);
    xapc_hits_free(hits);
}

static void kids_that_are_null_are_passed_over(void **state)
{
    (void)state;
    const struct xapc_query *kids[] = {NULL, term("red"), NULL, term("green"), NULL};
    struct xapc_query *query = leaf(XAPC_AND_NOT);
    query->kids = kids;
    query->kids_len = 5;
    matches(query, "b");
}

static void operators_without_kids_match_nothing(void **state)
{
    (void)state;
    for (int op = XAPC_AND; op <= XAPC_CONSTANT; op++)
        matches(tree((enum xapc_op)op, NULL), "");
}

static void nothing_beside_others_is_neutral_or_empties(void **state)
{
    (void)state;
    matches(tree(XAPC_OR, leaf(XAPC_NOTHING), term("red"), NULL), "a b c");
    matches(tree(XAPC_AND, leaf(XAPC_NOTHING), term("red"), NULL), "");
    matches(tree(XAPC_AND_NOT, term("red"), leaf(XAPC_NOTHING), NULL), "a b c");
    matches(tree(XAPC_AND_NOT, leaf(XAPC_NOTHING), term("red"), NULL), "");
    matches(tree(XAPC_AND_MAYBE, leaf(XAPC_NOTHING), term("red"), NULL), "");
    matches(tree(XAPC_FILTER, term("red"), leaf(XAPC_NOTHING), NULL), "");
}

static void a_wqf_of_zero_counts_as_one(void **state)
{
    (void)state;
    struct xapc_query *once = term("red"), *twice = term("red");
    once->wqf = 1;
    twice->wqf = 2;
    assert_true(first_weight(term("red")) == first_weight(once));
    assert_true(first_weight(twice) > first_weight(once));
}

static void describing_shows_the_tree(void **state)
{
    (void)state;
    struct xapc_error err;
    char *text =
        xapc_query_describe(tree(XAPC_OR, term("red"), tree(XAPC_NEAR, term("a"), term("b"), NULL), NULL), &err);
    ok(text != NULL);
    assert_string_equal(text, "Query((red OR (a NEAR 2 b)))");
    free(text);
}

static void refused(const struct xapc_query *query, const char *piece)
{
    struct xapc_error err;
    struct xapc_hits *hits = NULL;
    struct xapc_search search = search_for(query, 1);
    fails(xapc_reader_search(reader, &search, &hits, &err), XAPC_INVALID, piece);
    assert_null(hits);
    fails(xapc_query_describe(query, &err) != NULL, XAPC_INVALID, piece);
}

static void bad_terms_are_refused(void **state)
{
    (void)state;
    char longest[247];
    memset(longest, 'x', sizeof longest);
    struct xapc_query *query = term("");
    refused(query, "a term is empty (give each term 1 to 245 bytes)");
    query->term = (struct xapc_bytes){longest, 245};
    matches(query, "");
    query->term = (struct xapc_bytes){longest, 246};
    refused(query, "a term takes 246 bytes: xxxxxxxxxx");
    refused(query, "(cut or hash it to 245 bytes; a NUL counts twice)");
    longest[7] = '\0';
    query->term = (struct xapc_bytes){longest, 245};
    refused(query, "a term takes 246 bytes");
}

static void bad_factors_are_refused(void **state)
{
    (void)state;
    const double bad[] = {-1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 4; i++) {
        refused(with_factor(tree(XAPC_SCALE, term("red"), NULL), bad[i]), "(give a finite one, 0 or more)");
        refused(with_factor(tree(XAPC_CONSTANT, term("red"), NULL), bad[i]), "(give a finite one, 0 or more)");
        refused(with_factor(leaf(XAPC_VALUE_WEIGHT), bad[i]), "(give a finite one, 0 or more)");
    }
}

static void kids_of_the_wrong_kind_or_number_are_refused(void **state)
{
    (void)state;
    struct xapc_query * or = tree(XAPC_OR, term("a"), term("b"), NULL);
    refused(tree(XAPC_NEAR, term("a"), or, NULL),
            "NEAR and PHRASE hold something other than a term (give them terms only)");
    refused(tree(XAPC_PHRASE, leaf(XAPC_NOTHING), term("b"), NULL), "give them terms only");
    refused(tree(XAPC_SCALE, term("a"), term("b"), NULL), "SCALE has 2 kids (give it one; an OR can hold several)");
    refused(tree(XAPC_CONSTANT, term("a"), term("b"), NULL), "CONSTANT has 2 kids");
}

static void a_query_that_names_no_slot_is_refused(void **state)
{
    (void)state;
    struct xapc_query *query = range("1", "2");
    query->slot = XAPC_NO_SLOT;
    refused(query, "a query names no value slot (give the slot's number)");
}

static void a_synonym_of_what_has_no_wdf_is_refused(void **state)
{
    (void)state;
    const char *words =
        "a SYNONYM holds a CONSTANT, a VALUE_RANGE or a VALUE_WEIGHT (combine it with the SYNONYM by AND or OR)";
    struct xapc_query *constant = with_factor(tree(XAPC_CONSTANT, term("a"), NULL), 1);
    refused(tree(XAPC_SYNONYM, term("a"), range("1", "2"), NULL), words);
    refused(tree(XAPC_SYNONYM, constant, NULL), words);
    refused(tree(XAPC_SYNONYM, tree(XAPC_AND, term("a"), leaf(XAPC_VALUE_WEIGHT), NULL), NULL), words);
    free(found(reader, tree(XAPC_OR, tree(XAPC_SYNONYM, term("a"), term("b"), NULL), constant, NULL)));
}

static void an_unknown_operator_is_refused(void **state)
{
    (void)state;
    refused(leaf((enum xapc_op)99), "a query has the unknown operator 99 (use one of enum xapc_op)");
}

static struct xapc_query *nest(unsigned depth, bool mixed)
{
    const enum xapc_op ops[] = {XAPC_OR, XAPC_AND_MAYBE, XAPC_FILTER, XAPC_AND, XAPC_CONSTANT, XAPC_FILTER, XAPC_SCALE};
    struct xapc_query *query = term("red");
    for (unsigned i = 1; i < depth; i++) {
        enum xapc_op op = mixed ? ops[i % 7] : XAPC_OR;
        bool alone = op == XAPC_CONSTANT || op == XAPC_SCALE;
        query = with_factor(tree(op, query, alone ? NULL : term("blue"), NULL), 1);
    }
    return query;
}

static void a_query_is_250_levels_deep_at_most(void **state)
{
    (void)state;
    matches(nest(249, false), "a b c"); /* matches() adds one */
    char *list = found(reader, nest(250, true));
    assert_true(*list != '\0');
    free(list);
    refused(nest(251, false), "a query is nested more than 250 deep (make it flatter)");
    refused(nest(5000, true), "nested more than 250 deep");
}

static struct xapc_query *wide(size_t kids, enum xapc_op op)
{
    struct xapc_query *query = leaf(op);
    const struct xapc_query **list = test_malloc(kids * sizeof(void *));
    char *names = test_malloc(kids * 32);
    for (size_t i = 0; i < kids; i++) {
        snprintf(names + 32 * i, 32, "unknown%zu", i);
        list[i] = term(i == 77 ? "red" : names + 32 * i);
    }
    query->kids = list;
    query->kids_len = kids;
    return query;
}

static void wide_free(struct xapc_query *query)
{
    test_free((char *)query->kids[0]->term.at);
    test_free((void *)query->kids);
}

static void a_query_has_10000_parts_at_most(void **state)
{
    (void)state;
    struct xapc_query *query = wide(9998, XAPC_OR);
    matches(query, "a b c");
    query->op = XAPC_SYNONYM;
    matches(query, "a b c");
    wide_free(query);
    query = wide(10000, XAPC_OR);
    refused(query, "a query has more than 10000 parts (ask for less)");
    wide_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_matches_no_document),
        cmocka_unit_test(everything_matches_all),
        cmocka_unit_test(a_term_matches_the_documents_that_hold_it),
        cmocka_unit_test(and_or_and_not),
        cmocka_unit_test(and_maybe_needs_only_its_first_kid),
        cmocka_unit_test(a_filter_needs_all_and_weighs_the_first),
        cmocka_unit_test(near_takes_any_order_and_phrase_the_given_one),
        cmocka_unit_test(a_synonym_adds_up_its_kids_as_one_term),
        cmocka_unit_test(scale_multiplies_the_weight),
        cmocka_unit_test(a_constant_gives_each_match_the_same_weight),
        cmocka_unit_test(a_range_includes_its_bounds_and_an_empty_one_is_open),
        cmocka_unit_test(a_value_weight_adds_the_number),
        cmocka_unit_test(kids_that_are_null_are_passed_over),
        cmocka_unit_test(operators_without_kids_match_nothing),
        cmocka_unit_test(nothing_beside_others_is_neutral_or_empties),
        cmocka_unit_test(a_scaled_weight_still_finds_the_best),
        cmocka_unit_test(a_wqf_of_zero_counts_as_one),
        cmocka_unit_test(describing_shows_the_tree),
        cmocka_unit_test(bad_terms_are_refused),
        cmocka_unit_test(bad_factors_are_refused),
        cmocka_unit_test(kids_of_the_wrong_kind_or_number_are_refused),
        cmocka_unit_test(a_query_that_names_no_slot_is_refused),
        cmocka_unit_test(a_synonym_of_what_has_no_wdf_is_refused),
        cmocka_unit_test(an_unknown_operator_is_refused),
        cmocka_unit_test(a_query_is_250_levels_deep_at_most),
        cmocka_unit_test(a_query_has_10000_parts_at_most),
    };
    return cmocka_run_group_tests(tests, database_make, database_remove);
}
