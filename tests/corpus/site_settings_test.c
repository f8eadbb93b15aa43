/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-search.yaml and glossaries: what is read, and what is told of what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define TWO "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n-- content/a.md --\n"
#define WRONG(yaml, said) "-- twc-search.yaml --\n" yaml, "error: twc-search.yaml:" said "\n"

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"a key that is nearly one",
         WRONG("content: content\nglosary: x\n", "2: 'glosary' is not a setting (did you mean glossary?)")},
        {"letters that changed places",
         WRONG("traslnate: [nl]\n", "1: 'traslnate' is not a setting (did you mean translate?)")},
        {"a key that is none at all",
         WRONG("colour: red\n", "1: 'colour' is not a setting (there are content, exclude, languages, translate, "
                                "shortcodes, sections, glossary, compounds, publish, max_page)")},
        {"a key further down", WRONG("sections:\n  posts: {wieght: 2}\n",
                                     "2: under sections.posts, 'wieght' is not a setting (did you mean weight?)")},
        {"of a language", WRONG("languages:\n  nl: {steamer: x}\n",
                                "2: under languages.nl, 'steamer' is not a setting (did you mean stemmer?)")},
        {"of a shortcode", WRONG("shortcodes:\n  x: {kepe: inner}\n",
                                 "2: under shortcodes.x, 'kepe' is not a setting (did you mean keep?)")},
        {"of compounds and publish",
         WRONG("compounds: {lists: x}\n", "1: under compounds, 'lists' is not a setting (did you mean list?)")},
        {"publish", WRONG("publish: {max-shrink: 1}\n",
                          "1: under publish, 'max-shrink' is not a setting (did you mean max_shrink?)")},
        {"a doubled key",
         WRONG("max_page: 1M\nmax_page: 2M\n", "2: the key 'max_page' is here twice, first in line 1 (keep "
                                               "one of the two)")},
        {"broken YAML",
         WRONG("sections:\n\tposts: {}\n", "2: a tab stands where YAML wants blanks (indent with blanks)")},
        {"a list of settings", WRONG("- a\n", "1: the settings are keys and values (write it as 'key: value')")},
        {"languages that are a list", WRONG("languages: [nl]\n", "1: 'languages' holds keys and values (write it as "
                                                                 "languages: {nl: {stemmer: kraaij_pohlmann}})")},
        {"translate that is a word",
         WRONG("translate: nl\n", "1: 'translate' is a list of languages (write it as translate: "
                                  "[nl, en])")},
        {"a weight that is a word",
         WRONG("sections: {a: {weight: much}}\n", "1: 'weight' is not a number between 0 and 100 "
                                                  "(write it as weight: 1.3)")},
        {"a weight of nothing",
         WRONG("sections: {a: {weight: 0}}\n", "1: 'weight' is not a number between 0 and 100 (write it "
                                               "as weight: 1.3)")},
        {"news that is a number",
         WRONG("sections: {a: {news: 3}}\n", "1: 'news' is neither true nor false (write it as news: "
                                             "true)")},
        {"a size that is none",
         WRONG("max_page: big\n", "1: 'max_page' is not a size between 1k and 1024M (write it as "
                                  "max_page: 8M)")},
        {"a size too large",
         WRONG("max_page: 8G\n", "1: 'max_page' is not a size between 1k and 1024M (write it as max_page: "
                                 "8M)")},
        {"a shrink of more than all",
         WRONG("publish: {max_shrink: 20}\n", "1: 'max_shrink' is not a part between 0 and 1 "
                                              "(write it as max_shrink: 0.2)")},
        {"a file outside the site",
         WRONG("publish: {golden: ../x.tsv}\n", "1: 'golden' lies outside the site (name a file "
                                                "below the site's folder)")},
        {"keep that is another word",
         WRONG("shortcodes: {x: {keep: caption}}\n",
               "1: 'keep: caption' is neither inner, none "
               "nor a list (write it as keep: inner, keep: none or keep: [caption, alt])")},
        {"none and more",
         WRONG("shortcodes: {x: {keep: [none, alt]}}\n", "1: 'keep' cannot be none and more (write it as keep: "
                                                         "inner, keep: none or keep: [caption, alt])")},
        {"exclude that is a map", WRONG("exclude: [{a: b}]\n", "1: 'exclude' is a list of words (write it as exclude: "
                                                               "[\"drafts/**\"])")},
        {"an open bracket in a pattern",
         WRONG("exclude: ['{a,b']\n", "1: a bracket of the pattern '{a,b' is never closed "
                                      "(close it)")},
        {"content that is nested too deep",
         WRONG("content: [[a]]\n", "1: 'content' is a folder, a list of folders, or folders "
                                   "by language (write it as content: content)")},
        {"a glossary that is not there",
         WRONG("glossary: labor\n", "1: no glossary 'labor' ships with us (there is "
                                    "labour-en-nl; or name a file below the site's folder)")},
        {"a glossary file that is not there",
         WRONG("glossary: search/words.yaml\n", "1: there is no glossary "
                                                "'search/words.yaml' (name a file below the site's folder)")},
        {"a glossary that is a list",
         WRONG("glossary: [a]\n", "1: 'glossary' is the name of a list, or a file (write it as "
                                  "glossary: labour-en-nl)")},
    };
    SITE_CHECK(cases, print_path);
}

