/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates, and what sections say for the pages below them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/corpus/site_support.h"

#define WITH(lines) "---\ntitle: A page\n" lines "\n---\n"

static void add_instant(struct buffer *out, struct instant instant)
{
    char text[INSTANT_TEXT_MAX] = "-";
    if (instant.known)
        instant_print(instant, text);
    buffer_format(out, " %s", text);
}

static void print_dates(struct buffer *out, const struct page *page)
{
    buffer_text(out, page->path);
    add_instant(out, page->date);
    add_instant(out, page->lastmod);
    add_instant(out, page->publish);
}

static void dates_as_people_write_them(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"a day", "-- content/a.md --\n" WITH("date: 2024-01-02"),
         "a.md 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z\n"},
        {"quoted, with a time, with a blank, with an offset, with a fraction",
         "-- content/a.md --\n" WITH("date: \"2024-01-02\"") "-- content/b.md --\n" WITH("date: 2024-01-02T10:00:00") "-- content/c.md --\n" WITH(
             "date: 2024-01-02 10:00:00") "-- content/d.md --\n" WITH("date: 2024-01-02T10:00:00+02:00") "-- "
                                                                                                         "content/e.md "
                                                                                                         "--\n" WITH(
                                                                                                             "d"
                                                                                                             "a"
                                                                                                             "t"
                                                                                                             "e"
                                                                                                             ":"
                                                                                                             " "
                                                                                                             "2"
                                                                                                             "0"
                                                                                                             "2"
                                                                                                             "4"
                                                                                                             "-"
                                                                                                             "0"
                                                                                                             "1"
                                                                                                             "-"
                                                                                                             "0"
                                                                                                             "2"
                                                                                                             "T"
                                                                                                             "1"
                                                                                                             "0"
                                                                                                             ":"
                                                                                                             "0"
                                                                                                             "0"
                                                                                                             ":"
                                                                                                             "0"
                                                                                                             "0"
                                                                                                             "."
                                                                                                             "0"
                                                                                                             "0"
                                                                                                             "0"
                                                                                                             "Z") "-- "
                                                                                                                  "cont"
                                                                                                                  "ent/"
                                                                                                                  "f."
                                                                                                                  "md "
                                                                                                                  "--"
                                                                                                                  "\n" WITH(
                                                                                                                      "date: 2024-01-02T10:00:00+0200"),
         "a.md 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z\n"
         "b.md 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z\n"
         "c.md 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z\n"
         "d.md 2024-01-02T10:00:00+02:00 2024-01-02T10:00:00+02:00 2024-01-02T10:00:00+02:00\n"
         "e.md 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z\n"
         "f.md 2024-01-02T10:00:00+02:00 2024-01-02T10:00:00+02:00 2024-01-02T10:00:00+02:00\n"},
        {"RFC 1123 and seconds since 1970",
         "-- content/a.md --\n" WITH("date: Tue, 02 Jan 2024 10:00:00 +0100") "-- content/b.md --\n" WITH(
             "date: 1704189600"),
         "a.md 2024-01-02T10:00:00+01:00 2024-01-02T10:00:00+01:00 2024-01-02T10:00:00+01:00\n"
         "b.md 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z 2024-01-02T10:00:00Z\n"},
        {"none",
         "-- content/a.md --\n" WITH("date:") "-- content/b.md --\n" WITH("date: \"\"") "-- content/c.md --\n" WITH(
             "date: null") "-- content/d.md --\n" WITH("updated: 2024-01-01"),
         "a.md - - -\nb.md - - -\nc.md - - -\nd.md - - -\n"},
        {"timeZone for what has no offset",
         "-- hugo.yaml --\ntimeZone: Europe/Amsterdam\n-- content/a.md --\n" WITH(
             "date: 2024-07-02") "-- content/b.md --\n" WITH("date: 2024-07-02T10:00:00Z"),
         "a.md 2024-07-02T00:00:00+02:00 2024-07-02T00:00:00+02:00 2024-07-02T00:00:00+02:00\n"
         "b.md 2024-07-02T10:00:00Z 2024-07-02T10:00:00Z 2024-07-02T10:00:00Z\n"},
    };
    SITE_CHECK(cases, print_dates);
}

