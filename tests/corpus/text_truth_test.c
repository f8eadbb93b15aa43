/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real site's text against what Hugo 0.169 publishes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

/* Two names of jansson's are ours too; neither is used of it here. */
#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null

#include "corpus/corpus.h"

#define SHARED TWC_SOURCE_DIR "/../shared"
#define SITE SHARED "/corpora/twc-site-nl"
#define TRUTH SHARED "/truth/twc-site-nl.jsonl"

enum { PUBLISHED = 1790000000, LINE_MAX_ROOM = 1 << 20, HEADINGS = 462, EQUAL_PAGES = 68, TEMPLATE_PAGES = 10 };

struct figures {
    int headings, equal, lacking, summaries, alts;
};

/* ---- words ---- */

static bool in_word(int32_t codepoint)
{
    return utf8_is_letter(codepoint) || utf8_is_digit(codepoint) || codepoint == '_';
}

/* The next word of a text: letters and digits, nothing else. */
static bool take_word(struct span *text, struct span *word)
{
    size_t len = 0;
    while (text->len > 0 && !in_word(utf8_decode(*text, &len)))
        *text = span_from(*text, len);
    word->at = text->at;
    for (word->len = 0; text->len > 0 && in_word(utf8_decode(*text, &len)); word->len += len)
        *text = span_from(*text, len);
    return word->len > 0;
}

/* How many of the published words ours lacks, where ours has them in their order and no others; -1 where it has. */
static int lacking_words(struct span published, struct span ours)
{
    struct span word, mine = SPAN("");
    int lacking = 0;
    bool more = take_word(&ours, &mine);
    while (take_word(&published, &word)) {
        if (more && span_equal(word, mine))
            more = take_word(&ours, &mine);
        else
            lacking++;
    }
    return more ? -1 : lacking;
}

/* ---- one page ---- */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static const struct page_section *next_with_id(const struct page_body *body, size_t *at)
{
    while (*at < body->sections_len) {
        const struct page_section *section = &body->sections[(*at)++];
        if (section->level > 0 && section->id)
            return section;
    }
    return NULL;
}

static void check_headings(const json_t *page, const struct page_body *body, struct figures *figures)
{
    size_t i, at = 0;
    json_t *heading;
    json_array_foreach(json_object_get(page, "headings"), i, heading)
    {
        if (!json_is_string(json_object_get(heading, "id")))
            continue;
        const struct page_section *section = next_with_id(body, &at);
        assert_non_null(section);
        assert_int_equal(section->level, json_integer_value(json_object_get(heading, "level")));
        assert_string_equal(section->id, text_of(heading, "id"));
        assert_string_equal(section->title, text_of(heading, "text"));
        figures->headings++;
    }
    assert_null(next_with_id(body, &at));
}

static void check_alts(const json_t *page, const struct page_body *body, struct figures *figures)
{
    const json_t *alts = json_object_get(page, "img_alts");
    assert_int_equal(body->alts_len, json_array_size(alts));
    for (size_t i = 0; i < body->alts_len; i++, figures->alts++)
        assert_string_equal(body->alts[i], json_string_value(json_array_get(alts, i)));
}

static void check_text(void *ctx, const json_t *page, const struct page_body *body, struct figures *figures)
{
    int lacking = lacking_words(span_of(text_of(page, "plain")), span_of(page_body_text(ctx, body)));
    if (lacking < 0)
        print_error("%s has words that Hugo does not publish\n", text_of(page, "path"));
    assert_true(lacking >= 0);
    figures->equal += lacking == 0;
    figures->lacking += lacking > 0;
}

static const struct page *page_of(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site_len(site); i++)
        if (strcmp(site_page(site, i)->path, path) == 0)
            return site_page(site, i);
    return NULL;
}

static void check_page(void *ctx, const struct site *site, const json_t *truth, struct figures *figures)
{
    struct error err = {0};
    const struct page *page = page_of(site, text_of(truth, "path"));
    assert_non_null(page);
    struct page_body *body = page_body_read(ctx, site, page, NULL, &err);
    assert_non_null(body);
    check_headings(truth, body, figures);
    check_alts(truth, body, figures);
    check_text(ctx, truth, body, figures);
    assert_string_equal(body->summary, text_of(truth, "summary"));
    figures->summaries += body->summary[0] != '\0';
}

/* ---- all of them ---- */

static void headings_words_alts_and_summaries_are_hugos(void **state)
{
    (void)state;
    if (!file_exists(TRUTH))
        skip();
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct figures figures = {0};
    struct site_options options = {.folder = SITE, .now = PUBLISHED, .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct site *site = site_open(ctx, &options, NULL, &err);
    FILE *file = fopen(TRUTH, "r");
    assert_non_null(site);
    assert_non_null(file);
    char *line = talloc_array(ctx, char, LINE_MAX_ROOM);
    while (fgets(line, LINE_MAX_ROOM, file)) {
        json_t *truth = json_loads(line, 0, NULL);
        assert_non_null(truth);
        check_page(ctx, site, truth, &figures);
        json_decref(truth);
    }
    fclose(file);
    print_message("%d headings, words of %d pages equal, %d lack their templates' text\n", figures.headings,
                  figures.equal, figures.lacking);
    assert_int_equal(figures.headings, HEADINGS);
    assert_int_equal(figures.equal, EQUAL_PAGES);
    assert_int_equal(figures.lacking, TEMPLATE_PAGES);
    talloc_free(ctx);
}

/* Its author wrote apostrophes and dashes, and a program garbled them twice over. */
static void the_seed_page_reads_as_its_author_wrote_it(void **state)
{
    (void)state;
    if (!file_exists(SHARED "/corpora/seed"))
        skip();
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct site_options options = {
        .folder = SHARED "/corpora/seed", .now = PUBLISHED, .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct site *site = site_open(ctx, &options, NULL, &err);
    assert_non_null(site);
    assert_int_equal(site_len(site), 1);
    struct page_body *body = page_body_read(ctx, site, site_page(site, 0), NULL, &err);
    assert_non_null(body);
    struct span text = span_of(page_body_text(ctx, body));
    size_t at;
    assert_true(span_find(text, SPAN("we\u2019re"), &at));
    assert_false(span_find(text, SPAN("\u00E2\u20AC"), &at));
    assert_false(span_find(text, SPAN("\u00C2\u00A0"), &at));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_words_alts_and_summaries_are_hugos),
        cmocka_unit_test(the_seed_page_reads_as_its_author_wrote_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
