/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real site: nothing that its own search answers is unanswered, what is asked for by its name is first, and the judged
 * queries are answered as well as they ever were. Skipped where the site is not beside the source. */
#include <ctype.h>
#include <stdio.h>

#include "analysis/analysis.h"
#include "query/evaluate.h"
#include "tests/query/questions.h"
#include "tests/support/cmocka.h"

#define SITE TWC_SOURCE_DIR "/../shared/corpora/twc-site-nl"
#define JUDGED TWC_SOURCE_DIR "/../shared/eval/twc-nl-dev.tsv"

/* With sanitizers each question takes ten times as long. So some are asked, drawn by a seed that is printed (TWC_SEED gives
 * it); all of them with TWC_WHOLE=1, as tests/long/site does. */
enum { WORDS_DRAWN = 2000, SOME = 60 };

/* The site is opened once for all tests; without it, each is skipped. */
static int open_site(void **state)
{
    *state = file_exists(SITE) && file_exists(JUDGED) ? questions_of(SITE) : NULL;
    return 0;
}

static int close_site(void **state)
{
    struct questions *questions = *state;

    if (questions)
        talloc_free(questions->world);
    return 0;
}

static struct questions *real_of(void **state)
{
    if (!*state)
        skip();
    return *state;
}

static void check_answered(struct questions *real, struct question_list all)
{
    struct question_list list = questions_some(real, all, SOME);

    assert_true(list.len > 0);
    for (size_t i = 0; i < list.len; i++) {
        struct answer *answer = world_ask(real->world, list.at[i].lang, list.at[i].q);
        if (answer->hits_len == 0)
            fail_msg("nothing is found for '%s' in %s", list.at[i].q, list.at[i].lang);
        talloc_free(answer);
    }
}

static void every_title_finds_its_page_first(void **state)
{
    struct questions *real = real_of(state);

    for (size_t i = 0; i < real->titles.len; i++) {
        const struct question *title = &real->titles.at[i];
        struct answer *answer = world_ask(real->world, title->lang, title->q);
        assert_true(answer->hits_len > 0);
        assert_string_equal(answer->hits[0].path, title->page->path);
        talloc_free(answer);
    }
}

static bool is_line(void *ctx, const char *line, const char *asked)
{
    return strcmp(fold_key(ctx, span_of(line)), fold_key(ctx, span_of(asked))) == 0;
}

static bool has_line(void *ctx, const struct page_body *body, const char *asked)
{
    bool has = is_line(ctx, body->display_title, asked);

    for (size_t k = 1; k < body->sections_len && !has; k++)
        has = is_line(ctx, body->sections[k].title, asked);
    return has;
}

/* "Join" is what the page "Join the Tech Workers Coalition" goes by: the query, and then the site's own name. */
static bool is_called(void *ctx, const struct page_body *body, const char *asked)
{
    static const char *const names[] = {" the tech workers coalition", " met techwerkers"};
    const char *title = fold_key(ctx, span_of(body->display_title)), *key = fold_key(ctx, span_of(asked));

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(title, talloc_asprintf(ctx, "%s%s", key, names[i])) == 0)
            return true;
    return false;
}

/* Several pages may have it; one of them, in the reader's language. */
static void every_heading_finds_a_page_that_has_it_first(void **state)
{
    struct questions *real = real_of(state);
    struct question_list list = questions_some(real, real->headings, SOME);

    for (size_t i = 0; i < list.len; i++) {
        const struct question *heading = &list.at[i];
        struct answer *answer = world_ask(real->world, heading->lang, heading->q);
        const char *first = answer->hits_len > 0 ? answer->hits[0].path : "nothing";
        const struct page_body *body = questions_body(real, first);
        if (!body || (!has_line(answer, body, heading->q) && !is_called(answer, body, heading->q)))
            fail_msg("'%s' in %s of %s finds %s first", heading->q, heading->lang, heading->page->path, first);
        talloc_free(answer);
    }
}

static void every_heading_and_every_tag_is_answered(void **state)
{
    struct questions *real = real_of(state);

    check_answered(real, real->headings);
    check_answered(real, real->tags);
}

static void every_two_words_in_a_row_of_a_title_are_answered(void **state)
{
    struct questions *real = real_of(state);

    check_answered(real, real->pairs);
}

static void words_of_the_pages_are_answered(void **state)
{
    struct questions *real = real_of(state);

    check_answered(real, questions_words(real, WORDS_DRAWN));
}

static char *small(char *text)
{
    for (char *at = text; *at; at++)
        *at = (char)((unsigned char)*at < 0x80 ? tolower((unsigned char)*at) : (unsigned char)*at);
    return text;
}

/* ---- how well ---- */

static double figure_of(const struct evaluation *evaluation, enum figure figure)
{
    return evaluation->groups[0].figures[figure];
}

static void the_judged_queries_are_answered_as_well_as_ever(void **state)
{
    struct questions *real = real_of(state);
    struct evaluation *evaluation = evaluate(real, real->world->index, JUDGED, &real->world->err);

    assert_non_null(evaluation);
    if (figure_of(evaluation, FIGURE_NDCG) < 0.96 || figure_of(evaluation, FIGURE_S1) < 0.91)
        fail_msg("nDCG@10 %.3f, S@1 %.3f", figure_of(evaluation, FIGURE_NDCG), figure_of(evaluation, FIGURE_S1));
    assert_true(figure_of(evaluation, FIGURE_ZERO) == 0);
}

/* What a substring scan finds, found as a word or as a compound's part. */
static void check_reach(struct questions *real, const char *word, double share)
{
    size_t pages = 0, found = 0;
    struct answer *answer = world_request(real->world, "q", word, "lang", "nl", "limit", "50", NULL);

    for (size_t i = 0; i < site_len(real->site); i++) {
        const struct page *page = site_page(real->site, i);
        if (strcmp(page->lang, "nl") != 0)
            continue;
        char *text = talloc_asprintf(real, "%s\n%s", real->bodies[i]->display_title,
                                     page_body_text(real, real->bodies[i]));
        if (!strstr(small(text), word))
            continue;
        pages++;
        for (size_t k = 0; k < answer->hits_len; k++)
            found += strcmp(answer->hits[k].path, page->path) == 0;
        talloc_free(text);
    }
    if ((double)found < share * (double)pages)
        fail_msg("'%s' finds %zu of %zu pages", word, found, pages);
    talloc_free(answer);
}

static void a_part_of_a_compound_reaches_the_pages_that_a_substring_scan_finds(void **state)
{
    struct questions *real = real_of(state);

    check_reach(real, "raad", 0.9);
    check_reach(real, "vakbond", 0.9);
    check_reach(real, "ontslag", 0.9);
    check_reach(real, "staking", 0.9);
    check_reach(real, "arbeid", 0.9);
    check_reach(real, "recht", 0.9); /* the rest is Utrecht and terecht */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_title_finds_its_page_first),
        cmocka_unit_test(every_heading_finds_a_page_that_has_it_first),
        cmocka_unit_test(every_heading_and_every_tag_is_answered),
        cmocka_unit_test(every_two_words_in_a_row_of_a_title_are_answered),
        cmocka_unit_test(words_of_the_pages_are_answered),
        cmocka_unit_test(the_judged_queries_are_answered_as_well_as_ever),
        cmocka_unit_test(a_part_of_a_compound_reaches_the_pages_that_a_substring_scan_finds),
    };

    return cmocka_run_group_tests(tests, open_site, close_site);
}
