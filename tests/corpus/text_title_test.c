/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The title that hits show, and which summary wins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/text_support.h"

struct title_case {
    const char *path, *title, *text, *shown;
};

static void a_title_is_hugos_else_the_first_h1_else_the_files_name(void **state)
{
    (void)state;
    static const struct title_case cases[] = {
        {"a.md", "Works council", "# Other", "Works council"},
        {"a.md", "", "## Second\n\n# First *one*\n\n# Next", "First one"},
        {"posts/long-term_illness.nl.md", "", "text", "Long term illness"},
        {"resources/cao/index.en.md", "", "text", "Cao"},
        {"éénmalig/_index.md", "", "## No h1", "Éénmalig"},
        {"v1.2.md", "", "", "V1"},
        {"_index.nl.md", "", "", "Our site"},
        {"index.md", "", "", "Our site"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        void *ctx = talloc_new(NULL);
        struct error err = {0};
        struct text_settings settings = text_settings(ctx, "");
        settings.path = cases[i].path;
        settings.title = cases[i].title;
        struct page_body *body = text_render(ctx, span_of(cases[i].text), &settings, NULL, &err);
        assert_non_null(body);
        assert_string_equal(body->display_title, cases[i].shown);
        talloc_free(ctx);
    }
}

struct summary_case {
    const char *words, *own, *text, *shown;
};

static void a_summary_by_hand_beats_front_matters_which_beats_the_automatic_one(void **state)
{
    (void)state;
    static const struct summary_case cases[] = {
        {"summary=2", "Of the *front* \"matter\"", "By hand.\n\n<!--more-->\n\nRest.", "By hand."},
        {"summary=2", "Of the *front* \"matter\"", "The text of the page.", "Of the front “matter”"},
        {"summary=2", "", "The text of the page.\n\nMore.", "The text of the page."},
        {"summary=0", "", "The text of the page.", ""},
        {"summary=9", "", "- [one](https://example.org) two\n\nThree four five six seven\n\neight nine ten\n\nRest",
         "one two Three four five six seven eight nine ten"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        void *ctx = talloc_new(NULL);
        struct error err = {0};
        struct text_settings settings = text_settings(ctx, cases[i].words);
        settings.summary = cases[i].own;
        struct page_body *body = text_render(ctx, span_of(cases[i].text), &settings, NULL, &err);
        assert_non_null(body);
        assert_string_equal(body->summary, cases[i].shown);
        talloc_free(ctx);
    }
}

static void the_whole_text_is_titles_and_texts_a_newline_apart(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct text_settings settings = text_settings(ctx, "");
    struct page_body *body =
        text_render(ctx, SPAN("Before.\n\n## One\n\n## Two\n\nLast  words\nhere."), &settings, NULL, &err);
    assert_non_null(body);
    assert_string_equal(page_body_text(ctx, body), "Before.\nOne\nTwo\nLast words here.");
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_is_hugos_else_the_first_h1_else_the_files_name),
        cmocka_unit_test(a_summary_by_hand_beats_front_matters_which_beats_the_automatic_one),
        cmocka_unit_test(the_whole_text_is_titles_and_texts_a_newline_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