#define BAD(text, said)                                                                                                \
    "-- content/a.md --\n" WITH("date: " text) "-- content/b.md --\n" WITH("x: y"),                                    \
        "b.md - - -\nskipped: a.md:3: " said " (write it as 2024-03-31 or 2024-03-31T10:00:00+02:00)\n"

static void what_is_no_date_is_told(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"minutes only", BAD("2024-01-02 10:00", "'date' is not a date")},
        {"minutes only, with T", BAD("2024-01-02T10:00", "'date' is not a date")},
        {"words", BAD("Jan 2, 2024", "'date' is not a date")},
        {"strokes", BAD("2024/01/02", "'date' is not a date")},
        {"one digit", BAD("2024-1-2", "'date' is not a date")},
        {"a month", BAD("2024-01", "'date' is not a date")},
        {"a year", BAD("2024", "'date' is not a date")},
        {"seconds in quotation marks", BAD("\"1704189600\"", "'date' is not a date")},
        {"a zone by name", BAD("2024-01-02 10:00:00 UTC", "'date' is not a date")},
        {"a day that is not", BAD("2024-02-30", "'date' is not a date")},
        {"a list", BAD("[2024-01-02]", "'date' is not a date")},
        {"published is a date", "-- content/a.md --\n" WITH("published: false"),
         "skipped: a.md:3: 'published' is a date to Hugo (write draft: true)\n"},
        {"published, true", "-- content/a.md --\n" WITH("published: true"),
         "skipped: a.md:3: 'published' is a date to Hugo (take it out)\n"},
        {"the key that is wrong is named", "-- content/a.md --\n" WITH("date: 2024-01-02\nexpiryDate: soon"),
         "skipped: a.md:4: 'expirydate' is not a date (write it as 2024-03-31 or 2024-03-31T10:00:00+02:00)\n"},
        {"what no date asks for is not looked at", "-- content/a.md --\n" WITH("date: 2024-01-02\npubdate: soon"),
         "skipped: a.md:4: 'pubdate' is not a date (write it as 2024-03-31 or 2024-03-31T10:00:00+02:00)\n"},
        {"a draft may be as it is", "-- content/a.md --\n" WITH("date: soon\ndraft: true"), ""},
    };
    SITE_CHECK(cases, print_dates);
}

static void each_date_has_an_order_of_sources(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"date, lastmod and publishDate of their own",
         "-- content/a.md --\n" WITH("date: 2024-01-01\nlastmod: 2024-01-02\npublishDate: 2024-01-03"),
         "a.md 2024-01-01T00:00:00Z 2024-01-02T00:00:00Z 2024-01-03T00:00:00Z\n"},
        {"a publishDate alone", "-- content/a.md --\n" WITH("publishDate: 2024-01-03"),
         "a.md 2024-01-03T00:00:00Z 2024-01-03T00:00:00Z 2024-01-03T00:00:00Z\n"},
        {"a lastmod alone", "-- content/a.md --\n" WITH("modified: 2024-01-03"),
         "a.md 2024-01-03T00:00:00Z 2024-01-03T00:00:00Z 2024-01-03T00:00:00Z\n"},
        {"older names", "-- content/a.md --\n" WITH("pubdate: 2024-01-03\nmodified: 2024-01-04"),
         "a.md 2024-01-03T00:00:00Z 2024-01-04T00:00:00Z 2024-01-03T00:00:00Z\n"},
        {"a key of the site's own",
         "-- hugo.yaml --\nfrontmatter: {date: [eventDate, \":default\"], lastmod: [revised]}\n"
         "-- content/a.md --\n" WITH(
             "eventDate: 2024-01-01\ndate: 2024-01-02\nrevised: 2024-01-03") "-- content/b.md --\n" WITH("date: "
                                                                                                         "2024-01-02"),
         "a.md 2024-01-01T00:00:00Z 2024-01-03T00:00:00Z 2024-01-02T00:00:00Z\n"
         "b.md 2024-01-02T00:00:00Z - 2024-01-02T00:00:00Z\n"},
    };
    SITE_CHECK(cases, print_dates);
}

