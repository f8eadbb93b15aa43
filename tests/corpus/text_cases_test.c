/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page in cases/ beside what it shows. NAME.md (or NAME.html) is a page's text, NAME.expect begins with the
 * settings it is read by. What it shows was held against what Hugo publishes where Hugo could be asked.
 *
 * TWC_WRITE_EXPECT=1 writes the rest of .expect files that are missing it or differ, for a person to read over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/text_support.h"

#define CASES TWC_SOURCE_DIR "/tests/corpus/cases"

enum { CASE_MAX = 1 << 20, CASES_MAX = 256 };

static struct span read_case(void *ctx, const char *name, const char *extension)
{
    struct error err;
    struct span text = SPAN("");
    char *path = talloc_asprintf(ctx, CASES "/%s%s", name, extension);
    char *bytes = file_exists(path) ? file_read(ctx, path, NULL, CASE_MAX, &text.len, NULL, &err) : NULL;
    text.at = bytes ? bytes : "";
    return text;
}

/* "settings: …" and what follows. */
static struct span take_settings(void *ctx, struct span *expect, const char **words)
{
    struct span line = SPAN(""), rest = *expect;
    span_cut(&rest, '\n', &line);
    if (!span_begins(line, SPAN("settings:"))) {
        *words = "";
        return *expect;
    }
    *words = span_copy(ctx, span_from(line, strlen("settings:")));
    return rest;
}

static void write_expect(void *ctx, const char *name, const char *words, const char *shown)
{
    struct error err;
    char *text = talloc_asprintf(ctx, "settings:%s\n%s", words, shown);
    file_write(talloc_asprintf(ctx, CASES "/%s.expect", name), span_of(text), &err);
}

static bool case_is_as_expected(const char *name, bool html)
{
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    const char *words;
    struct span expect = read_case(ctx, name, ".expect");
    struct span wanted = take_settings(ctx, &expect, &words);
    struct text_settings settings = text_settings(ctx, words);
    settings.folder = CASES;
    settings.format = html ? PAGE_HTML : PAGE_MARKDOWN;
    struct page_body *body = text_render(ctx, read_case(ctx, name, html ? ".html" : ".md"), &settings, NULL, &err);
    char *shown = body ? text_print(ctx, body) : talloc_strdup(ctx, err.text);
    bool same = span_is(wanted, shown);
    if (!same && getenv("TWC_WRITE_EXPECT"))
        write_expect(ctx, name, words, shown);
    else if (!same)
        print_error("---- %s shows ----\n%s---- and should ----\n%.*s", name, shown, (int)wanted.len, wanted.at);
    talloc_free(ctx);
    return same;
}

static int is_page(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot && (strcmp(dot, ".md") == 0 || strcmp(dot, ".html") == 0);
}

static void every_page_shows_what_hugo_publishes(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(CASES, &entries, is_page, alphasort), different = 0;
    assert_in_range(count, 30, CASES_MAX);
    for (int i = 0; i < count; i++) {
        char *dot = strrchr(entries[i]->d_name, '.');
        bool html = strcmp(dot, ".html") == 0;
        *dot = '\0';
        different += !case_is_as_expected(entries[i]->d_name, html);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(different, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_page_shows_what_hugo_publishes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