static void languages_that_the_site_has_not_are_told(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"in translate", TWO "-- twc-search.yaml --\n\ntranslate: [nl, fr]\n",
         "error: twc-search.yaml:2: 'fr' is not a language of this site (the site has en, nl)\n"},
        {"in languages", TWO "-- twc-search.yaml --\nlanguages:\n  fr: {stemmer: french}\n",
         "a.md\nwarning: twc-search.yaml:2: 'fr' is not a language of this site (the site has en, nl)\n"},
    };
    SITE_CHECK(cases, print_path);
}

#define GLOSSARY(yaml, said) "-- twc-search.yaml --\nglossary: g.yaml\n-- g.yaml --\n" yaml, "error: g.yaml:" said "\n"
#define MEND " (write it as - {en: [works council, WC], nl: [ondernemingsraad, OR]})"

static void a_glossary_that_is_wrong_is_told(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"a map", GLOSSARY("en: a\n", "1: a glossary is a list of concepts" MEND)},
        {"a concept that is a word",
         GLOSSARY("- {en: a, nl: b}\n- c\n", "2: a concept is a map of languages and their words" MEND)},
        {"a concept of one word",
         GLOSSARY("- {en: a}\n", "1: this concept has no two words that could stand for each other" MEND)},
        {"a key that is no language",
         GLOSSARY("- {en: a, \"one way\": true}\n", "1: 'one way' is not a language" MEND)},
        {"a term that is a list", GLOSSARY("- {en: [[a]], nl: b}\n", "1: a term is a word or a few of them" MEND)},
        {"an option that is a word", GLOSSARY("- {en: a, nl: b,\n   one_way: maybe}\n",
                                              "2: 'one_way' is neither true nor false (write it as one_way: true)")},
        {"broken YAML",
         GLOSSARY("- {en: [a, nl: b}\n", "1: a bracket is opened here and not closed as YAML wants it (close "
                                         "it, and put a comma between its values)")},
    };
    SITE_CHECK(cases, print_path);
}

static struct site *open_with(void *ctx, const char *files)
{
    char *folder = test_folder(ctx);
    site_write(folder, files);
    struct error err;
    struct site_options options = {.folder = folder, .now = TEST_NOW, .data_folder = TWC_SOURCE_DIR "/corpus"};
    struct site *site = site_open(ctx, &options, NULL, &err);
    if (!site)
        print_error("%s\n", err.text);
    assert_non_null(site);
    return site;
}

static void defaults_are_filled_in(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct settings *settings = site_settings(open_with(ctx, TWO));
    assert_string_equal(settings->base_url, "");
    assert_int_equal(settings->max_page, 8 << 20);
    assert_true(settings->max_shrink > 0.19 && settings->max_shrink < 0.21);
    assert_string_equal(settings->compound_list, "/usr/share/dict/dutch");
    assert_null(settings->glossary);
    assert_null(settings->golden);
    assert_int_equal(settings->translate_len, 2);
    assert_string_equal(settings->translate[0], "en");
    assert_string_equal(settings->translate[1], "nl");
    assert_int_equal(settings->taxonomies_len, 1);
    assert_string_equal(settings->taxonomies[0], "categories");
    talloc_free(ctx);
}

