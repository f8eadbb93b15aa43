/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in slots, and stemmers. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void numbers_sort_as_text_like_numbers(void **state)
{
    (void)state;
    const double numbers[] = {-INFINITY, -1e300, -2.5, -1, -1e-300,    0,     1e-300,
                              0.5,       1,      2,    10, 1700000000, 1e300, INFINITY};
    struct {
        char at[XAPC_NUMBER_MAX];
        size_t len;
    } before = {"", 0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char now[XAPC_NUMBER_MAX] = "";
        size_t len = xapc_number(numbers[i], now);
        assert_true(len <= XAPC_NUMBER_MAX);
        assert_true(xapc_number_read((struct xapc_bytes){now, len}) == numbers[i]);
        int order = memcmp(before.at, now, len < before.len ? len : before.len);
        assert_true(i == 0 || order < 0 || (order == 0 && before.len < len));
        memcpy(before.at, now, sizeof now);
        before.len = len;
    }
}

static void not_a_number_is_no_value(void **state)
{
    (void)state;
    char out[XAPC_NUMBER_MAX];
    assert_int_equal(xapc_number(NAN, out), 0);
}

static void any_bytes_read_as_some_number(void **state)
{
    (void)state;
    char text[12];
    for (int i = 0; i < 10000; i++) {
        size_t len = (size_t)(i % 13);
        for (size_t n = 0; n < len; n++)
            text[n] = (char)rand();
        assert_false(isnan(xapc_number_read((struct xapc_bytes){text, len})));
    }
}

static void stems_to(const char *name, const char *word, const char *expected)
{
    struct xapc_error err;
    char out[64];
    struct xapc_stemmer *stemmer = xapc_stemmer_new(name, &err);
    ok(stemmer != NULL);
    size_t len = xapc_stem(stemmer, bytes(word), out, sizeof out);
    assert_int_equal(len, strlen(expected));
    assert_memory_equal(out, expected, len);
    xapc_stemmer_free(stemmer);
}

static void stemmers_cut_words(void **state)
{
    (void)state;
    stems_to("english", "organising", "organis");
    stems_to("en", "organising", "organis");
    stems_to("kraaij_pohlmann", "huizen", "huis");
    stems_to("dutch", "stakingen", "staking");
    stems_to("none", "stakingen", "stakingen");
}

static void a_stem_that_does_not_fit_is_empty(void **state)
{
    (void)state;
    struct xapc_error err;
    char out[4];
    struct xapc_stemmer *stemmer = xapc_stemmer_new("english", &err);
    assert_int_equal(xapc_stem(stemmer, bytes("organising"), out, sizeof out), 0);
    assert_int_equal(xapc_stem(stemmer, bytes("cats"), out, sizeof out), 3);
    assert_int_equal(xapc_stem(stemmer, bytes(""), out, sizeof out), 0);
    xapc_stemmer_free(stemmer);
}

static void an_unknown_stemmer_is_told(void **state)
{
    (void)state;
    struct xapc_error err;
    fails(xapc_stemmer_new("klingon", &err) != NULL, XAPC_INVALID,
          "no stemmer is called 'klingon' (xapc_stemmer_names() lists them)");
    fails(xapc_stemmer_new("", &err) != NULL, XAPC_INVALID, "no stemmer is called ''");
    fails(xapc_stemmer_new(NULL, &err) != NULL, XAPC_INVALID, "no stemmer is called ''");
}

static void each_listed_stemmer_takes_any_bytes(void **state)
{
    (void)state;
    struct xapc_error err;
    char *list = strdup(xapc_stemmer_names()), *rest = list, *name;
    assert_non_null(strstr(list, "kraaij_pohlmann"));
    while ((name = strsep(&rest, " "))) {
        struct xapc_stemmer *stemmer = xapc_stemmer_new(name, &err);
        ok(stemmer != NULL);
        for (int i = 0; i < 2000; i++) {
            char word[40], out[400];
            size_t len = (size_t)(rand() % (int)sizeof word);
            for (size_t n = 0; n < len; n++)
                word[n] = (char)(i % 2 ? 'a' + rand() % 26 : rand());
            assert_true(xapc_stem(stemmer, (struct xapc_bytes){word, len}, out, sizeof out) <= sizeof out);
        }
        xapc_stemmer_free(stemmer);
    }
    free(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_sort_as_text_like_numbers),   cmocka_unit_test(not_a_number_is_no_value),
        cmocka_unit_test(any_bytes_read_as_some_number),       cmocka_unit_test(stemmers_cut_words),
        cmocka_unit_test(a_stem_that_does_not_fit_is_empty),   cmocka_unit_test(an_unknown_stemmer_is_told),
        cmocka_unit_test(each_listed_stemmer_takes_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
