/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other languages and scripts, from the page to the marked words of its hit: a test a script. */
#include "tests/query/world.h"
#include "tests/support/cmocka.h"

struct sample {
    const char *lang, *text; /* of the page that is meant */
    const char *other;       /* of one that is not */
    const char *q, *marked;
};

/* The page is the only one found, and its snippet marks what the query means there. */
static void check(const struct sample *sample)
{
    struct world *world = world_new();

    world_file(world, "hugo.yaml",
               talloc_asprintf(world, "defaultContentLanguage: %s\nlanguages: {%s: {weight: 1}, en: {weight: 2}}\n",
                               sample->lang, sample->lang));
    world_page(world, talloc_asprintf(world, "a.%s.md", sample->lang), "1", "", sample->text);
    world_page(world, talloc_asprintf(world, "b.%s.md", sample->lang), "2", "", sample->other);
    world_index(world);

    struct answer *answer = world_ask(world, sample->lang, sample->q);
    assert_string_equal(world_ids(world, answer), "a");
    assert_string_equal(world_relaxed(world, answer), "");
    if (!strstr(answer->hits[0].snippet.html, sample->marked))
        fail_msg("%s is not in %s", sample->marked, answer->hits[0].snippet.html);
    talloc_free(world);
}

static void han_is_found_inside_a_run_and_marked_there(void **state)
{
    (void)state;
    check(&(struct sample){"zh", "我们的工会今天开会讨论工资。", "天气很好。", "工会", "<mark>工会</mark>"});
}

static void a_longer_run_of_han_is_marked_as_one(void **state)
{
    (void)state;
    check(&(struct sample){"zh", "本周举行劳动合同的讲座。", "天气很好。", "劳动合同", "<mark>劳动合同</mark>"});
}

static void kana_is_found_in_either_width(void **state)
{
    (void)state;
    check(&(struct sample){"ja", "来週のストライキについて話します。", "天気がいい。", "ｽﾄﾗｲｷ", "<mark>ストライキ</mark>"});
}

static void hangul_is_found_before_its_particle(void **state)
{
    (void)state;
    check(&(struct sample){"ko", "우리 노동조합은 파업을 준비한다.", "날씨가 좋다.", "노동조합", "<mark>노동조합</mark>"});
}

static void thai_is_found_without_blanks(void **state)
{
    (void)state;
    check(&(struct sample){"th", "คนงานรวมตัวเป็นสหภาพแรงงานในปีนี้", "อากาศดี", "สหภาพ", "<mark>สหภาพ</mark>"});
}

static void arabic_is_found_without_its_vowel_signs(void **state)
{
    (void)state;
    check(&(struct sample){"ar", "اجتمع العُمَّال في المدينة.", "الطقس جميل.", "العمال", "<mark>العُمَّال</mark>"});
}

static void hebrew_is_found_without_its_points(void **state)
{
    (void)state;
    check(&(struct sample){"he", "שָׁלוֹם לכל העובדים.", "מזג האוויר יפה.", "שלום", "<mark>שָׁלוֹם</mark>"});
}

static void cyrillic_is_found_by_its_stem(void **state)
{
    (void)state;
    check(&(struct sample){"ru", "Рабочие объявили забастовку.", "Погода хорошая.", "забастовка", "<mark>забастовку</mark>"});
}

static void greek_is_found_in_capitals_without_accents(void **state)
{
    (void)state;
    check(&(struct sample){"el", "Η απεργία αρχίζει αύριο.", "Ο καιρός είναι καλός.", "ΑΠΕΡΓΙΑ", "<mark>απεργία</mark>"});
}

static void devanagari_is_found_by_the_word(void **state)
{
    (void)state;
    check(&(struct sample){"hi", "श्रमिक आज हड़ताल पर हैं।", "मौसम अच्छा है।", "हड़ताल", "<mark>हड़ताल</mark>"});
}

static void german_is_found_with_its_eszett_and_umlaut_spelt_plainly(void **state)
{
    (void)state;
    check(&(struct sample){"de", "Die Größe der Löhne ist bekannt.", "Das Wetter ist gut.", "grosse lohne",
                           "<mark>Größe</mark>"});
}

static void latin_words_inside_a_run_of_han_are_words(void **state)
{
    (void)state;
    check(&(struct sample){"zh", "我们使用Signal开会。", "天气很好。", "signal", "<mark>Signal</mark>"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(han_is_found_inside_a_run_and_marked_there),
        cmocka_unit_test(a_longer_run_of_han_is_marked_as_one),
        cmocka_unit_test(kana_is_found_in_either_width),
        cmocka_unit_test(hangul_is_found_before_its_particle),
        cmocka_unit_test(thai_is_found_without_blanks),
        cmocka_unit_test(arabic_is_found_without_its_vowel_signs),
        cmocka_unit_test(hebrew_is_found_without_its_points),
        cmocka_unit_test(cyrillic_is_found_by_its_stem),
        cmocka_unit_test(greek_is_found_in_capitals_without_accents),
        cmocka_unit_test(devanagari_is_found_by_the_word),
        cmocka_unit_test(german_is_found_with_its_eszett_and_umlaut_spelt_plainly),
        cmocka_unit_test(latin_words_inside_a_run_of_han_are_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
