/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What shares a stem and what does not. */
#include "support.h"

static void same_in_all(const char *code, const char *const *words)
{
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, code, NULL);
    for (; *words; words++) {
        struct words *row = analyse(ctx, analyser, 0, span_of(*words));
        for (size_t i = 1; i < row->len; i++)
            if (!span_equal(row->at[0].stem, row->at[i].stem))
                fail_msg("%s: %.*s and %.*s", *words, (int)row->at[0].stem.len, row->at[0].stem.at,
                         (int)row->at[i].stem.len, row->at[i].stem.at);
    }
    talloc_free(ctx);
}

#define SAME(code, ...) same_in_all(code, (const char *const[]){__VA_ARGS__, NULL})

static void dutch_plurals_share_the_stem_of_their_singulars(void **state)
{
    (void)state;
    SAME("nl", "vakbond vakbonden", "ondernemingsraad ondernemingsraden Ondernemingsraden", "huis huizen",
         "brief brieven", "raad raden", "beeld beelden", "voorbeeld voorbeelden", "woord woorden", "waarde waarden",
         "voorwaarde voorwaarden", "toren torens", "ronde rondes", "gemeente gemeenten gemeentes",
         "video videos video's", "robot robots", "expert experts");
    SAME("nl", "mens mensen", "grens grenzen", "kans kansen", "proces processen", "adres adressen", "les lessen",
         "plaats plaatsen");
}

static void dutch_plurals_that_change_their_vowel_do_too(void **state)
{
    (void)state;
    SAME("nl", "lid leden", "kaderlid kaderleden", "stad steden", "smid smeden", "schip schepen", "weg wegen",
         "dag dagen", "gat gaten", "slot sloten", "blad bladeren bladen", "ei eieren", "kind kinderen", "koe koeien",
         "lied liederen", "goed goederen");
}

static void latin_plurals_in_dutch_do_too(void **state)
{
    (void)state;
    SAME("nl", "centrum centra", "datacentrum datacentra datacentrums", "museum musea", "criterium criteria",
         "technicus technici", "politicus politici");
}

static void dutch_verb_forms_share_a_stem(void **state)
{
    (void)state;
    SAME("nl", "staken staak staakt staking stakingen gestaakt", "werken werkt gewerkt", "ontslag ontslagen ontslaan",
         "onderhandelen onderhandelt onderhandeling onderhandelingen", "vergaderen vergadert vergadering",
         "organiseren organiseert georganiseerd", "betalen betaalt betaald betaling");
}

static void dutch_adjectives_share_a_stem_with_their_inflected_form(void **state)
{
    (void)state;
    SAME("nl", "hoog hoge", "groot grote", "sociaal sociale", "politiek politieke", "collectief collectieve",
         "ziek zieke ziekte", "nederlands nederlandse", "amerikaans amerikaanse", "solidair solidariteit");
}

static void dutch_nouns_in_ge_are_not_cut_to_another_word(void **state)
{
    (void)state;
    assert_other_stem("nl", "gezond", "zon");
    assert_other_stem("nl", "gelijk", "lijk");
    assert_other_stem("nl", "gebouw", "bouw");
    SAME("nl", "gevolg gevolgen", "gebied gebieden", "gesprek gesprekken", "gezondheid gezond");
}

static void a_stem_is_no_stop_word(void **state)
{
    (void)state;
    assert_other_stem("nl", "overheid", "over");
    assert_other_stem("nl", "mening", "men");
    SAME("nl", "overheid overheden", "mening meningen", "koning koningen");
}

static void words_that_only_look_irregular_are_regular(void **state)
{
    (void)state;
    assert_other_stem("nl", "verleden", "verlid");
    assert_other_stem("nl", "besteden", "bestad");
    assert_other_stem("nl", "verkeer", "verkeerd");
}

static void british_and_american_spelling_share_a_stem(void **state)
{
    (void)state;
    SAME("en", "labour labor", "labourers laborers", "organise organize organisation organization",
         "centre center centres", "programme program programmes", "travelled traveled", "cancelled canceled",
         "defence defense", "analyse analyze analysed", "catalogue catalog", "jewellery jewelry",
         "instalment installment", "metres meter", "ageing aging");
}

static void words_in_ise_that_are_no_ize_stay(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "en", NULL);
    assert_string_equal(stem_of(ctx, analyser, "exercise"), "exercis");
    assert_string_equal(stem_of(ctx, analyser, "promising"), "promis");
    assert_string_equal(stem_of(ctx, analyser, "advertised"), "advertis");
    assert_string_equal(stem_of(ctx, analyser, "enterprise"), "enterpris");
    talloc_free(ctx);
}

