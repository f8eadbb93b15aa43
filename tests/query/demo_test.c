/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo site as its readers ask it: its judged queries with Debian's word list and without, every title and heading, and
 * its words with typing mistakes in them. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "corpus/corpus.h"
#include "tests/query/world.h"
#include "tests/support/cmocka.h"
#include "tests/support/folder.h"

#define DEMO TWC_SOURCE_DIR "/corpus/demo"

static struct world *demo_new(void)
{
    struct world *world = world_new();
    char *out;

    if (test_run(world, &out, "cp -R '%s'/. '%s'", DEMO, world->site) != 0)
        fail_msg("%s", out);
    return world;
}

/* ---- the judged queries ---- */

static void check_floor(struct world *world)
{
    struct evaluation *evaluation = evaluate(world, world->index, DEMO "/judged.tsv", &world->err);
    char *below;

    assert_non_null(evaluation);
    assert_true(evaluation_meets(world, evaluation, DEMO "/floor.tsv", &below, &world->err));
    if (*below)
        fail_msg("%s", below);
}

static void with_the_word_list_the_judged_queries_meet_their_floor(void **state)
{
    struct world *world = demo_new();

    (void)state;
    if (!file_exists("/usr/share/dict/dutch")) {
        talloc_free(world);
        print_message("skipped: Debian's wdutch is not here\n");
        skip();
    }
    world_index(world);
    check_floor(world);
    talloc_free(world);
}

static void without_the_word_list_the_judged_queries_meet_their_floor(void **state)
{
    struct world *world = demo_new();
    size_t len;
    char *settings = file_read(world, DEMO "/twc-search.yaml", NULL, 1 << 16, &len, NULL, &world->err);
    char *at = settings ? strstr(settings, "compounds:\n") : NULL;

    (void)state;
    assert_non_null(at);
    at += strlen("compounds:\n");
    world_settings(world, talloc_asprintf(world, "%.*s  list: none\n%s", (int)(at - settings), settings, at));
    world_index(world);
    check_floor(world);
    talloc_free(world);
}

/* ---- what is asked by its name ---- */

struct demo {
    struct world *world;
    struct site *site;
    struct page_body **bodies;
};

static int open_demo(void **state)
{
    struct world *world = demo_new();
    struct demo *demo = talloc_zero(world, struct demo);
    const struct site_options options = {
        .folder = world->site, .now = 1800000000, .data_folder = TWC_SOURCE_DIR "/corpus"};

    demo->world = world;
    world_index(world);
    demo->site = site_open(demo, &options, NULL, &world->err);
    assert_non_null(demo->site);
    demo->bodies = talloc_array(demo, struct page_body *, (unsigned)site_len(demo->site));
    for (size_t i = 0; i < site_len(demo->site); i++) {
        demo->bodies[i] = page_body_read(demo, demo->site, site_page(demo->site, i), NULL, &world->err);
        assert_non_null(demo->bodies[i]);
    }
    *state = demo;
    return 0;
}

static int close_demo(void **state)
{
    struct demo *demo = *state;

    talloc_free(demo->world);
    return 0;
}

static const struct page_body *body_of(const struct demo *demo, const char *path)
{
    for (size_t i = 0; i < site_len(demo->site); i++)
        if (strcmp(site_page(demo->site, i)->path, path) == 0)
            return demo->bodies[i];
    return NULL;
}

static bool is_line(void *ctx, const char *line, const char *asked)
{
    return strcmp(fold_key(ctx, span_of(line)), fold_key(ctx, span_of(asked))) == 0;
}

static bool has_words(void *ctx, const char *line)
{
    return *fold_key(ctx, span_of(line)) != '\0';
}

/* One page of the demo asks to be left out. */
static bool is_indexed(const char *path)
{
    return strcmp(path, "events/room-rota.nl.md") != 0;
}

static void every_title_finds_its_page_first(void **state)
{
    struct demo *demo = *state;

    for (size_t i = 0; i < site_len(demo->site); i++) {
        const struct page *page = site_page(demo->site, i);
        const char *title = demo->bodies[i]->display_title;
        if (!has_words(demo, title) || !is_indexed(page->path))
            continue;
        struct answer *answer = world_ask(demo->world, page->lang, title);
        const struct page_body *first = answer->hits_len > 0 ? body_of(demo, answer->hits[0].path) : NULL;
        if (!first || !is_line(demo, first->display_title, title))
            fail_msg("'%s' in %s finds %s first", title, page->lang, first ? answer->hits[0].path : "nothing");
        talloc_free(answer);
    }
}

