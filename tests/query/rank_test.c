/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is first and why, on sites of a few pages: each behaviour of the ranking, the ladder and the snippets by itself. */
#include <stdio.h>

#include "tests/query/world.h"
#include "tests/support/cmocka.h"

/* Filler, so that a word of one page is rarer than one of all. */
static void add_filler(struct world *world)
{
    for (int i = 0; i < 6; i++)
        world_page(world, talloc_asprintf(world, "filler/%d.en.md", i), talloc_asprintf(world, "Filler %d", i), "",
                   "Nothing of any interest stands here, and it is said at some length all the same.");
}

static struct world *site_new(const char *settings)
{
    struct world *world = world_new();

    world_bilingual(world, settings);
    add_filler(world);
    return world;
}

static const char *first_of(struct world *world, const char *lang, const char *q)
{
    struct answer *answer = world_ask(world, lang, q);

    return answer->hits_len > 0 ? answer->hits[0].id : "nothing";
}

static bool finds(struct world *world, const char *lang, const char *q, const char *id)
{
    struct answer *answer = world_ask(world, lang, q);

    for (size_t i = 0; i < answer->hits_len; i++)
        if (strcmp(answer->hits[i].id, id) == 0)
            return true;
    return false;
}

/* ---- front matter and settings ---- */

static void a_boost_lifts_a_page_among_its_equals(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "One", "", "The canteen is open at noon.");
    world_page(world, "b.en.md", "Two", "search: {boost: 2}", "The canteen is open at noon.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "canteen"), "b");
    talloc_free(world);
}

static void an_excluded_page_is_not_found(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Rota", "search: {exclude: true}", "The canteen is open at noon.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "canteen"), "nothing");
    talloc_free(world);
}

static void keywords_are_words_of_their_page(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Statutes", "search: {keywords: [bylaws]}", "How the club is run.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "bylaws"), "a");
    talloc_free(world);
}

