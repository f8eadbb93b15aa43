/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of every text: the scanner and the analyser agree, and how a text is written changes nothing. */
#include "support.h"

#include "base/fold.h"

static void check_agreement(struct analyser *analyser, struct span text)
{
    struct words *words = analyse(NULL, analyser, 0, text);
    struct scanner scanner = scanner_new(text);
    struct word seen;
    uint32_t end = 0;
    assert_non_null(words);
    for (size_t i = 0; i < words->len; i++) {
        const struct word *word = &words->at[i];
        assert_true(word->form.len > 0 && word->form.len <= 120 && word->stem.len > 0);
        assert_true(word->start < word->end && word->end <= text.len);
        if (word->joined)
            continue;
        assert_true(scanner_next(&scanner, &seen));
        assert_int_equal(seen.start, word->start);
        assert_int_equal(seen.end, word->end);
        assert_int_equal(seen.position, word->position);
        assert_true(seen.gram || seen.start >= end);
        assert_true(seen.gram == word->gram && seen.part == word->part && seen.upper == word->upper);
        end = seen.end;
    }
    assert_false(scanner_next(&scanner, &seen));
    assert_int_equal(scanner.position, words->positions);
    talloc_free(words);
}

static const char *const pieces[] = {
    "a",
    "Z",
    "é",
    "e\u0301",
    "ß",
    "0",
    "42",
    "1.500",
    " ",
    "\n",
    "-",
    "--",
    ".",
    "'",
    "’",
    "\u00AD",
    "\u200B",
    "&",
    "+",
    "++",
    "#",
    "_",
    ",",
    "劳",
    "动",
    "か\u3099",
    "ｶ",
    "ﾞ",
    "แ",
    "น้ำ",
    "\u1102\u1169",
    "노",
    "🤗",
    "\uFE0F",
    "\u0301",
    "\u0640",
    "א",
    "ע״",
    "й",
    "İ",
    "s",
    "'s",
    "’S",
    "U.S.A.",
    "(",
    "\xFF",
    "\xC3",
    "\uFDFA",
    "½",
    "²",
    "Ⅳ",
    "ﬁ",
    "क्ष",
    "\u0915\u093C",
    "ー",
    "々",
    "\u0300\u0323",
};

static struct span random_text(void *ctx, struct random *random, size_t n)
{
    struct buffer text = buffer_new(ctx, 1 << 20);
    for (size_t i = 0; i < n; i++)
        buffer_text(&text, pieces[random_below(random, sizeof pieces / sizeof *pieces)]);
    return span_of(buffer_string(&text));
}

static void the_scanner_and_the_analyser_agree_on_random_text(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "nl", NULL);
    struct random random = {20260811};
    for (int i = 0; i < 20000; i++) {
        void *each = talloc_new(ctx);
        check_agreement(analyser, random_text(each, &random, random_below(&random, 40)));
        talloc_free(each);
    }
    talloc_free(ctx);
}

static void they_agree_on_random_bytes(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "en", NULL);
    struct random random = {7};
    char bytes[64];
    for (int i = 0; i < 20000; i++) {
        size_t len = random_below(&random, sizeof bytes);
        for (size_t n = 0; n < len; n++)
            bytes[n] = (char)random_below(&random, 256);
        check_agreement(analyser, (struct span){bytes, len});
    }
    talloc_free(ctx);
}

static void they_agree_on_the_real_site(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *path = shared_folder(ctx, "truth/twc-site-nl.jsonl");
    struct error err = {0};
    size_t len;
    if (!path) {
        talloc_free(ctx);
        skip();
        return;
    }
    char *text = file_read(ctx, path, NULL, 1 << 26, &len, NULL, &err);
    assert_non_null(text);
    struct span rest = {text, len}, line;
    struct analyser *analyser = analyser_of(ctx, "nl", NULL);
    while (span_cut(&rest, '\n', &line))
        check_agreement(analyser, line);
    talloc_free(ctx);
}

static void every_letter_alone_is_a_word_and_folds_to_something(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct buffer folded = buffer_new(ctx, 1000);
    for (int32_t codepoint = 0; codepoint < 0x20000; codepoint++) {
        char text[4];
        enum fold_class class = fold_class(codepoint);
        if ((codepoint >= 0xD800 && codepoint <= 0xDFFF) ||
            (class != FOLD_LETTER && class != FOLD_LOWER && class != FOLD_UPPER && class != FOLD_DIGIT &&
             class != FOLD_GRAM))
            continue;
        buffer_clear(&folded);
        fold_text(&folded, (struct span){text, utf8_encode(codepoint, text)});
        if (folded.len == 0)
            fail_msg("U+%04X folds to nothing", (unsigned)codepoint);
    }
    talloc_free(ctx);
}

static void folding_twice_changes_nothing(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct random random = {3};
    for (int i = 0; i < 5000; i++) {
        void *each = talloc_new(ctx);
        char *once = fold_word(each, random_text(each, &random, 8));
        assert_string_equal(fold_word(each, span_of(once)), once);
        talloc_free(each);
    }
    talloc_free(ctx);
}

/* text with each of from's changed to to. */
static char *changed(void *ctx, const char *text, const char *from, const char *to)
{
    struct buffer out = buffer_new(ctx, 1 << 16);
    size_t at;
    struct span rest = span_of(text);
    while (span_find(rest, span_of(from), &at)) {
        buffer_span(&out, span_first(rest, at));
        buffer_text(&out, to);
        rest = span_from(rest, at + strlen(from));
    }
    buffer_span(&out, rest);
    return talloc_strdup(ctx, buffer_string(&out));
}

static char *upper(void *ctx, const char *text)
{
    struct buffer out = buffer_new(ctx, 1 << 16);
    struct span rest = span_of(text);
    for (size_t len; rest.len > 0; rest = span_from(rest, len))
        buffer_codepoint(&out, utf8_upper(utf8_decode(rest, &len)));
    return talloc_strdup(ctx, buffer_string(&out));
}

static void how_it_is_written_changes_no_word(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    static const char text[] = "de cao’s voor coördinatoren, burn-out en één café";
    char *expected = forms_of(ctx, "nl", text);
    assert_string_equal(forms_of(ctx, "nl", upper(ctx, text)), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "’", "'")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "é", "e")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "é", "e\u0301")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "ö", "o\u0308")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "-", "\u2011")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "o", "o\u200B")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, "a", "a\u00AD")), expected);
    assert_string_equal(forms_of(ctx, "nl", changed(ctx, text, " ", " \t\u00A0 ")), expected);
    assert_string_equal(forms_of(ctx, "nl", talloc_asprintf(ctx, "  %s ", text)), expected);
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scanner_and_the_analyser_agree_on_random_text),
        cmocka_unit_test(they_agree_on_random_bytes),
        cmocka_unit_test(they_agree_on_the_real_site),
        cmocka_unit_test(every_letter_alone_is_a_word_and_folds_to_something),
        cmocka_unit_test(folding_twice_changes_nothing),
        cmocka_unit_test(how_it_is_written_changes_no_word),
    };
    return cmocka_run_group_tests_name("agree", tests, NULL, NULL);
}
