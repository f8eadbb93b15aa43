/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <ftw.h>
#include <stdlib.h>

#include <talloc.h>

#include "base/base.h"
#include "tests/support/folder.h"

enum { TEXT_MAX = 16 << 20 };

static void assert_mended(const char *text, const char *wanted)
{
    size_t runs;
    char *mended = clean_mojibake(NULL, span_of(text), &runs);
    assert_non_null(mended);
    assert_string_equal(mended, wanted);
    assert_true((runs > 0) == (strcmp(text, wanted) != 0));
    talloc_free(mended);
}

static void mojibake_is_mended(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"weâ€™re", "we’re"},
        {"Organise! ðŸ¤—", "Organise! 🤗"},
        {"movements.Â\xC2\xA0", "movements.\xC2\xA0"},
        {"cafÃ©", "café"},
        {"CAFÃ‰", "CAFÉ"},
        {"GRÃ–SSE", "GRÖSSE"},
        {"TÃŠTE Ã\xC2\xA0 TÃŠTE", "TÊTE à TÊTE"},
        {"Ã…ngstrÃ¶m", "Ångström"},
        {"BÅ“uf", "Bœuf"},
        {"Ã©Ã¨ Ã§a", "éè ça"},
        {"â‚¬ 5, 20Â°C, Â£5", "€ 5, 20°C, £5"},
        {"Â« mot Â»", "« mot »"},
        {"kÄ…t, Å‚za, Å¼aba", "kąt, łza, żaba"},
        {"ÄŒernockÃ½", "Černocký"},
        {"ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"},
        {"ä¸\xC2\xADæ–‡", "中文"},
        {"Ã\xC2\xA0 la carte", "à la carte"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_mended(pairs[i][0], pairs[i][1]);
}

static void the_bytes_that_windows_1252_leaves_undefined_are_mended(void **state)
{
    (void)state;
    assert_mended("â€œquoteâ€\xC2\x9D", "“quote”");
    assert_mended("Ã\xC2\x81rbol, Ã\xC2\x8D", "Árbol, Í");
    assert_mended("â\xC2\x80\xC2\x99", "’"); /* read as ISO 8859-1 */
}

static void text_that_was_misread_twice_is_mended(void **state)
{
    (void)state;
    assert_mended("weÃ¢â‚¬â„¢re", "we’re");
    assert_mended("cafÃƒÂ©", "café");
    assert_mended("Ã¢â‚¬Å“quoteÃ¢â‚¬Â\xC2\x9D", "“quote”");
}

static void what_was_hidden_by_mojibake_is_cleaned_as_well(void **state)
{
    (void)state;
    assert_mended("ï»¿---", "---");
    assert_mended("cafeÌ\xC2\x81", "café");
}

static void good_text_comes_back_byte_for_byte(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "plain", "é", "«â€»", "“naïve café”", "“â€”", "NÃO, SÃO PAULO, CORAÇÃO", "AMANHÃ", "“AMANHÃ”", "MANHÃ…",
        "MANHÃ – TARDE", "IRMÃ’S", "Â’r, Â", "« la lettre Â»", "«Â»", "È… E poi", "“perché”–così", "là»…",
        "CAFÉ’S, CAFÉ™, NESCAFÉ®", "PŘÍŠTÍ, KRÍŽ, DĚLNÍCI", "TÄMÄ…", "RØ–", "3×½, 2×², 5×…", "Spaß…", "Gruß”",
        "€ 5 – € 10, 20 °C, § 3, 5 µm", "l’été… l’œuvre «là»", "ïƒ", "żółć, Žižek, œuvre", "Привет, 中文, עברית", "🤗 👩‍💻",
        "café—“the bar”", "É — È", "ÖÄÜ öäü", "Dvořák’s", "çà", "ŠÍŠE",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_mended(good[i], good[i]);
}

static void what_could_be_either_is_mended_beside_sure_mojibake_of_its_kind(void **state)
{
    (void)state;
    assert_mended("MANHÃ”", "MANHÃ”");
    assert_mended("MANHÃ” cafÃ©", "MANHÔ café");
    assert_mended("MANHÃ” weâ€™re", "MANHÃ” we’re"); /* of another kind */
    assert_mended("“MANHÃ” cafÃ©", "“MANHÃ” café"); /* the quote closes one that is good */
}

static void a_page_half_of_which_is_mended_stays_right(void **state)
{
    (void)state;
    assert_mended("we’re at “Ålesund”, weâ€™re here", "we’re at “Ålesund”, we’re here");
}

static void a_run_of_which_only_a_part_turns_back_stays(void **state)
{
    (void)state;
    assert_mended("éÃ©", "éÃ©");
    assert_mended("Ã", "Ã");
}

static void control_characters_that_are_no_mojibake_become_spaces(void **state)
{
    (void)state;
    size_t runs;
    char *mended = clean_mojibake(NULL, SPAN("a\xC2\x9D" "b"), &runs);
    assert_string_equal(mended, "a b");
    assert_int_equal(runs, 0);
    talloc_free(mended);
}