static void irregular_english_plurals_share_a_stem(void **state)
{
    (void)state;
    SAME("en", "woman women", "child children", "matrix matrices", "analysis analyses", "criterion criteria",
         "union unions Unions");
    assert_other_stem("en", "analyse", "analysis");
    assert_other_stem("en", "severance", "several");
    assert_same_stem("en", "struck", "strike");
    assert_same_stem("en", "fought", "fight");
}

static void words_with_digits_or_signs_are_not_stemmed(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "en", NULL);
    assert_string_equal(stem_of(ctx, analyser, "2nds"), "2nds");
    assert_string_equal(stem_of(ctx, analyser, "q&as"), "q&as");
    talloc_free(ctx);
}

static void a_stem_does_not_end_within_a_letter(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(stem_of(ctx, analyser_of(ctx, "nl", NULL), "srpⷷe"), "srpⷷ");
    talloc_free(ctx);
}

static void a_language_by_its_primary_subtag_has_its_stemmer(void **state)
{
    (void)state;
    SAME("de-at", "gewerkschaft gewerkschaften");
    SAME("pt-br", "trabalhador trabalhadores");
    SAME("nb", "fagforening fagforeninger");
}

static void a_language_without_a_stemmer_keeps_its_forms(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(stem_of(ctx, analyser_of(ctx, "fy", NULL), "wurknimmers"), "wurknimmers");
    talloc_free(ctx);
}

static void a_stemmer_may_be_none(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    struct analyser_language language = {"en", "none"};
    struct analyser *analyser = analyser_new(ctx, &language, 1, NULL, &err);
    assert_string_equal(stem_of(ctx, analyser, "unions"), "unions");
    talloc_free(ctx);
}

static void forgetting_words_changes_no_answer(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "nl", NULL);
    const char *text = "vakbonden staken omdat raden van organisaties stakingen verbieden vakbonden staken";
    char *all = words_text(ctx, analyse(ctx, analyser, 0, span_of(text)), true);
    assert_true(analyser_remember(analyser, 1));
    assert_string_equal(words_text(ctx, analyse(ctx, analyser, 0, span_of(text)), true), all);
    assert_string_equal(words_text(ctx, analyse(ctx, analyser, 0, span_of(text)), true), all);
    talloc_free(ctx);
}

static bool has_form(const struct span *forms, size_t len, const char *form)
{
    for (size_t i = 0; i < len; i++)
        if (span_is(forms[i], form))
            return true;
    return false;
}

static void variants_are_spellings_that_mean_other_things_too(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "en", NULL);
    size_t len;
    struct span *forms = analyse_variants(ctx, analyser, 0, SPAN("cheques"), &len);
    assert_true(has_form(forms, len, "checks"));
    forms = analyse_variants(ctx, analyser, 0, SPAN("tire"), &len);
    assert_true(has_form(forms, len, "tyre"));
    analyse_variants(ctx, analyser, 0, SPAN("labour"), &len);
    assert_int_equal(len, 0);
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dutch_plurals_share_the_stem_of_their_singulars),
        cmocka_unit_test(dutch_plurals_that_change_their_vowel_do_too),
        cmocka_unit_test(latin_plurals_in_dutch_do_too),
        cmocka_unit_test(dutch_verb_forms_share_a_stem),
        cmocka_unit_test(dutch_adjectives_share_a_stem_with_their_inflected_form),
        cmocka_unit_test(dutch_nouns_in_ge_are_not_cut_to_another_word),
        cmocka_unit_test(a_stem_is_no_stop_word),
        cmocka_unit_test(words_that_only_look_irregular_are_regular),
        cmocka_unit_test(british_and_american_spelling_share_a_stem),
        cmocka_unit_test(words_in_ise_that_are_no_ize_stay),
        cmocka_unit_test(irregular_english_plurals_share_a_stem),
        cmocka_unit_test(words_with_digits_or_signs_are_not_stemmed),
        cmocka_unit_test(a_stem_does_not_end_within_a_letter),
        cmocka_unit_test(a_language_by_its_primary_subtag_has_its_stemmer),
        cmocka_unit_test(a_language_without_a_stemmer_keeps_its_forms),
        cmocka_unit_test(a_stemmer_may_be_none),
        cmocka_unit_test(forgetting_words_changes_no_answer),
        cmocka_unit_test(variants_are_spellings_that_mean_other_things_too),
    };
    return cmocka_run_group_tests_name("stems", tests, NULL, NULL);
}
