/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hugo's configuration: which files, what when it cannot be read, and how Markdown is read by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "corpus/site.h"
#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define PAGE "---\ntitle: A page\n---\n"
#define TOML_MEND " (run in the site's folder: hugo config --format yaml > hugo-config.yaml)\n"

static void the_files_of_a_configuration(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"hugo.json, keys in either case",
         "-- hugo.json --\n{\"BaseURL\": \"https://example.org/x/\"}\n-- content/a.md --\n" PAGE, "a.md en /x/a/\n"},
        {"config.yaml is the older name", "-- config.yaml --\nbaseURL: /x\n-- content/a.md --\n" PAGE,
         "a.md en /x/a/\n"},
        {"hugo.yaml counts before it",
         "-- config.yaml --\nbaseURL: /x\n-- hugo.yaml --\nbaseURL: /y\n-- content/a.md --\n" PAGE, "a.md en /y/a/\n"},
        {"config/_default, named for their keys, production over them",
         "-- config/_default/hugo.yaml --\nbaseURL: /x\ndefaultContentLanguage: nl\n"
         "-- config/_default/languages.nl.yaml --\nweight: 1\n-- config/_default/languages.en.yaml --\nweight: 2\n"
         "-- config/_default/permalinks.yml --\nposts: /p/:slug/\n-- config/production/config.yaml --\nbaseURL: /y\n"
         "-- content/a.md --\n" PAGE "-- content/posts/b.en.md --\n" PAGE,
         "a.md nl /y/a/\nposts/b.en.md en /y/en/p/a-page/\n"},
        {"hugo-config.yaml counts before them all",
         "-- hugo-config.yaml --\nbaseurl: /z\n-- hugo.toml --\nbaseURL = '/x'\n-- content/a.md --\n" PAGE,
         "a.md en /z/a/\n"},
        {"what a language has in the site's place is in no hugo-config.yaml, but beside it",
         "-- hugo-config.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
         "-- hugo.yaml --\nlanguages: {nl: {permalinks: {posts: /b/:slug/}}}\n-- content/posts/a.nl.md --\n" PAGE,
         "posts/a.nl.md nl /nl/b/a-page/\n"},
        {"a byte order mark",
         "-- hugo.yaml --\n\xEF\xBB\xBF"
         "baseURL: /x\n-- content/a.md --\n" PAGE,
         "a.md en /x/a/\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void a_configuration_that_cannot_be_read_is_told(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"broken", "-- hugo.yaml --\nbaseURL: /x\ntitle: a: b\n-- content/a.md --\n" PAGE,
         "error: hugo.yaml:2: there is a second ': ' in this value (put the whole value in quotation marks)\n"},
        {"broken, of a folder", "-- config/_default/params.yaml --\na: [\n-- content/a.md --\n" PAGE,
         "error: config/_default/params.yaml:1: a bracket is opened here and not closed as YAML wants it (close it, "
         "and put a "
         "comma between its values)\n"},
        {"a list", "-- hugo.yaml --\n- a\n-- content/a.md --\n" PAGE,
         "error: hugo.yaml:1: this is not a configuration of Hugo's (write it as 'key: value')\n"},
        {"what a command that failed has left", "-- hugo.toml --\ntitle = 'x'\n-- hugo-config.yaml --\n-- content/a.md --\n" PAGE,
         "error: hugo-config.yaml: it is empty (run: hugo config --format yaml > hugo-config.yaml; Hugo before 0.112 "
         "cannot: take a newer one, or remove this file)\n"},
        {"the output of a Hugo too old",
         "-- hugo-config.yaml --\ntitle: \"x\"\nlanguages: map[en:map[]]\n-- content/a.md --\n" PAGE,
         "error: hugo-config.yaml:2: 'languages' is not a list of keys and values (write it as Hugo 0.112 and later "
         "do: hugo "
         "config --format yaml > hugo-config.yaml)\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void toml_is_told_once_with_what_is_assumed(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"one language", "-- hugo.toml --\ntitle = 'x'\n-- content/a.md --\n" PAGE,
         "a.md en /a/\nwarning: hugo.toml: TOML is not read, so of Hugo's configuration this is assumed: one language, "
         "en, "
         "addresses as Hugo makes them by default" TOML_MEND},
        {"languages by the names of configuration files",
         "-- hugo.toml --\n-- config/_default/languages.nl.toml --\n-- config/_default/languages.en.toml --\n"
         "-- content/a.nl.md --\n" PAGE "-- content/a.md --\n" PAGE,
         "a.md en /a/\na.nl.md nl /nl/a/\nwarning: hugo.toml: TOML is not read, so of Hugo's configuration this is "
         "assumed: "
         "the languages en, nl, addresses as Hugo makes them by default" TOML_MEND},
        {"languages by the names of pages, where more than one ends so",
         "-- hugo.toml --\n-- content/a.nl.md --\n" PAGE "-- content/b.nl.md --\n" PAGE "-- content/a.en.md --\n" PAGE
         "-- content/b.en.md --\n" PAGE "-- content/c.is.md --\n" PAGE,
         "a.en.md en /a/\na.nl.md nl /nl/a/\nb.en.md en /b/\nb.nl.md nl /nl/b/\nc.is.md en /c.is/\n"
         "warning: hugo.toml: TOML is not read, so of Hugo's configuration this is assumed: the languages en, nl, "
         "addresses as "
         "Hugo makes them by default" TOML_MEND},
        {"languages that twc-search.yaml names, the first the default",
         "-- hugo.toml --\n-- twc-search.yaml --\nlanguages: {nl: {}, en: {}}\n-- content/a.md --\n" PAGE
         "-- content/a.en.md --\n" PAGE,
         "a.en.md en /en/a/\na.md nl /a/\nwarning: hugo.toml: TOML is not read, so of Hugo's configuration this is "
         "assumed: "
         "the languages nl, en, addresses as Hugo makes them by default" TOML_MEND},
        {"TOML in a folder", "-- config/_default/params.toml --\n-- content/a.md --\n" PAGE,
         "a.md en /a/\nwarning: config/_default/params.toml: TOML is not read, so of Hugo's configuration this is "
         "assumed: one "
         "language, en, addresses as Hugo makes them by default" TOML_MEND},
    };
    SITE_CHECK(cases, print_address);
}

