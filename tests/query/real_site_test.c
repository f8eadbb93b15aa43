/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real site: nothing that its own search answers is unanswered, what looks alike is answered alike, and the judged
 * queries are answered as well as they ever were. Skipped where the site is not beside the source. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "corpus/corpus.h"
#include "query/evaluate.h"
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

#define SITE "corpora/twc-site-nl"
#define JUDGED TWC_SOURCE_DIR "/../shared/eval/twc-nl-dev.tsv"

/* With sanitizers each question takes ten times as long. So one in so many is asked, drawn by a seed that is printed
 * (TWC_SEED gives it); all of them with TWC_WHOLE=1, as tests/long/site does. */
enum { WORDS_DRAWN = 2000, WORD_LEAST = 2, SHARE = 8 };

struct real {
    struct world *world;
    struct site *site;
    struct page_body **bodies;
    unsigned seed;
    bool whole;
};

static bool is_drawn(struct real *real)
{
    return real->whole || rand_r(&real->seed) % SHARE == 0;
}

/* The site is opened once for all tests; without it, each is skipped. */
static int open_site(void **state)
{
    struct world *world = world_new();
    const char *folder = TWC_SOURCE_DIR "/../shared/" SITE, *seed = getenv("TWC_SEED"), *whole = getenv("TWC_WHOLE");

    *state = NULL;
    if (!file_exists(folder) || !file_exists(JUDGED)) {
        talloc_free(world);
        return 0;
    }
    struct real *real = talloc_zero(world, struct real);
    const struct site_options options = {.folder = folder, .now = 1800000000,
                                         .data_folder = TWC_SOURCE_DIR "/corpus"};

    real->world = world;
    world_index_folder(world, folder);
    real->site = site_open(real, &options, NULL, &world->err);
    assert_non_null(real->site);
    real->bodies = talloc_array(real, struct page_body *, (unsigned)site_len(real->site));
    for (size_t i = 0; i < site_len(real->site); i++) {
        real->bodies[i] = page_body_read(real, real->site, site_page(real->site, i), NULL, &world->err);
        assert_non_null(real->bodies[i]);
    }
    real->seed = seed ? (unsigned)strtoul(seed, NULL, 10) : 20250421;
    real->whole = whole && strcmp(whole, "1") == 0;
    print_message("seed %u, %s\n", real->seed, real->whole ? "everything" : "a part");
    *state = real;
    return 0;
}

static int close_site(void **state)
{
    struct real *real = *state;

    if (real)
        talloc_free(real->world);
    return 0;
}

static struct real *real_of(void **state)
{
    if (!*state)
        skip();
    return *state;
}

static void check_answered(struct real *real, const char *lang, const char *q)
{
    struct answer *answer = world_ask(real->world, lang, q);

    if (answer->hits_len == 0)
        fail_msg("nothing is found for '%s' in %s", q, lang);
    talloc_free(answer);
}

static void every_title_finds_its_page_first(void **state)
{
    struct real *real = real_of(state);

    for (size_t i = 0; i < site_len(real->site); i++) {
        const struct page *page = site_page(real->site, i);
        struct answer *answer = world_ask(real->world, page->lang, real->bodies[i]->display_title);
        assert_true(answer->hits_len > 0);
        assert_string_equal(answer->hits[0].path, page->path);
        talloc_free(answer);
    }
}

static void every_heading_and_every_tag_is_answered(void **state)
{
    struct real *real = real_of(state);

    for (size_t i = 0; i < site_len(real->site); i++) {
        const struct page *page = site_page(real->site, i);
        for (size_t k = 1; k < real->bodies[i]->sections_len; k++)
            if (is_drawn(real))
                check_answered(real, page->lang, real->bodies[i]->sections[k].title);
        for (size_t k = 0; k < page->tags_len; k++)
            check_answered(real, page->lang, page->tags[k]);
    }
}

static void check_pairs(struct real *real, const char *lang, const char *title)
{
    struct scanner scanner = scanner_new(span_of(title));
    struct word word, before = {.end = 0};

    for (bool first = true; scanner_next(&scanner, &word); first = false) {
        if (!first && is_drawn(real)) {
            char *pair = talloc_strndup(real->world, title + before.start, word.end - before.start);
            check_answered(real, lang, pair);
            talloc_free(pair);
        }
        before = word;
    }
}

