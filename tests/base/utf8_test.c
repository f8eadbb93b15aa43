/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include "base/base.h"

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (int32_t codepoint = 0; codepoint <= 0x10FFFF; codepoint++) {
        char bytes[4];
        size_t len, written = utf8_encode(codepoint, bytes);
        int32_t wanted = codepoint >= 0xD800 && codepoint <= 0xDFFF ? UTF8_REPLACEMENT : codepoint;
        assert_int_equal(utf8_decode((struct span){bytes, written}, &len), wanted);
        assert_int_equal(len, written);
    }
}

static void a_bad_byte_is_one_replacement(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xC3",             /* cut off */
        "\xE2\x82",         /* cut off */
        "\xC3\x28",         /* no continuation */
        "\xC0\xAF",         /* overlong */
        "\xE0\x80\xAF",     /* overlong */
        "\xF0\x80\x80\xAF", /* overlong */
        "\xED\xA0\x80",     /* surrogate */
        "\xF4\x90\x80\x80", /* past U+10FFFF */
        "\xF8\x88\x80\x80", "\xFF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t len = 0;
        assert_int_equal(utf8_decode(span_of(bad[i]), &len), UTF8_REPLACEMENT);
        assert_int_equal(len, 1);
        assert_false(utf8_valid(span_of(bad[i])));
    }
}

static void good_text_is_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid(SPAN("")));
    assert_true(utf8_valid(SPAN("a\xEF\xBF\xBD" /* a replacement that stands there */ "é🤗")));
}

static void what_is_out_of_range_is_written_as_a_replacement(void **state)
{
    (void)state;
    char bytes[4];
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(utf8_encode(-1, bytes), 3);
}

static void letters_digits_and_spaces_are_told_apart(void **state)
{
    (void)state;
    assert_true(utf8_is_letter('a') && utf8_is_letter(0xE9) && utf8_is_letter(0x430) && utf8_is_letter(0x4E2D));
    assert_true(utf8_is_letter(0x301)); /* a mark goes on a letter */
    assert_false(utf8_is_letter('1') || utf8_is_letter('_') || utf8_is_letter(0xD7) || utf8_is_letter(0x2019));
    assert_true(utf8_is_digit('7') && utf8_is_digit(0x0667));
    assert_false(utf8_is_digit(0xB2));
    assert_true(utf8_is_space(' ') && utf8_is_space(0xA0) && utf8_is_space(0x202F) && utf8_is_space(0x3000));
    assert_false(utf8_is_space(0x200B) || utf8_is_space('a'));
    assert_true(utf8_is_mark(0x301) && !utf8_is_mark('a'));
}

static void what_is_not_seen_is_ignorable(void **state)
{
    (void)state;
    assert_true(utf8_is_ignorable(0xAD) && utf8_is_ignorable(0x200B) && utf8_is_ignorable(0x200D));
    assert_true(utf8_is_ignorable(0xFEFF) && utf8_is_ignorable(0xFE0F));
    assert_false(utf8_is_ignorable('a') || utf8_is_ignorable(0xA0) || utf8_is_ignorable(0x301));
}

static void scripts_without_blanks_are_known(void **state)
{
    (void)state;
    assert_true(utf8_is_ngram_script(0x4E2D) && utf8_is_ngram_script(0x3042) && utf8_is_ngram_script(0x30A2));
    assert_true(utf8_is_ngram_script(0xD55C) && utf8_is_ngram_script(0x0E01) && utf8_is_ngram_script(0x1780));
    assert_true(utf8_is_ngram_script(0x20000) && utf8_is_ngram_script(0x3007));
    assert_false(utf8_is_ngram_script('a') || utf8_is_ngram_script(0x430) || utf8_is_ngram_script(0x3002));
    assert_false(utf8_is_ngram_script(0x0E51)); /* a Thai digit */
}

static void case_goes_both_ways(void **state)
{
    (void)state;
    assert_int_equal(utf8_lower('Q'), 'q');
    assert_int_equal(utf8_lower(0xC9), 0xE9);
    assert_int_equal(utf8_upper(0xE9), 0xC9);
    assert_int_equal(utf8_upper('7'), '7');
    assert_int_equal(utf8_lower(0x4E2D), 0x4E2D);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(a_bad_byte_is_one_replacement),
        cmocka_unit_test(good_text_is_valid),
        cmocka_unit_test(what_is_out_of_range_is_written_as_a_replacement),
        cmocka_unit_test(letters_digits_and_spaces_are_told_apart),
        cmocka_unit_test(what_is_not_seen_is_ignorable),
        cmocka_unit_test(scripts_without_blanks_are_known),
        cmocka_unit_test(case_goes_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
