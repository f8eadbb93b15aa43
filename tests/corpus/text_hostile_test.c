/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that nobody writes on purpose: each is read in moderate time or refused with a message that names file and
 * line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <time.h>

#include <cmocka.h>
#include <talloc.h>

#include "tests/corpus/text_support.h"
#include "tests/support/folder.h"

enum { SECONDS_MAX = 15 /* under sanitizers, on a busy machine: what is quadratic takes minutes */, PIECES_MAX = 3 };

struct piece {
    const char *text;
    size_t times;
};

static struct span repeat(void *ctx, const struct piece pieces[PIECES_MAX])
{
    struct buffer out = buffer_new(ctx, 1 << 26);
    for (size_t i = 0; i < PIECES_MAX && pieces[i].text; i++)
        for (size_t n = 0; n < pieces[i].times; n++)
            buffer_text(&out, pieces[i].text);
    return buffer_view(&out);
}

/* ---- what is refused ---- */

static void check_refusal(const struct piece pieces[PIECES_MAX], const char *message)
{
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct text_settings settings = text_settings(ctx, "unsafe");
    settings.path = "posts/page.md";
    assert_null(text_render(ctx, repeat(ctx, pieces), &settings, NULL, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_string_equal(err.text, message);
    talloc_free(ctx);
}

static void images_opened_80000_times_are_refused(void **state)
{
    (void)state;
    const struct piece pieces[PIECES_MAX] = {{"A line.\n\n", 1}, {"![[]()", 80000}};
    check_refusal(pieces,
                  "posts/page.md:3: 80001 square brackets are open at once (close them, write \\[ for a bracket "
                  "that is none, or fence the text as code with ```)");
}

static void ten_thousand_nested_brackets_are_refused(void **state)
{
    (void)state;
    const struct piece pieces[PIECES_MAX] = {{"[", 10000}, {"a", 1}, {"]", 10000}};
    check_refusal(pieces,
                  "posts/page.md:1: 10000 square brackets are open at once (close them, write \\[ for a bracket "
                  "that is none, or fence the text as code with ```)");
}

static void quotes_nested_too_deep_are_refused(void **state)
{
    (void)state;
    const struct piece pieces[PIECES_MAX] = {{"\n", 4}, {"> ", 5000}, {"a", 1}};
    check_refusal(pieces, "posts/page.md:5: quotes and lists are nested 5000 deep (nest them less deep, or fence the "
                          "text as code with ```)");
}

static void a_template_repeated_without_measure_is_refused(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct error err = {0};
    struct text_settings settings = text_settings(ctx, "keep:big=file:big.html");
    settings.folder = folder;
    struct piece template[PIECES_MAX] = {{"template ", 10000}};
    struct piece pieces[PIECES_MAX] = {{"{{< big >}}\n", 2000}};
    test_write(folder, "big.html", span_copy(ctx, repeat(ctx, template)));
    assert_null(text_render(ctx, repeat(ctx, pieces), &settings, NULL, &err));
    assert_string_equal(err.text,
                        "page.md:1: the page's text grows too large when its shortcodes are put in (split the "
                        "page, or set 'keep: none' for the shortcode in twc-search.yaml)");
    talloc_free(ctx);
}

/* ---- what is told ---- */

static void keep_text(void *self, enum notice kind, const struct error *what)
{
    struct error *told = self;
    assert_int_equal(kind, NOTICE_WARNING);
    assert_int_equal(told->kind, ERROR_NONE); /* nothing is told twice */
    *told = *what;
}

static void a_byte_that_is_not_utf8_is_told_with_its_line(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0}, told = {0};
    struct listener listener = {keep_text, &told};
    struct text_settings settings = text_settings(ctx, "");
    struct page_body *body = text_render(ctx, SPAN("one\ntwo caf\xE9\n"), &settings, &listener, &err);
    assert_non_null(body);
    assert_string_equal(body->sections[0].text, "one two caf\uFFFD");
    assert_string_equal(told.text,
                        "page.md:2: a byte is not UTF-8 text, so a character is lost (save the file as UTF-8)");
    talloc_free(ctx);
}

static void a_template_that_is_not_there_is_told_once_and_the_text_inside_kept(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0}, told = {0};
    struct listener listener = {keep_text, &told};
    struct text_settings settings = text_settings(ctx, "keep:card=file:layouts/card.html");
    settings.folder = test_folder(ctx);
    struct page_body *body = text_render(ctx, SPAN("{{< card >}}inside{{< /card >}} {{< card >}}too{{< /card >}}"),
                                         &settings, &listener, &err);
    assert_non_null(body);
    assert_string_equal(body->sections[0].text, "inside too");
    assert_string_equal(told.text, "page.md: layouts/card.html, the template of one of its shortcodes, cannot be read "
                                   "(name a file that is there in twc-search.yaml, or set 'keep: inner')");
    talloc_free(ctx);
}

