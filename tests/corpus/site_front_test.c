/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Front matter: what is read, what is told, where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/site_support.h"
#include "tests/support/folder.h"

#define PAGE "---\ntitle: A page\n---\n"

static void print_title(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s [%s] %d", page->path, page->title, page->front_matter_lines);
}

static void forms_that_are_read(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"YAML", "-- content/a.md --\n---\ntitle: One\n---\nText\n", "a.md [One] 3\n"},
        {"none", "-- content/a.md --\nText\n", "a.md [] 0\n"},
        {"an empty one", "-- content/a.md --\n---\n---\nText\n", "a.md [] 2\n"},
        {"only comments", "-- content/a.md --\n---\n# nothing\n---\n", "a.md [] 3\n"},
        {"JSON", "-- content/a.md --\n{\n  \"title\": \"One \\\"}\\\" two\",\n  \"tags\": [\"a\"]\n}\n\nText\n",
         "a.md [One \"}\" two] 4\n"},
        {"a byte order mark, CRLF, blank lines before",
         "-- content/a.md --\n\xEF\xBB\xBF\r\n\r\n---\r\ntitle: One\r\n---\r\nText\r\n", "a.md [One] 5\n"},
        {"blanks behind the delimiters", "-- content/a.md --\n---  \ntitle: One\n--- \nText\n", "a.md [One] 3\n"},
        {"no end of line at the end", "-- content/a.md --\n---\ntitle: One\n---", "a.md [One] 3\n"},
        {"keys in either case", "-- content/a.md --\n---\nTiTLe: One\n---\n", "a.md [One] 3\n"},
        {"folded and quoted titles",
         "-- content/a.md --\n---\ntitle: One\n  two\n---\n-- content/b.md --\n---\ntitle: 'It''s \"it\": #1'\n---\n"
         "-- content/c.md --\n---\ntitle: >\n  One\n  two\n---\n",
         "a.md [One two] 4\nb.md [It's \"it\": #1] 3\nc.md [One two] 5\n"},
        {"titles that are numbers, dates or nothing",
         "-- content/a.md --\n---\ntitle: 2024\n---\n-- content/b.md --\n---\ntitle: 1.10\n---\n"
         "-- content/c.md --\n---\ntitle: 2024-01-02\n---\n-- content/d.md --\n---\ntitle: null\n---\n"
         "-- content/e.md --\n---\ntitle: True\n---\n-- content/f.md --\n---\ntitle: \"1.10\"\n---\n",
         "a.md [2024] 3\nb.md [1.1] 3\nc.md [2024-01-02] 3\nd.md [] 3\ne.md [true] 3\nf.md [1.10] 3\n"},
        {"a title is one line, its mojibake mended",
         "-- content/a.md --\n---\ntitle: \"What weâ€™re  about\\nhere\"\n---\n", "a.md [What we’re about here] 3\n"},
        {"aliases and merged keys",
         "-- content/a.md --\n---\nx: &x {title: One, draft: true}\n<<: *x\ndraft: false\n---\n", "a.md [One] 5\n"},
        {"a list and a shortcode at the start are text",
         "-- content/a.md --\n- one\n-- content/b.md --\n{{< x >}}\n-- content/c.md --\n# Head\n",
         "a.md [] 0\nb.md [] 0\nc.md [] 0\n"},
        {"a key in two spellings is told, and the later counts",
         "-- content/a.md --\n---\nTitle: One\ntitle: Two\n---\n",
         "a.md [Two] 4\nwarning: a.md:3: the key 'title' is here twice, in different case (keep one of the two)\n"},
    };
    SITE_CHECK(cases, print_title);
}

