/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a text is cut into words and folded. */
#include "support.h"

static void words_are_lower_case_with_positions_from_0(void **state)
{
    (void)state;
    assert_forms("en", "The Works Council", "0:the 1:works 2:council");
}

static void a_hyphenated_word_has_its_parts_and_their_joined_form(void **state)
{
    (void)state;
    assert_forms("en", "a burn-out now", "0:a 1:burn 2:out 1+burnout 3:now");
}

static void every_hyphen_is_a_hyphen_and_a_dash_is_not(void **state)
{
    (void)state;
    assert_forms("en", "burn\u2010out burn\u2011out burn\u2212out",
                 "0:burn 1:out 0+burnout 2:burn 3:out 2+burnout 4:burn 5:out 4+burnout");
    assert_forms("en", "burn\u2013out burn\u2014out", "0:burn 1:out 2:burn 3:out");
}

static void a_soft_hyphen_or_zero_width_space_inside_a_word_is_not_there(void **state)
{
    (void)state;
    assert_forms("nl", "tech\u00ADwerkers tech\u200Bwerkers tech\u2060werkers",
                 "0:techwerkers 1:techwerkers 2:techwerkers");
}

static void a_words_offsets_leave_out_what_nobody_sees_at_its_ends(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct words *words = analyse(ctx, analyser_of(ctx, "nl", NULL), 0, span_of("\u200Btech\u00ADwerk\u00AD en"));
    assert_int_equal(words->len, 2);
    assert_int_equal(words->at[0].start, 3);
    assert_int_equal(words->at[0].end, 3 + 4 + 2 + 4);
    talloc_free(ctx);
}

static void marks_and_normal_forms_fold_away(void **state)
{
    (void)state;
    assert_forms("nl", "coördinatie coo\u0308rdinatie COÖRDINATIE", "0:coordinatie 1:coordinatie 2:coordinatie");
    assert_forms("en", "café cafe\u0301 cafe", "0:cafe 1:cafe 2:cafe");
}

static void letters_that_no_normal_form_takes_apart_fold_too(void **state)
{
    (void)state;
    assert_forms("de", "Straße STRASSE œuvre Ærø Łódź İstanbul ısı",
                 "0:strasse 1:strasse 2:oeuvre 3:aero 4:lodz 5:istanbul 6:isi");
}

static void a_ligature_and_full_width_letters_are_plain_ones(void **state)
{
    (void)state;
    assert_forms("en", "ﬁre ＡＢＣ m²", "0:fire 1:abc 2:m2");
}

static void a_last_apostrophe_s_is_dropped(void **state)
{
    (void)state;
    assert_forms("nl", "cao's cao’s CAO’s CAO'S cao`s cao´s cao‘s cao\u02BCs",
                 "0:cao 1:cao 2:cao 3:cao 4:cao 5:cao 6:cao 7:cao");
}

static void other_apostrophes_join(void **state)
{
    (void)state;
    assert_forms("en", "don't O’Neill workers' 'quoted'", "0:dont 1:oneill 2:workers 3:quoted");
}

static void french_and_italian_articles_before_an_apostrophe_are_dropped(void **state)
{
    (void)state;
    assert_forms("fr", "l’union qu'elle aujourd'hui", "0:union 1:elle 2:aujourdhui");
    assert_forms("it", "dell’unione", "0:unione");
    assert_forms("en", "l’union", "0:lunion");
}

static void signs_that_are_part_of_a_name_stay(void **state)
{
    (void)state;
    assert_forms("en", "C++ C# g++ AT&T R&D", "0:c++ 1:c# 2:g++ 3:at&t 4:r&d");
    assert_forms("en", "issue# C##x a&b c & d notepad++", "0:issue 1:c 2:x 3:a&b 4:c 5:d 6:notepad");
}

static void initials_are_one_word(void **state)
{
    (void)state;
    assert_forms("en", "U.S.A. o.r. e.g. X-Y", "0:usa 1:or 2:eg 3:xy");
}

