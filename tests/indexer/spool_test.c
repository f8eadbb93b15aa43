/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of pages between the two readings of a rebuild. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "indexer/kept.h"
#include "indexer/spool.h"
#include "tests/support/folder.h"

static struct site *site_of_two(void *ctx, const char *folder)
{
    struct error err;

    test_write(folder, "content/a.md", "---\ntitle: A\n---\nOne ![an alt](x.png).\n\n## Two {#own}\n\nThree.\n");
    test_write(folder, "content/b.md", "---\ntitle: B\n---\nFour.\n");

    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .data_folder = ""}, NULL, &err);

    assert_non_null(site);
    return site;
}

static void assert_same(const struct page_body *a, const struct page_body *b)
{
    assert_string_equal(a->display_title, b->display_title);
    assert_string_equal(a->summary, b->summary);
    assert_int_equal(a->sections_len, b->sections_len);
    for (size_t i = 0; i < a->sections_len; i++) {
        assert_int_equal(a->sections[i].level, b->sections[i].level);
        assert_string_equal(a->sections[i].title, b->sections[i].title);
        assert_string_equal(a->sections[i].text, b->sections[i].text);
        assert_int_equal(a->sections[i].id == NULL, b->sections[i].id == NULL);
        if (a->sections[i].id)
            assert_string_equal(a->sections[i].id, b->sections[i].id);
    }
    assert_int_equal(a->alts_len, b->alts_len);
    for (size_t i = 0; i < a->alts_len; i++)
        assert_string_equal(a->alts[i], b->alts[i]);
}

static void bytes_are_taken_as_they_were_put(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    const char *folder = test_folder(ctx);
    struct site *site = site_of_two(ctx, folder);
    struct spool *spool = spool_new(ctx, folder, site, &err);

    (void)state;
    assert_non_null(spool);
    spool_put(spool, site_page(site, 0), SPAN("first\0page"));
    spool_put(spool, site_page(site, 1), SPAN("second"));
    assert_true(span_equal(spool_take(ctx, spool, site_page(site, 1)), SPAN("second")));
    assert_true(span_equal(spool_take(ctx, spool, site_page(site, 0)), SPAN("first\0page")));
    talloc_free(ctx);
}

static void assert_same_words(const struct words *a, const struct words *b)
{
    assert_int_equal(a->len, b->len);
    assert_int_equal(a->positions, b->positions);
    for (size_t i = 0; i < a->len; i++) {
        assert_true(span_equal(a->at[i].form, b->at[i].form));
        assert_true(span_equal(a->at[i].stem, b->at[i].stem));
        assert_int_equal(a->at[i].start, b->at[i].start);
        assert_int_equal(a->at[i].end, b->at[i].end);
        assert_int_equal(a->at[i].position, b->at[i].position);
        assert_int_equal(a->at[i].joined, b->at[i].joined);
        assert_int_equal(a->at[i].part, b->at[i].part);
        assert_int_equal(a->at[i].stop, b->at[i].stop);
        assert_int_equal(a->at[i].gram, b->at[i].gram);
        assert_int_equal(a->at[i].upper, b->at[i].upper);
        assert_int_equal(a->at[i].number, b->at[i].number);
    }
}

static void a_reading_comes_back_as_it_was_kept(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    const char *folder = test_folder(ctx);

    (void)state;
    test_write(folder, "content/a.md",
               "---\ntitle: The councils\ntags: [e-mail]\n---\nWorks-council OR-lid ![an alt](x.png) of 劳动法.\n\n"
               "## Two {#own}\n\nE-mails, the e-mail; " /* a step of more than a byte */
               "an.unusually.long.word.of.many.parts.which.is.joined.with.dots.and.goes.on.and.on.and.on.and.on.now\n");

    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .data_folder = ""}, NULL, &err);
    const struct analyser_language english = {"en", NULL};
    struct analyser *analyser = analyser_new(ctx, &english, 1, NULL, &err);
    const struct reading_source source = {analyser, site, NULL};
    const struct reading *reading = reading_new(ctx, &source, site_page(site, 0), NULL, &err);
    struct buffer bytes = buffer_new(ctx, 1 << 20);

    assert_non_null(reading);
    kept_pack(&bytes, reading);

    struct reading *again = talloc_zero(ctx, struct reading);

    assert_true(kept_unpack(again, analyser, buffer_view(&bytes)));
    assert_same(reading->body, again->body);
    assert_int_equal(reading->length, again->length);
    assert_same_words(reading->title, again->title);
    assert_same_words(reading->tags, again->tags);
    assert_same_words(reading->alts, again->alts);
    assert_int_equal(reading->body->sections_len, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_same_words(reading->headings[i], again->headings[i]);
        assert_same_words(reading->texts[i], again->texts[i]);
    }
    assert_true(reading->texts[1]->len > 20);
    talloc_free(ctx);
}

static void a_reading_that_was_cut_short_does_not_come_back(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    const char *folder = test_folder(ctx);
    struct site *site = site_of_two(ctx, folder);
    const struct analyser_language english = {"en", NULL};
    struct analyser *analyser = analyser_new(ctx, &english, 1, NULL, &err);
    const struct reading_source source = {analyser, site, NULL};
    const struct reading *reading = reading_new(ctx, &source, site_page(site, 0), NULL, &err);
    struct buffer bytes = buffer_new(ctx, 1 << 20);

    (void)state;
    kept_pack(&bytes, reading);
    for (size_t len = 0; len < bytes.len; len++)
        assert_false(kept_unpack(talloc_zero(ctx, struct reading), analyser, (struct span){bytes.at, len}));
    talloc_free(ctx);
}

static void a_page_that_was_not_put_is_not_there(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    const char *folder = test_folder(ctx);
    struct site *site = site_of_two(ctx, folder);
    struct spool *spool = spool_new(ctx, folder, site, &err);

    (void)state;
    spool_put(spool, site_page(site, 0), SPAN("first"));
    assert_int_equal(spool_take(ctx, spool, site_page(site, 1)).len, 0);
    talloc_free(ctx);
}

static void nothing_is_left_in_the_folder(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    const char *folder = test_folder(ctx);
    struct site *site = site_of_two(ctx, folder);
    struct spool *spool = spool_new(ctx, folder, site, &err);
    char *said;

    (void)state;
    assert_non_null(spool);
    assert_int_equal(test_run(ctx, &said, "ls -A %s", folder), 0);
    assert_string_equal(said, "content\n");
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_taken_as_they_were_put),
        cmocka_unit_test(a_page_that_was_not_put_is_not_there),
        cmocka_unit_test(nothing_is_left_in_the_folder),
        cmocka_unit_test(a_reading_comes_back_as_it_was_kept),
        cmocka_unit_test(a_reading_that_was_cut_short_does_not_come_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
