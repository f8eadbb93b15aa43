/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long queries and short ones: as much of them is asked as can be, and none is an error. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"
#include "tests/support/folder.h"

static char *repeated(void *ctx, const char *const *words, size_t len, size_t times)
{
    struct buffer out = buffer_new(ctx, QUERY_MAX_BYTES * 2);

    for (size_t i = 0; i < times; i++) {
        buffer_text(&out, words[i * (i / len + 1) % len]); /* each round in another order */
        buffer_char(&out, ' ');
    }
    return talloc_strdup(ctx, buffer_string(&out));
}

static void a_word_of_the_glossary_said_four_hundred_times_is_asked_once(void **state)
{
    static const char *const words[] = {"employee"};
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, "glossary: search/words.yaml\n");
    test_write(world->site, "search/words.yaml", "- en: [employee, worker, staff member]\n  nl: [werknemer, personeelslid]\n");
    world_page(world, "a.en.md", "Employees", "", "An employee is a worker and a staff member.");
    world_page(world, "a.nl.md", "Werknemers", "", "Een werknemer is een personeelslid.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, NULL, repeated(world, words, 1, 450))), "a");
    talloc_free(world);
}

static void a_few_words_in_ever_other_orders_are_answered_in_eight_languages(void **state)
{
    static const char *const codes[] = {"en", "nl", "de", "fr", "es", "it", "pt", "sv"};
    static const char *const words[] = {"quorlim", "brastop", "vlindek", "zomgart", "plufted", "dwarnic", "spelton",
                                        "grumvic", "tolbrak", "wexford", "nardile", "hoplimt", "jafrosk", "kwindal",
                                        "limbast", "mortegs", "oxbridg", "pentast", "rustimo", "sveltig", "tambuck",
                                        "ulstrom", "vortgan", "yelmick", "zandrop", "abselut", "bontigs", "crompel",
                                        "drentol", "eskimar", "falbing"};
    struct world *world = world_new();

    (void)state;
    test_write(world->site, "hugo.yaml",
               "defaultContentLanguage: en\ndefaultContentLanguageInSubdir: true\nlanguages: {en: {weight: 1}, nl: {weight: 2}, "
               "de: {weight: 3}, fr: {weight: 4}, es: {weight: 5}, it: {weight: 6}, pt: {weight: 7}, sv: {weight: 8}}\n");
    world_settings(world, "translate: [en, nl, de, fr, es, it, pt, sv]\n");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        world_page(world, talloc_asprintf(world, "a.%s.md", codes[i]), "Words", "",
                   repeated(world, words, sizeof words / sizeof *words, 200));
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, NULL, repeated(world, words, sizeof words / sizeof *words, 500))),
                        "a");
    talloc_free(world);
}

static void a_letter_alone_that_is_no_word_is_the_beginning_of_one(void **state)
{
    struct world *world = world_new();
    struct answer *answer;

    (void)state;
    world_page(world, "a.md", "Questions", "", "Our quarterly Q&A.");
    world_page(world, "b.md", "Plan B", "", "A plan, and plan B.");
    world_index(world);
    answer = world_ask(world, "en", "Q");
    assert_string_equal(world_ids(world, answer), "a");
    assert_string_equal(world_relaxed(world, answer), "prefix");
    assert_string_equal(world_ids(world, world_ask(world, "en", "b")), "b");
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_of_the_glossary_said_four_hundred_times_is_asked_once),
        cmocka_unit_test(a_few_words_in_ever_other_orders_are_answered_in_eight_languages),
        cmocka_unit_test(a_letter_alone_that_is_no_word_is_the_beginning_of_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