static void print_date_and_address(struct buffer *out, const struct page *page)
{
    buffer_text(out, page->url);
    add_instant(out, page->date);
    add_instant(out, page->lastmod);
}

static void a_file_name_may_be_a_date(void **state)
{
    (void)state;
#define BY_NAME "-- hugo.yaml --\nfrontmatter: {date: [\":filename\", \":default\"]}\n"
    static const struct site_case cases[] = {
        {"not by itself", "-- content/2024-01-02-hello.md --\n" WITH("x: y"), "/2024-01-02-hello/ - -\n"},
        {"where asked, and it leaves the address",
         BY_NAME "-- content/p/2024-01-02-hello.md --\n" WITH("date: 2020-01-01"),
         "/p/hello/ 2024-01-02T00:00:00Z 2020-01-01T00:00:00Z\n"},
        {"of a bundle's folder", BY_NAME "-- content/2024-01-02 hello/index.md --\n" WITH("x: y"),
         "/hello/ 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z\n"},
        {"not of a section's folder", BY_NAME "-- content/2024-01-02-old/_index.md --\n" WITH("x: y"),
         "/2024-01-02-old/ - -\n"},
        {"a slug of its own stays", BY_NAME "-- content/2024-01-02-hello.md --\n" WITH("slug: s"),
         "/s/ 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z\n"},
        {"only when it wins",
         "-- hugo.yaml --\nfrontmatter: {date: [\":default\", \":filename\"]}\n-- content/2024-01-02-hello.md "
         "--\n" WITH("date: 2020-01-01"),
         "/2024-01-02-hello/ 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z\n"},
        {"a name that is no date", BY_NAME "-- content/2024-13-02-hello.md --\n" WITH("date: 2020-01-01"),
         "/2024-13-02-hello/ 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z\n"},
        {"nothing but a date keeps its name", BY_NAME "-- content/2024-01-02.md --\n" WITH("x: y"),
         "/2024-01-02/ 2024-01-02T00:00:00Z 2024-01-02T00:00:00Z\n"},
    };
    SITE_CHECK(cases, print_date_and_address);
}

static void git_is_not_asked_and_that_is_told(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"enableGitInfo", "-- hugo.yaml --\nenableGitInfo: true\n-- content/a.md --\n" WITH("date: 2024-01-01"),
         "a.md 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z\n"
         "info: hugo.yaml: dates from git are not known here; the next source of lastmod is taken (write lastmod into "
         "the "
         "front matter where it matters)\n"},
    };
    SITE_CHECK(cases, print_dates);
}