static void every_two_words_in_a_row_of_a_title_are_answered(void **state)
{
    struct real *real = real_of(state);

    for (size_t i = 0; i < site_len(real->site); i++)
        check_pairs(real, site_page(real->site, i)->lang, real->bodies[i]->display_title);
}

/* Drawn in equal steps from all words in the order of the pages, so that the same ones are asked everywhere. */
static void words_of_the_pages_are_answered(void **state)
{
    struct real *real = real_of(state);
    size_t words = 0, step = 17, asked = 0;

    for (size_t i = 0; i < site_len(real->site) && asked < WORDS_DRAWN; i++) {
        char *text = page_body_text(real, real->bodies[i]);
        struct scanner scanner = scanner_new(span_of(text));
        struct word word;
        while (scanner_next(&scanner, &word) && asked < WORDS_DRAWN) {
            if (++words % step != 0 || !is_drawn(real) || word.end - word.start < WORD_LEAST)
                continue;
            char *form = talloc_strndup(text, text + word.start, word.end - word.start);
            check_answered(real, site_page(real->site, i)->lang, form);
            asked++;
        }
        talloc_free(text);
    }
    assert_true(asked > WORDS_DRAWN / SHARE / 2 && (!real->whole || asked == WORDS_DRAWN));
}

/* ---- the same question, written otherwise ---- */

static char *with(void *ctx, const char *text, const char *what, const char *instead)
{
    struct buffer out = buffer_new(ctx, 1 << 16);
    struct span rest = span_of(text);
    size_t at;

    while (span_find(rest, span_of(what), &at)) {
        buffer_add(&out, rest.at, at);
        buffer_text(&out, instead);
        rest = span_from(rest, at + strlen(what));
    }
    buffer_span(&out, rest);
    buffer_text(&out, "");
    return talloc_strdup(ctx, buffer_string(&out));
}

static char *in_case(void *ctx, const char *text, int (*change)(int))
{
    char *copy = talloc_strdup(ctx, text);

    for (char *at = copy; *at; at++)
        if ((unsigned char)*at < 0x80)
            *at = (char)change((unsigned char)*at);
    return copy;
}

static char *capitalised(void *ctx, const char *text)
{
    char *copy = talloc_strdup(ctx, text);

    for (char *at = copy; *at; at++)
        if (at == copy || at[-1] == ' ')
            *at = (char)toupper((unsigned char)*at);
    return copy;
}

/* A zero-width space in the middle of the first word. */
static char *with_invisible(void *ctx, const char *text)
{
    size_t len = strcspn(text, " ") / 2;

    while (((unsigned char)text[len] & 0xC0) == 0x80)
        len++;
    return talloc_asprintf(ctx, "%.*s\u200b%s", (int)len, text, text + len);
}

static char *printed(struct world *world, const struct answer *answer)
{
    char *text = talloc_asprintf(world, "%u of %u, %s:", answer->total_hits, answer->total_matches,
                                 world_relaxed(world, answer));

    for (size_t i = 0; i < answer->hits_len; i++)
        text = talloc_asprintf_append(text, " %s (%s)", answer->hits[i].path, answer->hits[i].rung);
    return text;
}

static void check_same(struct real *real, const char *lang, const char *q, const char *variant)
{
    struct answer *answer = world_ask(real->world, lang, q), *other = world_ask(real->world, lang, variant);
    char *expected = printed(real->world, answer), *got = printed(real->world, other);

    if (strcmp(expected, got) != 0)
        fail_msg("'%s' gives %s\nbut '%s' gives %s", q, expected, variant, got);
    talloc_free(answer);
    talloc_free(other);
}

