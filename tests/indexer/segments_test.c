/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rebuild by several processes beside one by a single process. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "indexer/indexer.h"
#include "tests/support/folder.h"

struct built {
    struct index_report report;
    char *dump, *told;
    size_t shown; /* the last that the bar showed */
};

static void hear(void *self, enum notice kind, const struct error *what)
{
    struct built *built = self;

    built->told = talloc_asprintf_append(built->told, "%d %s\n", (int)kind, what->text);
}

static void show(void *self, const char *what, size_t done, size_t all)
{
    struct built *built = self;

    assert_true(done <= all);
    if (strcmp(what, "indexing") == 0)
        built->shown = done;
}

static char *site_of_many(void *ctx)
{
    char *site = test_folder(ctx);

    test_write(site, "hugo.yaml", "defaultContentLanguage: en\nlanguages:\n  en:\n    weight: 1\n  nl:\n    weight: 2\n");
    for (int i = 0; i < 30; i++) {
        test_write(site, talloc_asprintf(ctx, "content/p%02d.en.md", i),
                   talloc_asprintf(ctx, "---\ntitle: Strike %d\ntags: [union]\n---\nWorkers on strike %d times.\n", i, i));
        test_write(site, talloc_asprintf(ctx, "content/p%02d.nl.md", i),
                   talloc_asprintf(ctx, "---\ntitle: Staking %d\n---\nEen stakingskas, \xFF %d keer.\n", i, i));
    }
    test_write(site, "content/broken.md", "---\ntitle: [broken\n---\nNo.\n");

    char *deep = talloc_zero_size(ctx, 2001);
    memset(deep, '>', 2000);
    test_write(site, "content/p15.fr.md", talloc_asprintf(ctx, "---\ntitle: Deep\n---\n%s\n", deep));
    return site;
}

static struct built *build(void *ctx, const char *site, unsigned workers)
{
    struct built *built = talloc_zero(ctx, struct built);
    const struct listener listener = {hear, built};
    char *index = talloc_asprintf(ctx, "%s/index-%u", site, workers);
    struct error err;
    const struct index_options options = {.site = site,
                                          .index = index,
                                          .data_folder = "",
                                          .now = 1800000000,
                                          .workers = workers,
                                          .progress = show,
                                          .progress_self = built};

    built->told = talloc_strdup(built, "");
    assert_true(index_update(&options, &listener, &built->report, &err));
    assert_int_equal(test_run(ctx, &built->dump, TWC_DUMP " %s/current", index), 0);
    assert_int_equal(test_run(ctx, &(char *){NULL}, "test -z \"$(ls -d %s/gen-*.* 2>/dev/null)\"", index), 0);
    return built;
}

static void several_processes_write_what_one_writes(void **state)
{
    void *ctx = talloc_new(NULL);
    char *site = site_of_many(ctx);
    const struct built *one = build(ctx, site, 1), *three = build(ctx, site, 3);

    (void)state;
    assert_int_equal(one->report.added, 60);
    assert_int_equal(three->report.added, 60);
    assert_int_equal(three->report.skipped, one->report.skipped);
    assert_string_equal(three->dump, one->dump);
    talloc_free(ctx);
}

/* What is told of pages; before it comes where the index is. */
static const char *of_pages(const char *told)
{
    const char *first = strstr(told, "p00.nl.md");

    return first ? first : told;
}

static void several_processes_tell_what_one_tells(void **state)
{
    void *ctx = talloc_new(NULL);
    char *site = site_of_many(ctx);
    const struct built *one = build(ctx, site, 1), *three = build(ctx, site, 3);

    (void)state;
    assert_non_null(strstr(one->told, "p29.nl.md"));
    assert_non_null(strstr(one->told, "p15.fr.md"));
    assert_string_equal(of_pages(three->told), of_pages(one->told));
    assert_int_equal(three->shown, 61);
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_processes_write_what_one_writes),
        cmocka_unit_test(several_processes_tell_what_one_tells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
