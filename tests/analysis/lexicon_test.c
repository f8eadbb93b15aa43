/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that a generation knows. */
#include "support.h"

#include <stdlib.h>

#include "tests/support/folder.h"

static const char *const codes[] = {"nl", "en"};

static struct lexicon_builder *builder_new(void *ctx)
{
    struct lexicon_builder *builder = lexicon_builder_new(ctx, codes, 2);
    assert_non_null(builder);
    return builder;
}

static void add(struct lexicon_builder *builder, int language, const char *form, int pages)
{
    for (int i = 0; i < pages; i++)
        lexicon_add(builder, language, span_of(form), false);
}

static char *pack(void *ctx, struct lexicon_builder *builder, size_t *len)
{
    struct error err = {0};
    char *packed = lexicon_pack(ctx, builder, len, &err);
    if (!packed)
        fail_msg("%s", err.text);
    return packed;
}

static struct lexicon *load(void *ctx, struct lexicon_builder *builder)
{
    struct error err = {0};
    size_t len;
    char *packed = pack(ctx, builder, &len);
    struct lexicon *lexicon = lexicon_load(ctx, (struct span){packed, len}, &err);
    if (!lexicon)
        fail_msg("%s", err.text);
    return lexicon;
}

static void a_word_tells_its_pages_by_language(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon_builder *builder = builder_new(ctx);
    add(builder, 0, "staking", 3);
    add(builder, 1, "staking", 1);
    lexicon_add(builder, 1, SPAN("strike"), true);
    struct lexicon *lexicon = load(ctx, builder);
    struct lexicon_word word;
    assert_true(lexicon_find(lexicon, SPAN("staking"), &word));
    assert_int_equal(word.pages[0], 3);
    assert_int_equal(word.pages[1], 1);
    assert_int_equal(word.prominent, 0);
    assert_true(lexicon_find(lexicon, SPAN("strike"), &word));
    assert_int_equal(word.prominent, 2);
    assert_false(lexicon_find(lexicon, SPAN("stak"), &word));
    assert_false(lexicon_find(lexicon, SPAN("stakings"), &word));
    assert_int_equal(lexicon_languages(lexicon), 2);
    assert_int_equal(lexicon_language(lexicon, "en"), 1);
    assert_int_equal(lexicon_language(lexicon, "de"), -1);
    talloc_free(ctx);
}

static void an_empty_lexicon_knows_nothing(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon *lexicon = load(ctx, builder_new(ctx));
    struct lexicon_word word;
    struct lexicon_near near;
    assert_false(lexicon_knows(lexicon, SPAN("x")));
    assert_int_equal(lexicon_begins(lexicon, SPAN(""), &word, 1), 0);
    assert_int_equal(lexicon_nearest(lexicon, 0, SPAN("x"), 2, &near, 1), 0);
    talloc_free(ctx);
}

static void a_word_list_gives_its_plain_lower_case_words_folded(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    test_write(folder, "list", "Amsterdam\ncoöperatie\nraad\nna-apen\nad hoc\ncao's\nA4\nraad\nbond\r\nzee\n");
    struct lexicon_builder *builder = builder_new(ctx);
    struct error err = {0};
    add(builder, 0, "raad", 1);
    assert_true(lexicon_add_list(builder, 0, test_path(ctx, folder, "list"), &err));
    struct lexicon *lexicon = load(ctx, builder);
    struct lexicon_word word;
    assert_true(lexicon_find(lexicon, SPAN("cooperatie"), &word));
    assert_int_equal(word.listed, 1);
    assert_int_equal(lexicon_pages(&word), 0);
    assert_true(lexicon_find(lexicon, SPAN("raad"), &word));
    assert_int_equal(word.listed, 1);
    assert_int_equal(word.pages[0], 1);
    assert_true(lexicon_knows(lexicon, SPAN("bond")));
    assert_false(lexicon_knows(lexicon, SPAN("amsterdam")));
    assert_false(lexicon_knows(lexicon, SPAN("hoc")));
    assert_false(lexicon_knows(lexicon, SPAN("naapen")));
    assert_false(lexicon_knows(lexicon, SPAN("cao")));
    assert_int_equal(lexicon_listed(lexicon, 0), 3);
    assert_int_equal(lexicon_listed(lexicon, 1), 0);
    talloc_free(ctx);
}

static void a_word_list_that_is_not_there_is_told(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct error err = {0};
    assert_false(lexicon_add_list(builder_new(ctx), 0, "/nowhere/words", &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.text, "/nowhere/words"));
    talloc_free(ctx);
}

