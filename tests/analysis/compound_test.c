/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compounds: what is split, into what, and what is not. The tables beside this file are kept by hand: never-split.txt a
 * word a line; ever-split.txt a word and the parts that a query is told; vocabulary-nl.txt a word list that is small
 * and full of traps (sten, komst, toren). */
#include "support.h"

#include <stdlib.h>
#include <unistd.h>

#include "site_texts.h"

static const char *const codes[] = {"nl"};
static const char site_words[] = "onderneming raad vakbond vak bond arbeid recht overeenkomst staking ontslag bedrijf "
                                 "studenten leden werkloosheid tech";
static const char debian_list[] = "/usr/share/dict/dutch";

static char *table(void *ctx, const char *name)
{
    struct error err = {0};
    size_t len;
    char *path = talloc_asprintf(ctx, "%s/tests/analysis/%s", TWC_SOURCE_DIR, name);
    char *text = file_read(ctx, path, NULL, 1 << 20, &len, NULL, &err);
    if (!text)
        fail_msg("%s", err.text);
    return text;
}

static struct lexicon *load(void *ctx, struct lexicon_builder *builder)
{
    struct error err = {0};
    size_t len;
    char *packed = lexicon_pack(ctx, builder, &len, &err);
    struct lexicon *lexicon = packed ? lexicon_load(ctx, (struct span){packed, len}, &err) : NULL;
    if (!lexicon)
        fail_msg("%s", err.text);
    return lexicon;
}

static void add_list(struct lexicon_builder *builder, const char *path)
{
    struct error err = {0};
    if (!lexicon_add_list(builder, 0, path, &err))
        fail_msg("%s", err.text);
}

/* An analyser whose site has each of these words on two pages; list may be NULL. */
static struct analyser *analyser_on(void *ctx, const char *words, const char *list)
{
    struct lexicon_builder *builder = lexicon_builder_new(ctx, codes, 1);
    struct span rest = span_of(words), word;
    while (span_cut(&rest, ' ', &word))
        for (int i = 0; i < 2; i++)
            lexicon_add(builder, 0, word, false);
    if (list)
        add_list(builder, list);
    return analyser_of(ctx, "nl", load(ctx, builder));
}

static char *split_text(void *ctx, struct analyser *analyser, struct span form)
{
    struct span parts[8];
    struct buffer out = buffer_new(ctx, 4096);
    size_t len = analyse_split(analyser, 0, form, parts, 8);
    for (size_t i = 0; i < len; i++)
        buffer_format(&out, "%s%.*s", i > 0 ? " " : "", (int)parts[i].len, parts[i].at);
    return talloc_strdup(ctx, buffer_string(&out));
}

static char *parts_text(void *ctx, struct analyser *analyser, const char *form)
{
    struct word word = analyse_word(ctx, analyser, 0, span_of(form));
    struct buffer out = buffer_new(ctx, 4096);
    for (size_t i = 0; i < word.parts_len; i++)
        buffer_format(&out, "%s%.*s", i > 0 ? " " : "", (int)word.parts[i].len, word.parts[i].at);
    return talloc_strdup(ctx, buffer_string(&out));
}

static void check_tables(void *ctx, struct analyser *analyser)
{
    struct span rest = span_of(table(ctx, "never-split.txt")), line, word;
    int wrong = 0;
    while (span_cut(&rest, '\n', &line)) {
        char *split = split_text(ctx, analyser, line);
        if (*split && ++wrong)
            print_error("%.*s is split: %s\n", (int)line.len, line.at, split);
    }
    rest = span_of(table(ctx, "ever-split.txt"));
    while (span_cut(&rest, '\n', &line) && line.len > 0) {
        span_cut(&line, ' ', &word);
        char *split = split_text(ctx, analyser, word);
        if (!span_is(line, split) && ++wrong)
            print_error("%.*s is not %.*s but: %s\n", (int)word.len, word.at, (int)line.len, line.at, split);
    }
    assert_int_equal(wrong, 0);
}

static void the_tables_hold_with_a_list_full_of_traps(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *list = talloc_asprintf(ctx, "%s/tests/analysis/vocabulary-nl.txt", TWC_SOURCE_DIR);
    check_tables(ctx, analyser_on(ctx, site_words, list));
    talloc_free(ctx);
}

static void the_tables_hold_with_debians_list(void **state)
{
    (void)state;
    if (access(debian_list, R_OK) != 0) {
        skip();
        return;
    }
    void *ctx = talloc_new(NULL);
    check_tables(ctx, analyser_on(ctx, site_words, debian_list));
    talloc_free(ctx);
}

static void the_index_has_the_stems_of_all_parts_and_of_their_parts(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "vakbond vak bond leden raad raden studenten onderneming", NULL);
    assert_string_equal(parts_text(ctx, analyser, "studentenvakbonden"), "");
    analyser = analyser_on(ctx, "vakbond vakbonden vak bond bonden leden raad raden studenten onderneming", NULL);
    assert_string_equal(parts_text(ctx, analyser, "studentenvakbonden"), "student vakbond vak bond");
    assert_string_equal(parts_text(ctx, analyser, "ondernemingsraden"), "ondernem rad");
    talloc_free(ctx);
}