static void a_pinned_page_is_first_for_its_words_and_no_others(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Canteen", "", "The canteen, all about the canteen and its menu.");
    world_page(world, "b.en.md", "House rules", "search: {pin: [canteen]}", "Where you may eat.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "canteen"), "b");
    assert_string_equal(first_of(world, "en", "canteen menu"), "a");
    talloc_free(world);
}

static void a_page_that_wants_no_list_is_found_and_never_suggested(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Canteen at noon", "search: {list: false}", "It is open.");
    world_page(world, "b.en.md", "Canteen at dusk", "", "It is open.");
    world_index(world);

    struct suggestions *suggested = suggest(world, world->index, "cante", "en", 10, &world->err);
    assert_true(suggested->len > 0);
    for (size_t i = 0; i < suggested->len; i++)
        assert_string_not_equal(suggested->at[i].text, "Canteen at noon");
    assert_true(finds(world, "en", "canteen noon", "a"));
    talloc_free(world);
}

static void a_section_that_weighs_more_comes_first_among_equals(void **state)
{
    struct world *world = site_new("sections: {guides: {weight: 1.5}}\n");

    (void)state;
    world_page(world, "blog/a.en.md", "One", "", "The canteen is open at noon.");
    world_page(world, "guides/b.en.md", "Two", "", "The canteen is open at noon.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "canteen"), "guides/b");
    talloc_free(world);
}

static void a_heading_that_repeats_the_title_is_no_section_of_a_hit(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Canteen rules", "", "# Canteen rules\n\nThe canteen is open at noon.\n\n## Canteen prices\n\nThe canteen is cheap.");
    world_index(world);

    struct answer *answer = world_ask(world, "en", "canteen");
    assert_int_equal(answer->hits[0].sub_results_len, 1);
    assert_string_equal(answer->hits[0].sub_results[0].title, "Canteen prices");
    talloc_free(world);
}

static void of_news_the_newer_comes_first_and_elsewhere_age_says_nothing(void **state)
{
    struct world *world = site_new("sections: {posts: {news: true}}\n");

    (void)state;
    world_page(world, "posts/a.en.md", "One", "date: 2019-01-01", "The canteen is open at noon.");
    world_page(world, "posts/b.en.md", "Two", "date: 2026-12-01", "The canteen is open at noon.");
    world_page(world, "guides/c.en.md", "One", "date: 2019-01-01", "The library is open at noon.");
    world_page(world, "guides/d.en.md", "Two", "date: 2026-12-01", "The library is open at noon.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "canteen"), "posts/b");

    struct answer *guides = world_ask(world, "en", "library");
    assert_true(guides->hits[0].score == guides->hits[1].score);
    talloc_free(world);
}

static void explain_says_what_each_page_has_and_what_it_is_worth(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Canteen", "search: {boost: 2}", "The canteen is open at noon.");
    world_index(world);

    struct answer *answer = world_request(world, "q", "canteen", "lang", "en", "explain", "1", NULL);
    assert_non_null(answer->explanation);
    assert_non_null(strstr(answer->hits[0].explanation, "x 2.000 (section, kind, age, boost)"));
    assert_non_null(strstr(answer->hits[0].explanation, "3.00 x 1.30 exact title"));
    assert_non_null(strstr(answer->hits[0].explanation, "canteen: words"));
    assert_null(world_ask(world, "en", "canteen")->hits[0].explanation);
    talloc_free(world);
}

/* ---- titles and headings ---- */

static void a_title_that_is_the_query_is_first_however_often_others_say_it(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Strike", "", "Short.");
    world_page(world, "b.en.md", "On striking", "", "strike strike strike strike strike strike, again a strike");
    world_index(world);
    assert_string_equal(first_of(world, "en", "strike"), "a");
    talloc_free(world);
}

/* The words between say little: it is how the sentence goes that tells. */
static void a_heading_that_is_nearly_the_question_counts_as_one(void **state)
{
    struct world *world = site_new("sections: {guides: {weight: 1.3}}\n");

    (void)state;
    world_page(world, "a.en.md", "About us", "", "## Am I a weaver?\n\nLikely.\n\n## What next\n\nNothing.");
    world_page(world, "guides/b.en.md", "Join the weavers", "", "A weaver, and what a weaver does: weavers weave. Ask a weaver.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "am I really a weaver"), "a");
    assert_string_equal(first_of(world, "en", "weaver"), "guides/b");
    talloc_free(world);
}

static void a_part_of_a_title_that_is_the_query_counts_as_a_title(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Getting fired? What you need to know about it", "", "Short.");
    world_page(world, "b.en.md", "Fired workers win", "", "They were fired. Getting fired hurts. Fired for getting ill.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "getting fired"), "a");
    talloc_free(world);
}

static void a_topic_between_commas_is_no_part_of_a_title(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Layoffs, a picnic, and more", "", "Of many things a little.");
    world_page(world, "b.en.md", "The picnic on Sunday", "", "A picnic. Bring what a picnic needs. See you at the picnic.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "picnic"), "b");
    talloc_free(world);
}

static struct world *guild_new(const char *hugo)
{
    struct world *world = world_new();

    world_file(world, "hugo.yaml", hugo);
    world_page(world, "a.md", "Join the Weavers Guild", "", "A form.");
    world_page(world, "b.md", "What to join, and what to leave", "", "Join this, join that, join us, join them.");
    for (int i = 0; i < 6; i++)
        world_page(world, talloc_asprintf(world, "filler/%d.md", i), "Filler", "", "Nothing of any interest.");
    world_index(world);
    return world;
}

static void the_site_s_own_name_in_a_title_says_nothing(void **state)
{
    struct world *named = guild_new("title: Weavers Guild\n"), *other = guild_new("title: Somebody\n");

    (void)state;
    assert_string_equal(first_of(named, "en", "join"), "a");
    assert_string_equal(first_of(other, "en", "join"), "b");
    talloc_free(named);
    talloc_free(other);
}

static void a_heading_that_is_the_query_beats_a_title_that_only_means_the_same(void **state)
{
    struct world *world = site_new("glossary: words.yaml\n");

    (void)state;
    world_file(world, "words.yaml", "- {en: [calendar, events]}\n");
    world_page(world, "a.en.md", "Events", "", "What is on.");
    world_page(world, "b.en.md", "About us", "", "Who we are.\n\n## Calendar\n\nWhat is on, and when.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "calendar"), "b");
    assert_string_equal(first_of(world, "en", "events"), "a");
    talloc_free(world);
}

static void a_heading_that_is_the_query_beats_a_title_of_the_same_stem(void **state)
{
    struct world *world = site_new("sections:\n  guides: {weight: 9}\n");

    (void)state;
    world_page(world, "guides/a.en.md", "Weaves", "", "Weaves of weavers, and of weaving.");
    world_page(world, "b.en.md", "Of cloth and thread", "", "What it is made of.\n\n## Weaving\n\nOver, and under.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "weaving"), "b");
    assert_string_equal(first_of(world, "en", "weaves"), "guides/a");
    talloc_free(world);
}

static void the_site_s_own_name_in_a_question_says_nothing(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_file(world, "hugo.yaml", "title: Weavers Guild\n");
    world_page(world, "a.md", "About", "", "Who the weavers are, and since when there is a guild.");
    world_page(world, "b.md", "The Weavers Guild", "", "The weavers guild of weavers, a guild about weaving.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "about weavers guild"), "a");
    assert_string_equal(first_of(world, "en", "the weavers guild"), "b");
    talloc_free(world);
}

static void a_title_that_stands_in_a_longer_question_counts_as_asked_for(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Who can join?", "", "Anybody who weaves, spins, or wants to learn.");
    world_page(world, "b.en.md", "The house", "", "Those who join keep the code. They join in song, and join the weavers at tea.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "code of who can join"), "a");
    assert_string_equal(first_of(world, "en", "join at tea"), "b");
    talloc_free(world);
}

static void a_title_that_is_the_query_and_the_site_s_name_beats_a_heading(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_file(world, "hugo.yaml", "title: Weavers Guild\n");
    world_page(world, "a.md", "Join the Weavers Guild", "", "A form.");
    world_page(world, "b.md", "About us", "", "Who we are.\n\n## Join\n\nJoin this, join that, join us, join them.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "join"), "a");
    talloc_free(world);
}

/* ---- questions, dates, beginnings ---- */

static void what_is_it_finds_the_page_that_says_what_it_is(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Terms", "", "A union is a club of workers, who pay it, and whom it speaks for when need be.");
    world_page(world, "b.en.md", "Break-in", "", "The office of a union was broken into. The union will tell the police.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "what is a union"), "a");
    assert_string_equal(first_of(world, "en", "union"), "b");
    talloc_free(world);
}

static void a_month_of_a_year_is_what_is_dated_so(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Permits", "date: 2026-01-01", "You may ask, you may wait; since 2025 you may. In May too.");
    world_page(world, "b.en.md", "A walk", "date: 2025-05-08", "We walked.");
    world_index(world);
    assert_string_equal(first_of(world, "en", "may 2025"), "b");
    talloc_free(world);
}

static void a_beginning_that_is_no_word_is_every_word_that_begins_so(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.nl.md", "Begrippen", "", "Een onderneming is een bedrijf.");
    world_page(world, "b.nl.md", "Medezeggenschap", "", "De ondernemingsraad, en wat een ondernemingsraad mag. Ondernemingsraden.");
    world_index(world);

    struct answer *answer = world_ask(world, "nl", "ondernem");
    assert_string_equal(answer->hits[0].id, "b");
    assert_int_equal(answer->hits_len, 2);
    talloc_free(world);
}

/* ---- two languages ---- */

static void a_page_without_a_translation_stands_beside_weak_matches(void **state)
{
    struct world *world = site_new("glossary: words.yaml\n");

    (void)state;
    world_file(world, "words.yaml", "- {en: [remote work], nl: [thuiswerken]}\n");
    world_page(world, "a.nl.md", "Thuiswerken en je rechten", "", "Wie mag thuiswerken, en wie niet.");
    world_page(world, "b.en.md", "Your pay", "", "Ask for remote work too.");
    world_page(world, "b.nl.md", "Je loon", "", "Vraag ook of je mag thuiswerken.");
    world_index(world);

    struct answer *answer = world_ask(world, "en", "thuiswerken");
    assert_string_equal(world_ids(world, answer), "a b");
    assert_string_equal(answer->hits[0].rung, "other-language");
    assert_string_equal(answer->hits[1].lang, "en");
    assert_string_equal(world_relaxed(world, answer), "glossary other-language");
    assert_int_equal(answer->total_hits, 2); /* the reader's own pages are no less found for it */
    talloc_free(world);
}

static void a_page_with_a_translation_is_shown_in_the_reader_s_language_alone(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "The railway", "", "Trains.");
    world_page(world, "a.nl.md", "De spoorweg", "", "Treinen.");
    world_index(world);

    struct answer *answer = world_ask(world, "en", "spoorweg");
    assert_int_equal(answer->hits_len, 1);
    assert_string_equal(answer->hits[0].lang, "en");
    talloc_free(world);
}

static void an_accent_that_was_typed_is_preferred(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.nl.md", "Een", "", "De sluiting van het cafe om de hoek.");
    world_page(world, "b.nl.md", "Twee", "", "De sluiting van het café om de hoek.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "nl", "café")), "b a");
    assert_string_equal(world_ids(world, world_ask(world, "nl", "CAFE\u0301")), "b a");
    assert_string_equal(world_ids(world, world_ask(world, "nl", "cafe")), "a b");
    talloc_free(world);
}

/* ---- snippets ---- */

static void an_apostrophe_is_no_mark_however_it_is_typed(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.nl.md", "Een", "", "De sluiting van alle cao's om de hoek.");
    world_page(world, "b.nl.md", "Twee", "", "De sluiting van alle cao\u2019s om de hoek.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "nl", "cao's")), "a b");
    assert_string_equal(world_ids(world, world_ask(world, "nl", "cao\u2019s")), "a b");
    talloc_free(world);
}

static void a_snippet_shows_the_words_where_they_stand_together(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Terms", "",
               "The council of the town meets on Mondays, and what it says is printed. A council has a chair. "
               "A road that works needs a plan, and a plan needs money, of which there is never enough in any year. "
               "Then, after a long while in which nothing was said of it at all, and nobody asked, comes what matters: "
               "the works council must be heard.");
    world_index(world);
    assert_non_null(strstr(world_ask(world, "en", "works council")->hits[0].snippet.html, "<mark>works council</mark>"));
    talloc_free(world);
}

static void a_term_of_two_words_is_marked_where_it_stands_as_one(void **state)
{
    struct world *world = site_new("glossary: words.yaml\n");

    (void)state;
    world_file(world, "words.yaml", "- {en: [works council, company board]}\n");
    world_page(world, "a.en.md", "Terms", "", "A company is heard by its works council. The company pays, and so it should, all the world agrees, and so does the board.");
    world_index(world);

    const char *html = world_ask(world, "en", "works council")->hits[0].snippet.html;
    assert_non_null(strstr(html, "<mark>works council</mark>"));
    assert_null(strstr(html, "<mark>company</mark>"));
    talloc_free(world);
}

static void stop_words_of_the_query_are_marked_with_those_around_them(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Law", "", "Here the right to strike is old, and a strike (right or wrong) is news to them.");
    world_index(world);

    const char *html = world_ask(world, "en", "right to strike")->hits[0].snippet.html;
    assert_non_null(strstr(html, "<mark>right to strike</mark> is"));
    assert_non_null(strstr(html, "<mark>strike</mark> (<mark>right</mark> or"));
    assert_non_null(strstr(html, " to them"));
    talloc_free(world);
}

static void items_of_a_list_are_kept_apart_in_a_snippet(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Demands", "", "We ask for these:\n\n- canteen hours\n- warm meals\n- a chair each");
    world_index(world);
    assert_string_equal(world_ask(world, "en", "canteen")->hits[0].snippet.plain,
                        "We ask for these: canteen hours · warm meals · a chair each");
    talloc_free(world);
}

static void numbers_of_notes_are_left_out_of_a_snippet_and_other_brackets_are_not(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.en.md", "Law", "", "Pickets are lawful.[1] So are “strikes”,[23] says [1] of list[2], and pickets![3]");
    world_index(world);

    const struct hit *hit = &world_ask(world, "en", "pickets")->hits[0];
    assert_string_equal(hit->snippet.plain, "Pickets are lawful. So are “strikes”, says [1] of list[2], and pickets!");
    assert_string_equal(hit->snippet.html,
                        "<mark>Pickets</mark> are lawful. So are “strikes”, says [1] of list[2], and <mark>pickets</mark>!");
    talloc_free(world);
}

static void a_part_of_a_compound_marks_the_whole_word(void **state)
{
    struct world *world = site_new("");

    (void)state;
    world_page(world, "a.nl.md", "Medezeggenschap", "", "De raad kiest. Wat de ondernemingsraad mag, staat in de wet.");
    world_page(world, "b.nl.md", "Onderneming", "", "De onderneming en de raad.");
    world_page(world, "c.nl.md", "Inspraak", "", "Een ondernemingsraad wordt gekozen.");
    world_index(world);

    struct answer *answer = world_ask(world, "nl", "raad");
    bool marked = false;
    for (size_t i = 0; i < answer->hits_len; i++)
        marked = marked || strstr(answer->hits[i].snippet.html, "<mark>ondernemingsraad</mark>");
    assert_true(marked);
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_boost_lifts_a_page_among_its_equals),
        cmocka_unit_test(an_excluded_page_is_not_found),
        cmocka_unit_test(keywords_are_words_of_their_page),
        cmocka_unit_test(a_pinned_page_is_first_for_its_words_and_no_others),
        cmocka_unit_test(a_page_that_wants_no_list_is_found_and_never_suggested),
        cmocka_unit_test(a_heading_that_repeats_the_title_is_no_section_of_a_hit),
        cmocka_unit_test(a_section_that_weighs_more_comes_first_among_equals),
        cmocka_unit_test(of_news_the_newer_comes_first_and_elsewhere_age_says_nothing),
        cmocka_unit_test(explain_says_what_each_page_has_and_what_it_is_worth),
        cmocka_unit_test(a_title_that_is_the_query_is_first_however_often_others_say_it),
        cmocka_unit_test(a_heading_that_is_nearly_the_question_counts_as_one),
        cmocka_unit_test(a_part_of_a_title_that_is_the_query_counts_as_a_title),
        cmocka_unit_test(a_topic_between_commas_is_no_part_of_a_title),
        cmocka_unit_test(the_site_s_own_name_in_a_title_says_nothing),
        cmocka_unit_test(a_heading_that_is_the_query_beats_a_title_that_only_means_the_same),
        cmocka_unit_test(a_heading_that_is_the_query_beats_a_title_of_the_same_stem),
        cmocka_unit_test(the_site_s_own_name_in_a_question_says_nothing),
        cmocka_unit_test(a_title_that_stands_in_a_longer_question_counts_as_asked_for),
        cmocka_unit_test(a_title_that_is_the_query_and_the_site_s_name_beats_a_heading),
        cmocka_unit_test(what_is_it_finds_the_page_that_says_what_it_is),
        cmocka_unit_test(a_month_of_a_year_is_what_is_dated_so),
        cmocka_unit_test(a_beginning_that_is_no_word_is_every_word_that_begins_so),
        cmocka_unit_test(a_page_without_a_translation_stands_beside_weak_matches),
        cmocka_unit_test(a_page_with_a_translation_is_shown_in_the_reader_s_language_alone),
        cmocka_unit_test(an_accent_that_was_typed_is_preferred),
        cmocka_unit_test(an_apostrophe_is_no_mark_however_it_is_typed),
        cmocka_unit_test(a_snippet_shows_the_words_where_they_stand_together),
        cmocka_unit_test(a_term_of_two_words_is_marked_where_it_stands_as_one),
        cmocka_unit_test(stop_words_of_the_query_are_marked_with_those_around_them),
        cmocka_unit_test(items_of_a_list_are_kept_apart_in_a_snippet),
        cmocka_unit_test(numbers_of_notes_are_left_out_of_a_snippet_and_other_brackets_are_not),
        cmocka_unit_test(a_part_of_a_compound_marks_the_whole_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