static void dotted_and_underscored_names_have_parts_and_a_joined_form(void **state)
{
    (void)state;
    assert_forms("en", "node.js .NET foo_bar", "0:node 1:js 0+nodejs 2:net 3:foo 4:bar 3+foobar");
}

static void emphasis_is_not_part_of_a_word(void **state)
{
    (void)state;
    assert_forms("en", "_emphasis_ __strong__ *star*", "0:emphasis 1:strong 2:star");
}

static void numbers_with_thousands_have_a_joined_form(void **state)
{
    (void)state;
    assert_forms("nl", "1.500,00", "0:1 1:500 0+1500 2:00");
    assert_forms("en", "1,500,000 12,5 3.5", "0:1 1:500 2:000 0+1500000 3:12 4:5 5:3 6:5");
}

static void dates_have_no_joined_form(void **state)
{
    (void)state;
    assert_forms("en", "2024-05-01", "0:2024 1:05 2:01");
}

static void an_address_is_its_parts(void **state)
{
    (void)state;
    assert_forms("en", "mail info@example.org", "0:mail 1:info 2:example 3:org 2+exampleorg");
}

static void an_emoji_is_no_word(void **state)
{
    (void)state;
    assert_forms("en", "👩🏽‍💻 🇳🇱 ❤️ — … !", "");
    assert_forms("en", "a🤗b", "0:a 1:b");
}

static void a_joined_form_is_short(void **state)
{
    (void)state;
    assert_forms("en", "aaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbb", "0:aaaaaaaaaaaaaaaaaaaaa 1:bbbbbbbbbbbbbbbbbbbb");
}

static void a_very_long_word_is_cut(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *text = talloc_zero_array(ctx, char, 1000001);
    memset(text, 'x', 1000000);
    struct words *words = analyse(ctx, analyser_of(ctx, "en", NULL), 0, span_of(text));
    assert_int_equal(words->len, 1);
    assert_int_equal(words->at[0].end, 1000000);
    assert_int_equal(words->at[0].form.len, 120);
    talloc_free(ctx);
}

static void a_long_chain_of_initials_is_read_in_time(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct buffer text = buffer_new(ctx, 1 << 22);
    for (int i = 0; i < 500000; i++)
        buffer_text(&text, "a.");
    buffer_text(&text, "word");
    struct words *words = analyse(ctx, analyser_of(ctx, "en", NULL), 0, buffer_view(&text));
    assert_int_equal(words->positions, 500001);
    talloc_free(ctx);
}

static struct word first_word(void *ctx, const char *text)
{
    struct words *words = analyse(ctx, analyser_of(ctx, "nl", NULL), 0, span_of(text));
    assert_non_null(words);
    return words->at[words->len - 1];
}

static void capitals_are_told_of_two_letters_and_more(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_true(first_word(ctx, "OR").upper);
    assert_true(first_word(ctx, "WW").upper);
    assert_true(first_word(ctx, "CAO’s").upper);
    assert_true(first_word(ctx, "U.S.A.").upper);
    assert_true(first_word(ctx, "COVID-IC").upper);
    assert_false(first_word(ctx, "Or").upper);
    assert_false(first_word(ctx, "A").upper);
    assert_false(first_word(ctx, "42").upper);
    talloc_free(ctx);
}

static void stop_words_are_marked_by_language(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct words *words = analyse(ctx, analyser_of(ctx, "en", NULL), 0, span_of("The council is voor OR"));
    assert_true(words->at[0].stop);
    assert_false(words->at[1].stop);
    assert_true(words->at[2].stop);
    assert_false(words->at[3].stop);
    assert_true(words->at[4].stop);
    talloc_free(ctx);
}

static void bytes_that_are_not_utf8_end_a_word(void **state)
{
    (void)state;
    assert_forms("en", "caf\xE9 latte\xC3", "0:caf 1:latte");
}

static void fold_word_takes_a_word_as_a_whole(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(fold_word(ctx, SPAN("Burn-Out’s")), "burnout");
    assert_string_equal(fold_word(ctx, SPAN("")), "");
    talloc_free(ctx);
}

