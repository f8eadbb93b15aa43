/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small parts that a document is put together from: postings, weak fields, kinds of page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "indexer/kind.h"
#include "indexer/postings.h"
#include "indexer/weak.h"

static const struct xapc_posting *posting(const struct xapc_posting *list, size_t len, const char *term)
{
    for (size_t i = 0; i < len; i++)
        if (span_is((struct span){list[i].term.at, list[i].term.len}, term))
            return &list[i];
    return NULL;
}

static void a_term_twice_is_one_posting_with_its_wdf_added_up(void **state)
{
    struct postings *postings = postings_new(NULL);
    size_t len;

    (void)state;
    postings_add(postings, SPAN("a"), 3, 1);
    postings_add(postings, SPAN("b"), 1, 2);
    postings_add(postings, SPAN("a"), 1, 3);

    const struct xapc_posting *list = postings_list(postings, &len);

    assert_int_equal(len, 2);
    assert_int_equal(posting(list, len, "a")->wdf, 4);
    assert_int_equal(posting(list, len, "a")->positions_len, 2);
    talloc_free(postings);
}

static void positions_out_of_order_are_sorted_and_doubles_dropped(void **state)
{
    struct postings *postings = postings_new(NULL);
    size_t len;

    (void)state;
    postings_add(postings, SPAN("a"), 1, 9);
    postings_add(postings, SPAN("a"), 1, 2);
    postings_add(postings, SPAN("a"), 1, 9);

    const struct xapc_posting *list = postings_list(postings, &len);

    assert_int_equal(list[0].positions_len, 2);
    assert_int_equal(list[0].positions[0], 2);
    assert_int_equal(list[0].positions[1], 9);
    talloc_free(postings);
}

static void ten_thousand_terms_all_keep_their_counts(void **state)
{
    struct postings *postings = postings_new(NULL);
    size_t len;

    (void)state;
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 10000; i++) {
            char term[16];
            snprintf(term, sizeof(term), "t%u", i);
            postings_add(postings, span_of(term), i, round * 10000 + i);
        }

    const struct xapc_posting *list = postings_list(postings, &len);

    assert_int_equal(len, 10000);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(list[i].wdf, 2 * strtoul(list[i].term.at + 1, NULL, 10));
    talloc_free(postings);
}

static void a_weak_word_has_a_level_for_how_often_it_stands(void **state)
{
    void *ctx = talloc_new(NULL);
    struct postings *postings = postings_new(ctx);
    struct weak *weak = weak_new(ctx, TERM_SIBLING, "nl", 500);
    size_t len;

    (void)state;
    weak_add(weak, SPAN("eens"), 1);
    for (int i = 0; i < 4; i++)
        weak_add(weak, SPAN("vaker"), 1);
    weak_add(weak, SPAN("vaak"), 20);
    assert_true(weak_write(weak, postings));

    const struct xapc_posting *list = postings_list(postings, &len);

    assert_non_null(posting(list, len, "T1nl:eens"));
    assert_null(posting(list, len, "T2nl:eens"));
    assert_non_null(posting(list, len, "T2nl:vaker"));
    assert_null(posting(list, len, "T3nl:vaker"));
    assert_non_null(posting(list, len, "T3nl:vaak"));
    for (size_t i = 0; i < len; i++)
        assert_int_equal(list[i].wdf, 0);
    talloc_free(ctx);
}

static struct page page_at(const char *section, const char *url, const char *date)
{
    struct page page = {.kind = "page", .lang = "nl", .section = section, .url = url};

    instant_parse(span_of(date), NULL, &page.date);
    return page;
}

static void a_news_page_named_by_its_month_is_an_issue(void **state)
{
    const struct section_setting news = {.name = "posts", .weight = 1, .news = true};
    const struct settings settings = {.sections = &news, .sections_len = 1};
    static const struct {
        const char *section, *url;
        enum rank_kind kind;
    } rows[] = {
        {"posts", "/nl/posts/2026-06/", RANK_ISSUE},      {"posts", "/nl/posts/2026-april/", RANK_ISSUE},
        {"posts", "/en/posts/june-2026.html", RANK_ISSUE}, {"posts", "/nl/posts/labour-day-2026/", RANK_NEWS},
        {"posts", "/nl/posts/may/", RANK_NEWS},           {"posts", "/nl/posts/404/", RANK_NEWS},
        {"guides", "/nl/guides/2026-06/", RANK_PAGE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct page page = page_at(rows[i].section, rows[i].url, "2026-06-01");
        assert_int_equal(page_kind(&page, &settings), rows[i].kind);
    }
}

static void a_page_is_found_by_its_month_in_its_language(void **state)
{
    struct page page = page_at("posts", "/nl/posts/2026-06/", "2026-06-01");
    char *words = page_kind_words(NULL, &page, RANK_ISSUE);

    (void)state;
    assert_string_equal(words, "juni 2026, nieuwsbrief");
    talloc_free(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_twice_is_one_posting_with_its_wdf_added_up),
        cmocka_unit_test(positions_out_of_order_are_sorted_and_doubles_dropped),
        cmocka_unit_test(ten_thousand_terms_all_keep_their_counts),
        cmocka_unit_test(a_weak_word_has_a_level_for_how_often_it_stands),
        cmocka_unit_test(a_news_page_named_by_its_month_is_an_issue),
        cmocka_unit_test(a_page_is_found_by_its_month_in_its_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
