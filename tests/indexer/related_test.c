/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-index --related: which pages are like a page, as data for a site's templates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/support/folder.h"

#define PAGE(title, text) "---\ntitle: " title "\n---\n" text "\n"

static char *site_new(void *ctx)
{
    char *site = test_folder(ctx);

    test_write(site, "content/strikes.md", PAGE("Strikes", "A picket line, a ballot and strike pay."));
    test_write(site, "content/pickets.md", PAGE("Pickets", "How to hold a picket line on a strike day."));
    test_write(site, "content/bread.md", PAGE("Bread", "Flour, water, salt and a warm oven."));
    test_write(site, "content/cake.md", PAGE("Cake", "Flour, sugar, eggs and a warm oven."));
    return site;
}

static char *write_related(void *ctx, const char *site)
{
    char *out, *file = test_path(ctx, site, "data/related.json");

    test_write(site, "data/keep", "");
    if (test_run(ctx, &out, "%s --quiet --related '%s' '%s'", TWC_INDEX, file, site) != 0)
        fail_msg("%s", out);
    return file;
}

static void each_page_has_those_like_it_best_first_and_not_itself(void **state)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    size_t len;
    char *related = file_read(ctx, write_related(ctx, site_new(ctx)), NULL, 1 << 20, &len, NULL, &err);
    static const char *const first[] = {
        "\"strikes.md\":[{\"path\":\"pickets.md\",\"lang\":\"en\",\"url\":\"/pickets/\",\"title\":\"Pickets\"}",
        "\"pickets.md\":[{\"path\":\"strikes.md\"", "\"bread.md\":[{\"path\":\"cake.md\"",
        "\"cake.md\":[{\"path\":\"bread.md\""};

    (void)state;
    assert_non_null(related);
    for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++)
        if (!strstr(related, first[i]))
            fail_msg("%s is not in %s", first[i], related);
    for (char *line = strtok(related, "\n"); line; line = strtok(NULL, "\n"))
        if (strstr(line, "\"strikes.md\":"))
            assert_null(strstr(line, "\"path\":\"strikes.md\""));
    talloc_free(ctx);
}

static void a_file_that_holds_them_already_is_left_alone(void **state)
{
    void *ctx = talloc_new(NULL);
    char *site = site_new(ctx), *file = write_related(ctx, site);
    struct stat before, after;

    (void)state;
    assert_int_equal(stat(file, &before), 0);
    write_related(ctx, site);
    assert_int_equal(stat(file, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    test_write(site, "content/ovens.md", PAGE("Ovens", "A warm oven for bread."));
    write_related(ctx, site);
    assert_int_equal(stat(file, &after), 0);
    assert_int_not_equal(before.st_ino, after.st_ino);
    talloc_free(ctx);
}

static void an_index_in_shards_has_the_same(void **state)
{
    void *ctx = talloc_new(NULL);
    char *site = site_new(ctx), *whole = write_related(ctx, site), *file = test_path(ctx, site, "data/shards.json"), *out;

    (void)state;
    if (test_run(ctx, &out, "%s --quiet --shards 3 --index '%s/parts' --related '%s' '%s'", TWC_INDEX, site, file, site) != 0)
        fail_msg("%s", out);
    assert_int_equal(test_run(ctx, &out, "cmp '%s' '%s'", whole, file), 0);
    talloc_free(ctx);
}

static void a_file_that_cannot_be_written_is_exit_2_and_named(void **state)
{
    void *ctx = talloc_new(NULL);
    char *out, *site = site_new(ctx);

    (void)state;
    assert_int_equal(test_run(ctx, &out, "%s --related '%s/nowhere/related.json' '%s'", TWC_INDEX, site, site), 2);
    assert_non_null(strstr(out, "nowhere/related.json"));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_page_has_those_like_it_best_first_and_not_itself),
        cmocka_unit_test(a_file_that_holds_them_already_is_left_alone),
        cmocka_unit_test(an_index_in_shards_has_the_same),
        cmocka_unit_test(a_file_that_cannot_be_written_is_exit_2_and_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
