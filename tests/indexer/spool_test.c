/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that are kept between the two readings of a rebuild. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

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

static void a_text_is_taken_as_it_was_put(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    const char *folder = test_folder(ctx);
    struct site *site = site_of_two(ctx, folder);
    struct spool *spool = spool_new(ctx, folder, site, &err);
    struct page_body *bodies[2];

    (void)state;
    assert_non_null(spool);
    for (size_t i = 0; i < 2; i++) {
        bodies[i] = page_body_read(ctx, site, site_page(site, i), NULL, &err);
        assert_non_null(bodies[i]);
        spool_put(spool, site_page(site, i), bodies[i]);
    }
    assert_int_equal(bodies[0]->sections_len, 2);
    assert_int_equal(bodies[0]->alts_len, 1);
    for (size_t i = 2; i-- > 0;)
        assert_same(bodies[i], spool_take(ctx, spool, site_page(site, i)));
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
    spool_put(spool, site_page(site, 0), page_body_read(ctx, site, site_page(site, 0), NULL, &err));
    assert_null(spool_take(ctx, spool, site_page(site, 1)));
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
        cmocka_unit_test(a_text_is_taken_as_it_was_put),
        cmocka_unit_test(a_page_that_was_not_put_is_not_there),
        cmocka_unit_test(nothing_is_left_in_the_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