static void what_cannot_be_read_is_told_and_the_others_go_on(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"TOML", "-- content/a.md --\n+++\ntitle = 'A'\n+++\n-- content/b.md --\n" PAGE,
         "b.md\nskipped: a.md:1: its front matter is TOML, which is not read (run: hugo convert toYAML)\n"},
        {"Org", "-- content/a.md --\n\n#+title: A\n",
         "skipped: a.md:2: its front matter is Org's, which is not read (write it as YAML between two lines of ---)\n"},
        {"never closed", "-- content/a.md --\n\n---\ntitle: A\n\nText\n",
         "skipped: a.md:2: the front matter is opened here and never closed (close it with a line of ---)\n"},
        {"JSON that is never closed", "-- content/a.md --\n{\"title\": \"A\"\n",
         "skipped: a.md:1: the front matter is opened here and never closed (close it with a brace: })\n"},
        {"a doubled key", "-- content/a.md --\n---\ntitle: A\ntags: [a]\ntitle: B\n---\n",
         "skipped: a.md:4: the key 'title' is here twice, first in line 2 (keep one of the two)\n"},
        {"a tab", "-- content/a.md --\n---\ntitle: A\nsearch:\n\tboost: 2\n---\n",
         "skipped: a.md:4: a tab stands where YAML wants blanks (indent with blanks)\n"},
        {"a second colon", "-- content/a.md --\n---\nweight: 1\ntitle: One: two\n---\n",
         "skipped: a.md:3: there is a second ': ' in this value (put the whole value in quotation marks)\n"},
        {"an open quotation mark", "-- content/a.md --\n---\ntitle: \"A\ntags: [a]\n---\n",
         "skipped: a.md:2: a quotation mark is opened here and never closed (close it, or double it inside the "
         "text)\n"},
        {"an open bracket", "-- content/a.md --\n---\ntitle: A\ntags: [a, b\n---\n",
         "skipped: a.md:3: a bracket is opened here and not closed as YAML wants it (close it, and put a comma between "
         "its "
         "values)\n"},
        {"an alias without an anchor", "-- content/a.md --\n---\ntitle: *bold* words\n---\n",
         "skipped: a.md:2: a value that starts with * or & is an alias to YAML (put it in quotation marks)\n"},
        {"an alias that stands for nothing", "-- content/a.md --\n---\ntitle: *bold\n---\n",
         "skipped: a.md:2: there is no anchor &bold for this alias (put the value in quotation marks)\n"},
        {"a list instead of keys", "-- content/a.md --\n---\n- a\n- b\n---\n",
         "skipped: a.md:2: the front matter holds no keys (write it as 'key: value')\n"},
        {"words instead of keys", "-- content/a.md --\n---\njust words\n---\n",
         "skipped: a.md:2: the front matter holds no keys (write it as 'key: value')\n"},
        {"a list as a key", "-- content/a.md --\n---\n? [a, b]\n: c\n---\n",
         "skipped: a.md:2: a list or a map stands where a key must be (write 'key: value')\n"},
        {"an alias inside itself", "-- content/a.md --\n---\na: &a [1, *a]\n---\n",
         "skipped: a.md:2: the alias *a stands inside what it stands for (write the values out)\n"},
        {"aliases that explode",
         "-- content/a.md --\n---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
         "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
         "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n---\n-- content/b.md --\n" PAGE,
         "b.md\nskipped: a.md:7: its aliases stand for more than 200000 values (write the values out, or fewer of "
         "them)\n"},
        {"bad UTF-8", "-- content/a.md --\n---\nweight: 1\ntitle: caf\xE9 x\n---\n-- content/b.md --\n" PAGE,
         "b.md\nskipped: a.md:3: a character that is not text stands here (take it out, and save the file as UTF-8)\n"},
        {"a control character",
         "-- content/a.md --\n---\ntitle: a\x01"
         "b\n---\n",
         "skipped: a.md:2: a character that is not text stands here (take it out, and save the file as UTF-8)\n"},
        {"an escaped NUL", "-- content/a.md --\n---\ntitle: \"a\\0b\"\n---\n",
         "skipped: a.md:2: a NUL character stands in this value (take it out)\n"},
    };
    SITE_CHECK(cases, print_path);
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct buffer text = buffer_new(ctx, 1 << 20);
    buffer_text(&text, "---\ntitle: A\nx: ");
    for (int i = 0; i < 10000; i++)
        buffer_char(&text, '[');
    buffer_text(&text, "\n---\n");
    test_write(folder, "content/a.md", buffer_string(&text));
    test_write(folder, "content/b.md", PAGE);
    assert_string_equal(
        site_print(ctx, folder, print_path),
        "b.md\ninfo: no configuration of Hugo's is here: assumed are one language, en, and addresses as Hugo "
        "makes them by default\nskipped: a.md:3: it nests more than 64 deep (write it flatter)\n");
    talloc_free(ctx);
}