/* Properties, over every text that is here: good text stays, and garbled text becomes what it was. */

static void misread(struct buffer *out, struct span bytes)
{
    static const uint16_t high[] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
                                    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E, 0x178};
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        buffer_codepoint(out, byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte);
    }
}

static void check_text(const char *path, struct span raw)
{
    size_t runs;
    void *ctx = talloc_new(NULL);
    struct span good = span_of(clean_text(ctx, raw, NULL));
    struct buffer once = buffer_new(ctx, TEXT_MAX), twice = buffer_new(ctx, TEXT_MAX);
    if (!span_equal(span_of(clean_mojibake(ctx, good, &runs)), good))
        fail_msg("%s: good text was changed in %zu places", path, runs);
    misread(&once, good);
    if (!span_equal(span_of(clean_mojibake(ctx, buffer_view(&once), NULL)), good))
        fail_msg("%s: misread once, it does not come back", path);
    misread(&twice, buffer_view(&once));
    if (!span_equal(span_of(clean_mojibake(ctx, buffer_view(&twice), NULL)), good))
        fail_msg("%s: misread twice, it does not come back", path);
    talloc_free(ctx);
}

static bool is_text(const char *path)
{
    static const char *const ends[] = {".md", ".html", ".yaml", ".toml"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (span_ends(span_of(path), span_of(ends[i])))
            return true;
    return false;
}

static int checked; /* nftw hands nothing on */

static int visit(const char *path, const struct stat *state, int kind, struct FTW *where)
{
    struct error err;
    size_t len;
    (void)state, (void)where;
    if (kind != FTW_F || !is_text(path))
        return 0;
    char *raw = file_read(NULL, path, NULL, TEXT_MAX, &len, NULL, &err);
    if (!raw)
        fail_msg("%s", err.text);
    check_text(path, (struct span){raw, len});
    checked++;
    talloc_free(raw);
    return 0;
}

static void check_folder(const char *folder, int least)
{
    checked = 0;
    assert_int_equal(nftw(folder, visit, 32, FTW_PHYS), 0);
    assert_true(checked >= least);
}

static const char shared[] = TWC_SOURCE_DIR "/../shared/corpora";

static void the_real_site_stays_and_comes_back(void **state)
{
    (void)state;
    if (!file_exists(shared))
        skip();
    char *site = test_path(NULL, shared, "twc-site-nl");
    check_folder(site, 80);
    talloc_free(site);
}

static void many_documents_stay_and_come_back(void **state)
{
    (void)state;
    char *out, *archive = test_path(NULL, shared, "docs-12k.tar.xz"), *folder = test_folder(archive);
    if (!file_exists(archive)) {
        talloc_free(archive);
        skip();
    }
    /* A sample, so that it takes seconds: the folders whose names begin with s or t. */
    assert_int_equal(test_run(archive, &out, "tar -xJf '%s' -C '%s' --wildcards '*/[st]*/*.md'", archive, folder), 0);
    check_folder(folder, 500);
    talloc_free(archive);
}

static void the_seed_page_is_mended(void **state)
{
    (void)state;
    size_t len, runs;
    struct error err;
    char *path = test_path(NULL, shared, "seed/what-is-tech-workers-coalition.md");
    if (!file_exists(path)) {
        talloc_free(path);
        skip();
    }
    char *raw = file_read(path, path, NULL, TEXT_MAX, &len, NULL, &err);
    char *mended = clean_mojibake(path, span_of(clean_text(path, (struct span){raw, len}, NULL)), &runs);
    assert_int_equal(runs, 6);
    assert_non_null(strstr(mended, "where we’re at"));
    assert_non_null(strstr(mended, "Organise! 🤗"));
    assert_non_null(strstr(mended, "connected movements.\xC2\xA0\n"));
    assert_null(strstr(mended, "â"));
    assert_null(strstr(mended, "Â"));
    check_text(path, span_of(mended));
    talloc_free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mojibake_is_mended),
        cmocka_unit_test(the_bytes_that_windows_1252_leaves_undefined_are_mended),
        cmocka_unit_test(text_that_was_misread_twice_is_mended),
        cmocka_unit_test(what_was_hidden_by_mojibake_is_cleaned_as_well),
        cmocka_unit_test(good_text_comes_back_byte_for_byte),
        cmocka_unit_test(what_could_be_either_is_mended_beside_sure_mojibake_of_its_kind),
        cmocka_unit_test(a_page_half_of_which_is_mended_stays_right),
        cmocka_unit_test(a_run_of_which_only_a_part_turns_back_stays),
        cmocka_unit_test(control_characters_that_are_no_mojibake_become_spaces),
        cmocka_unit_test(the_real_site_stays_and_comes_back),
        cmocka_unit_test(many_documents_stay_and_come_back),
        cmocka_unit_test(the_seed_page_is_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