static void fold_key_makes_equal_what_readers_call_equal(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(fold_key(ctx, SPAN("  Tech-Werkers,  ÉÉN cao’s! ")), "techwerkers een cao");
    assert_string_equal(fold_key(ctx, SPAN("東京都 Tokyo")), "東京都 tokyo");
    assert_string_equal(fold_key(ctx, SPAN("👋")), "");
    talloc_free(ctx);
}

static void a_language_is_found_by_its_primary_subtag(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct analyser_language languages[] = {{"nl", NULL}, {"en-gb", NULL}, {"en", NULL}};
    struct analyser *analyser = analyser_new(ctx, languages, 3, NULL, &err);
    assert_int_equal(analyser_language(analyser, "nl-be"), 0);
    assert_int_equal(analyser_language(analyser, "en"), 2);
    assert_int_equal(analyser_language(analyser, "en-us"), 1);
    assert_int_equal(analyser_language(analyser, "n"), -1);
    assert_int_equal(analyser_language(analyser, "fr"), -1);
    assert_string_equal(analyser_code(analyser, 1), "en-gb");
    assert_string_equal(analyser_code(analyser, -1), "und");
    talloc_free(ctx);
}

static void an_unknown_stemmer_is_told_with_those_there_are(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct analyser_language language = {"nl", "dutsch"};
    assert_null(analyser_new(ctx, &language, 1, NULL, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.text, "there is no stemmer 'dutsch' (there are: none "));
    assert_non_null(strstr(err.text, "kraaij_pohlmann"));
    talloc_free(ctx);
}

static void without_a_language_words_are_folded_and_not_stemmed(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct words *words = analyse(ctx, analyser_of(ctx, "en", NULL), -1, SPAN("Unions’ Ünions"));
    assert_string_equal(words_text(ctx, words, true), "0:unions 1:unions");
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_lower_case_with_positions_from_0),
        cmocka_unit_test(a_hyphenated_word_has_its_parts_and_their_joined_form),
        cmocka_unit_test(every_hyphen_is_a_hyphen_and_a_dash_is_not),
        cmocka_unit_test(a_soft_hyphen_or_zero_width_space_inside_a_word_is_not_there),
        cmocka_unit_test(a_words_offsets_leave_out_what_nobody_sees_at_its_ends),
        cmocka_unit_test(marks_and_normal_forms_fold_away),
        cmocka_unit_test(letters_that_no_normal_form_takes_apart_fold_too),
        cmocka_unit_test(a_ligature_and_full_width_letters_are_plain_ones),
        cmocka_unit_test(a_last_apostrophe_s_is_dropped),
        cmocka_unit_test(other_apostrophes_join),
        cmocka_unit_test(french_and_italian_articles_before_an_apostrophe_are_dropped),
        cmocka_unit_test(signs_that_are_part_of_a_name_stay),
        cmocka_unit_test(initials_are_one_word),
        cmocka_unit_test(dotted_and_underscored_names_have_parts_and_a_joined_form),
        cmocka_unit_test(emphasis_is_not_part_of_a_word),
        cmocka_unit_test(numbers_with_thousands_have_a_joined_form),
        cmocka_unit_test(dates_have_no_joined_form),
        cmocka_unit_test(an_address_is_its_parts),
        cmocka_unit_test(an_emoji_is_no_word),
        cmocka_unit_test(a_joined_form_is_short),
        cmocka_unit_test(a_very_long_word_is_cut),
        cmocka_unit_test(a_long_chain_of_initials_is_read_in_time),
        cmocka_unit_test(capitals_are_told_of_two_letters_and_more),
        cmocka_unit_test(stop_words_are_marked_by_language),
        cmocka_unit_test(bytes_that_are_not_utf8_end_a_word),
        cmocka_unit_test(fold_word_takes_a_word_as_a_whole),
        cmocka_unit_test(fold_key_makes_equal_what_readers_call_equal),
        cmocka_unit_test(a_language_is_found_by_its_primary_subtag),
        cmocka_unit_test(an_unknown_stemmer_is_told_with_those_there_are),
        cmocka_unit_test(without_a_language_words_are_folded_and_not_stemmed),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