/* ---- what takes moderate time ---- */

static void check_time(const char *words, const struct piece pieces[PIECES_MAX])
{
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct text_settings settings = text_settings(ctx, words);
    clock_t begin = clock();
    struct page_body *body = text_render(ctx, repeat(ctx, pieces), &settings, NULL, &err);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    if (!body || seconds > SECONDS_MAX)
        print_error("%.40s …: %.1f s %s\n", pieces[0].text, seconds, body ? "" : err.text);
    assert_non_null(body);
    assert_true(seconds < SECONDS_MAX);
    talloc_free(ctx);
}

static void runs_of_one_sign_take_moderate_time(void **state)
{
    (void)state;
    static const char *const signs[] = {"<",     "'",    "\"",   "~",     "_",    "*",    "`",         "]",
                                        "\\",    "&",    "$",    "!",     ":",    ".",    "-",         "=",
                                        "\n",    " ",    "\t",   "\\\n",  "a\n",  "a*b_", "<b>",       "<a ",
                                        "a](",   "[a",   "`a``", "&amp;", "www.", "a@",   "{{",        "{{< ",
                                        "{{</*", "<!--", "<?",   "\\(",   "[^a]", ":a: ", "~a ^b ~~c", "'a\" "};
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        const struct piece pieces[PIECES_MAX] = {{signs[i], 40000}};
        check_time("unsafe passthrough emoji mark insert superscript subscript block-attributes", pieces);
    }
}

static void pages_of_blocks_take_moderate_time(void **state)
{
    (void)state;
    static const struct piece pages[][PIECES_MAX] = {
        {{"# a\n", 15000}},
        {{"a\n: b\n", 15000}},
        {{"- [ ] a\n", 15000}},
        {{"[^1]: a\n", 10000}, {"[^1] ", 10000}},
        {{"[a]: b\n", 10000}, {"[a] ", 10000}},
        {{"{{< a >}}", 10000}, {"{{< /a >}}", 10000}},
        {{"{{% a %}}", 10000}, {"{{% /a %}}", 10000}},
        {{"<video>\n\n", 10000}},
        {{"<div hidden>\n\n", 10000}},
        {{"<pre>", 25000}},
        {{"```\n", 25000}},
        {{"> - > - > - a\n", 10000}},
        {{"|a", 2000}, {"\n|", 1}, {"-|", 2000}},
        {{"# a {b {c {d\n", 10000}},
        {{"caf\u00C3\u00A9 ", 25000}},
        {{"e\u0301", 50000}},
    };
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        check_time("unsafe block-attributes", pages[i]);
}

/* ---- what has been changed at random ---- */

enum { MUTANTS = 1000, MUTANT_MAX = 4096 };

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