static void two_lists_of_a_language_are_one_and_a_last_line_needs_no_end(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    test_write(folder, "one", "bond\nloon\nraad\nzee");
    test_write(folder, "two", "aardappel\nloon\npatiënt\nzeef\n");
    struct lexicon_builder *builder = builder_new(ctx);
    struct error err = {0};
    add(builder, 0, "raad", 1);
    assert_true(lexicon_add_list(builder, 0, test_path(ctx, folder, "one"), &err));
    assert_true(lexicon_add_list(builder, 0, test_path(ctx, folder, "two"), &err));
    struct lexicon *lexicon = load(ctx, builder);
    static const char *const words[] = {"aardappel", "bond", "loon", "patient", "raad", "zee", "zeef"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct lexicon_word word;
        assert_true(lexicon_find(lexicon, span_of(words[i]), &word));
        assert_int_equal(word.listed, 1);
    }
    assert_int_equal(lexicon_listed(lexicon, 0), 6);
    talloc_free(ctx);
}

static void every_word_of_a_large_list_is_found_and_no_other(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    struct buffer list = buffer_new(ctx, 1 << 20);
    struct random random = {11};
    for (int i = 0; i < 5000; i++) {
        for (uint32_t n = 2 + random_below(&random, 10); n > 0; n--)
            buffer_char(&list, (char)('a' + random_below(&random, 4)));
        buffer_char(&list, '\n');
    }
    test_write(folder, "list", buffer_string(&list));
    struct lexicon_builder *builder = builder_new(ctx);
    struct error err = {0};
    assert_true(lexicon_add_list(builder, 1, test_path(ctx, folder, "list"), &err));
    struct lexicon *lexicon = load(ctx, builder);
    struct span rest = buffer_view(&list), line;
    while (span_cut(&rest, '\n', &line)) {
        struct lexicon_word word;
        assert_true(lexicon_find(lexicon, line, &word));
        assert_int_equal(word.listed, 2);
        char *other = talloc_asprintf(ctx, "%.*se", (int)line.len, line.at);
        assert_false(lexicon_knows(lexicon, span_of(other)));
    }
    talloc_free(ctx);
}

static void known_and_never_are_kept(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon_builder *builder = builder_new(ctx);
    lexicon_add_known(builder, 1, SPAN("redundancy"));
    lexicon_add_never(builder, SPAN("overeenkomst"));
    struct lexicon *lexicon = load(ctx, builder);
    struct lexicon_word word;
    assert_true(lexicon_find(lexicon, SPAN("redundancy"), &word));
    assert_int_equal(word.known, 2);
    assert_true(lexicon_find(lexicon, SPAN("overeenkomst"), &word));
    assert_true(word.never_split);
    talloc_free(ctx);
}

static void completions_come_by_pages(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon_builder *builder = builder_new(ctx);
    add(builder, 0, "onder", 2);
    add(builder, 0, "onderhandelen", 5);
    add(builder, 0, "ondernemingsraad", 9);
    add(builder, 0, "oud", 20);
    lexicon_add_known(builder, 0, SPAN("onderling"));
    struct lexicon *lexicon = load(ctx, builder);
    struct lexicon_word found[3];
    assert_int_equal(lexicon_begins(lexicon, SPAN("onde"), found, 3), 3);
    assert_true(span_is(found[0].form, "ondernemingsraad"));
    assert_true(span_is(found[1].form, "onderhandelen"));
    assert_true(span_is(found[2].form, "onder"));
    assert_int_equal(lexicon_begins(lexicon, SPAN("onde"), found, 1), 1);
    assert_true(span_is(found[0].form, "ondernemingsraad"));
    assert_int_equal(lexicon_begins(lexicon, SPAN("ondex"), found, 3), 0);
    talloc_free(ctx);
}

