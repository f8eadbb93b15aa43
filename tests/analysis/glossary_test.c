/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms of the glossary in a query. */
#include "support.h"

enum { NL, EN };
static const struct analyser_language both[] = {{"nl", NULL}, {"en", NULL}};

struct fixture {
    struct analyser *analyser;
    struct glossary_builder *builder;
    struct glossary *glossary;
};

static struct fixture *fixture_new(void *ctx)
{
    struct error err = {0};
    struct fixture *fixture = talloc_zero(ctx, struct fixture);
    fixture->analyser = analyser_new(fixture, both, 2, NULL, &err);
    fixture->builder = glossary_builder_new(fixture);
    return fixture;
}

/* Terms with '|' between. */
static void add_side(struct fixture *fixture, const char *lang, const char *terms)
{
    struct span rest = span_of(terms), term;
    while (span_cut(&rest, '|', &term))
        glossary_term(fixture->builder, lang, term);
}

static void add(struct fixture *fixture, const char *en, const char *nl)
{
    glossary_concept(fixture->builder, false, false);
    add_side(fixture, "en", en);
    add_side(fixture, "nl", nl);
}

static void load(struct fixture *fixture)
{
    struct error err = {0};
    size_t len;
    char *packed = glossary_pack(fixture, fixture->builder, &len, &err);
    fixture->glossary = packed ? glossary_load(fixture, (struct span){packed, len}, fixture->analyser, &err) : NULL;
    if (!fixture->glossary)
        fail_msg("%s", err.text);
}

/* "works council(en,literal)>ondernemingsraad|OR …" */
static char *matches_for(struct fixture *fixture, const char *query, int readers)
{
    struct words *words[] = {analyse(fixture, fixture->analyser, NL, span_of(query)),
                             analyse(fixture, fixture->analyser, EN, span_of(query))};
    size_t len;
    struct glossary_match *matches = glossary_find(fixture, fixture->glossary, &(struct glossary_query){words, 2, readers}, &len);
    struct buffer out = buffer_new(fixture, 1 << 16);
    for (size_t i = 0; i < len; i++) {
        buffer_format(&out, "%s%.*s(%s%s)", i > 0 ? " " : "", (int)matches[i].text.len, matches[i].text.at,
                      matches[i].lang, matches[i].literal ? ",literal" : "");
        for (size_t k = 0; k < matches[i].targets_len; k++)
            buffer_format(&out, "%s%.*s", k > 0 ? "|" : ">", (int)matches[i].targets[k].text.len,
                          matches[i].targets[k].text.at);
    }
    return talloc_strdup(fixture, buffer_string(&out));
}

static char *matches_of(struct fixture *fixture, const char *query)
{
    return matches_for(fixture, query, -1);
}

static struct fixture *labour(void *ctx)
{
    struct fixture *fixture = fixture_new(ctx);
    add(fixture, "works council", "ondernemingsraad|OR");
    add(fixture, "works council elections", "OR-verkiezingen");
    add(fixture, "union", "vakbond");
    add(fixture, "unionise", "vakbond oprichten");
    add(fixture, "training", "opleiding");
    add(fixture, "train", "trein");
    add(fixture, "strike", "staking");
    add(fixture, "labour day", "dag van de arbeid");
    add(fixture, "burn-out", "overspannen");
    add(fixture, "sick pay", "loon bij ziekte");
    glossary_concept(fixture->builder, true, false);
    add_side(fixture, "nl", "opzegging");
    add_side(fixture, "en", "give notice");
    glossary_concept(fixture->builder, false, true);
    add_side(fixture, "en", "about");
    add_side(fixture, "nl", "over");
    load(fixture);
    return fixture;
}

static void a_term_has_the_others_of_its_line(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "works council"), "works council(en,literal)>ondernemingsraad|OR");
    assert_string_equal(matches_of(labour(ctx), "Ondernemingsraad"), "ondernemingsraad(nl,literal)>works council|OR");
    talloc_free(ctx);
}

static void the_longest_span_comes_first_and_none_overlap(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "strike works council elections"),
                        "works council elections(en,literal)>OR-verkiezingen strike(en,literal)>staking");
    talloc_free(ctx);
}

static void a_span_may_hold_stop_words(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "de dag van de arbeid"), "dag van de arbeid(nl,literal)>labour day");
    talloc_free(ctx);
}

static void other_forms_match_by_stem_and_are_told_apart(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "vakbonden"), "vakbond(nl)>union");
    assert_string_equal(matches_of(labour(ctx), "works councils"), "works council(en)>ondernemingsraad|OR");
    talloc_free(ctx);
}

static void a_literal_match_wins_over_one_by_stem(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "training"), "training(en,literal)>opleiding");
    assert_string_equal(matches_of(labour(ctx), "train"), "train(en,literal)>trein");
    talloc_free(ctx);
}

static void of_matches_by_stem_the_nearest_in_spelling_wins(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "unions"), "union(en)>vakbond");
    assert_string_equal(matches_of(labour(ctx), "trains"), "train(en)>trein");
    talloc_free(ctx);
}

static void a_hyphen_or_none_is_the_same_term(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "burn-out"), "burn-out(en,literal)>overspannen");
    assert_string_equal(matches_of(labour(ctx), "burnout"), "burn-out(en,literal)>overspannen");
    talloc_free(ctx);
}

static void one_way_is_asked_from_one_side_only(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "opzegging"), "opzegging(nl,literal)>give notice");
    assert_string_equal(matches_of(labour(ctx), "give notice"), "");
    talloc_free(ctx);
}