static void a_folder_without_any_configuration_works(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, "-- content/posts/a.md --\n" PAGE);
    assert_string_equal(
        site_print(ctx, folder, print_address),
        "posts/a.md en /posts/a/\ninfo: no configuration of Hugo's is here: assumed are one language, en, and "
        "addresses as Hugo makes them by default\n");
    talloc_free(ctx);
}

static const struct markup *markup_of(void *ctx, const char *files, const char *lang)
{
    char *folder = test_folder(ctx);
    site_write(folder, files);
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    assert_non_null(site);
    return site_markup(site, lang);
}

static void markdown_is_read_by_hugos_defaults(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct markup *m = markup_of(ctx, "-- content/a.md --\n", "en");
    assert_true(m->typographer.on && m->table && m->strikethrough && m->linkify && m->task_list && m->definition_list);
    assert_true(m->footnote && m->title_attributes && !m->block_attributes && !m->unsafe && !m->emoji && !m->mark);
    assert_int_equal(m->heading_ids, HEADING_IDS_GITHUB);
    assert_int_equal(m->summary_length, 70);
    assert_string_equal(m->typographer.apostrophe, "’");
    talloc_free(ctx);
}

static void markdown_is_read_as_configured(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct markup *m = markup_of(
        ctx,
        "-- hugo.yaml --\nenableEmoji: true\nsummaryLength: 0\nmarkup:\n  goldmark:\n    extensions:\n      table: "
        "false\n"
        "      typographer: {disable: false, ellipsis: '&hellip;', emDash: ''}\n"
        "      extras: {mark: {enable: true}}\n"
        "      passthrough: {enable: true, delimiters: {inline: [['\\(', '\\)']], block: [['$$', '$$']]}}\n"
        "    parser: {autoIDType: blackfriday, attribute: {block: true, title: false}}\n    renderer: {unsafe: true}\n"
        "languages:\n  en: {weight: 1}\n  nl: {weight: 2, markup: {goldmark: {parser: {autoHeadingID: false}}}}\n"
        "-- content/a.md --\n",
        "en");
    assert_true(m->emoji && m->unsafe && m->block_attributes && !m->title_attributes && !m->table && m->mark &&
                m->linkify);
    assert_int_equal(m->heading_ids, HEADING_IDS_BLACKFRIDAY);
    assert_int_equal(m->summary_length, 0);
    assert_string_equal(m->typographer.ellipsis, "…");
    assert_string_equal(m->typographer.em_dash, "");
    assert_true(m->passthrough && m->inline_delimiters_len == 1 && m->block_delimiters_len == 1);
    assert_string_equal(m->inline_delimiters[1], "\\)");
    const struct markup *nl = markup_of(ctx,
                                        "-- hugo.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2, markup: "
                                        "{goldmark: {parser: {autoHeadingID: false}}}}\n"
                                        "-- content/a.md --\n",
                                        "nl");
    assert_int_equal(nl->heading_ids, HEADING_IDS_NONE);
    talloc_free(ctx);
}