static void everything_can_be_set(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct settings *settings = site_settings(open_with(
        ctx, TWO "-- twc-search.yaml --\ntranslate: []\nsections:\n  guides: {weight: 1.3}\n  posts: {news: true}\n"
                 "compounds: {list: /usr/share/dict/words, never: search/never.txt}\n"
                 "publish: {golden: search/judged.tsv, floor: search/floor.tsv, max_shrink: 0.5}\nmax_page: "
                 "512k\nglossary: g.yaml\n"
                 "-- search/never.txt --\n# not these\nspoorweg # a name\n\n  kantoortuin\n"
                 "-- g.yaml --\n- {en: [works council, WC], nl: [ondernemingsraad, OR], one_way: true}\n"
                 "- {EN: no, nl: nee, whole_query: true}\n- {en: [union, trade  union]}\n"));
    assert_int_equal(settings->translate_len, 0);
    assert_int_equal(settings->sections_len, 2);
    assert_string_equal(settings->sections[0].name, "guides");
    assert_true(settings->sections[0].weight > 1.29 && !settings->sections[0].news);
    assert_true(settings->sections[1].weight == 1 && settings->sections[1].news);
    assert_string_equal(settings->compound_list, "/usr/share/dict/words");
    assert_int_equal(settings->compound_never_len, 2);
    assert_string_equal(settings->compound_never[0], "spoorweg");
    assert_string_equal(settings->compound_never[1], "kantoortuin");
    assert_string_equal(settings->golden, "search/judged.tsv");
    assert_string_equal(settings->floor, "search/floor.tsv");
    assert_int_equal(settings->max_page, 512 << 10);
    const struct glossary_file *glossary = settings->glossary;
    assert_int_equal(glossary->entries_len, 3);
    assert_true(glossary->entries[0].one_way && !glossary->entries[0].whole_query);
    assert_string_equal(glossary->entries[0].sides[1].lang, "nl");
    assert_string_equal(glossary->entries[0].sides[1].terms[1], "OR");
    assert_true(glossary->entries[1].whole_query);
    assert_string_equal(glossary->entries[1].sides[0].lang, "en");
    assert_string_equal(glossary->entries[1].sides[0].terms[0], "no");
    assert_int_equal(glossary->entries[2].sides_len, 1);
    assert_string_equal(glossary->entries[2].sides[0].terms[1], "trade union");
    talloc_free(ctx);
}

static void a_word_list_is_looked_for_below_the_site(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct site *site = open_with(ctx, TWO "-- twc-search.yaml --\ncompounds: {list: search/words.txt}\n"
                                           "-- search/words.txt --\nspoorweg\n");
    const char *list = site_settings(site)->compound_list;
    assert_true(list[0] == '/');
    assert_true(file_exists(list));
    talloc_free(ctx);
}

static void words_that_are_never_split_may_stand_in_the_settings(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct settings *settings =
        site_settings(open_with(ctx, TWO "-- twc-search.yaml --\ncompounds: {list: none, never: [a, b]}\n"));
    assert_string_equal(settings->compound_list, "");
    assert_int_equal(settings->compound_never_len, 2);
    talloc_free(ctx);
}

static void the_shipped_glossary_is_whole(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const struct settings *settings =
        site_settings(open_with(ctx, TWO "-- twc-search.yaml --\nglossary: labour-en-nl\n"));
    bool found = false;
    for (size_t i = 0; i < settings->glossary->entries_len; i++) {
        const struct glossary_entry *entry = &settings->glossary->entries[i];
        found = found || strcmp(entry->sides[0].terms[0], "works council") == 0;
    }
    assert_true(found);
    talloc_free(ctx);
}

static void settings_may_lie_elsewhere(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder, TWO "-- other.yaml --\nmax_page: 2M\n-- twc-search.yaml --\nmax_page: 1M\n");
    struct error err;
    struct site_options options = {.folder = folder, .config = test_path(ctx, folder, "other.yaml"), .now = TEST_NOW};
    struct site *site = site_open(ctx, &options, NULL, &err);
    assert_int_equal(site_settings(site)->max_page, 2 << 20);
    options.config = test_path(ctx, folder, "missing.yaml");
    assert_null(site_open(ctx, &options, NULL, &err));
    assert_non_null(strstr(err.text, "missing.yaml"));
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(languages_that_the_site_has_not_are_told),
        cmocka_unit_test(a_glossary_that_is_wrong_is_told),
        cmocka_unit_test(defaults_are_filled_in),
        cmocka_unit_test(everything_can_be_set),
        cmocka_unit_test(a_word_list_is_looked_for_below_the_site),
        cmocka_unit_test(words_that_are_never_split_may_stand_in_the_settings),
        cmocka_unit_test(the_shipped_glossary_is_whole),
        cmocka_unit_test(settings_may_lie_elsewhere),
    };
    return cmocka_run_group_tests_name("corpus-settings", tests, NULL, NULL);
}