static struct lexicon *spelling_lexicon(void *ctx)
{
    struct lexicon_builder *builder = builder_new(ctx);
    static const char *const words[] = {"works",        "work",      "worker",  "council", "counsel",
                                        "vakbond",      "vakbonden", "staking", "café",    "negotiation",
                                        "negotiations", "рабочий",   "an"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        add(builder, 1, words[i], 1);
    add(builder, 1, "works", 5);
    lexicon_add_known(builder, 1, SPAN("surveillance"));
    return load(ctx, builder);
}

static void finds(const struct lexicon *lexicon, const char *typed, const char *expected, int distance)
{
    struct lexicon_near near[4];
    size_t len = lexicon_nearest(lexicon, 1, span_of(typed), 2, near, 4);
    if (len == 0 || !span_is(near[0].word.form, expected) || near[0].distance != distance)
        fail_msg("%s: %.*s at %d", typed, len ? (int)near[0].word.form.len : 0, len ? near[0].word.form.at : "",
                 len ? near[0].distance : -1);
}

static void letters_added_missing_changed_or_swapped_are_mended(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon *lexicon = spelling_lexicon(ctx);
    finds(lexicon, "worksc", "works", 1);
    finds(lexicon, "cuoncil", "council", 1);
    finds(lexicon, "concil", "council", 1);
    finds(lexicon, "councel", "council", 1);
    finds(lexicon, "vakbodn", "vakbond", 1);
    finds(lexicon, "vakbonde", "vakbond", 1);
    finds(lexicon, "negociacion", "negotiation", 2);
    finds(lexicon, "surveilance", "surveillance", 1);
    finds(lexicon, "работчий", "рабочий", 1);
    finds(lexicon, "рбаочий", "рабочий", 1);
    talloc_free(ctx);
}

static void nothing_far_is_near(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon *lexicon = spelling_lexicon(ctx);
    struct lexicon_near near[4];
    assert_int_equal(lexicon_nearest(lexicon, 1, SPAN("zzzzzz"), 2, near, 4), 0);
    assert_int_equal(lexicon_nearest(lexicon, 1, SPAN("councxxx"), 2, near, 4), 0);
    assert_int_equal(lexicon_nearest(lexicon, 1, SPAN("worksc"), 0, near, 4), 0);
    talloc_free(ctx);
}

static void of_words_equally_near_the_one_on_more_pages_comes_first(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon_near near[4];
    size_t len = lexicon_nearest(spelling_lexicon(ctx), 1, SPAN("workz"), 1, near, 4);
    assert_int_equal(len, 2);
    assert_true(span_is(near[0].word.form, "works"));
    assert_true(span_is(near[1].word.form, "work"));
    talloc_free(ctx);
}

/* Optimal string alignment by the book, for words of ASCII. */
static int slow_distance(struct span a, struct span b)
{
    int d[20][20];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            d[i][j] = i == 0 ? (int)j : j == 0 ? (int)i : d[i - 1][j - 1] + (a.at[i - 1] != b.at[j - 1]);
            if (i > 0 && j > 0) {
                d[i][j] = d[i - 1][j] + 1 < d[i][j] ? d[i - 1][j] + 1 : d[i][j];
                d[i][j] = d[i][j - 1] + 1 < d[i][j] ? d[i][j - 1] + 1 : d[i][j];
            }
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                d[i][j] = d[i - 2][j - 2] + 1 < d[i][j] ? d[i - 2][j - 2] + 1 : d[i][j];
        }
    return d[a.len][b.len];
}

static char *random_word(void *ctx, struct random *random)
{
    char *word = talloc_zero_array(ctx, char, 12);
    for (uint32_t n = 1 + random_below(random, 9); n > 0; n--)
        word[n - 1] = (char)('a' + random_below(random, 3));
    return word;
}

static void the_nearest_are_those_that_a_full_comparison_finds(void **state)
{
    (void)state;
    enum { WORDS = 600 };
    void *ctx = talloc_new(NULL);
    struct random random = {5};
    struct lexicon_builder *builder = builder_new(ctx);
    char *words[WORDS];
    for (size_t i = 0; i < WORDS; i++)
        lexicon_add(builder, 0, span_of(words[i] = random_word(ctx, &random)), false);
    struct lexicon *lexicon = load(ctx, builder);
    struct lexicon_near near[WORDS];
    for (int round = 0; round < 200; round++) {
        struct span typed = span_of(random_word(ctx, &random));
        size_t len = lexicon_nearest(lexicon, 0, typed, 2, near, WORDS), expected = 0;
        for (size_t i = 0; i < WORDS; i++) {
            bool again = false;
            for (size_t k = 0; k < i; k++)
                again = again || strcmp(words[k], words[i]) == 0;
            expected += !again && slow_distance(typed, span_of(words[i])) <= 2;
        }
        assert_int_equal(len, expected);
        for (size_t i = 0; i < len; i++)
            assert_int_equal(near[i].distance, slow_distance(typed, near[i].word.form));
    }
    talloc_free(ctx);
}

static void try_damaged(struct span packed)
{
    struct error err = {0};
    struct lexicon_word words[4];
    struct lexicon_near near[4];
    struct lexicon *lexicon = lexicon_load(NULL, packed, &err);
    if (!lexicon) {
        assert_int_equal(err.kind, ERROR_INDEX);
        return;
    }
    lexicon_find(lexicon, SPAN("staking"), &words[0]);
    lexicon_begins(lexicon, SPAN("s"), words, 4);
    lexicon_nearest(lexicon, 0, SPAN("stakng"), 2, near, 4);
    talloc_free(lexicon);
}