static void lists_without_a_date_take_the_newest_below_them(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"sections, their sections and home",
         "-- content/_index.md --\n" WITH("x: y") "-- content/s/_index.md --\n" WITH(
             "x: y") "-- "
                     "content/s/t/"
                     "_index.md "
                     "--\n" WITH(
                         "x"
                         ":"
                         " "
                         "y") "-- content/s/a.md --\n" WITH("date: 2024-01-01\nlastmod: 2024-05-01") "-- "
                                                                                                     "content/s/t/b.md "
                                                                                                     "--\n" WITH(
                                                                                                         "date:"
                                                                                                         " "
                                                                                                         "2024-"
                                                                                                         "02-"
                                                                                                         "01") "-- "
                                                                                                               "con"
                                                                                                               "ten"
                                                                                                               "t/"
                                                                                                               "u/"
                                                                                                               "_in"
                                                                                                               "dex"
                                                                                                               ".md"
                                                                                                               " --"
                                                                                                               "\n" WITH("date: 2020-01-01") "-- content/u/c.md --\n" WITH(
                                                                                                                   "dat"
                                                                                                                   "e: "
                                                                                                                   "202"
                                                                                                                   "4-"
                                                                                                                   "03-"
                                                                                                                   "01") "-- content/v/_index.md --\n" WITH("x: y"),
         "_index.md 2024-03-01T00:00:00Z 2024-05-01T00:00:00Z 2024-03-01T00:00:00Z\n"
         "s/_index.md 2024-02-01T00:00:00Z 2024-05-01T00:00:00Z 2024-02-01T00:00:00Z\n"
         "s/a.md 2024-01-01T00:00:00Z 2024-05-01T00:00:00Z 2024-01-01T00:00:00Z\n"
         "s/t/_index.md 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z\n"
         "s/t/b.md 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z\n"
         "u/_index.md 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z 2020-01-01T00:00:00Z\n"
         "u/c.md 2024-03-01T00:00:00Z 2024-03-01T00:00:00Z 2024-03-01T00:00:00Z\n"
         "v/_index.md - - -\n"},
        {"of their own language, drafts left out, pages without an address not",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
         "-- content/s/_index.md --\n" WITH("x: y") "-- content/s/a.nl.md --\n" WITH(
             "date: 2024-03-01") "-- content/s/b.md --\n" WITH("date: 2024-02-01\ndraft: true") "-- "
                                                                                                "content/s/"
                                                                                                "c.md "
                                                                                                "--\n" WITH(
                                                                                                    "date: "
                                                                                                    "2024-01-01\nbuild:"
                                                                                                    " {render: never}"),
         "s/_index.md 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z\n"
         "s/a.nl.md 2024-03-01T00:00:00Z 2024-03-01T00:00:00Z 2024-03-01T00:00:00Z\n"},
        {"terms and taxonomies take those of the pages that name them",
         "-- content/tags/_index.md --\n" WITH("x: y") "-- content/tags/works-council/_index.md --\n" WITH(
             "x: y") "-- content/a.md --\n" WITH("date: 2024-01-01\ntags: [Works Council]") "-- "
                                                                                            "content/b.md "
                                                                                            "--\n" WITH("da"
                                                                                                        "te"
                                                                                                        ": "
                                                                                                        "20"
                                                                                                        "24"
                                                                                                        "-0"
                                                                                                        "2-"
                                                                                                        "01"
                                                                                                        "\n"
                                                                                                        "ta"
                                                                                                        "gs"
                                                                                                        ": "
                                                                                                        "[o"
                                                                                                        "th"
                                                                                                        "er"
                                                                                                        "]"),
         "a.md 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z\n"
         "b.md 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z\n"
         "tags/_index.md 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z 2024-02-01T00:00:00Z\n"
         "tags/works-council/_index.md 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z 2024-01-01T00:00:00Z\n"},
    };
    SITE_CHECK(cases, print_dates);
}

static void print_cascaded(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s [%s]", page->path, page->description);
    for (size_t i = 0; i < page->tags_len; i++)
        buffer_format(out, " %s", page->tags[i]);
}