static void a_query_is_content_with_parts_that_the_site_has(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "vakbond vak bond studenten", NULL);
    assert_string_equal(split_text(ctx, analyser, SPAN("studentenvakbond")), "studenten vakbond");
    talloc_free(ctx);
}

static void three_parts_of_which_no_two_are_known_together_are_found(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "trein staking leider", NULL);
    assert_string_equal(split_text(ctx, analyser, SPAN("treinstakingsleider")), "trein staking leider");
    talloc_free(ctx);
}

static void an_unknown_word_may_stand_before_a_word_that_the_site_uses(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "netwerken netwerken", NULL);
    assert_string_equal(split_text(ctx, analyser, SPAN("gsmanetwerken")), "gsma netwerken");
    assert_string_equal(parts_text(ctx, analyser, "gsmanetwerken"), "netwerk");
    assert_string_equal(split_text(ctx, analyser, SPAN("gsmanetwerk")), "");
    talloc_free(ctx);
}

static void a_site_says_which_words_are_never_split(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon_builder *builder = lexicon_builder_new(ctx, codes, 1);
    for (int i = 0; i < 3; i++) {
        lexicon_add(builder, 0, SPAN("fair"), false);
        lexicon_add(builder, 0, SPAN("phone"), false);
    }
    lexicon_add_never(builder, SPAN("fairphone"));
    struct analyser *analyser = analyser_of(ctx, "nl", load(ctx, builder));
    assert_string_equal(split_text(ctx, analyser, SPAN("fairphone")), "");
    assert_string_equal(split_text(ctx, analyser, SPAN("phonefair")), "phone fair");
    talloc_free(ctx);
}

static void a_joined_hyphen_form_is_not_split(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "arbeids recht arbeid rechten", NULL);
    struct words *words = analyse(ctx, analyser, 0, SPAN("arbeids-recht arbeidsrecht"));
    assert_int_equal(words->len, 4);
    assert_true(words->at[2].joined);
    assert_int_equal(words->at[2].parts_len, 0);
    assert_int_equal(words->at[3].parts_len, 2);
    talloc_free(ctx);
}

static void without_a_lexicon_nothing_is_split(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, "nl", NULL);
    assert_true(analyser_splits(analyser, 0)); /* it would be */
    assert_string_equal(split_text(ctx, analyser, SPAN("ondernemingsraad")), "");
    talloc_free(ctx);
}

static void english_is_not_split(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const char *const english[] = {"en"};
    struct lexicon_builder *builder = lexicon_builder_new(ctx, english, 1);
    for (int i = 0; i < 3; i++) {
        lexicon_add(builder, 0, SPAN("work"), false);
        lexicon_add(builder, 0, SPAN("place"), false);
    }
    struct analyser *analyser = analyser_of(ctx, "en", load(ctx, builder));
    assert_false(analyser_splits(analyser, 0));
    assert_string_equal(split_text(ctx, analyser, SPAN("workplace")), "");
    talloc_free(ctx);
}

static void german_splits_by_the_sites_own_words(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    const char *const german[] = {"de"};
    struct lexicon_builder *builder = lexicon_builder_new(ctx, german, 1);
    static const char *const words[] = {"betrieb", "rat", "arbeit", "vertrag", "vertrage", "recht"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int n = 0; n < 3; n++)
            lexicon_add(builder, 0, span_of(words[i]), false);
    struct analyser *analyser = analyser_of(ctx, "de", load(ctx, builder));
    assert_true(analyser_splits(analyser, 0));
    assert_string_equal(split_text(ctx, analyser, SPAN("betriebsrat")), "betrieb rat");
    assert_string_equal(split_text(ctx, analyser, SPAN("arbeitsvertrag")), "arbeit vertrag");
    assert_string_equal(split_text(ctx, analyser, SPAN("antwort")), "");
    talloc_free(ctx);
}

static void any_word_is_split_in_time_and_within_itself(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "aaaa aaaaa aaaaaa aaaaaaa abab baba ababa en er aaab baaa", NULL);
    struct random random = {17};
    for (int i = 0; i < 2000; i++) {
        char form[80];
        struct span parts[8];
        size_t len = random_below(&random, sizeof form);
        for (size_t n = 0; n < len; n++)
            form[n] = (char)('a' + (random_below(&random, 10) == 0));
        size_t found = analyse_split(analyser, 0, (struct span){form, len}, parts, 8);
        for (size_t n = 0; n < found; n++)
            assert_true(parts[n].at >= form && parts[n].at + parts[n].len <= form + len);
    }
    talloc_free(ctx);
}

static void the_dutch_spelling_with_k_is_a_variant_where_the_site_has_the_one_with_c(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_on(ctx, "contract actie bank", NULL);
    size_t len;
    struct span *forms = analyse_variants(ctx, analyser, 0, SPAN("kontrakt"), &len);
    assert_int_equal(len, 1);
    assert_true(span_is(forms[0], "contract"));
    forms = analyse_variants(ctx, analyser, 0, SPAN("aktie"), &len);
    assert_int_equal(len, 1);
    assert_true(span_is(forms[0], "actie"));
    analyse_variants(ctx, analyser, 0, SPAN("bank"), &len);
    assert_int_equal(len, 0);
    talloc_free(ctx);
}

