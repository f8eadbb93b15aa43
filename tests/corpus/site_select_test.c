/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files are pages, and which of them are published. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define PAGE "---\ntitle: A page\n---\n"
#define WITH(line) "---\ntitle: A page\n" line "\n---\n"

static void files_that_are_no_pages(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"dot files, backups and what editors leave",
         "-- content/a.md --\n" PAGE "-- content/.b.md --\n" PAGE "-- content/.d/c.md --\n" PAGE
         "-- content/x.md~ --\n" PAGE "-- content/#x.md --\n" PAGE "-- content/y.md.bak --\n" PAGE,
         "a.md\n"},
        {"all that lies in a leaf bundle, at any depth",
         "-- content/x/index.md --\n" PAGE "-- content/x/other.md --\n" PAGE "-- content/x/_index.md --\n" PAGE
         "-- content/x/deep/down/more.md --\n" PAGE "-- content/x/deep/index.md --\n" PAGE
         "-- content/xy/a.md --\n" PAGE,
         "x/index.md\nxy/a.md\n"},
        {"but not what lies beside the _index of a branch",
         "-- content/x/_index.md --\n" PAGE "-- content/x/other.md --\n" PAGE "-- content/x/deep/more.md --\n" PAGE,
         "x/_index.md\nx/deep/more.md\nx/other.md\n"},
        {"an index.md at the top makes the whole site one bundle",
         "-- content/index.md --\n" PAGE "-- content/other.md --\n" PAGE "-- content/s/a.md --\n" PAGE, "index.md\n"},
        {"what ignoreFiles names",
         "-- hugo.yaml --\nignoreFiles: ['\\.draft\\.md$', '/old-\\d+/']\n-- content/a.draft.md --\n" PAGE
         "-- content/old-12/b.md --\n" PAGE "-- content/old-x/c.md --\n" PAGE,
         "old-x/c.md\n"},
        {"what exclude names",
         "-- twc-search.yaml --\nexclude: [\"drafts/**\", \"**/secret.md\", \"{x,y}.md\"]\n-- content/drafts/d/a.md "
         "--\n" PAGE "-- content/b/c/secret.md --\n" PAGE "-- content/y.md --\n" PAGE "-- content/z.md --\n" PAGE,
         "z.md\n"},
        {"other formats are told once",
         "-- content/a.org --\n* A\n-- content/b.adoc --\n= B\n-- content/c.md --\n" PAGE,
         "c.md\nwarning: a.org: 2 file(s) like this one are not read: neither Markdown nor HTML (write them as "
         "Markdown)\n"},
        {"content adapters are told", "-- content/_content.gotmpl --\n{{ }}\n-- content/c.md --\n" PAGE,
         "c.md\nwarning: pages that _content.gotmpl makes are not read (write them as files)\n"},
        {"HTML that Hugo refuses",
         "-- hugo-config.yaml --\nsecurity:\n  allowcontent: ['! ^text/html$', '! ^text/org$']\n-- content/a.html "
         "--\n" PAGE "-- content/b.md --\n" PAGE,
         "b.md\nwarning: hugo-config.yaml: 1 .html file(s) are not read, since Hugo refuses them as content (allow "
         "text/html in security.allowContent)\n"},
        {"HTML that Hugo allows",
         "-- hugo-config.yaml --\nsecurity:\n  allowcontent: ['! ^text/org$']\n-- content/a.html --\n" PAGE,
         "a.html\n"},
        {"a whole document of HTML is no page",
         "-- content/google123.html --\n<!DOCTYPE html><html></html>\n-- content/a.html --\n<p>Hi</p>\n", "a.html\n"},
    };
    SITE_CHECK(cases, print_path);
}