static void print_texts(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s [%s] [%s] %s %s %s", page->path, page->description, page->summary, page->section, page->kind,
                  page->translation_key);
}

static void what_is_read(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"description, summary, section, kind, key",
         "-- content/Posts/a.md --\n---\ndescription: D\nsummary: S\n---\n-- content/b/index.md "
         "--\n---\ndescription:\n---\n"
         "-- content/_index.md --\n" PAGE "-- content/Posts/_index.md --\n" PAGE "-- content/tags/_index.md --\n" PAGE
         "-- content/tags/x/_index.md --\n" PAGE "-- content/Posts/deep/c/index.md --\n---\ntranslationKey: k\n---\n",
         "Posts/_index.md [] [] posts section /posts\nPosts/a.md [D] [S] posts page /posts/a\n"
         "Posts/deep/c/index.md [] [] posts page k\n_index.md [] []  home /\nb/index.md [] []  page /b\n"
         "tags/_index.md [] [] tags taxonomy /tags\ntags/x/_index.md [] [] tags term /tags/x\n"},
    };
    SITE_CHECK(cases, print_texts);
}

static void print_terms(struct buffer *out, const struct page *page)
{
    buffer_format(out, "%s", page->path);
    for (size_t i = 0; i < page->tags_len; i++)
        buffer_format(out, " [%s]", page->tags[i]);
    for (size_t i = 0; i < page->taxonomies_len; i++) {
        buffer_format(out, " %s:", page->taxonomies[i].taxonomy);
        for (size_t t = 0; t < page->taxonomies[i].terms_len; t++)
            buffer_format(out, " [%s]", page->taxonomies[i].terms[t]);
    }
}

static void tags_and_other_taxonomies(void **state)
{
    (void)state;
    static const struct site_case cases[] = {
        {"lists and single words",
         "-- content/a.md --\n---\ntags: [AI, community update]\n---\n-- content/b.md --\n---\ntags: a, b\n---\n"
         "-- content/c.md --\n---\ntags:\n- one\n---\n",
         "a.md [AI] [community update]\nb.md [a, b]\nc.md [one]\n"},
        {"numbers, truths, nothing",
         "-- content/a.md --\n---\ntags: [2024, true, 1.50, \"\", null, AI, ]\n---\n-- content/b.md "
         "--\n---\ntags:\n---\n"
         "-- content/c.md --\n---\ntags: [AI, ]\n---\n",
         "a.md [2024] [true] [1.5] [AI]\nb.md\nc.md [AI]\n"},
        {"categories by default, others where configured",
         "-- content/a.md --\n---\ntags: x\ncategories: [y]\nseries: z\n---\n", "a.md [x] categories: [y]\n"},
        {"configured taxonomies take the place of the default ones, tags are always read",
         "-- hugo.yaml --\ntaxonomies: {series: series, label: labels}\n"
         "-- content/a.md --\n---\ntags: x\ncategories: [y]\nseries: z\nLabels: [l, m]\n---\n",
         "a.md [x] series: [z] labels: [l] [m]\n"},
        {"under params", "-- content/a.md --\n---\nparams: {tags: [p]}\ntags: [q]\n---\n", "a.md [p]\n"},
    };
    SITE_CHECK(cases, print_terms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_that_are_read),       cmocka_unit_test(what_cannot_be_read_is_told_and_the_others_go_on),
        cmocka_unit_test(nesting_is_bounded),        cmocka_unit_test(what_is_read),
        cmocka_unit_test(tags_and_other_taxonomies),
    };
    return cmocka_run_group_tests_name("corpus-front", tests, NULL, NULL);
}
