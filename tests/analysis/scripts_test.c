/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test a script: how each is cut and folded. */
#include "support.h"

static void han_is_read_by_overlapping_pairs(void **state)
{
    (void)state;
    assert_forms("zh", "劳动法 水", "0:劳动 1:动法 2:水");
}

static void kana_and_han_are_one_run(void **state)
{
    (void)state;
    assert_forms("ja", "労働くみ", "0:労働 1:働く 2:くみ");
}

static void voiced_kana_are_the_same_composed_decomposed_and_half_width(void **state)
{
    (void)state;
    assert_forms("ja", "ガス カ\u3099ス ｶﾞｽ", "0:ガス 1:ガス 2:ガス");
    assert_forms("ja", "カス", "0:カス");
}

static void hangul_is_read_by_pairs_of_syllables_in_either_normal_form(void **state)
{
    (void)state;
    assert_forms("ko", "노동조합", "0:노동 1:동조 2:조합");
    assert_forms("ko", "\u1102\u1169\u1103\u1169\u11BC", "0:노동");
}

static void thai_keeps_its_vowels_and_tones(void **state)
{
    (void)state;
    assert_forms("th", "แรงงาน", "0:แร 1:รง 2:งง 3:งา 4:าน");
    assert_forms("th", "น้ำ", "0:น้\u0E4Dา");
}

static void grams_end_where_latin_begins(void **state)
{
    (void)state;
    assert_forms("ja", "Debian版です2024年", "0:debian 1:版で 2:です 3:2024 4:年");
}

static void a_pairs_offsets_are_those_of_its_letters(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct words *words = analyse(ctx, analyser_of(ctx, "zh", NULL), 0, span_of("a 劳动法"));
    assert_int_equal(words->at[1].start, 2);
    assert_int_equal(words->at[1].end, 8);
    assert_int_equal(words->at[2].start, 5);
    assert_int_equal(words->at[2].end, 11);
    assert_true(words->at[1].gram);
    assert_false(words->at[0].gram);
    talloc_free(ctx);
}

static void arabic_loses_vowel_signs_tatweel_and_hamza_seats(void **state)
{
    (void)state;
    assert_forms("ar", "العُمَّال العـــمال", "0:العمال 1:العمال");
    assert_forms("ar", "أحمد احمد", "0:احمد 1:احمد");
    assert_forms("ar", "٢٠٢٤ ـــ", "0:2024");
}

static void hebrew_loses_its_points_and_joins_over_gershayim(void **state)
{
    (void)state;
    assert_forms("he", "שָׁלוֹם שלום צה״ל", "0:שלום 1:שלום 2:צהל");
}

static void cyrillic_folds_case_and_io_but_keeps_short_i(void **state)
{
    (void)state;
    assert_forms("ru", "ЁЛКА елка Мой мои\u0306", "0:елка 1:елка 2:мой 3:мой");
}

static void greek_folds_accents_and_the_final_sigma(void **state)
{
    (void)state;
    assert_forms("el", "Εργάτης ΕΡΓΑΤΗΣ", "0:εργατησ 1:εργατησ");
}

static void devanagari_keeps_its_vowels(void **state)
{
    (void)state;
    assert_forms("hi", "श्रमिक क़ानून २०२४", "0:श्रमिक 1:क़ानून 2:2024");
}

static void vietnamese_folds_all_its_marks(void **state)
{
    (void)state;
    assert_forms("vi", "Công đoàn ĐƯỜNG", "0:cong 1:doan 2:duong");
}

static void stemmers_of_other_scripts_work_on_folded_words(void **state)
{
    (void)state;
    assert_same_stem("ru", "рабочие", "рабочий");
    assert_same_stem("ru", "РАБОЧИЙ", "рабочий");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(han_is_read_by_overlapping_pairs),
        cmocka_unit_test(kana_and_han_are_one_run),
        cmocka_unit_test(voiced_kana_are_the_same_composed_decomposed_and_half_width),
        cmocka_unit_test(hangul_is_read_by_pairs_of_syllables_in_either_normal_form),
        cmocka_unit_test(thai_keeps_its_vowels_and_tones),
        cmocka_unit_test(grams_end_where_latin_begins),
        cmocka_unit_test(a_pairs_offsets_are_those_of_its_letters),
        cmocka_unit_test(arabic_loses_vowel_signs_tatweel_and_hamza_seats),
        cmocka_unit_test(hebrew_loses_its_points_and_joins_over_gershayim),
        cmocka_unit_test(cyrillic_folds_case_and_io_but_keeps_short_i),
        cmocka_unit_test(greek_folds_accents_and_the_final_sigma),
        cmocka_unit_test(devanagari_keeps_its_vowels),
        cmocka_unit_test(vietnamese_folds_all_its_marks),
        cmocka_unit_test(stemmers_of_other_scripts_work_on_folded_words),
    };
    return cmocka_run_group_tests_name("scripts", tests, NULL, NULL);
}