static void check_variants(struct real *real, const char *lang, const char *q)
{
    void *ctx = talloc_new(real->world);

    check_same(real, lang, q, in_case(ctx, q, toupper));
    check_same(real, lang, q, in_case(ctx, q, tolower));
    check_same(real, lang, q, capitalised(ctx, q));
    check_same(real, lang, q, talloc_asprintf(ctx, "  %s ", q));
    check_same(real, lang, q, talloc_asprintf(ctx, "\t%s\n", q));
    check_same(real, lang, q, with(ctx, q, " ", "   "));
    check_same(real, lang, q, with(ctx, q, " ", "\u00a0"));
    check_same(real, lang, q, with_invisible(ctx, q));
    check_same(real, lang, q, with(ctx, q, "'", "’"));
    check_same(real, lang, q, with(ctx, q, "’", "'"));
    check_same(real, lang, q, with(ctx, q, "é", "e"));
    check_same(real, lang, q, with(ctx, q, "é", "e\u0301"));
    check_same(real, lang, q, with(ctx, q, "ë", "e"));
    check_same(real, lang, q, with(ctx, q, "ë", "e\u0308"));
    talloc_free(ctx);
}

static void what_looks_alike_is_answered_alike(void **state)
{
    struct real *real = real_of(state);
    const char *judged = JUDGED;
    size_t len;
    char *file = file_read(real, judged, NULL, 1 << 20, &len, NULL, &real->world->err);
    struct span rest = {file, len}, line;

    while (span_cut(&rest, '\n', &line)) {
        struct span id, lang = SPAN(""), q = SPAN("");
        if (line.len == 0 || *line.at == '#')
            continue;
        assert_true(span_cut(&line, '\t', &id) && span_cut(&line, '\t', &lang) && span_cut(&line, '\t', &q));
        if (is_drawn(real))
            check_variants(real, span_copy(real, lang), span_copy(real, q));
    }
    for (size_t i = 0; i < site_len(real->site); i++)
        if (is_drawn(real))
            check_variants(real, site_page(real->site, i)->lang, real->bodies[i]->display_title);
}

static void a_hyphen_makes_no_difference(void **state)
{
    static const char *const words[][3] = {{"en", "burn-out", "burnout"}, {"nl", "burn-out", "burnout"},
                                           {"en", "lay-offs", "layoffs"}, {"nl", "e-mail", "email"},
                                           {"en", "co-workers", "coworkers"}};
    struct real *real = real_of(state);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        check_same(real, words[i][0], words[i][1], words[i][2]);
}

/* ---- how well ---- */

static double figure_of(const struct evaluation *evaluation, enum figure figure)
{
    return evaluation->groups[0].figures[figure];
}

static void the_judged_queries_are_answered_as_well_as_ever(void **state)
{
    struct real *real = real_of(state);
    const char *judged = JUDGED;
    struct evaluation *evaluation = evaluate(real, real->world->index, judged, &real->world->err);

    assert_non_null(evaluation);
    if (figure_of(evaluation, FIGURE_NDCG) < 0.96 || figure_of(evaluation, FIGURE_S1) < 0.91)
        fail_msg("nDCG@10 %.3f, S@1 %.3f", figure_of(evaluation, FIGURE_NDCG), figure_of(evaluation, FIGURE_S1));
    assert_true(figure_of(evaluation, FIGURE_ZERO) == 0);
}

/* What a substring scan finds, found as a word or as a compound's part. */
static void check_reach(struct real *real, const char *word, double share)
{
    size_t pages = 0, found = 0;
    struct answer *answer = world_request(real->world, "q", word, "lang", "nl", "limit", "50", NULL);

    for (size_t i = 0; i < site_len(real->site); i++) {
        const struct page *page = site_page(real->site, i);
        if (strcmp(page->lang, "nl") != 0)
            continue;
        char *text = talloc_asprintf(real, "%s\n%s", real->bodies[i]->display_title,
                                     page_body_text(real, real->bodies[i]));
        if (!strstr(in_case(text, text, tolower), word))
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
    struct real *real = real_of(state);

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
        cmocka_unit_test(every_heading_and_every_tag_is_answered),
        cmocka_unit_test(every_two_words_in_a_row_of_a_title_are_answered),
        cmocka_unit_test(words_of_the_pages_are_answered),
        cmocka_unit_test(what_looks_alike_is_answered_alike),
        cmocka_unit_test(a_hyphen_makes_no_difference),
        cmocka_unit_test(the_judged_queries_are_answered_as_well_as_ever),
        cmocka_unit_test(a_part_of_a_compound_reaches_the_pages_that_a_substring_scan_finds),
    };

    return cmocka_run_group_tests(tests, open_site, close_site);
}