static void sections_speak_for_what_is_below_them(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"the page counts first, then the closest section, then the configuration",
         "-- hugo.yaml --\ncascade: {description: site, tags: [config]}\n"
         "-- content/s/_index.md --\n" WITH("cascade: {description: section}") "-- content/s/a.md --\n" WITH(
             "x: y") "-- content/s/t/_index.md --\n" WITH("cascade: {description: deeper}") "-- content/s/t/b.md "
                                                                                            "--\n" WITH(
                                                                                                "x: y") "-- "
                                                                                                        "conten"
                                                                                                        "t/s/t/"
                                                                                                        "c.md "
                                                                                                        "--"
                                                                                                        "\n" WITH(
                                                                                                            "descriptio"
                                                                                                            "n: "
                                                                                                            "own\ntags:"
                                                                                                            " []") "-- "
                                                                                                                   "con"
                                                                                                                   "ten"
                                                                                                                   "t/"
                                                                                                                   "d."
                                                                                                                   "md "
                                                                                                                   "--"
                                                                                                                   "\n" WITH(
                                                                                                                       "x: y"),
         "d.md [site] config\ns/_index.md [section] config\ns/a.md [section] config\ns/t/_index.md [deeper] config\n"
         "s/t/b.md [deeper] config\ns/t/c.md [own]\n"},
        {"an empty value of the page is a value",
         "-- hugo.yaml --\ncascade: {description: site}\n-- content/a.md --\n" WITH("description:"), "a.md []\n"},
        {"targets by path, kind and language, the first that fits",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\ncascade:\n"
         "- target: {path: \"/S/{a,b}**\"}\n  description: by path\n- target: {kind: section}\n  description: by kind\n"
         "- target: {lang: nl}\n  description: by language\n- _target: {sites: {matrix: {languages: [en]}}}\n"
         "  params: {description: the rest}\n"
         "-- content/s/_index.md --\n" WITH("x: y") "-- content/s/a.md --\n" WITH("x: y") "-- content/s/c.md --\n" WITH(
             "x: y") "-- content/s/c.nl.md --\n" WITH("x: y"),
         "s/_index.md [by kind]\ns/a.md [by path]\ns/c.md [the rest]\ns/c.nl.md [by language]\n"},
        {"a section speaks for its own language, unless it names one",
         "-- hugo.yaml --\nlanguages: {en: {weight: 1}, nl: {weight: 2}}\n"
         "-- content/s/_index.md --\n" WITH(
             "cascade: [{description: english}, {target: {lang: nl}, tags: dutch}]") "--"
                                                                                     " c"
                                                                                     "on"
                                                                                     "te"
                                                                                     "nt"
                                                                                     "/s"
                                                                                     "/a"
                                                                                     ".m"
                                                                                     "d "
                                                                                     "--"
                                                                                     "\n" WITH(
                                                                                         "x: y") "-- content/s/a.nl.md "
                                                                                                 "--\n" WITH("x: y"),
         "s/_index.md [english]\ns/a.md [english]\ns/a.nl.md [] dutch\n"},
        {"drafts, dates, builds and outputs cascade",
         "-- content/s/_index.md --\n" WITH("cascade: {draft: true}\ndraft: false") "-- content/s/a.md --\n" WITH(
             "x: "
             "y") "-- content/s/b.md --\n" WITH("draft: false") "-- content/t/_index.md --\n" WITH("cascade:\n- "
                                                                                                   "target: {kind: "
                                                                                                   "page}\n  build: "
                                                                                                   "{render: "
                                                                                                   "never}") "-- "
                                                                                                             "content/"
                                                                                                             "t/c.md "
                                                                                                             "--"
                                                                                                             "\n" WITH(
                                                                                                                 "x: y") "-- "
                                                                                                                         "conten"
                                                                                                                         "t/u/"
                                                                                                                         "_index"
                                                                                                                         ".md "
                                                                                                                         "--"
                                                                                                                         "\n" WITH("cascade: {outputs: [json]}\noutputs: [html]") "-- content/u/d.md --\n" WITH(
                                                                                                                             "x: y"),
         "s/_index.md []\ns/b.md []\nt/_index.md []\nu/_index.md []\n"},
        {"of a home page it is for all",
         "-- content/_index.md --\n" WITH("cascade: {description: home}") "-- content/s/a.md --\n" WITH("x: y"),
         "_index.md [home]\ns/a.md [home]\n"},
        {"of a regular page it is for none", "-- content/a.md --\n" WITH("cascade: {description: no}"), "a.md []\n"},
    };
    SITE_CHECK(cases, print_cascaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_as_people_write_them),
        cmocka_unit_test(what_is_no_date_is_told),
        cmocka_unit_test(each_date_has_an_order_of_sources),
        cmocka_unit_test(a_file_name_may_be_a_date),
        cmocka_unit_test(git_is_not_asked_and_that_is_told),
        cmocka_unit_test(lists_without_a_date_take_the_newest_below_them),
        cmocka_unit_test(sections_speak_for_what_is_below_them),
    };
    return cmocka_run_group_tests_name("corpus-date", tests, NULL, NULL);
}
