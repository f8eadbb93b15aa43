/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <talloc.h>

#include "base/base.h"
#include "tests/support/starve.h"

static void appends_follow_each_other(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 100);
    assert_string_equal(buffer_string(&out), "");
    buffer_text(&out, "a");
    buffer_char(&out, 'b');
    buffer_span(&out, span_first(SPAN("cde"), 1));
    buffer_codepoint(&out, 0x20AC);
    buffer_format(&out, "%d-%s", 7, "x");
    assert_string_equal(buffer_string(&out), "abc€7-x");
    assert_int_equal(buffer_view(&out).len, 9);
    assert_false(out.full);
    talloc_free(out.at);
}

static void at_its_cap_it_keeps_what_it_has_and_is_full(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 4);
    buffer_text(&out, "abcd");
    assert_false(out.full);
    buffer_char(&out, 'e');
    assert_true(out.full);
    buffer_format(&out, "%s", "f");
    assert_string_equal(buffer_string(&out), "abcd");
    talloc_free(out.at);
}

static void what_does_not_fit_whole_is_left_out_whole(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 4);
    buffer_text(&out, "abc");
    buffer_text(&out, "de");
    assert_true(out.full);
    assert_string_equal(buffer_string(&out), "abc");
    talloc_free(out.at);
}

static void clearing_makes_a_full_buffer_take_again(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 2);
    buffer_text(&out, "abc");
    buffer_clear(&out);
    assert_false(out.full);
    buffer_text(&out, "ab");
    assert_string_equal(buffer_string(&out), "ab");
    buffer_cut(&out, 1);
    buffer_cut(&out, 5);
    assert_string_equal(buffer_string(&out), "a");
    talloc_free(out.at);
}

static bool fill(void *ctx, void *self)
{
    (void)self;
    struct buffer out = buffer_new(ctx, 4096);
    for (int i = 0; i < 1000; i++)
        buffer_char(&out, 'x');
    assert_true(out.full || out.len == 1000);
    for (size_t i = 0; i < out.len; i++)
        assert_int_equal(out.at[i], 'x');
    return !out.full;
}

static void without_memory_it_is_full_and_keeps_what_it_has(void **state)
{
    (void)state;
    assert_true(test_starve(fill, NULL) > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_follow_each_other),
        cmocka_unit_test(at_its_cap_it_keeps_what_it_has_and_is_full),
        cmocka_unit_test(what_does_not_fit_whole_is_left_out_whole),
        cmocka_unit_test(clearing_makes_a_full_buffer_take_again),
        cmocka_unit_test(without_memory_it_is_full_and_keeps_what_it_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
