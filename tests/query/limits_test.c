/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of what was typed is read, as the request allows. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

static int set_up(void **state)
{
    struct world *world = world_new();

    world_bilingual(world, "compounds: {list: \"\"}\n");
    world_page(world, "a.en.md", "Alpha", "", "alpha beta gamma");
    world_page(world, "b.en.md", "Omega", "", "omega");
    world_index(world);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(*state);
    return 0;
}

static struct answer *ask(struct world *world, const char *q, size_t bytes, size_t terms)
{
    struct request *request = request_new(world);

    request->q = q;
    request->time_budget = 0;
    request->query_bytes = bytes;
    request->query_terms = terms;

    struct answer *answer = search(world, world->index, request, &world->err);

    if (!answer)
        fail_msg("%s", world->err.text);
    return answer;
}

static void what_comes_after_so_many_bytes_is_left_out_and_told(void **state)
{
    struct answer *whole = ask(*state, "alpha omega", QUERY_MAX_BYTES, QUERY_MAX_TERMS);
    struct answer *cut = ask(*state, "alpha omega", 6, QUERY_MAX_TERMS);

    assert_int_equal(whole->total_matches, 2);
    assert_false(whole->truncated);
    assert_string_equal(world_ids(*state, cut), "a");
    assert_true(cut->truncated);
}

static void what_comes_after_so_many_words_is_left_out_and_told(void **state)
{
    struct answer *cut = ask(*state, "alpha beta omega", QUERY_MAX_BYTES, 2);

    assert_string_equal(world_ids(*state, cut), "a");
    assert_true(cut->truncated);
    assert_false(ask(*state, "alpha beta alpha", QUERY_MAX_BYTES, 2)->truncated);
}

/* That "alpha" is on two pages is known before any is looked at. */
static void facets_are_exact_only_where_every_page_was_counted(void **state)
{
    struct world *world = *state;

    for (uint32_t exactly = 1; exactly <= 2; exactly++) {
        struct request *request = request_new(world);
        request->q = "alpha omega";
        request->time_budget = 0;
        request->count_exactly = exactly;
        assert_true(request_set(request, "facets", "section", &world->err));
        struct answer *answer = search(world, world->index, request, &world->err);
        assert_non_null(answer);
        assert_int_equal(answer->facets_exact, exactly == 2);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_comes_after_so_many_bytes_is_left_out_and_told),
        TEST(what_comes_after_so_many_words_is_left_out_and_told),
        TEST(facets_are_exact_only_where_every_page_was_counted),
    };
    return cmocka_run_group_tests_name("query-limits", tests, NULL, NULL);
}