static const char *const fragments[] = {"\n",
                                        "\n\n",
                                        "    ",
                                        "- ",
                                        "> ",
                                        "# ",
                                        "`",
                                        "```\n",
                                        "*",
                                        "**",
                                        "_",
                                        "[",
                                        "](",
                                        ")",
                                        "![",
                                        "<",
                                        ">",
                                        "</",
                                        "<!--",
                                        "-->",
                                        "<script>",
                                        "|",
                                        "|-|\n",
                                        "{{<",
                                        ">}}",
                                        "{{% a %}}",
                                        "{{% /a %}}",
                                        "{{< b >}}",
                                        "{{< /b >}}",
                                        "{#",
                                        "}",
                                        "[^1]",
                                        "[^1]: ",
                                        ": ",
                                        "~~",
                                        "&amp;",
                                        "&",
                                        "\\",
                                        "'",
                                        "\"",
                                        "--",
                                        "...",
                                        "http://a.bc/",
                                        "\xC3",
                                        "\xE2\x80",
                                        "\xF0\x9F\xBF\xBE",
                                        "\xEF\xB7\x90",
                                        "\xF0\x92\x91\xB3",
                                        "<h2>",
                                        "</h2>",
                                        "$$",
                                        "\\(",
                                        ":tada:",
                                        "<!--more-->",
                                        "\r",
                                        "\0",
                                        "\t",
                                        "==",
                                        "++",
                                        "^",
                                        "\xC2\xA0",
                                        "\xE2\x80\x8B",
                                        "1. ",
                                        "===\n",
                                        "<pre>",
                                        "<b hidden>"};

static size_t mutate(char *text, uint64_t *seed)
{
    size_t len = 0, pieces = next_random(seed) % 60;
    for (size_t i = 0; i < pieces; i++) {
        const char *fragment = fragments[next_random(seed) % (sizeof(fragments) / sizeof(fragments[0]))];
        size_t fragment_len = fragment[0] == '\0' ? 1 : strlen(fragment);
        for (size_t at = 0; at < fragment_len; at++)
            text[len++] = fragment[at];
        if (next_random(seed) % 2)
            text[len++] = (char)('a' + next_random(seed) % 26);
    }
    return len;
}

/* Only what is true of every page: text is UTF-8 in the end and holds no mark of ours. */
static void check_mutant(void *ctx, struct span text, const char *words)
{
    struct error err = {0};
    struct text_settings settings = text_settings(ctx, words);
    struct page_body *body = text_render(ctx, text, &settings, NULL, &err);
    assert_non_null(body);
    assert_int_equal(body->sections[0].level, 0);
    char *shown = page_body_text(ctx, body);
    size_t at;
    assert_true(utf8_valid(span_of(shown)));
    assert_false(span_find(span_of(shown), SPAN("\xF0\x9F\xBF"), &at));
    assert_false(span_find(span_of(shown), SPAN("\xEF\xB7"), &at));
    assert_false(span_find(span_of(shown), SPAN("\xF0\x92\x91"), &at));
}

static void pages_made_at_random_are_read(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "unsafe", "", "html", "unsafe passthrough emoji mark insert superscript subscript block-attributes summary=5",
        "no-typographer no-table no-footnote no-linkify unsafe ids=blackfriday"};
    char text[MUTANT_MAX];
    for (uint64_t n = 0; n < MUTANTS; n++) {
        void *ctx = talloc_new(NULL);
        uint64_t seed = n;
        size_t len = mutate(text, &seed);
        check_mutant(ctx, (struct span){text, len}, settings[n % (sizeof(settings) / sizeof(settings[0]))]);
        talloc_free(ctx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(images_opened_80000_times_are_refused),
        cmocka_unit_test(ten_thousand_nested_brackets_are_refused),
        cmocka_unit_test(quotes_nested_too_deep_are_refused),
        cmocka_unit_test(a_template_repeated_without_measure_is_refused),
        cmocka_unit_test(a_byte_that_is_not_utf8_is_told_with_its_line),
        cmocka_unit_test(a_template_that_is_not_there_is_told_once_and_the_text_inside_kept),
        cmocka_unit_test(runs_of_one_sign_take_moderate_time),
        cmocka_unit_test(pages_of_blocks_take_moderate_time),
        cmocka_unit_test(pages_made_at_random_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
