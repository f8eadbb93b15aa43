/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operators, in whole and in broken forms: what they mean, and that what means nothing is looked for as words. */
#include <stdlib.h>

#include "tests/query/world.h"
#include "tests/support/cmocka.h"

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids in the order of the alphabet: which pages, and not which first. */
static const char *pages_of(struct world *world, const char *lang, const char *q)
{
    struct answer *answer = world_ask(world, lang, q);
    const char **ids = talloc_array(world, const char *, (unsigned)answer->hits_len + 1);
    char *all = talloc_strdup(world, "");

    for (size_t i = 0; i < answer->hits_len; i++)
        ids[i] = answer->hits[i].id;
    qsort(ids, answer->hits_len, sizeof *ids, by_text);
    for (size_t i = 0; i < answer->hits_len; i++)
        all = talloc_asprintf_append(all, "%s%s", i ? " " : "", ids[i]);
    return all;
}

static int open_world(void **state)
{
    struct world *world = world_new();

    world_bilingual(world, "compounds: {list: none}\n");
    world_page(world, "guides/right.en.md", "Your right to strike", "date: 2023-05-01\ntags: [rights, \"parental leave\"]",
               "The right to strike is yours. A picket is fine.");
    world_page(world, "guides/picket.en.md", "On the picket line", "date: 2024-03-31\ntags: [action]",
               "To strike is a right, and a picket shows it.");
    world_page(world, "posts/canteen.en.md", "Canteen", "date: 2025-02-10\ntags: [rights]",
               "Soup at noon. Somebody said strike once.");
    world_page(world, "posts/soep.nl.md", "Soep", "date: 2024-11-02", "Er is soep.");
    world_index(world);
    *state = world;
    return 0;
}

static int close_world(void **state)
{
    talloc_free(*state);
    return 0;
}

static void check(void **state, const char *q, const char *ids)
{
    const char *got = pages_of(*state, "en", q);

    if (strcmp(got, ids) != 0)
        fail_msg("%s finds '%s' and not '%s'", q, got, ids);
}

/* What is no operator is asked as if it were written plainly. */
static void check_as(void **state, const char *q, const char *plainly)
{
    check(state, q, pages_of(*state, "en", plainly));
}

static void quoted_words_stand_in_a_row(void **state)
{
    check(state, "\"right to strike\"", "guides/right");
    check(state, "“right to strike”", "guides/right");
    check(state, "\"strike right\"", pages_of(*state, "en", "strike right")); /* nowhere in a row: as words */
}

static void a_quotation_that_does_not_end_is_words(void **state)
{
    check_as(state, "\"right to strike", "right to strike");
    check_as(state, "right to strike\"", "right to strike");
    check_as(state, "\"", "\"\"");
    check(state, "\"\" picket", "guides/picket guides/right");
}

static void quotations_inside_each_other_are_read_from_the_left(void **state)
{
    check(state, "\"your right \"to strike\" soup\"", "guides/right"); /* quoted are "your right" and no more */
    check(state, "\"\"right to strike\"\"", "guides/right");
}

static void a_word_or_quotation_with_a_minus_is_not_in_the_page(void **state)
{
    check(state, "strike -picket", "posts/canteen");
    check(state, "strike -\"right to strike\"", "guides/picket posts/canteen");
    check(state, "-strike -picket", "posts/soep"); /* none in English */
    check(state, "-soup", "guides/picket guides/right");
}

static void a_minus_alone_is_passed_over(void **state)
{
    check_as(state, "strike -", "strike");
    check_as(state, "- strike", "strike");
    check_as(state, "strike --", "strike");
    check(state, "-", "");
    check(state, "--", "");
}

static void a_tag_narrows_down_and_may_be_quoted(void **state)
{
    check(state, "tag:rights", "guides/right posts/canteen");
    check(state, "tag:\"parental leave\"", "guides/right");
    check(state, "tag:“Parental Leave” strike", "guides/right");
    check(state, "strike -tag:rights", "guides/picket");
    check(state, "TAG:action strike", "guides/picket");
}

static void a_field_without_a_value_is_a_word(void **state)
{
    check_as(state, "strike tag:", "strike tag");
    check_as(state, "tag: rights", "tag rights");
    check_as(state, "title:", "title");
    check_as(state, "title:\"\" strike", "title strike");
    check_as(state, "strike section:", "strike section");
    check_as(state, "lang:", "lang");
    check_as(state, "before: after:", "before after");
}

static void a_value_that_there_is_not_is_looked_for(void **state)
{
    check_as(state, "strike tag:nonsense", "strike tag nonsense");
    check_as(state, "strike section:nowhere", "strike section nowhere");
    check_as(state, "strike lang:xx", "strike lang xx");
    check_as(state, "strike before:2024-13", "strike before 2024-13");
    check_as(state, "strike after:soon", "strike after soon");
    check_as(state, "strike site:here", "strike site here");
}

static void a_section_and_a_language_narrow_down(void **state)
{
    check(state, "strike section:posts", "posts/canteen");
    check(state, "strike -section:posts", "guides/picket guides/right");
    check(state, "lang:nl", "posts/soep");
    check(state, "soep lang:nl", "posts/soep");
    check(state, "strike -lang:nl", "guides/picket guides/right posts/canteen");
}

static void a_title_is_asked_for_by_words_or_in_a_row(void **state)
{
    check(state, "title:picket", "guides/picket");
    check(state, "title:\"right to strike\"", "guides/right");
    check(state, "strike -title:strike", "guides/picket posts/canteen");
}

static void dates_are_days_months_or_years(void **state)
{
    check(state, "before:2024", "guides/right");
    check(state, "after:2025", "posts/canteen");
    check(state, "strike after:2024 before:2025", "guides/picket");
    check(state, "strike before:2024-04", "guides/picket guides/right");
    check(state, "strike after:2024-03-31 before:2024-04-01", "guides/picket");
    check(state, "strike before:2024-03-31", "guides/right");
    check(state, "strike -before:2024", "guides/picket posts/canteen");
    check(state, "strike after:2030", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_words_stand_in_a_row),
        cmocka_unit_test(a_quotation_that_does_not_end_is_words),
        cmocka_unit_test(quotations_inside_each_other_are_read_from_the_left),
        cmocka_unit_test(a_word_or_quotation_with_a_minus_is_not_in_the_page),
        cmocka_unit_test(a_minus_alone_is_passed_over),
        cmocka_unit_test(a_tag_narrows_down_and_may_be_quoted),
        cmocka_unit_test(a_field_without_a_value_is_a_word),
        cmocka_unit_test(a_value_that_there_is_not_is_looked_for),
        cmocka_unit_test(a_section_and_a_language_narrow_down),
        cmocka_unit_test(a_title_is_asked_for_by_words_or_in_a_row),
        cmocka_unit_test(dates_are_days_months_or_years),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
