/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page is meant, where several have the words: by its title, and by how the site itself writes a thing. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

static const char *first_of(struct world *world, const char *lang, const char *q)
{
    struct answer *answer = world_ask(world, lang, q);

    return answer->hits_len > 0 ? answer->hits[0].id : "nothing";
}

static void a_title_that_holds_the_words_in_a_row_beats_one_that_scatters_them(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "");
    world_page(world, "a.en.md", "Law, love and labour", "", "Labour law, said twice: labour law. And labour again.");
    world_page(world, "b.en.md", "Protection in Dutch labour law", "", "What holds in labour law, for all who work.");
    world_page(world, "c.en.md", "Lunch", "", "Nothing of any interest stands here at all.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "labor law"), "b");
    talloc_free(world);
}

static void an_issue_is_found_by_what_its_title_begins_with(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "");
    world_page(world, "posts/2026-08.en.md", "Data centres, a picnic, and more", "date: 2026-08-01",
               "On data centres, and on other things.");
    world_page(world, "posts/march.en.md", "We marched against the data centres", "date: 2026-07-01",
               "Data centres are built everywhere.");
    world_page(world, "c.en.md", "Lunch", "", "Nothing of any interest stands here at all.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "data centres"), "posts/2026-08");
    talloc_free(world);
}

static void two_words_that_the_site_writes_as_one_are_that_one(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "");
    world_page(world, "a.en.md", "Cuts", "", "These layoffs hit many, and more layoffs will come.");
    world_page(world, "b.en.md", "More cuts", "", "Layoffs were told of in the spring.");
    world_page(world, "c.en.md", "Trade", "", "They lay bricks. Trade offs are made while they lay them.");
    world_page(world, "d.en.md", "Lunch", "", "Nothing of any interest stands here at all.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "lay offs"), "a");
    talloc_free(world);
}

static void a_thing_is_found_by_its_abbreviation_before_a_page_that_spells_it_out_in_passing(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "glossary: words.yaml\n");
    world_file(world, "words.yaml", "- {en: [AI, artificial intelligence]}\n");
    world_page(world, "a.en.md", "AI at work", "", "What AI does to you. AI everywhere, and AI again.");
    world_page(world, "b.en.md", "Chips", "", "Artificial intelligence needs them.");
    world_page(world, "c.en.md", "Power", "", "AI needs that too.");
    for (int i = 0; i < 8; i++)
        world_page(world, talloc_asprintf(world, "lunch/%d.en.md", i), "Lunch", "",
                   "Nothing of any interest stands here at all.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "artificial intelligence"), "a");
    talloc_free(world);
}

static void a_term_that_is_one_word_and_stop_words_is_looked_for_whole(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "glossary: words.yaml\n");
    world_file(world, "words.yaml", "- {en: [dismissal, let go]}\n");
    world_page(world, "a.en.md", "Cuts", "", "Three of them were let go in May.");
    world_page(world, "b.en.md", "Outings", "", "We go to the woods, and go home again.");
    world_page(world, "c.en.md", "Lunch", "", "Nothing of any interest stands here at all.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "en", "dismissal")), "a");
    talloc_free(world);
}

static void a_stop_word_that_is_all_that_was_asked_is_corrected(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "");
    world_page(world, "a.en.md", "Between work and rest", "", "What is there?");
    world_page(world, "c.en.md", "Lunch", "", "Nothing of any interest stands here at all.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "en", "bewteen")), "a");
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_that_holds_the_words_in_a_row_beats_one_that_scatters_them),
        cmocka_unit_test(an_issue_is_found_by_what_its_title_begins_with),
        cmocka_unit_test(two_words_that_the_site_writes_as_one_are_that_one),
        cmocka_unit_test(a_thing_is_found_by_its_abbreviation_before_a_page_that_spells_it_out_in_passing),
        cmocka_unit_test(a_term_that_is_one_word_and_stop_words_is_looked_for_whole),
        cmocka_unit_test(a_stop_word_that_is_all_that_was_asked_is_corrected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
