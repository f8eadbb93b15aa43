/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a score is made of: a page's own words count the same with a translation and without, stop words count for little
 * and are never lost, and the parts that --explain tells add up. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/query/world.h"
#include "tests/support/cmocka.h"

enum { TWINS = 12, WORDS = 40, QUESTIONS = 150 };

static const char *const english[] = {"strike", "wage",   "union",   "safety",  "pension", "notice",  "contract", "holiday",
                                      "privacy", "picket", "ballot", "meeting", "steward", "overtime", "dispute",  "ladder"};
static const char *const dutch[] = {"gezelligheid", "fietspad", "molenaar", "kaasmarkt", "regenjas", "tulpenbol", "polderdijk"};

#define LEN(list) (sizeof(list) / sizeof(*(list)))

static const char *some(void *ctx, unsigned *seed, const char *const *words, size_t words_len, size_t len)
{
    char *text = talloc_strdup(ctx, "");

    for (size_t i = 0; i < len; i++)
        text = talloc_asprintf_append(text, "%s%s%s", i ? " " : "", words[(size_t)rand_r(seed) % words_len],
                                      i % 9 == 8 ? "." : "");
    return text;
}

static unsigned seed_here(void)
{
    const char *given = getenv("TWC_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : 20251124;

    print_message("seed %u\n", seed);
    return seed;
}

/* Each text twice: once with a page in Dutch beside it that says other things at length, and once alone. */
static struct world *twins_new(unsigned *seed)
{
    struct world *world = world_new();

    world_bilingual(world, "compounds: {list: none}\n");
    for (int i = 0; i < TWINS; i++) {
        const char *title = some(world, seed, english, LEN(english), 2), *text = some(world, seed, english, LEN(english), WORDS);
        world_page(world, talloc_asprintf(world, "with/%d.en.md", i), title, "", text);
        world_page(world, talloc_asprintf(world, "with/%d.nl.md", i), some(world, seed, dutch, LEN(dutch), 2), "",
                   some(world, seed, dutch, LEN(dutch), 30 * WORDS));
        world_page(world, talloc_asprintf(world, "without/%d.en.md", i), title, "", text);
    }
    world_index(world);
    return world;
}

static double score_of(const struct answer *answer, const char *id)
{
    for (size_t i = 0; i < answer->hits_len; i++)
        if (strcmp(answer->hits[i].id, id) == 0)
            return answer->hits[i].score;
    return -1;
}

static void a_page_s_own_words_count_the_same_with_a_translation_and_without(void **state)
{
    unsigned seed = seed_here();
    struct world *world = twins_new(&seed);
    size_t compared = 0;

    (void)state;
    for (int i = 0; i < QUESTIONS; i++) {
        const char *q = some(world, &seed, english, LEN(english), 1 + (size_t)i % 4);
        struct answer *answer = world_request(world, "q", q, "lang", "en", "limit", "50", NULL);
        for (int k = 0; k < TWINS; k++) {
            double with = score_of(answer, talloc_asprintf(answer, "with/%d", k));
            double without = score_of(answer, talloc_asprintf(answer, "without/%d", k));
            if (fabs(with - without) > 1e-9)
                fail_msg("'%s': twin %d is worth %.6f with a translation and %.6f without", q, k, with, without);
            compared += with > 0;
        }
        talloc_free(answer);
    }
    assert_true(compared > QUESTIONS);
    talloc_free(world);
}

/* ---- stop words ---- */

static void a_question_of_stop_words_alone_is_answered(void **state)
{
    static const char *const questions[] = {"to be or not to be", "who are you", "the", "it is what it is", "the the"};
    struct world *world = world_new();

    (void)state;
    world_page(world, "hamlet.md", "A play", "", "To be or not to be, that is the matter. Who are you? It is what it is.");
    world_page(world, "soup.md", "Soup", "", "Peas, leek, carrots.");
    world_index(world);
    for (size_t i = 0; i < LEN(questions); i++)
        assert_string_equal(world_ids(world, world_ask(world, "en", questions[i])), "hamlet");
    talloc_free(world);
}

static void a_stop_word_decides_between_equals(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_page(world, "a.md", "One", "", "We grant leave with pay, now and later.");
    world_page(world, "b.md", "Two", "", "We grant leave before pay, now and later.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "en", "leave before pay")), "b a");
    assert_string_equal(world_ids(world, world_ask(world, "en", "leave with pay")), "a b");
    talloc_free(world);
}

static void stop_words_beside_a_word_that_says_something_find_no_page(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_page(world, "a.md", "One", "", "What can I do about it, and who is it that can do what I can do about it?");
    world_page(world, "b.md", "Two", "", "Overtime: your rota, your rights.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "en", "what can I do about overtime")), "b");
    talloc_free(world);
}

static void stop_words_take_no_page_away(void **state)
{
    struct world *world = world_new();

    (void)state;
    world_page(world, "a.md", "One", "", "Overtime, paid.");
    world_index(world);
    assert_string_equal(world_ids(world, world_ask(world, "en", "who is to be in the overtime of it all")), "a");
    talloc_free(world);
}

/* ---- the reckoning ---- */

/* The parts as they are told, put together again. NAN where the text is another. */
static double sum_of(const char *told, double *score)
{
    double exact[2], part[2], heading, alike[2], share, weight, prior, title[2], cover[2], tier;
    int read = sscanf(told,
                      "score %lf = %lf x %lf exact title + %lf x %lf part of the title + %lf heading as typed + %lf x "
                      "%lf alike + %lf (weight %lf of the best) x %lf (section, kind, age, boost) x (1 + %lf x %lf title + %lf x %lf heading + %lf)",
                      score, &exact[0], &exact[1], &part[0], &part[1], &heading, &alike[0], &alike[1], &share, &weight, &prior, &title[0], &title[1],
                      &cover[0], &cover[1], &tier);

    return read == 16 ? exact[0] * exact[1] + part[0] * part[1] + heading + alike[0] * alike[1] +
                            share * prior * (1 + title[0] * title[1] + cover[0] * cover[1] + tier)
                      : NAN;
}

static void the_parts_that_are_told_add_up_to_the_score(void **state)
{
    unsigned seed = seed_here();
    struct world *world = twins_new(&seed);
    size_t told = 0;

    (void)state;
    for (int i = 0; i < QUESTIONS / 3; i++) {
        const char *q = some(world, &seed, english, LEN(english), 1 + (size_t)i % 4);
        struct answer *answer = world_request(world, "q", q, "lang", "en", "limit", "50", "explain", "1", "sort",
                                              i % 5 == 4 ? "date" : "relevance", NULL);
        double first = 0;
        for (size_t k = 0; k < answer->hits_len; k++, told++) {
            double score, sum = sum_of(answer->hits[k].explanation, &score);
            if (!(fabs(sum - score) < 0.02)) /* the figures are rounded */
                fail_msg("'%s': the parts are worth %.4f: %s", q, sum, answer->hits[k].explanation);
            first = k == 0 ? score : first;
            /* and what is told as _rankingScore goes with it */
            assert_true(fabs(answer->hits[k].score / answer->hits[0].score - score / first) < 0.001);
        }
        talloc_free(answer);
    }
    assert_true(told > QUESTIONS);
    talloc_free(world);
}

/* A page that comes before one that has more, for its name, says what its own figures are and what it was raised to. */
static void what_a_page_was_raised_to_is_told(void **state)
{
    struct world *world = world_new();
    double score, sum, raised = 0;

    (void)state;
    world_settings(world, "sections: {guides: {weight: 9}}\n");
    world_page(world, "a.md", "Of many things", "", "## Lifeboat drill\n\nOn Sunday.");
    world_page(world, "guides/b.md", "All of the drill in a lifeboat", "", "A lifeboat drill, a drill, a lifeboat, drill, lifeboat.");
    world_index(world);

    struct answer *answer = world_request(world, "q", "lifeboat drill", "lang", "en", "explain", "1", NULL);
    assert_string_equal(world_ids(world, answer), "a guides/b");
    const char *told = answer->hits[0].explanation, *place = strstr(told, "raised to the next page's ");
    assert_non_null(place);
    assert_non_null(strstr(told, "since it has the query as a heading"));
    sum = sum_of(told, &score);
    assert_true(fabs(sum - score) < 0.02);
    assert_int_equal(sscanf(place, "raised to the next page's %lf", &raised), 1);
    assert_true(raised > score);
    sum_of(answer->hits[1].explanation, &score);
    assert_true(fabs(raised - score) < 0.001);
    talloc_free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_s_own_words_count_the_same_with_a_translation_and_without),
        cmocka_unit_test(a_question_of_stop_words_alone_is_answered),
        cmocka_unit_test(a_stop_word_decides_between_equals),
        cmocka_unit_test(stop_words_beside_a_word_that_says_something_find_no_page),
        cmocka_unit_test(stop_words_take_no_page_away),
        cmocka_unit_test(the_parts_that_are_told_add_up_to_the_score),
        cmocka_unit_test(what_a_page_was_raised_to_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