static void drafts_and_dates(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"a draft is left out", "-- content/a.md --\n" WITH("draft: true"), ""},
        {"the word true too", "-- content/a.md --\n" WITH("draft: \"true\""), ""},
        {"false is no draft", "-- content/a.md --\n" WITH("draft: false"), "a.md\n"},
        {"a word that is neither is told", "-- content/a.md --\n" WITH("draft: yes"),
         "a.md\nwarning: a.md:3: 'draft' is neither true nor false, so the page is published (write draft: true)\n"},
        {"buildDrafts", "-- hugo.yaml --\nbuildDrafts: true\n-- content/a.md --\n" WITH("draft: true"), "a.md\n"},
        {"a draft section hides itself alone",
         "-- content/s/_index.md --\n" WITH("draft: true") "-- content/s/a.md --\n" PAGE, "s/a.md\n"},
        {"a draft home is no home page", "-- content/_index.md --\n" WITH("draft: true") "-- content/a.md --\n" PAGE,
         "a.md\n"},
        {"what is published later", "-- content/a.md --\n" WITH("publishDate: 2999-01-01"), ""},
        {"the date stands for it", "-- content/a.md --\n" WITH("date: 2999-01-01"), ""},
        {"but counts for nothing beside it", "-- content/a.md --\n" WITH("date: 2999-01-01\npublishDate: 2020-01-01"),
         "a.md\n"},
        {"a bare lastmod stands for the date", "-- content/a.md --\n" WITH("lastmod: 2999-01-01"), ""},
        {"buildFuture", "-- hugo.yaml --\nbuildFuture: true\n-- content/a.md --\n" WITH("date: 2999-01-01"), "a.md\n"},
        {"expired", "-- content/a.md --\n" WITH("expiryDate: 2020-01-01"), ""},
        {"expired by its other name", "-- content/a.md --\n" WITH("unpublishdate: 2020-01-01"), ""},
        {"not expired yet", "-- content/a.md --\n" WITH("expiryDate: 2999-01-01"), "a.md\n"},
        {"buildExpired", "-- hugo.yaml --\nbuildExpired: true\n-- content/a.md --\n" WITH("expiryDate: 2020-01-01"),
         "a.md\n"},
    };
    SITE_CHECK(cases, print_path);
}

static void build_options(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"never", "-- content/a.md --\n" WITH("build: {render: never}"), ""},
        {"link", "-- content/a.md --\n" WITH("build: {render: link}"), ""},
        {"always", "-- content/a.md --\n" WITH("build: {render: always}"), "a.md\n"},
        {"false", "-- content/a.md --\n" WITH("build: {render: false}"), ""},
        {"headless", "-- content/a/index.md --\n" WITH("headless: true"), ""},
        {"headless of a file", "-- content/a.md --\n" WITH("headless: true"), ""},
        {"the old name is told", "-- content/a.md --\n" WITH("_build: {render: never}"),
         "skipped: a.md:3: '_build' is the old name of 'build' (call it build)\n"},
        {"a word is told", "-- content/a.md --\n" WITH("build: 12"),
         "skipped: a.md:3: 'build' holds render, list and publishResources (write it as build: {render: never}, and a "
         "value of your own under params)\n"},
        {"a kind that is disabled",
         "-- hugo.yaml --\ndisableKinds: [section, home]\n-- content/_index.md --\n" PAGE
         "-- content/s/_index.md --\n" PAGE "-- content/s/a.md --\n" PAGE,
         "s/a.md\n"},
        {"taxonomies and terms have kinds of their own",
         "-- hugo.yaml --\ndisableKinds: [taxonomy]\n-- content/tags/_index.md --\n" PAGE
         "-- content/tags/rights/_index.md --\n" PAGE "-- content/tagsx/_index.md --\n" PAGE,
         "tags/rights/_index.md\ntagsx/_index.md\n"},
    };
    SITE_CHECK(cases, print_path);
}

static void outputs_without_html(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"of the page", "-- content/a.md --\n" WITH("outputs: [JSON]"), ""},
        {"of the page, HTML among them", "-- content/a.md --\n" WITH("outputs: [json, HTML]"), "a.md\n"},
        {"as a word", "-- content/a.md --\n" WITH("outputs: html"), "a.md\n"},
        {"none named", "-- content/a.md --\n" WITH("outputs: []"), "a.md\n"},
        {"of a kind, for the whole site",
         "-- hugo.yaml --\noutputs: {section: [rss], page: [html]}\n-- content/s/_index.md --\n" PAGE
         "-- content/s/a.md --\n" PAGE,
         "s/a.md\n"},
        {"the page counts before the site",
         "-- hugo.yaml --\noutputs: {page: [json]}\n-- content/a.md --\n" WITH(
             "outputs: [html]") "-- content/b.md --\n" PAGE,
         "a.md\n"},
    };
    SITE_CHECK(cases, print_path);
}

