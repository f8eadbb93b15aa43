/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Languages: of files, folders and mounts; translations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define PAGE "---\ntitle: A page\n---\n"
#define TWO "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"

static void a_file_name_says_its_language(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"suffix, or the default one",
         TWO "-- content/a.md --\n" PAGE "-- content/b.nl.md --\n" PAGE "-- content/c.en.md --\n" PAGE
             "-- content/d/index.nl.md --\n" PAGE "-- content/_index.nl.md --\n" PAGE,
         "_index.nl.md nl /nl/\na.md en /a/\nb.nl.md nl /nl/b/\nc.en.md en /c/\nd/index.nl.md nl /nl/d/\n"},
        {"a suffix that is no language of the site stays in the address",
         TWO "-- content/c.fr.md --\n" PAGE "-- content/v1.2.md --\n" PAGE "-- content/v1.2.nl.md --\n" PAGE,
         "c.fr.md en /c.fr/\nv1.2.md en /v1.2/\nv1.2.nl.md nl /nl/v1.2/\n"},
        {"in either case", TWO "-- content/E.NL.md --\n" PAGE, "E.NL.md nl /nl/e/\n"},
        {"a name that is nothing else is a name", TWO "-- content/nl.md --\n" PAGE, "nl.md en /nl/\n"},
        {"what stands behind the language is no part of the name", TWO "-- content/a.nl.old.md --\n" PAGE,
         "a.nl.old.md nl /nl/a/\n"},
        {"a code with a region",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, pt-br: {weight: 2}}\n"
         "-- content/a.pt-br.md --\n" PAGE "-- content/b.pt-BR.md --\n" PAGE,
         "a.pt-br.md pt-br /pt-br/a/\nb.pt-BR.md pt-br /pt-br/b/\n"},
        {"lang in front matter says nothing", TWO "-- content/a.md --\n---\nlang: nl\n---\n", "a.md en /a/\n"},
        {"a site of one language takes its own suffix off",
         "-- content/a.en.md --\n" PAGE "-- content/b.nl.md --\n" PAGE, "a.en.md en /a/\nb.nl.md en /b.nl/\n"},
        {"whichever that is",
         "-- hugo.yaml --\ndefaultContentLanguage: nl\n-- content/a.nl.md --\n" PAGE "-- content/b.en.md --\n" PAGE,
         "a.nl.md nl /a/\nb.en.md nl /b.en/\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void configuration_decides_prefixes(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"the default language in a folder",
         "-- hugo.yaml --\ndefaultContentLanguage: nl\ndefaultContentLanguageInSubdir: true\n"
         "languages: {en: {}, nl: {}}\n-- content/a.md --\n" PAGE "-- content/a.en.md --\n" PAGE,
         "a.en.md en /en/a/\na.md nl /nl/a/\n"},
        {"with one language too", "-- hugo.yaml --\ndefaultContentLanguageInSubdir: true\n-- content/a.md --\n" PAGE,
         "a.md en /en/a/\n"},
        {"one language that is listed",
         "-- hugo.yaml --\nlanguages: {de: {}}\ndefaultContentLanguage: de\n"
         "-- content/a.md --\n" PAGE,
         "a.md de /a/\n"},
        {"a base URL for each language: no prefix, an address each",
         "-- hugo.yaml --\nlanguages:\n  en: {weight: 1, baseURL: \"https://example.org/\"}\n"
         "  nl: {weight: 2, baseURL: \"https://example.nl/sub/\"}\n-- content/a.md --\n" PAGE
         "-- content/a.nl.md --\n" PAGE "-- content/b.nl.md --\n---\nurl: /a/\n---\n",
         "a.md en /a/\na.nl.md nl /sub/a/\n"
         "warning: b.nl.md: its address /sub/a/ is that of a.nl.md already, so it is left out (give one of them "
         "another "
         "name, slug or url)\n"},
        {"a disabled language vanishes",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2, disabled: true}, de: {weight: 3}}\n"
         "-- content/a.md --\n" PAGE "-- content/a.nl.md --\n" PAGE "-- content/a.de.md --\n" PAGE,
         "a.de.md de /de/a/\na.md en /a/\n"},
        {"disableLanguages",
         "-- hugo.yaml --\ndisableLanguages: [nl]\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
         "-- content/a.md --\n" PAGE "-- content/a.nl.md --\n" PAGE,
         "a.md en /a/\n"},
        {"a default language that is none of them is told",
         "-- hugo.yaml --\ndefaultContentLanguage: fr\nlanguages: {nl: {weight: 1}, en: {weight: 2}}\n-- content/a.md "
         "--\n" PAGE,
         "a.md nl /a/\nwarning: hugo.yaml:1: the default language 'fr' is none of the site's; 'nl' is taken (name one "
         "that is)\n"},
        {"nothing is left where the only language is off",
         "-- hugo.yaml --\ndisableLanguages: [en]\n-- content/a.md --\n" PAGE,
         "error: hugo.yaml: the default language is disabled (set defaultContentLanguage to one that is not)\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void folders_and_mounts_have_languages(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"a content folder for each, a suffix still wins",
         "-- hugo.yaml --\nlanguages:\n  en: {weight: 1, contentDir: content/en}\n  nl: {weight: 2, contentDir: "
         "content/nl}\n"
         "-- content/en/a.md --\n" PAGE "-- content/nl/a.md --\n" PAGE "-- content/nl/s/b.en.md --\n" PAGE,
         "en/a.md en /a/\nnl/a.md nl /nl/a/\nnl/s/b.en.md en /s/b/\n"},
        {"outside content",
         "-- hugo.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2, contentDir: inhoud}\n"
         "-- content/a.md --\n" PAGE "-- inhoud/a.md --\n" PAGE,
         "a.md en /a/\ninhoud/a.md nl /nl/a/\n"},
        {"one inside another belongs to its own language alone",
         "-- hugo.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2, contentDir: content/nl}\n"
         "-- content/a.md --\n" PAGE "-- content/nl/a.md --\n" PAGE,
         "a.md en /a/\nnl/a.md nl /nl/a/\n"},
        {"mounts with a matrix, as hugo config prints them",
         "-- hugo-config.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2}\nmodule:\n  mounts:\n"
         "  - source: content/english\n    target: content\n    sites: {matrix: {languages: [en]}}\n"
         "  - source: content/dutch\n    target: content/deep\n    sites: {matrix: {languages: nl}}\n"
         "  - source: static\n    target: static\n"
         "-- content/english/a.md --\n" PAGE "-- content/dutch/a.md --\n" PAGE "-- static/x.md --\n" PAGE,
         "dutch/a.md nl /nl/deep/a/\nenglish/a.md en /a/\n"},
        {"mounts with lang, as Hugo before 0.153 prints them",
         "-- hugo-config.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2}\nmodule:\n  mounts:\n"
         "  - {source: en, target: content, lang: en}\n  - {source: nl, target: content, lang: nl}\n"
         "-- en/a.md --\n" PAGE "-- nl/a.md --\n" PAGE,
         "en/a.md en /a/\nnl/a.md nl /nl/a/\n"},
        {"a mount in several languages gives each file in all of them",
         "-- hugo-config.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2}\nmodule:\n  mounts:\n"
         "  - {source: content, target: content, sites: {matrix: {languages: ['**']}}}\n"
         "-- content/a.md --\n" PAGE "-- content/b.nl.md --\n" PAGE,
         "a.en.md en /a/\na.nl.md nl /nl/a/\nb.nl.md nl /nl/b/\n"},
        {"files of a mount",
         "-- hugo.yaml --\nmodule:\n  mounts:\n  - {source: content, target: content, files: ['! posts/**']}\n"
         "  - {source: more, target: content/more, includeFiles: '*.md', excludeFiles: ['x.md']}\n"
         "-- content/posts/a.md --\n" PAGE "-- content/b.md --\n" PAGE "-- more/c.md --\n" PAGE "-- more/x.md --\n" PAGE
         "-- more/deep/d.md --\n" PAGE,
         "b.md en /b/\nmore/c.md en /more/c/\n"},
        {"a mount outside the site is told",
         "-- hugo.yaml --\nmodule:\n  mounts:\n  - {source: content, target: content}\n  - {source: ../x, target: "
         "content}\n"
         "-- content/a.md --\n" PAGE,
         "a.md en /a/\nwarning: hugo.yaml:4: the mount of '../x' is not read, since it lies outside the site (name a "
         "folder inside the site)\n"},
        {"the first mount of a page counts",
         "-- hugo.yaml --\nmodule:\n  mounts:\n  - {source: own, target: content}\n  - {source: shared, target: "
         "content}\n"
         "-- own/a.md --\n" PAGE "-- shared/a.md --\n" PAGE,
         "own/a.md en /a/\nwarning: shared/a.md: its address /a/ is that of own/a.md already, so it is left out (give "
         "one "
         "of them another name, slug or url)\n"},
        {"front matter puts one file into several languages",
         TWO "-- content/a.md --\n---\nsites: {matrix: {languages: [en, nl]}}\n---\n-- content/b.md --\n---\nsites:\n"
             "  matrix:\n    languages: ['! en']\n---\n",
         "a.en.md en /a/\na.nl.md nl /nl/a/\nb.md nl /nl/b/\n"},
        {"a theme has content too",
         "-- hugo.yaml --\ntheme: [simple]\n-- content/a.md --\n" PAGE "-- themes/simple/content/b.md --\n" PAGE,
         "a.md en /a/\nthemes/simple/content/b.md en /b/\n"},
        {"twc-search.yaml says where pages are",
         "-- twc-search.yaml --\ncontent: docs\n-- content/a.md --\n" PAGE "-- docs/b.md --\n" PAGE,
         "docs/b.md en /b/\n"},
        {"several folders, by language",
         TWO "-- twc-search.yaml --\ncontent: {nl: nl/, en: [./en, more]}\n-- nl/a.md --\n" PAGE "-- en/b.md --\n" PAGE
             "-- more/c.md --\n" PAGE,
         "en/b.md en /b/\nmore/c.md en /c/\nnl/a.md nl /nl/a/\n"},
        {"a folder that is not there is told", "-- twc-search.yaml --\ncontent: docs\n-- content/a.md --\n" PAGE,
         "warning: docs: there is no such folder, or it may not be read (make it, or take it out of the "
         "configuration)\n"},
        {"without a content folder the site itself is it", "-- a.md --\n" PAGE "-- s/b.md --\n" PAGE,
         "a.md en /a/\ns/b.md en /s/b/\n"},
        {"but not what is of Hugo's in it",
         "-- hugo.yaml --\ntitle: x\n-- a.md --\n" PAGE
         "-- layouts/index.html --\n<p>x</p>\n-- archetypes/default.md --\n" PAGE "-- s/data/b.md --\n" PAGE,
         "a.md en /a/\ns/data/b.md en /s/data/b/\n"},
        {"contentDir", "-- hugo.yaml --\ncontentDir: src/pages\n-- src/pages/a.md --\n" PAGE,
         "src/pages/a.md en /a/\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void print_translations(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s:", page->path);
    for (size_t i = 0; i < page->translations_len; i++)
        buffer_format(out, " %s", page->translations[i]->path);
}

