/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <talloc.h>

#include "base/base.h"

#define assert_span(span, text) assert_true(span_is((span), (text)))

static void a_null_text_is_an_empty_span(void **state)
{
    (void)state;
    assert_int_equal(span_of(NULL).len, 0);
    assert_span(span_of(NULL), "");
    assert_true(span_equal((struct span){0}, SPAN("")));
}

static void spans_compare_by_bytes(void **state)
{
    (void)state;
    assert_true(span_compare(SPAN("a"), SPAN("b")) < 0);
    assert_true(span_compare(SPAN("ab"), SPAN("a")) > 0);
    assert_true(span_compare(SPAN("z"), SPAN("é")) < 0);
    assert_int_equal(span_compare(SPAN("é"), SPAN("é")), 0);
    assert_int_equal(span_compare(SPAN(""), (struct span){0}), 0);
}

static void beginnings_and_ends_are_found(void **state)
{
    (void)state;
    assert_true(span_begins(SPAN("posts/a.md"), SPAN("posts/")));
    assert_false(span_begins(SPAN("post"), SPAN("posts/")));
    assert_true(span_ends(SPAN("posts/a.md"), SPAN(".md")));
    assert_false(span_ends(SPAN("md"), SPAN(".md")));
    assert_true(span_ends(SPAN("a"), SPAN("")));
}

static void trimming_takes_white_space_at_both_ends_only(void **state)
{
    (void)state;
    assert_span(span_trim(SPAN(" \t\r\n a b \n")), "a b");
    assert_span(span_trim(SPAN(" \n ")), "");
    assert_span(span_trim(SPAN("\xC2\xA0x")), "\xC2\xA0x");
}

static void a_skip_past_the_end_leaves_nothing(void **state)
{
    (void)state;
    assert_span(span_from(SPAN("abc"), 1), "bc");
    assert_span(span_from(SPAN("abc"), 9), "");
    assert_span(span_first(SPAN("abc"), 2), "ab");
    assert_span(span_first(SPAN("abc"), 9), "abc");
}

static void a_part_is_found_where_it_begins_first(void **state)
{
    (void)state;
    size_t at = 9;
    assert_true(span_find(SPAN("a--b--c"), SPAN("--"), &at));
    assert_int_equal(at, 1);
    assert_true(span_find(SPAN("abc"), SPAN("c"), &at));
    assert_int_equal(at, 2);
    assert_false(span_find(SPAN("abc"), SPAN("abcd"), &at));
    assert_true(span_find(SPAN(""), SPAN(""), &at));
    assert_int_equal(at, 0);
}

static void cutting_gives_each_piece_and_none_behind_the_last_mark(void **state)
{
    (void)state;
    struct span rest = SPAN("a,,b,"), piece;
    assert_true(span_cut(&rest, ',', &piece));
    assert_span(piece, "a");
    assert_true(span_cut(&rest, ',', &piece));
    assert_span(piece, "");
    assert_true(span_cut(&rest, ',', &piece));
    assert_span(piece, "b");
    assert_false(span_cut(&rest, ',', &piece));
}

static void a_copy_ends_in_nul_and_has_a_parent(void **state)
{
    (void)state;
    void *ctx = talloc_new(NULL);
    char *copy = span_copy(ctx, span_first(SPAN("abc"), 2));
    assert_string_equal(copy, "ab");
    assert_ptr_equal(talloc_parent(copy), ctx);
    assert_string_equal(span_copy(ctx, (struct span){0}), "");
    talloc_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_null_text_is_an_empty_span),
        cmocka_unit_test(spans_compare_by_bytes),
        cmocka_unit_test(beginnings_and_ends_are_found),
        cmocka_unit_test(trimming_takes_white_space_at_both_ends_only),
        cmocka_unit_test(a_skip_past_the_end_leaves_nothing),
        cmocka_unit_test(a_part_is_found_where_it_begins_first),
        cmocka_unit_test(cutting_gives_each_piece_and_none_behind_the_last_mark),
        cmocka_unit_test(a_copy_ends_in_nul_and_has_a_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
