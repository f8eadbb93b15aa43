/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suggestions while typing: from the site alone, changed with its pages, corrected where nothing begins so. */
#include <stdlib.h>

#include "tests/query/world.h"
#include "tests/support/cmocka.h"
#include "tests/support/folder.h"

/* "text (kind) | text (kind)" */
static const char *suggested(struct world *world, const char *lang, const char *q)
{
    struct suggestions *found = suggest(world, world->index, q, lang, 10, &world->err);
    char *all = talloc_strdup(world, "");

    if (!found)
        fail_msg("%s", world->err.text);
    for (size_t i = 0; i < found->len; i++)
        all = talloc_asprintf_append(all, "%s%s (%s)", i ? " | " : "", found->at[i].text, found->at[i].kind);
    return all;
}

static bool suggests(struct world *world, const char *lang, const char *q, const char *text)
{
    return strstr(suggested(world, lang, q), text) != NULL;
}

static struct world *site_new(void)
{
    struct world *world = world_new();

    world_bilingual(world, "compounds: {list: none}\n");
    world_page(world, "a.en.md", "Works councils", "tags: [workplace]", "About councils.\n\n## Working hours\n\nEight of them.");
    world_page(world, "b.en.md", "The workload", "", "A burden of ondernemingsraden.");
    world_page(world, "a.nl.md", "Ondernemingsraden", "", "Over raden.");
    world_index(world);
    return world;
}

static void titles_tags_headings_and_words_come_in_this_order(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_string_equal(suggested(world, "en", "work"),
                        "The workload (title) | Works councils (title) | workplace (tag) | Working hours (heading) | "
                        "working (word) | workload (word) | works (word)");
    talloc_free(world);
}

static void they_are_of_the_language_that_is_asked_in(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_true(suggests(world, "nl", "ondern", "Ondernemingsraden (title)"));
    assert_false(suggests(world, "nl", "work", "Works councils"));
    assert_true(suggests(world, NULL, "ondern", "Ondernemingsraden (title)"));
    talloc_free(world);
}

static void an_address_comes_with_titles_and_headings(void **state)
{
    struct world *world = site_new();
    struct suggestions *found = suggest(world, world->index, "working", "en", 10, &world->err);

    (void)state;
    assert_true(found->len > 0);
    assert_string_equal(found->at[0].text, "Working hours");
    assert_string_equal(found->at[0].url, "/en/a/#working-hours");
    talloc_free(world);
}

static void they_change_with_the_page_and_no_later(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_true(suggests(world, "en", "workl", "The workload (title)"));
    world_page(world, "b.en.md", "The workbench", "", "A burden.");
    world_index(world);
    assert_true(suggests(world, "en", "workb", "The workbench (title)"));
    assert_false(suggests(world, "en", "workl", "The workload"));
    test_remove(world->site, "content/b.en.md");
    world_index(world);
    assert_false(suggests(world, "en", "workb", "The workbench"));
    talloc_free(world);
}

static void a_mistake_is_put_right_where_nothing_begins_so(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_string_equal(suggested(world, "en", "councisl"), "councils (word)");
    assert_string_equal(suggested(world, "en", "works councisl"), "works councils (word)");
    talloc_free(world);
}

static void what_the_site_does_not_say_is_not_suggested(void **state)
{
    struct world *world = site_new();

    (void)state;
    assert_string_equal(suggested(world, "en", "zebra"), "");
    assert_string_equal(suggested(world, "en", "holiday"), "");
    talloc_free(world);
}

static void nothing_and_signs_suggest_nothing(void **state)
{
    static const char *const typed[] = {"", " ", "-", "\"", "*", "🙂", ":", "\t\n", "\xff\xfe", "\u200b"};
    struct world *world = site_new();

    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        assert_string_equal(suggested(world, "en", typed[i]), "");
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_tags_headings_and_words_come_in_this_order),
        cmocka_unit_test(they_are_of_the_language_that_is_asked_in),
        cmocka_unit_test(an_address_comes_with_titles_and_headings),
        cmocka_unit_test(they_change_with_the_page_and_no_later),
        cmocka_unit_test(a_mistake_is_put_right_where_nothing_begins_so),
        cmocka_unit_test(what_the_site_does_not_say_is_not_suggested),
        cmocka_unit_test(nothing_and_signs_suggest_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