static void translations_know_each_other(void **state)
{
    (void)state;
#define THREE "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}, de: {weight: 3}}\n"
    static const struct site_case cases[] = {
        {"by path and name, whatever the form",
         THREE "-- content/s/a.md --\n" PAGE "-- content/s/a/index.nl.md --\n" PAGE "-- content/s/a.de.md --\n" PAGE
               "-- content/s/_index.md --\n" PAGE "-- content/s/_index.nl.md --\n" PAGE "-- content/s/b.md --\n" PAGE,
         "s/_index.md: s/_index.nl.md\ns/_index.nl.md: s/_index.md\ns/a.de.md: s/a.md s/a/index.nl.md\n"
         "s/a.md: s/a.de.md s/a/index.nl.md\ns/a/index.nl.md: s/a.de.md s/a.md\ns/b.md:\n"},
        {"by key",
         THREE
         "-- content/one.md --\n---\ntranslationKey: k\n---\n-- content/een.nl.md --\n---\ntranslationKey: k\n---\n"
         "-- content/two.md --\n" PAGE "-- content/twee.nl.md --\n" PAGE,
         "een.nl.md: one.md\none.md: een.nl.md\ntwee.nl.md:\ntwo.md:\n"},
        {"across folders of their own",
         "-- hugo.yaml --\nlanguages:\n  en: {weight: 1, contentDir: en}\n  nl: {weight: 2, contentDir: nl}\n"
         "-- en/s/a.md --\n" PAGE "-- nl/s/a.md --\n" PAGE,
         "en/s/a.md: nl/s/a.md\nnl/s/a.md: en/s/a.md\n"},
        {"one that is not published is none",
         THREE "-- content/a.md --\n" PAGE "-- content/a.nl.md --\n---\ndraft: true\n---\n", "a.md:\n"},
        {"a key that a whole language shares grows no set",
         THREE "-- content/a.md --\n---\ntranslationKey: k\n---\n-- content/b.md --\n---\ntranslationKey: k\n---\n"
               "-- content/c.nl.md --\n---\ntranslationKey: k\n---\n",
         "a.md: c.nl.md\nb.md: c.nl.md\nc.nl.md: a.md\n"},
    };
    SITE_CHECK(cases, print_translations);
}

