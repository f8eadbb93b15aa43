/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts without blanks between words are looked for as overlapping pairs of letters. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

static void neighbouring_pairs_are_marked_as_one(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "compounds: {list: \"\"}\n");
    world_page(world, "a.en.md", "Union", "", "We say 労働組合 and mean it.");
    world_index(world);

    struct answer *answer = world_ask(world, "en", "労働組合");

    assert_int_equal(answer->hits_len, 1);
    assert_string_equal(answer->hits[0].snippet.html, "We say <mark>労働組合</mark> and mean it.");
    assert_string_equal(answer->hits[0].snippet.plain, "We say 労働組合 and mean it.");
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(neighbouring_pairs_are_marked_as_one)};
    return cmocka_run_group_tests_name("query-pairs", tests, NULL, NULL);
}