static void a_word_of_navigation_must_be_the_whole_query(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    assert_string_equal(matches_of(labour(ctx), "about"), "about(en,literal)>over");
    assert_string_equal(matches_of(labour(ctx), "ask about my diagnosis"), "");
    talloc_free(ctx);
}

static void an_abbreviation_that_is_a_conjunction_is_meant_where_none_can_stand(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct fixture *fixture = labour(ctx);
    assert_string_equal(matches_of(fixture, "OR"), "OR(nl,literal)>works council|ondernemingsraad");
    assert_string_equal(matches_of(fixture, "or"), "OR(nl,literal)>works council|ondernemingsraad");
    assert_string_equal(matches_of(fixture, "de OR stemt"), "OR(nl,literal)>works council|ondernemingsraad");
    assert_string_equal(matches_of(fixture, "taken van de or"), "OR(nl,literal)>works council|ondernemingsraad");
    assert_string_equal(matches_of(fixture, "fired or laid off"), "");
    assert_string_equal(matches_of(fixture, "FIRED OR LAID OFF"), "");
    assert_string_equal(matches_for(fixture, "FIRED or LAID OFF", NL), "");
    talloc_free(ctx);
}

static void capitals_say_nothing_of_what_an_abbreviation_means(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct fixture *fixture = labour(ctx);
    const char *council = "OR(nl,literal)>works council|ondernemingsraad";
    assert_string_equal(matches_of(fixture, "zelf een or beginnen"), council);
    assert_string_equal(matches_of(fixture, "ZELF EEN OR BEGINNEN"), council);
    assert_string_equal(matches_of(fixture, "fired OR laid off"), "");
    assert_string_equal(matches_for(fixture, "rol or reorganisatie", NL), council);
    assert_string_equal(matches_for(fixture, "wages OR hours", EN), "");
    assert_string_equal(matches_of(fixture, "wages or hours"), "");
    talloc_free(ctx);
}

static void the_glossary_knows_its_words_of_one_word(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct fixture *fixture = labour(ctx);
    assert_int_equal(glossary_concepts(fixture->glossary), 12);
    assert_true(glossary_knows(fixture->glossary, "nl", SPAN("vakbonden"), SPAN("vakbond")));
    assert_true(glossary_knows(fixture->glossary, "en", SPAN("burnout"), SPAN("burnout")));
    assert_false(glossary_knows(fixture->glossary, "nl", SPAN("union"), SPAN("union")));
    assert_false(glossary_knows(fixture->glossary, "en", SPAN("works"), SPAN("work")));
    talloc_free(ctx);
}

static void an_empty_glossary_and_an_empty_query_match_nothing(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct fixture *empty = fixture_new(ctx);
    load(empty);
    assert_string_equal(matches_of(empty, "works council"), "");
    assert_string_equal(matches_of(labour(ctx), ""), "");
    assert_string_equal(matches_of(labour(ctx), "🤗"), "");
    talloc_free(ctx);
}

static void a_term_without_a_word_is_harmless(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct fixture *fixture = fixture_new(ctx);
    add(fixture, "🤗|hug", "");
    load(fixture);
    assert_string_equal(matches_of(fixture, "hug"), "hug(en,literal)>🤗");
    talloc_free(ctx);
}

static void damaged_bytes_are_an_error_and_never_more(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct fixture *fixture = fixture_new(ctx);
    struct random random = {23};
    struct error err = {0};
    size_t len;
    add(fixture, "works council|WC", "ondernemingsraad|OR");
    add(fixture, "strike", "staking");
    char *packed = glossary_pack(ctx, fixture->builder, &len, &err);
    for (size_t cut = 1; cut < len; cut++) {
        assert_null(glossary_load(ctx, (struct span){packed, cut}, fixture->analyser, &err));
        assert_int_equal(err.kind, ERROR_INDEX);
    }
    assert_string_equal(err.text, "the index's glossary is damaged (make it anew: twc-index --rebuild)");
    for (int i = 0; i < 3000; i++) {
        size_t at = random_below(&random, (uint32_t)len);
        char old = packed[at];
        packed[at] = (char)random_below(&random, 256);
        fixture->glossary = glossary_load(ctx, (struct span){packed, len}, fixture->analyser, &err);
        if (fixture->glossary)
            matches_of(fixture, "works council OR strike");
        talloc_free(fixture->glossary);
        packed[at] = old;
    }
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_has_the_others_of_its_line),
        cmocka_unit_test(the_longest_span_comes_first_and_none_overlap),
        cmocka_unit_test(a_span_may_hold_stop_words),
        cmocka_unit_test(other_forms_match_by_stem_and_are_told_apart),
        cmocka_unit_test(a_literal_match_wins_over_one_by_stem),
        cmocka_unit_test(of_matches_by_stem_the_nearest_in_spelling_wins),
        cmocka_unit_test(a_hyphen_or_none_is_the_same_term),
        cmocka_unit_test(one_way_is_asked_from_one_side_only),
        cmocka_unit_test(a_word_of_navigation_must_be_the_whole_query),
        cmocka_unit_test(an_abbreviation_that_is_a_conjunction_is_meant_where_none_can_stand),
        cmocka_unit_test(capitals_say_nothing_of_what_an_abbreviation_means),
        cmocka_unit_test(the_glossary_knows_its_words_of_one_word),
        cmocka_unit_test(an_empty_glossary_and_an_empty_query_match_nothing),
        cmocka_unit_test(a_term_without_a_word_is_harmless),
        cmocka_unit_test(damaged_bytes_are_an_error_and_never_more),
    };
    return cmocka_run_group_tests_name("glossary", tests, NULL, NULL);
}