/* ---- on the real site ---- */

struct site {
    char *texts[SITE_TEXTS_MAX];
    size_t len;
};

static bool read_site(void *ctx, struct site *site)
{
    char *path = shared_folder(ctx, "truth/twc-site-nl.jsonl");
    site->len = path ? site_texts(ctx, path, "nl", site->texts) : 0;
    return site->len > 0;
}

static int compare(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static void add_page(struct lexicon_builder *builder, struct analyser *analyser, const char *text)
{
    void *ctx = talloc_new(NULL);
    struct words *words = analyse(ctx, analyser, 0, span_of(text));
    struct span *forms = array_new(ctx, struct span, words->len);
    for (size_t i = 0; i < words->len; i++)
        forms[i] = words->at[i].form;
    if (words->len > 0)
        qsort(forms, words->len, sizeof *forms, compare);
    for (size_t i = 0; i < words->len; i++)
        if (i == 0 || !span_equal(forms[i], forms[i - 1]))
            lexicon_add(builder, 0, forms[i], false);
    talloc_free(ctx);
}

static bool has_stem_or_part(struct analyser *analyser, const char *text, struct span stem)
{
    void *ctx = talloc_new(NULL);
    bool found = false;
    struct words *words = analyse(ctx, analyser, 0, span_of(text));
    for (size_t i = 0; i < words->len && !found; i++) {
        found = span_equal(words->at[i].stem, stem);
        for (size_t k = 0; k < words->at[i].parts_len; k++)
            found = found || span_equal(words->at[i].parts[k], stem);
    }
    talloc_free(ctx);
    return found;
}

static bool has_substring(const char *text, const char *word)
{
    void *ctx = talloc_new(NULL);
    bool found = strstr(fold_key(ctx, span_of(text)), word) != NULL;
    talloc_free(ctx);
    return found;
}

static void check_recall(struct analyser *analyser, const struct site *site, const char *word, double least)
{
    void *ctx = talloc_new(NULL);
    struct span stem = analyse_word(ctx, analyser, 0, span_of(word)).stem;
    int scanned = 0, reached = 0;
    for (size_t i = 0; i < site->len; i++) {
        bool there = has_substring(site->texts[i], word);
        scanned += there;
        reached += there && has_stem_or_part(analyser, site->texts[i], stem);
    }
    print_message("%s: %d of %d pages\n", word, reached, scanned);
    assert_true(reached >= least * scanned);
    talloc_free(ctx);
}

static void check_site(const char *list)
{
    void *ctx = talloc_new(NULL);
    struct site site = {.len = 0};
    if (!read_site(ctx, &site) || (list && access(list, R_OK) != 0)) {
        talloc_free(ctx);
        skip();
        return;
    }
    struct lexicon_builder *builder = lexicon_builder_new(ctx, codes, 1);
    struct analyser *plain = analyser_of(ctx, "nl", NULL);
    for (size_t i = 0; i < site.len; i++)
        add_page(builder, plain, site.texts[i]);
    if (list)
        add_list(builder, list);
    struct analyser *analyser = analyser_of(ctx, "nl", load(ctx, builder));
    static const char *const words[] = {"raad", "vakbond", "ontslag", "staking", "arbeid"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        check_recall(analyser, &site, words[i], .9);
    check_recall(analyser, &site, "recht", .78);
    check_tables(ctx, analyser);
    talloc_free(ctx);
}

static void parts_reach_what_a_substring_scan_of_the_real_site_finds(void **state)
{
    (void)state;
    check_site(debian_list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_hold_with_a_list_full_of_traps),
        cmocka_unit_test(the_tables_hold_with_debians_list),
        cmocka_unit_test(the_index_has_the_stems_of_all_parts_and_of_their_parts),
        cmocka_unit_test(a_query_is_content_with_parts_that_the_site_has),
        cmocka_unit_test(three_parts_of_which_no_two_are_known_together_are_found),
        cmocka_unit_test(an_unknown_word_may_stand_before_a_word_that_the_site_uses),
        cmocka_unit_test(a_site_says_which_words_are_never_split),
        cmocka_unit_test(a_joined_hyphen_form_is_not_split),
        cmocka_unit_test(without_a_lexicon_nothing_is_split),
        cmocka_unit_test(english_is_not_split),
        cmocka_unit_test(german_splits_by_the_sites_own_words),
        cmocka_unit_test(any_word_is_split_in_time_and_within_itself),
        cmocka_unit_test(the_dutch_spelling_with_k_is_a_variant_where_the_site_has_the_one_with_c),
        cmocka_unit_test(parts_reach_what_a_substring_scan_of_the_real_site_finds),
    };
    return cmocka_run_group_tests_name("compound", tests, NULL, NULL);
}
