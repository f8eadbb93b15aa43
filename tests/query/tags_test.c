/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page in several languages: tags that are the same, and which page a reader is shown. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

#define WORDS "glossary: words.yaml\n"

/* One page in both languages, one in each alone, all about the canteen. */
static struct world *site_new(void)
{
    struct world *world = world_new();

    world_bilingual(world, WORDS);
    world_file(world, "words.yaml", "- {en: [union, trade union], nl: [vakbond]}\n");
    world_page(world, "both.en.md", "Both", "tags: [union, Lunch]", "The canteen was won.");
    world_page(world, "both.nl.md", "Beide", "tags: [vakbond, middageten]", "De canteen is gewonnen.");
    world_page(world, "dutch.nl.md", "Alleen", "tags: [vakbond]", "De canteen gaat dicht.");
    world_page(world, "english.en.md", "Only", "tags: [Union]", "The canteen is closing.");
    world_page(world, "other.en.md", "Other", "tags: [coffee]", "The canteen has coffee.");
    world_index(world);
    return world;
}

static bool holds(const struct answer *answer, const char *id)
{
    for (size_t i = 0; i < answer->hits_len; i++)
        if (strcmp(answer->hits[i].id, id) == 0)
            return true;
    return false;
}

static uint64_t counted(const struct answer *answer, const char *value)
{
    for (size_t i = 0; i < answer->facets[0].counts_len; i++)
        if (strcmp(answer->facets[0].counts[i].value, value) == 0)
            return answer->facets[0].counts[i].count;
    return 0;
}

static void a_page_has_the_tags_of_its_translation(void **state)
{
    struct world *world = site_new();
    struct answer *answer = world_request(world, "q", "canteen", "lang", "nl", "tag", "lunch", NULL);

    (void)state;
    assert_int_equal(answer->hits_len, 1);
    assert_string_equal(answer->hits[0].id, "both");
    assert_string_equal(answer->hits[0].lang, "nl");
    talloc_free(world);
}

static void the_glossary_tells_that_two_tags_are_the_same(void **state)
{
    struct world *world = site_new();
    struct answer *answer = world_request(world, "q", "canteen", "tag", "vakbond", NULL);

    (void)state;
    assert_int_equal(answer->hits_len, 3);
    assert_false(holds(answer, "other"));
    talloc_free(world);
}

static void the_operator_knows_the_same_tags(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_int_equal(world_ask(world, NULL, "canteen tag:vakbond")->hits_len, 3);
    assert_string_equal(world_ids(world, world_ask(world, NULL, "canteen -tag:vakbond")), "other");
    talloc_free(world);
}

static void a_tag_that_only_the_other_language_has_is_a_tag(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, WORDS);
    world_file(world, "words.yaml", "- {en: [union, trade union], nl: [vakbond]}\n");
    world_page(world, "a.en.md", "A", "tags: [union]", "The canteen was won.");
    world_page(world, "b.en.md", "B", "", "The canteen is no vakbond, nor a tag.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, NULL, "canteen tag:vakbond")), "a");
    talloc_free(world);
}

static void a_synonym_in_the_same_language_is_another_tag(void **state)
{
    struct world *world = site_new();

    (void)state;
    world_page(world, "trade.en.md", "Trade", "tags: [trade union]", "The canteen of a trade union.");
    world_index(world);
    assert_false(holds(world_request(world, "q", "canteen", "tag", "union", NULL), "trade"));
    talloc_free(world);
}

static void a_facet_counts_the_same_tags_once(void **state)
{
    struct world *world = site_new();
    struct answer *answer = world_request(world, "q", "canteen", "facets", "tag", NULL);

    (void)state;
    /* Two pages write vakbond, one union and one Union. */
    assert_int_equal(counted(answer, "vakbond"), 4);
    assert_int_equal(counted(answer, "union") + counted(answer, "Union"), 0);
    assert_int_equal(counted(answer, "coffee"), 1);
    talloc_free(world);
}

static void a_tag_of_a_translation_that_changes_changes_the_filter(void **state)
{
    struct world *world = site_new();

    (void)state;
    world_page(world, "both.en.md", "Both", "tags: [dinner]", "The canteen was won.");
    world_index(world);
    assert_int_equal(world_request(world, "q", "canteen", "lang", "nl", "tag", "lunch", NULL)->hits_len, 0);
    assert_int_equal(world_request(world, "q", "canteen", "lang", "nl", "tag", "dinner", NULL)->hits_len, 1);
    talloc_free(world);
}

static void other_taxonomies_are_known_likewise(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_bilingual(world, WORDS);
    world_file(world, "words.yaml", "- {en: [union], nl: [vakbond]}\n");
    world_page(world, "a.en.md", "A", "categories: [union]", "The canteen was won.");
    world_page(world, "a.nl.md", "A", "categories: [bond]", "De canteen is gewonnen.");
    world_index(world);
    assert_int_equal(world_request(world, "q", "canteen", "lang", "en", "tax.categories", "bond", NULL)->hits_len, 1);
    assert_int_equal(world_request(world, "q", "canteen", "lang", "en", "tax.categories", "vakbond", NULL)->hits_len, 1);
    talloc_free(world);
}

/* Three languages lend each other no words; that a page is translated is known all the same. */
static void a_translated_page_stands_in_its_readers_language_where_nothing_is_lent(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_file(world, "hugo.yaml",
               "defaultContentLanguage: en\nlanguages: {en: {weight: 1}, nl: {weight: 2}, de: {weight: 3}}\n");
    world_page(world, "a.en.md", "English", "", "The canteen was won.");
    world_page(world, "a.de.md", "Deutsch", "", "Die Kantine ist gewonnen.");
    world_page(world, "b.de.md", "Allein", "", "Die Kantine ist gewonnen.");
    world_page(world, "c.en.md", "Third", "", "Signor Kantinella cooks.");
    world_index(world);
    struct answer *answer = world_ask(world, "en", "kantine");
    assert_true(holds(answer, "b"));
    for (size_t i = 0; i < answer->hits_len; i++)
        assert_true(strcmp(answer->hits[i].id, "a") != 0 || strcmp(answer->hits[i].lang, "en") == 0);
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_has_the_tags_of_its_translation),
        cmocka_unit_test(the_glossary_tells_that_two_tags_are_the_same),
        cmocka_unit_test(the_operator_knows_the_same_tags),
        cmocka_unit_test(a_tag_that_only_the_other_language_has_is_a_tag),
        cmocka_unit_test(a_synonym_in_the_same_language_is_another_tag),
        cmocka_unit_test(a_facet_counts_the_same_tags_once),
        cmocka_unit_test(a_tag_of_a_translation_that_changes_changes_the_filter),
        cmocka_unit_test(other_taxonomies_are_known_likewise),
        cmocka_unit_test(a_translated_page_stands_in_its_readers_language_where_nothing_is_lent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
