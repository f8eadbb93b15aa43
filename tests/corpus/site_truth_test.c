/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real site: what Hugo 0.169 publishes of it, page by page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

/* Two names of jansson's are ours too; neither is used of it here. */
#define json_string jansson_string
#define json_null jansson_null
#include <jansson.h>
#undef json_string
#undef json_null

#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define SHARED TWC_SOURCE_DIR "/../shared"
#define SITE SHARED "/corpora/twc-site-nl"
#define TRUTH SHARED "/truth/twc-site-nl.jsonl"

enum { PAGES = 78, LINE_MAX_ROOM = 1 << 20, PUBLISHED = 1790000000 /* after the day the truth was taken */ };

static struct site *open_real(void *ctx)
{
    struct error err;
    struct site_options options = {.folder = SITE, .now = PUBLISHED, .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct site *site = site_open(ctx, &options, NULL, &err);
    if (!site)
        fail_msg("%s", err.text);
    return site;
}

/* The truth as a list, and in it the paths of each page's translations: those with its key. */
static json_t *read_truth(void *ctx)
{
    json_t *all = json_array();
    FILE *file = fopen(TRUTH, "r");
    assert_non_null(file);
    char *line = talloc_array(ctx, char, LINE_MAX_ROOM);
    while (fgets(line, LINE_MAX_ROOM, file)) {
        json_t *page = json_loads(line, 0, NULL);
        assert_non_null(page);
        json_array_append_new(all, page);
    }
    fclose(file);
    return all;
}

static const char *text_of(const json_t *page, const char *key)
{
    const char *text = json_string_value(json_object_get(page, key));
    return text ? text : "";
}

static const char *sibling_of(const json_t *all, const json_t *page)
{
    size_t i;
    json_t *other;
    json_array_foreach(all, i, other)
    {
        if (other != page && strcmp(text_of(other, "translationKey"), text_of(page, "translationKey")) == 0)
            return text_of(other, "path");
    }
    return "";
}

static const char *date_of(void *ctx, struct instant instant)
{
    char *text = talloc_array(ctx, char, INSTANT_TEXT_MAX);
    *text = '\0';
    if (instant.known)
        instant_print(instant, text);
    return text;
}

static void check_tags(const json_t *tags, const struct page *page)
{
    size_t i;
    json_t *tag;
    assert_int_equal(json_array_size(tags), page->tags_len);
    json_array_foreach(tags, i, tag) assert_string_equal(json_string_value(tag), page->tags[i]);
}

static void check_page(void *ctx, const json_t *all, const json_t *truth, const struct page *page)
{
    assert_string_equal(text_of(truth, "path"), page->path);
    assert_string_equal(text_of(truth, "lang"), page->lang);
    assert_string_equal(text_of(truth, "url"), page->url);
    assert_string_equal(text_of(truth, "title"), page->title);
    assert_string_equal(text_of(truth, "date"), date_of(ctx, page->date));
    assert_string_equal(text_of(truth, "lastmod"), date_of(ctx, page->lastmod));
    assert_string_equal(text_of(truth, "publishDate"), date_of(ctx, page->publish));
    assert_string_equal(text_of(truth, "section"), page->section);
    assert_string_equal(text_of(truth, "kind"), page->kind);
    assert_string_equal(text_of(truth, "description"), page->description);
    assert_string_equal(text_of(truth, "translationKey"), page->translation_key);
    check_tags(json_object_get(truth, "tags"), page);
    assert_int_equal(page->translations_len, 1);
    assert_string_equal(sibling_of(all, truth), page->translations[0]->path);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(text_of(*(json_t *const *)a, "path"), text_of(*(json_t *const *)b, "path"));
}

static void every_page_of_the_real_site_is_as_hugo_publishes_it(void **state)
{
    (void)state;
    if (!file_exists(TRUTH))
        skip();
    void *ctx = talloc_new(NULL);
    struct site *site = open_real(ctx);
    json_t *all = read_truth(ctx), *sorted[PAGES];
    assert_int_equal(json_array_size(all), PAGES);
    assert_int_equal(site_len(site), PAGES);
    assert_int_equal(site_skipped(site), 0);
    for (size_t i = 0; i < PAGES; i++)
        sorted[i] = json_array_get(all, i);
    qsort(sorted, PAGES, sizeof *sorted, by_path);
    for (size_t i = 0; i < PAGES; i++)
        check_page(ctx, all, sorted[i], site_page(site, i));
    json_decref(all);
    talloc_free(ctx);
}

static void a_page_is_written_as_one_line_of_json(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder,
               "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
               "-- content/s/a.md --\n---\ntitle: \"A \\\"page\\\"\"\ndate: 2024-01-02\ntags: [x, y]\n"
               "description: D\n---\nIntro ![pic](p.png).\n\n## Head\n\nText\n-- content/s/a.nl.md --\nHallo\n");
    struct error err = {0};
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    struct page_body *body = page_body_read(ctx, site, site_page(site, 0), NULL, &err);
    assert_non_null(body);
    struct buffer out = buffer_new(ctx, LINE_MAX_ROOM);
    struct json json = json_new(&out);
    page_write_json(&json, site_page(site, 0), body);
    assert_null(strchr(buffer_string(&out), '\n'));
    json_t *page = json_loads(buffer_string(&out), 0, NULL), *heading;
    assert_non_null(page);
    assert_string_equal(text_of(page, "path"), "s/a.md");
    assert_string_equal(text_of(page, "lang"), "en");
    assert_string_equal(text_of(page, "url"), "/s/a/");
    assert_string_equal(text_of(page, "title"), "A \"page\"");
    assert_string_equal(text_of(page, "display_title"), "A \"page\"");
    assert_string_equal(text_of(page, "date"), "2024-01-02T00:00:00Z");
    assert_string_equal(text_of(page, "section"), "s");
    assert_string_equal(text_of(page, "description"), "D");
    assert_string_equal(json_string_value(json_array_get(json_object_get(page, "tags"), 1)), "y");
    assert_string_equal(json_string_value(json_array_get(json_object_get(page, "translations"), 0)), "s/a.nl.md");
    assert_string_equal(json_string_value(json_array_get(json_object_get(page, "alts"), 0)), "pic");
    heading = json_array_get(json_object_get(page, "headings"), 0);
    assert_int_equal(json_integer_value(json_object_get(heading, "level")), 2);
    assert_string_equal(text_of(heading, "id"), "head");
    assert_string_equal(text_of(heading, "text"), "Head");
    assert_non_null(strstr(text_of(page, "text"), "Head"));
    assert_non_null(strstr(text_of(page, "text"), "Text"));
    json_decref(page);
    talloc_free(ctx);
}

static void a_page_without_dates_has_null_for_them(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, "-- hugo.yaml --\n-- content/a.md --\nText\n");
    struct error err = {0};
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    struct page_body *body = page_body_read(ctx, site, site_page(site, 0), NULL, &err);
    struct buffer out = buffer_new(ctx, LINE_MAX_ROOM);
    struct json json = json_new(&out);
    page_write_json(&json, site_page(site, 0), body);
    assert_non_null(strstr(buffer_string(&out), "\"title\":\"\""));
    assert_non_null(strstr(buffer_string(&out), "\"date\":null,\"lastmod\":null,\"tags\":[]"));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_of_the_real_site_is_as_hugo_publishes_it),
        cmocka_unit_test(a_page_is_written_as_one_line_of_json),
        cmocka_unit_test(a_page_without_dates_has_null_for_them),
    };
    return cmocka_run_group_tests_name("corpus-truth", tests, NULL, NULL);
}