static bool has_heading(struct demo *demo, const struct page_body *body, const char *heading)
{
    for (size_t k = 1; k < body->sections_len; k++)
        if (is_line(demo, body->sections[k].title, heading))
            return true;
    return is_line(demo, body->display_title, heading);
}

static void every_heading_finds_a_page_that_has_it_first(void **state)
{
    struct demo *demo = *state;

    for (size_t i = 0; i < site_len(demo->site); i++) {
        const struct page *page = site_page(demo->site, i);
        for (size_t k = 1; k < demo->bodies[i]->sections_len && is_indexed(page->path); k++) {
            const char *heading = demo->bodies[i]->sections[k].title;
            if (!has_words(demo, heading))
                continue;
            struct answer *answer = world_ask(demo->world, page->lang, heading);
            const struct page_body *first = answer->hits_len > 0 ? body_of(demo, answer->hits[0].path) : NULL;
            if (!first || !has_heading(demo, first, heading))
                fail_msg("'%s' in %s finds %s first", heading, page->lang, first ? answer->hits[0].path : "nothing");
            talloc_free(answer);
        }
    }
}

/* ---- typing mistakes ---- */

enum mistake { TRANSPOSED, DOUBLED, MISSING, WRONG, TWO_OF_THEM, MISTAKES };

static const char *const mistakes[] = {"two letters transposed", "a letter doubled", "a letter missing",
                                       "a wrong letter", "two mistakes"};
/* The least share of words whose first page stays the first. The rest is words that became others. */
static const double least_kept[] = {0.95, 0.95, 0.93, 0.91, 0.90};

static char *mistyped(void *ctx, const char *word, enum mistake mistake, size_t at)
{
    char *before = talloc_strndup(ctx, word, at);

    switch (mistake) {
    case TRANSPOSED:
        return talloc_asprintf(ctx, "%s%c%c%s", before, word[at + 1], word[at], word + at + 2);
    case DOUBLED:
        return talloc_asprintf(ctx, "%s%c%s", before, word[at], word + at);
    case MISSING:
        return talloc_asprintf(ctx, "%s%s", before, word + at + 1);
    case WRONG:
        return talloc_asprintf(ctx, "%s%c%s", before, word[at] == 'x' ? 'q' : 'x', word + at + 1);
    default:
        return mistyped(ctx, mistyped(ctx, word, MISSING, at), TRANSPOSED, at + 3);
    }
}

/* Words that say nothing are corrected to none: nobody looks for them. */
static bool says_nothing(struct span form)
{
    static const char *const words[] = {"zonder", "worden", "wanneer", "waarom", "hebben", "tussen", "without",
                                        "before", "because", "should", "yourself", "iemand", "welke"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(form, words[i]))
            return true;
    return false;
}

static bool can_be_mistyped(struct span form, enum mistake mistake)
{
    if (says_nothing(form))
        return false;
    for (size_t i = 0; i < form.len; i++)
        if (form.at[i] < 'a' || form.at[i] > 'z')
            return false;
    return form.len >= (mistake == TWO_OF_THEM ? 10 : 6);
}

static bool same_first(const struct answer *a, const struct answer *b)
{
    return a->hits_len > 0 && b->hits_len > 0 && strcmp(a->hits[0].path, b->hits[0].path) == 0;
}

struct tally {
    size_t asked, kept, empty;
};

static void try_word(struct demo *demo, const char *lang, struct span form, enum mistake mistake, unsigned *seed,
                     struct tally *tally)
{
    char *word = span_copy(demo, form);
    size_t at = 1 + (size_t)rand_r(seed) % (form.len - (mistake == TWO_OF_THEM ? 6 : 3));
    char *typed = mistyped(demo, word, mistake, at);