static void the_languages_of_a_site_are_told_with_what_is_shown_of_them(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    site_write(folder,
               "-- hugo.yaml --\nbaseURL: https://example.org/\ntitle: Site\ndefaultContentLanguage: nl\nlanguages:\n"
               "  en: {weight: 2, label: English}\n"
               "  nl: {weight: 1, languageName: Nederlands, title: \"Tech&shy;werkers\"}\n"
               "  ar: {weight: 3, direction: rtl}\n  fr: {weight: 4, disabled: true}\n"
               "-- twc-search.yaml --\nlanguages: {nl: {stemmer: kraaij_pohlmann}, en: {title: Ours}}\n"
               "-- content/a.md --\n" PAGE);
    struct error err;
    struct site *site = site_open(ctx, &(struct site_options){.folder = folder, .now = TEST_NOW}, NULL, &err);
    const struct settings *settings = site_settings(site);
    assert_int_equal(settings->languages_len, 3);
    const struct language *nl = &settings->languages[0], *en = &settings->languages[1], *ar = &settings->languages[2];
    assert_string_equal(nl->code, "nl");
    assert_string_equal(nl->title, "Techwerkers");
    assert_string_equal(nl->label, "Nederlands");
    assert_string_equal(nl->stemmer, "kraaij_pohlmann");
    assert_string_equal(en->title, "Ours");
    assert_string_equal(en->label, "English");
    assert_null(en->stemmer);
    assert_string_equal(ar->title, "Site");
    assert_string_equal(ar->label, "ar");
    assert_true(ar->right_to_left && !nl->right_to_left);
    assert_string_equal(settings->default_language, "nl");
    assert_string_equal(settings->base_url, "https://example.org/");
    assert_int_equal(settings->translate_len, 0); /* three languages lend nothing unless asked */
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_name_says_its_language),
        cmocka_unit_test(configuration_decides_prefixes),
        cmocka_unit_test(folders_and_mounts_have_languages),
        cmocka_unit_test(translations_know_each_other),
        cmocka_unit_test(the_languages_of_a_site_are_told_with_what_is_shown_of_them),
    };
    return cmocka_run_group_tests_name("corpus-language", tests, NULL, NULL);
}