static void damaged_bytes_are_an_error_and_never_more(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    struct lexicon_builder *builder = builder_new(ctx);
    struct random random = {13};
    size_t len;
    for (int i = 0; i < 300; i++)
        lexicon_add(builder, i % 2, span_of(random_word(ctx, &random)), i % 3 == 0);
    char *packed = pack(ctx, builder, &len);
    for (size_t cut = 0; cut < len; cut += 1 + len / 200)
        try_damaged((struct span){packed, cut});
    for (int i = 0; i < 2000; i++) {
        size_t at = random_below(&random, (uint32_t)len);
        char old = packed[at];
        packed[at] = (char)random_below(&random, 256);
        try_damaged((struct span){packed, len});
        packed[at] = old;
    }
    talloc_free(ctx);
}

/* Whatever it says. */
static void ask_anything(struct lexicon *lexicon)
{
    static const char *const words[] = {"aardappel", "bond", "bondgenoot", "patient", "raad", "strike", "zee", "zzz"};
    struct lexicon_word found;
    for (size_t i = 0; lexicon && i < sizeof words / sizeof *words; i++)
        lexicon_find(lexicon, span_of(words[i]), &found);
    talloc_free(lexicon);
}

static void an_image_says_what_the_lexicon_did_and_a_damaged_one_nothing(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *folder = test_folder(ctx);
    test_write(folder, "list", "aardappel\nbond\npatiënt\nraad\nzee\n");
    struct lexicon_builder *builder = builder_new(ctx);
    struct error err = {0};
    struct hash packed = hash_of(SPAN("packed")), other = hash_of(SPAN("other"));
    size_t len;
    add(builder, 0, "raad", 3);
    add(builder, 1, "strike", 1);
    assert_true(lexicon_add_list(builder, 0, test_path(ctx, folder, "list"), &err));
    char *image = lexicon_image(ctx, load(ctx, builder), packed, &len);
    struct lexicon *lexicon = lexicon_of_image(ctx, (struct span){image, len}, packed, true);
    struct lexicon_word word;
    assert_non_null(lexicon);
    assert_true(lexicon_find(lexicon, SPAN("raad"), &word));
    assert_int_equal(word.pages[0], 3);
    assert_int_equal(word.listed, 1);
    assert_true(lexicon_find(lexicon, SPAN("patient"), &word));
    assert_false(lexicon_knows(lexicon, SPAN("patien")));
    assert_int_equal(lexicon_site_words(lexicon), 2);
    assert_int_equal(lexicon_listed(lexicon, 0), 4);
    assert_null(lexicon_of_image(ctx, (struct span){image, len}, other, false));
    for (size_t i = 0; i < len; i++) {
        assert_null(lexicon_of_image(ctx, (struct span){image, i}, packed, true));
        image[i] ^= 4;
        assert_null(lexicon_of_image(ctx, (struct span){image, len}, packed, true));
        for (unsigned char with = 1; with; with = (unsigned char)(with << 1)) {
            image[i] ^= (char)with;
            ask_anything(lexicon_of_image(ctx, (struct span){image, len}, packed, false));
            image[i] ^= (char)with;
        }
        image[i] ^= 4;
    }
    talloc_free(ctx);
}

static void the_message_about_damage_names_its_mend(void **state)
{
    (void)state;
    struct error err = {0};
    assert_null(lexicon_load(NULL, SPAN("junk that is no lexicon"), &err));
    assert_string_equal(err.text, "the index's word table is damaged (make it anew: twc-index --rebuild)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_tells_its_pages_by_language),
        cmocka_unit_test(an_empty_lexicon_knows_nothing),
        cmocka_unit_test(a_word_list_gives_its_plain_lower_case_words_folded),
        cmocka_unit_test(a_word_list_that_is_not_there_is_told),
        cmocka_unit_test(two_lists_of_a_language_are_one_and_a_last_line_needs_no_end),
        cmocka_unit_test(every_word_of_a_large_list_is_found_and_no_other),
        cmocka_unit_test(known_and_never_are_kept),
        cmocka_unit_test(completions_come_by_pages),
        cmocka_unit_test(letters_added_missing_changed_or_swapped_are_mended),
        cmocka_unit_test(nothing_far_is_near),
        cmocka_unit_test(of_words_equally_near_the_one_on_more_pages_comes_first),
        cmocka_unit_test(the_nearest_are_those_that_a_full_comparison_finds),
        cmocka_unit_test(damaged_bytes_are_an_error_and_never_more),
        cmocka_unit_test(an_image_says_what_the_lexicon_did_and_a_damaged_one_nothing),
        cmocka_unit_test(the_message_about_damage_names_its_mend),
    };
    return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