    if (strcmp(typed, word) == 0)
        return;
    struct answer *meant = world_ask(demo->world, lang, word), *got = world_ask(demo->world, lang, typed);
    tally->asked++;
    tally->kept += same_first(meant, got);
    tally->empty += got->hits_len == 0;
    talloc_free(meant);
    talloc_free(got);
}

static void try_line(struct demo *demo, const char *lang, const char *line, enum mistake mistake, unsigned *seed,
                     struct tally *tally)
{
    char *key = fold_key(demo, span_of(line));
    struct span rest = span_of(key), form;

    while (span_cut(&rest, ' ', &form))
        if (can_be_mistyped(form, mistake))
            try_word(demo, lang, form, mistake, seed, tally);
}

static void a_mistyped_word_of_a_title_or_heading_finds_what_the_word_finds(void **state)
{
    struct demo *demo = *state;
    const char *given = getenv("TWC_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : 20250131;

    print_message("seed %u\n", seed);
    for (enum mistake mistake = 0; mistake < MISTAKES; mistake++) {
        struct tally tally = {0, 0, 0};
        /* Every third page: seconds, and some hundreds of words still. */
        for (size_t i = mistake % 3; i < site_len(demo->site); i += 3) {
            const char *lang = site_page(demo->site, i)->lang;
            try_line(demo, lang, demo->bodies[i]->display_title, mistake, &seed, &tally);
            for (size_t k = 1; k < demo->bodies[i]->sections_len; k++)
                try_line(demo, lang, demo->bodies[i]->sections[k].title, mistake, &seed, &tally);
        }
        double kept = (double)tally.kept / (double)tally.asked;
        print_message("%s: %zu words, %.3f find the same page first, %zu find nothing\n", mistakes[mistake],
                      tally.asked, kept, tally.empty);
        if (kept < least_kept[mistake] || (double)tally.empty > 0.03 * (double)tally.asked)
            fail_msg("%s: %.3f kept of %.2f, %zu empty", mistakes[mistake], kept, least_kept[mistake], tally.empty);
    }
}

static void a_known_word_of_the_other_language_is_never_corrected(void **state)
{
    static const char *const asked[][2] = {{"nl", "works council"}, {"nl", "sick leave"},     {"nl", "notice period"},
                                           {"en", "ondernemingsraad"}, {"en", "ontslag"}, {"nl", "strike"}};
    struct demo *demo = *state;

    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct answer *answer = world_ask(demo->world, asked[i][0], asked[i][1]);
        if (answer->correction)
            fail_msg("'%s' became '%s'", asked[i][1], answer->correction);
        assert_true(answer->hits_len > 0);
        talloc_free(answer);
    }
}

static void a_compound_of_real_words_is_no_mistake(void **state)
{
    struct demo *demo = *state;
    struct answer *answer = world_ask(demo->world, "nl", "ziekgemeld");

    assert_null(answer->correction);
    talloc_free(answer);
}

static void a_mistake_in_a_compound_is_mended_in_its_part(void **state)
{
    struct demo *demo = *state;
    struct answer *answer = world_ask(demo->world, "nl", "ondernemingsraat"),
                  *meant = world_ask(demo->world, "nl", "ondernemingsraad");

    assert_string_equal(answer->correction, "ondernemingsraad");
    assert_true(same_first(answer, meant));
    talloc_free(answer);
    talloc_free(meant);
}

int main(void)
{
    const struct CMUnitTest alone[] = {
        cmocka_unit_test(with_the_word_list_the_judged_queries_meet_their_floor),
        cmocka_unit_test(without_the_word_list_the_judged_queries_meet_their_floor),
    };
    const struct CMUnitTest together[] = {
        cmocka_unit_test(every_title_finds_its_page_first),
        cmocka_unit_test(every_heading_finds_a_page_that_has_it_first),
        cmocka_unit_test(a_mistyped_word_of_a_title_or_heading_finds_what_the_word_finds),
        cmocka_unit_test(a_known_word_of_the_other_language_is_never_corrected),
        cmocka_unit_test(a_compound_of_real_words_is_no_mistake),
        cmocka_unit_test(a_mistake_in_a_compound_is_mended_in_its_part),
    };
    int failed = cmocka_run_group_tests(alone, NULL, NULL);

    return failed + cmocka_run_group_tests(together, open_demo, close_demo);
}