static void what_search_engines_are_told(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"search.exclude", "-- content/a.md --\n" WITH("search: {exclude: true}"), ""},
        {"noindex", "-- content/a.md --\n" WITH("noindex: true"), ""},
        {"noindex under params", "-- content/a.md --\n" WITH("params: {noindex: true}"), ""},
        {"sitemap.disable", "-- content/a.md --\n" WITH("sitemap: {disable: true}"), ""},
        {"their opposites",
         "-- content/a.md --\n" WITH("noindex: false\nsitemap: {disable: false}\nsearch: {exclude: false}"), "a.md\n"},
        {"wrong types are told, and the page is found",
         "-- content/a.md --\n" WITH("search: {boost: much, exclude: perhaps, pin: {a: b}, lst: true}"),
         "a.md\n"
         "warning: a.md:3: 'search.lst' is not known (did you mean list?)\n"
         "warning: a.md:3: 'search.boost' is not a number between 0 and 100 (write it as boost: 1.5)\n"
         "warning: a.md:3: 'search.pin' holds words (write it as pin: [one, two words])\n"
         "warning: a.md:3: 'search.exclude' is neither true nor false (write it as exclude: true)\n"},
        {"a word for all of it", "-- content/a.md --\n" WITH("search: no"),
         "a.md\nwarning: a.md:3: 'search' holds boost, exclude, keywords, pin and list (write it as search: {boost: "
         "1.5})\n"},
    };
    SITE_CHECK(cases, print_path);
}

static void print_search(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s %.2f %s", page->path, page->boost, page->unlisted ? "unlisted" : "listed");
    for (size_t i = 0; i < page->keywords_len; i++)
        buffer_format(out, " key=%s", page->keywords[i]);
    for (size_t i = 0; i < page->pins_len; i++)
        buffer_format(out, " pin=%s", page->pins[i]);
}

static void a_page_can_ask_to_be_found(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"words, pins and a boost",
         "-- content/a.md --\n" WITH("search: {boost: 1.5, keywords: [cao, 2024], pin: \"works  council\"}"),
         "a.md 1.50 listed key=cao key=2024 pin=works council\n"},
        {"unlisted",
         "-- content/a.md --\n" WITH("build: {list: never}") "-- content/b.md --\n" WITH(
             "search: {list: false}") "-- content/c.md --\n" WITH("build: {list: local}"),
         "a.md 1.00 unlisted\nb.md 1.00 unlisted\nc.md 1.00 listed\n"},
    };
    SITE_CHECK(cases, print_search);
}

static int64_t next_change(const char *files)
{
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, files);
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    assert_non_null(site);
    int64_t next = site_next_change(site);
    talloc_free(ctx);
    return next;
}

static void the_site_knows_when_it_changes_by_itself(void **state)
{
    (void)state;
    assert_int_equal(next_change("-- content/a.md --\n" PAGE), 0);
    assert_int_equal(next_change("-- content/a.md --\n" WITH("date: 2025-06-16")), 1750032000);
    assert_int_equal(next_change("-- content/a.md --\n" WITH("date: 2025-06-16") "-- content/b.md --\n" WITH(
                         "expiryDate: 2025-06-15T20:00:00Z")),
                     1750017600);
    assert_int_equal(next_change("-- content/a.md --\n" WITH("date: 2025-06-16\ndraft: true")), 0);
    assert_int_equal(next_change("-- hugo.yaml --\nbuildFuture: true\n-- content/a.md --\n" WITH("date: 2025-06-16")),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_are_no_pages),
        cmocka_unit_test(drafts_and_dates),
        cmocka_unit_test(build_options),
        cmocka_unit_test(outputs_without_html),
        cmocka_unit_test(what_search_engines_are_told),
        cmocka_unit_test(a_page_can_ask_to_be_found),
        cmocka_unit_test(the_site_knows_when_it_changes_by_itself),
    };
    return cmocka_run_group_tests_name("corpus-select", tests, NULL, NULL);
}
