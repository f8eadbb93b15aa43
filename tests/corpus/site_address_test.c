/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where pages are published: path, slug, url, permalinks, languages, configuration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/corpus/site_support.h"

#define PAGE "---\ntitle: A page\n---\n"
#define DATED "---\ntitle: A page\ndate: 2024-03-05T10:00:00Z\n---\n"

static void a_path_becomes_an_address(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"blanks are hyphens, each of them, and capitals small", "-- content/posts/My  Post.md --\n" PAGE,
         "posts/My  Post.md en /posts/my--post/\n"},
        {"what is not allowed is dropped", "-- content/a&b (c) [d],e!.md --\n" PAGE,
         "a&b (c) [d],e!.md en /ab-c-de/\n"},
        {"typeset quotes and dashes too", "-- content/it's “q”—dash.md --\n" PAGE, "it's “q”—dash.md en /its-qdash/\n"},
        {"a percent sign goes", "-- content/50%.md --\n" PAGE, "50%.md en /50/\n"},
        {"a percent sign before two hexadecimal digits stays", "-- content/a%20b.md --\n" PAGE,
         "a%20b.md en /a%20b/\n"},
        {"emoji go", "-- content/emoji😀x.md --\n" PAGE, "emoji😀x.md en /emojix/\n"},
        {"a hash sign is escaped", "-- content/c#x.md --\n" PAGE, "c#x.md en /c%23x/\n"},
        {"signs that stay",
         "-- content/c++.md --\n" PAGE "-- content/at@x~y.md --\n" PAGE "-- content/1.2.3.md --\n" PAGE
         "-- content/under_score.md --\n" PAGE "-- content/-lead.md --\n" PAGE,
         "-lead.md en /-lead/\n1.2.3.md en /1.2.3/\nat@x~y.md en /at@x~y/\nc++.md en /c++/\n"
         "under_score.md en /under_score/\n"},
        {"accents stay", "-- content/Ünï É.md --\n" PAGE, "Ünï É.md en /%C3%BCn%C3%AF-%C3%A9/\n"},
        {"README and names with an underscore are pages",
         "-- content/README.md --\n" PAGE "-- content/_under.md --\n" PAGE "-- content/_dir/x.md --\n" PAGE,
         "README.md en /readme/\n_dir/x.md en /_dir/x/\n_under.md en /_under/\n"},
        {"a bundle is called as its folder", "-- content/posts/hello/index.md --\n" PAGE,
         "posts/hello/index.md en /posts/hello/\n"},
        {"sections and home",
         "-- content/_index.md --\n" PAGE "-- content/posts/_index.md --\n" PAGE
         "-- content/posts/news/_index.md --\n" PAGE,
         "_index.md en /\nposts/_index.md en /posts/\nposts/news/_index.md en /posts/news/\n"},
        {"the extension in any case, all of them",
         "-- content/a.MD --\n" PAGE "-- content/b.Markdown --\n" PAGE "-- content/c.mdown --\n" PAGE
         "-- content/d.html --\n" PAGE "-- content/e.HTM --\n" PAGE "-- content/f.txt --\n" PAGE
         "-- content/g.mdx --\n" PAGE,
         "a.MD en /a/\nb.Markdown en /b/\nc.mdown en /c/\nd.html en /d/\ne.HTM en /e/\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void configuration_changes_the_clean_up(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"disablePathToLower keeps capitals",
         "-- hugo.yaml --\ndisablePathToLower: true\n-- content/Posts/My Post.md --\n" PAGE,
         "Posts/My Post.md en /Posts/My-Post/\n"},
        {"removePathAccents", "-- hugo.yaml --\nremovePathAccents: true\n-- content/Äpfel é.md --\n" PAGE,
         "Äpfel é.md en /apfel-e/\n"},
        {"uglyURLs of the whole site",
         "-- hugo.yaml --\nuglyURLs: true\n-- content/_index.md --\n" PAGE "-- content/posts/_index.md --\n" PAGE
         "-- content/posts/a.md --\n" PAGE "-- content/x.html.md --\n" PAGE "-- content/b/index.md --\n" PAGE,
         "_index.md en /index.html\nb/index.md en /b.html\nposts/_index.md en /posts/index.html\n"
         "posts/a.md en /posts/a.html\nx.html.md en /x.html.html\n"},
        {"uglyURLs of a section",
         "-- hugo.yaml --\nuglyURLs: {posts: true, films: false}\n-- content/posts/a.md --\n" PAGE
         "-- content/films/b.md --\n" PAGE "-- content/c.md --\n" PAGE,
         "c.md en /c/\nfilms/b.md en /films/b/\nposts/a.md en /posts/a.html\n"},
        {"a base URL with a path is part of every address",
         "-- hugo.yaml --\nbaseURL: https://example.org/sub/\n-- content/_index.md --\n" PAGE
         "-- content/a.md --\n" PAGE,
         "_index.md en /sub/\na.md en /sub/a/\n"},
        {"a base URL that is a path", "-- hugo.yaml --\nbaseURL: /docs\n-- content/a.md --\n" PAGE,
         "a.md en /docs/a/\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void a_slug_takes_the_place_of_the_last_part(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"cleaned up", "-- content/posts/a.md --\n---\nslug: My  - Slug!\n---\n", "posts/a.md en /posts/my-slug/\n"},
        {"with a slash", "-- content/posts/a.md --\n---\nslug: x/y\n---\n", "posts/a.md en /posts/x/y/\n"},
        {"less the hyphens at its ends", "-- content/posts/a.md --\n---\nslug: -x-\n---\n",
         "posts/a.md en /posts/x/\n"},
        {"of a bundle", "-- content/posts/a/index.md --\n---\nslug: b\n---\n", "posts/a/index.md en /posts/b/\n"},
        {"an empty one is none", "-- content/posts/a.md --\n---\nslug:\n---\n", "posts/a.md en /posts/a/\n"},
        {"a number", "-- content/posts/a.md --\n---\nslug: 2024\n---\n", "posts/a.md en /posts/2024/\n"},
        {"of a section moves all below it",
         "-- content/u/_index.md --\n---\nslug: ren\n---\n-- content/u/a.md --\n" PAGE
         "-- content/u/v/_index.md --\n---\nslug: Deep er\n---\n-- content/u/v/b/index.md --\n" PAGE
         "-- content/u/w/c.md --\n" PAGE,
         "u/_index.md en /ren/\nu/a.md en /ren/a/\nu/v/_index.md en /ren/deep-er/\nu/v/b/index.md en /ren/deep-er/b/\n"
         "u/w/c.md en /ren/w/c/\n"},
        {"of a draft section too",
         "-- content/u/_index.md --\n---\nslug: ren\ndraft: true\n---\n-- content/u/a.md --\n" PAGE,
         "u/a.md en /ren/a/\n"},
        {"of a section in the page's own language only",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
         "-- content/u/_index.nl.md --\n---\nslug: ren\n---\n-- content/u/a.md --\n" PAGE
         "-- content/u/a.nl.md --\n" PAGE,
         "u/_index.nl.md nl /nl/ren/\nu/a.md en /u/a/\nu/a.nl.md nl /nl/ren/a/\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void a_url_takes_the_place_of_the_whole_path(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"as it is written", "-- content/a.md --\n---\nurl: /custom/X y/\n---\n", "a.md en /custom/X%20y/\n"},
        {"a slash is added", "-- content/a.md --\n---\nurl: /custom\n---\n", "a.md en /custom/\n"},
        {"a file is a file", "-- content/a.md --\n---\nurl: /foo.bar\n---\n", "a.md en /foo.bar\n"},
        {"index.html is its folder", "-- content/a.md --\n---\nurl: /foo/index.html\n---\n", "a.md en /foo/\n"},
        {"tokens", "-- content/posts/a.md --\n---\nurl: /:year/:slug/\nslug: s\ndate: 2024-03-05\n---\n",
         "posts/a.md en /2024/s/\n"},
        {"a colon that is none", "-- content/a.md --\n---\nurl: /a\\:b/\n---\n", "a.md en /a:b/\n"},
        {"a query stays one", "-- content/a.md --\n---\nurl: /a/?q=1\n---\n", "a.md en /a/?q=1/\n"},
        {"of a section is cleaned up and moves nothing",
         "-- content/s/_index.md --\n---\nurl: /New Place/\n---\n-- content/s/a.md --\n" PAGE,
         "s/_index.md en /new-place/\ns/a.md en /s/a/\n"},
        {"of home counts for nothing", "-- content/_index.md --\n---\nurl: /start/\n---\n", "_index.md en /\n"},
        {"with a slash in front no language is added, without one it is",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
         "-- content/a.nl.md --\n---\nurl: /x/\n---\n-- content/b.nl.md --\n---\nurl: y/\n---\n",
         "a.nl.md nl /x/\nb.nl.md nl /nl/y/\n"},
        {"with the base URL's path",
         "-- hugo.yaml --\nbaseURL: https://example.org/sub/\n-- content/a.md --\n---\nurl: /x/\n---\n",
         "a.md en /sub/x/\n"},
        {"with a host it is told", "-- content/a.md --\n---\ntitle: A\nurl: https://example.org/x/\n---\n",
         "skipped: a.md:3: 'url' is an address on this site, without a host (write it as url: /about/)\n"},
        {"with a token that nobody knows it is told", "-- content/a.md --\n---\nurl: /:yaer/\n---\n",
         "skipped: a.md:2: the permalink token ':yaer' is not known (use one of Hugo's, such as :year, :section, "
         ":slug)\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void permalinks_by_section(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"by date and slug",
         "-- hugo.yaml --\npermalinks:\n  posts: /:year/:month/:day/:slug/\n-- content/posts/deep/a.md --\n" DATED
         "-- content/other/b.md --\n" DATED,
         "other/b.md en /other/b/\nposts/deep/a.md en /2024/03/05/a-page/\n"},
        {"every part of a date",
         "-- hugo.yaml --\npermalinks:\n  posts: /:monthname/:weekday/:weekdayname/:yearday/:06-:Jan/:title/\n"
         "-- content/posts/a.md --\n" DATED,
         "posts/a.md en /march/2/tuesday/65/24-mar/a-page/\n"},
        {"a page without a date is of the year 1",
         "-- hugo.yaml --\npermalinks: {posts: /:year/:month/:slug/}\n"
         "-- content/posts/a.md --\n" PAGE,
         "posts/a.md en /1/01/a-page/\n"},
        {"a slug falls back on the title, a content base name on the file",
         "-- hugo.yaml --\npermalinks: {posts: \"/p/:slug/:contentbasename/:slugorcontentbasename/:filename/\"}\n"
         "-- content/posts/The File.md --\n" PAGE "-- content/posts/bun/index.md --\n---\ntitle: T\nslug: S\n---\n",
         "posts/The File.md en /p/a-page/the-file/the-file/the-file/\nposts/bun/index.md en /p/s/bun/s/bun/\n"},
        {"sections and slices of them",
         "-- hugo.yaml --\npermalinks: {a: \"/:section/:sections[1:]/:sections[last]/:sections[0]/:slug/\"}\n"
         "-- content/a/b/_index.md --\n" PAGE "-- content/a/b/c/_index.md --\n" PAGE "-- content/a/b/c/p.md --\n" PAGE,
         "a/b/_index.md en /a/b/\na/b/c/_index.md en /a/b/c/\na/b/c/p.md en /a/b/c/c/a/a-page/\n"},
        {"sections by their slugs",
         "-- hugo.yaml --\npermalinks: {a: \"/:sectionslug/:sectionslugs/:slug/\"}\n"
         "-- content/a/_index.md --\n---\ntitle: First One\n---\n-- content/a/b/_index.md --\n---\nslug: bee\n---\n"
         "-- content/a/b/p.md --\n" PAGE,
         "a/_index.md en /a/\na/b/_index.md en /a/bee/\na/b/p.md en /first-one/first-one/bee/a-page/\n"},
        {"by kind and section",
         "-- hugo.yaml --\npermalinks:\n  page: {posts: \"/p/:slug/\"}\n  section: {posts: \"/all-posts/\"}\n"
         "-- content/posts/_index.md --\n" PAGE "-- content/posts/a.md --\n" PAGE,
         "posts/_index.md en /all-posts/\nposts/a.md en /p/a-page/\n"},
        {"pages at the top",
         "-- hugo.yaml --\npermalinks: {page: {/: \"/top/:contentbasename/\"}}\n"
         "-- content/a.md --\n" PAGE "-- content/s/b.md --\n" PAGE,
         "a.md en /top/a/\ns/b.md en /s/b/\n"},
        {"a list of targets, the first that fits",
         "-- hugo.yaml --\npermalinks:\n- target: {kind: page, path: \"/posts/old/**\"}\n  pattern: /archive/:slug/\n"
         "- target: {path: \"/posts/**\"}\n  pattern: /p/:slug/\n"
         "-- content/posts/old/a.md --\n---\ntitle: Old\n---\n-- content/posts/b.md --\n---\ntitle: New\n---\n",
         "posts/b.md en /p/new/\nposts/old/a.md en /archive/old/\n"},
        {"by language",
         "-- hugo.yaml --\nlanguages:\n  en: {weight: 1}\n  nl: {weight: 2, permalinks: {posts: "
         "\"/berichten/:slug/\"}}\n"
         "-- content/posts/a.md --\n" PAGE "-- content/posts/a.nl.md --\n" PAGE,
         "posts/a.md en /posts/a/\nposts/a.nl.md nl /nl/berichten/a-page/\n"},
        {"a plus in a title is a blank by then, as in Hugo",
         "-- hugo.yaml --\npermalinks: {posts: /:title/}\n-- content/posts/a.md --\n---\ntitle: C++ now\n---\n",
         "posts/a.md en /c-now/\n"},
        {"an unknown token leaves no address known",
         "-- hugo.yaml --\npermalinks: {posts: /:yaer/}\n-- content/posts/a.md --\n" PAGE,
         "error: hugo.yaml: the permalink '/:yaer/' has the token ':yaer', which is not known (use one of Hugo's, such "
         "as :year, :section, :slug)\n"},
    };
    SITE_CHECK(cases, print_address);
}

