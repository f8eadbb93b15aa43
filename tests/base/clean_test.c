/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <talloc.h>
#include <time.h>

#include "base/base.h"
#include "tests/support/starve.h"

#define assert_cleaned(raw, cleaned) assert_made(clean_text(NULL, SPAN(raw), NULL), cleaned)
#define assert_line(text, line) assert_made(clean_line(NULL, SPAN(text)), line)

static void assert_made(char *made, const char *wanted)
{
    assert_non_null(made);
    assert_string_equal(made, wanted);
    talloc_free(made);
}

static void line_ends_become_newlines(void **state)
{
    (void)state;
    assert_cleaned("a\r\nb\rc\n\r\nd", "a\nb\nc\n\nd");
}

static void a_bom_at_the_start_goes_and_one_inside_stays(void **state)
{
    (void)state;
    assert_cleaned("\xEF\xBB\xBF---\n", "---\n");
    assert_cleaned("a\xEF\xBB\xBF", "a\xEF\xBB\xBF");
}

static void control_characters_become_spaces(void **state)
{
    (void)state;
    assert_cleaned("a\0b\x01\tc\x7F", "a b \tc ");
    assert_cleaned("\xC2\x9D", "\xC2\x9D"); /* may be part of mojibake */
}

static void bytes_that_are_not_utf8_become_replacements(void **state)
{
    (void)state;
    assert_cleaned("caf\xE9!", "caf\xEF\xBF\xBD!");
}

static void the_first_bad_line_is_told(void **state)
{
    (void)state;
    int line = -1;
    talloc_free(clean_text(NULL, SPAN("a\r\nb\n\xFF\n\xFF"), &line));
    assert_int_equal(line, 3);
    talloc_free(clean_text(NULL, SPAN("a\n\0"), &line));
    assert_int_equal(line, 2);
    talloc_free(clean_text(NULL, SPAN("a\n\xEF\xBF\xBD\x01"), &line));
    assert_int_equal(line, 0);
}

static void text_is_in_normal_form_c(void **state)
{
    (void)state;
    assert_cleaned("cafe\xCC\x81", "caf\xC3\xA9");
    assert_cleaned("\xE2\x84\xAB", "\xC3\x85"); /* ANGSTROM SIGN */
    assert_cleaned("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "\xED\x95\x9C"); /* Hangul */
    assert_cleaned("q\xCC\x87\xCC\xA3", "q\xCC\xA3\xCC\x87"); /* marks in order */
    assert_cleaned("\xEF\xAC\x81", "\xEF\xAC\x81"); /* a ligature is another character, not another form */
}

static void many_marks_on_a_letter_are_cut_and_take_no_time(void **state)
{
    (void)state;
    enum { PAIRS = 500000 };
    struct buffer raw = buffer_new(NULL, 8 << 20);
    buffer_char(&raw, 'a');
    for (int i = 0; i < PAIRS; i++)
        buffer_text(&raw, "\xCC\x87\xCC\xA3"); /* above, below: each pair has to be put in order */
    buffer_char(&raw, 'b');
    clock_t start = clock();
    char *text = clean_text(NULL, buffer_view(&raw), NULL);
    assert_non_null(text);
    assert_true(strlen(text) <= 1 + 30 * 2 + 1);
    assert_int_equal(text[strlen(text) - 1], 'b');
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    talloc_free(text);
    talloc_free(raw.at);
}

static void a_line_has_single_blanks_and_nothing_unseen(void **state)
{
    (void)state;
    assert_line(" a \n\t b\xC2\xA0\xE2\x80\x83" "c ", "a b c");
    assert_line("on\xC2\xAD" "der\xE2\x80\x8Bne\xEF\xBB\xBFming\x01", "onderneming");
    assert_line("", "");
    assert_line(" \n", "");
}

static void joiners_inside_emoji_and_words_stay(void **state)
{
    (void)state;
    assert_line("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB\xEF\xB8\x8F", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB\xEF\xB8\x8F");
    assert_line("\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE");
}

static bool clean_all(void *ctx, void *self)
{
    static const struct span raw = SPAN("cafe\xCC\x81 \xFF weâ€™re\r\n");
    (void)self;
    char *text = clean_text(ctx, raw, NULL);
    char *mended = text ? clean_mojibake(ctx, span_of(text), NULL) : NULL;
    char *line = mended ? clean_line(ctx, span_of(mended)) : NULL;
    if (line)
        assert_string_equal(line, "café \xEF\xBF\xBD we’re");
    return line != NULL;
}

static void without_memory_there_is_no_text(void **state)
{
    (void)state;
    assert_true(test_starve(clean_all, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_ends_become_newlines),
        cmocka_unit_test(a_bom_at_the_start_goes_and_one_inside_stays),
        cmocka_unit_test(control_characters_become_spaces),
        cmocka_unit_test(bytes_that_are_not_utf8_become_replacements),
        cmocka_unit_test(the_first_bad_line_is_told),
        cmocka_unit_test(text_is_in_normal_form_c),
        cmocka_unit_test(many_marks_on_a_letter_are_cut_and_take_no_time),
        cmocka_unit_test(a_line_has_single_blanks_and_nothing_unseen),
        cmocka_unit_test(joiners_inside_emoji_and_words_stay),
        cmocka_unit_test(without_memory_there_is_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
