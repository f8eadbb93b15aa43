/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nobody named a language: which page of a translation set is shown. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

/* The Dutch page of "council" says it in its title, so it is the better answer to the English words too. */
static struct world *site_new(void)
{
    struct world *world = world_new();

    world_bilingual(world, "glossary: words.yaml\n");
    world_file(world, "words.yaml", "- {en: [works council], nl: [ondernemingsraad, OR]}\n");
    world_page(world, "council.nl.md", "Wat doet de ondernemingsraad", "",
               "De ondernemingsraad praat mee over de fabriek. Elders heet dat een works council.");
    world_page(world, "council.en.md", "A say in the factory", "",
               "Staff elect a works council, which has a say in the factory or in its closing.");
    world_page(world, "canteen.en.md", "The canteen", "", "Works councils choose the soup, or the bread.");
    world_page(world, "rain.en.md", "Rain", "", "It rains on works councils.");
    world_page(world, "rain.nl.md", "Regen", "", "Het regent.");
    world_page(world, "pinned.nl.md", "Vastgezet", "search: {pin: [works council]}", "De ondernemingsraad.");
    world_page(world, "pinned.en.md", "Not pinned", "", "The works council.");
    world_index(world);
    return world;
}

static const char *language_of(const struct answer *answer, const char *id)
{
    for (size_t i = 0; i < answer->hits_len; i++)
        if (strcmp(answer->hits[i].id, id) == 0)
            return answer->hits[i].lang;
    return "none";
}

static void who_types_english_is_shown_the_english_page(void **state)
{
    struct world *world = site_new();
    struct answer *answer = world_ask(world, NULL, "works council");

    (void)state;
    assert_string_equal(language_of(answer, "council"), "en");
    assert_string_equal(language_of(answer, "rain"), "en");
    talloc_free(world);
}

static void who_types_dutch_is_shown_the_dutch_page(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_string_equal(language_of(world_ask(world, NULL, "ondernemingsraad"), "council"), "nl");
    talloc_free(world);
}

static void a_stop_word_of_the_other_language_is_no_word_of_it(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_string_equal(language_of(world_ask(world, NULL, "OR"), "council"), "nl");
    talloc_free(world);
}

static void what_was_pinned_stays(void **state)
{
    struct world *world = site_new();
    struct answer *answer = world_ask(world, NULL, "works council");

    (void)state;
    assert_string_equal(answer->hits[0].id, "pinned");
    assert_string_equal(answer->hits[0].lang, "nl");
    talloc_free(world);
}

static void a_filter_leaves_out_the_other_page(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_string_equal(language_of(world_ask(world, NULL, "works council lang:nl"), "council"), "nl");
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_types_english_is_shown_the_english_page),
        cmocka_unit_test(who_types_dutch_is_shown_the_dutch_page),
        cmocka_unit_test(a_stop_word_of_the_other_language_is_no_word_of_it),
        cmocka_unit_test(what_was_pinned_stays),
        cmocka_unit_test(a_filter_leaves_out_the_other_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