static void one_page_for_each_address(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"a bundle wins over a file", "-- content/same.md --\n" PAGE "-- content/same/index.md --\n" PAGE,
         "same/index.md en /same/\nwarning: same.md: its address /same/ is that of same/index.md already, so it is "
         "left "
         "out (give one of them another name, slug or url)\n"},
        {"of two that differ in case the first counts", "-- content/A.md --\n" PAGE "-- content/a.md --\n" PAGE,
         "A.md en /a/\nwarning: a.md: its address /a/ is that of A.md already, so it is left out (give one of them "
         "another name, slug or url)\n"},
        {"a url that another page has", "-- content/a.md --\n" PAGE "-- content/b.md --\n---\nurl: /a/\n---\n",
         "a.md en /a/\nwarning: b.md: its address /a/ is that of a.md already, so it is left out (give one of them "
         "another name, slug or url)\n"},
        {"the index of a folder that has an _index",
         "-- content/s/_index.md --\n" PAGE "-- content/s/x.md --\n---\nslug: index\n---\n",
         "s/_index.md en /s/\nwarning: s/x.md: its address /s/ is that of s/_index.md already, so it is left out (give "
         "one of them another name, slug or url)\n"},
    };
    SITE_CHECK(cases, print_address);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_becomes_an_address),
        cmocka_unit_test(configuration_changes_the_clean_up),
        cmocka_unit_test(a_slug_takes_the_place_of_the_last_part),
        cmocka_unit_test(a_url_takes_the_place_of_the_whole_path),
        cmocka_unit_test(permalinks_by_section),
        cmocka_unit_test(one_page_for_each_address),
    };
    return cmocka_run_group_tests_name("corpus-address", tests, NULL, NULL);
}