static void what_hugo_config_leaves_out_is_off(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct markup *m =
        markup_of(ctx,
                  "-- hugo-config.yaml --\npublishdir: public\nmarkup:\n  goldmark:\n    extensions: {linkify: true}\n"
                  "    parser: {autoheadingid: true}\n-- content/a.md --\n",
                  "en");
    assert_true(m->linkify && !m->table && !m->title_attributes);
    assert_int_equal(m->summary_length, 0);
    /* A hugo-config.yaml that someone wrote by hand leaves out what is as by default. */
    m = markup_of(ctx, "-- hugo-config.yaml --\nbaseurl: /x\n-- content/a.md --\n", "en");
    assert_true(m->table && m->title_attributes);
    assert_int_equal(m->summary_length, 70);
    talloc_free(ctx);
}

static struct site *open_files(void *ctx, const char *files)
{
    char *folder = test_folder(ctx);
    site_write(folder, files);
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    assert_non_null(site);
    return site;
}

static void a_configuration_that_changed_shows_in_its_hash(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
#define SOURCES(toml, params)                                                                                          \
    "-- hugo.toml --\n" toml "-- config/_default/params.toml --\n" params "-- content/a.md --\n"
    struct site *before = open_files(ctx, SOURCES("a = 1\n", "b = 1\n") "-- hugo-config.yaml --\nbaseurl: /x\n");
    struct site *same = open_files(ctx, SOURCES("a = 1\n", "b = 1\n") "-- hugo-config.yaml --\nbaseurl: /x\n");
    struct site *source = open_files(ctx, SOURCES("a = 1\n", "b = 2\n") "-- hugo-config.yaml --\nbaseurl: /x\n");
    struct site *output = open_files(ctx, SOURCES("a = 1\n", "b = 1\n") "-- hugo-config.yaml --\nbaseurl: /y\n");
    assert_true(hash_equal(site_config_hash(before), site_config_hash(same)));
    assert_true(hash_equal(site_resolved_hash(before), site_resolved_hash(same)));
    assert_false(hash_equal(site_config_hash(before), site_config_hash(source)));
    assert_true(hash_equal(site_resolved_hash(before), site_resolved_hash(source)));
    assert_false(hash_equal(site_resolved_hash(before), site_resolved_hash(output)));
    talloc_free(ctx);
}

static void shortcodes_are_kept_as_the_settings_say(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(
        folder,
        "-- twc-search.yaml --\nshortcodes:\n  pull-quote: {keep: inner}\n  figure: {keep: [caption, inner, \"0\"]}\n"
        "  chart: {keep: none}\n  law: {file: layouts/_shortcodes/law.html}\n-- content/a.md --\n");
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    const struct shortcode_setting *figure = site_shortcode(site, "figure");
    assert_true(site_shortcode(site, "pull-quote")->inner);
    assert_true(figure->inner && figure->params_len == 2);
    assert_string_equal(figure->params[1], "0");
    assert_true(!site_shortcode(site, "chart")->inner && site_shortcode(site, "chart")->params_len == 0);
    assert_string_equal(site_shortcode(site, "law")->file, "layouts/_shortcodes/law.html");
    assert_false(site_shortcode(site, "law")->inner);
    assert_null(site_shortcode(site, "unknown"));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_files_of_a_configuration),
        cmocka_unit_test(a_configuration_that_cannot_be_read_is_told),
        cmocka_unit_test(toml_is_told_once_with_what_is_assumed),
        cmocka_unit_test(a_folder_without_any_configuration_works),
        cmocka_unit_test(markdown_is_read_by_hugos_defaults),
        cmocka_unit_test(markdown_is_read_as_configured),
        cmocka_unit_test(what_hugo_config_leaves_out_is_off),
        cmocka_unit_test(a_configuration_that_changed_shows_in_its_hash),
        cmocka_unit_test(shortcodes_are_kept_as_the_settings_say),
    };
    return cmocka_run_group_tests_name("corpus-config", tests, NULL, NULL);
}
