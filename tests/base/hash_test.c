/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include "base/base.h"

static void the_same_bytes_have_the_same_hash_on_every_machine(void **state)
{
    (void)state;
    char out[HASH_TEXT_MAX];
    hash_print(hash_of(SPAN("")), out);
    assert_string_equal(out, "99aa06d3014798d86001c324468d497f"); /* XXH3_128bits of nothing, from its specification */
    assert_true(hash_equal(hash_of(SPAN("a")), hash_of(span_first(SPAN("ab"), 1))));
    assert_false(hash_equal(hash_of(SPAN("a")), hash_of(SPAN("b"))));
    assert_int_equal(hash_short(SPAN("a")), hash_short(SPAN("a")));
    assert_int_not_equal(hash_short(SPAN("a")), hash_short(SPAN("b")));
}

static void the_order_of_two_joined_hashes_counts(void **state)
{
    (void)state;
    struct hash a = hash_of(SPAN("a")), b = hash_of(SPAN("b"));
    assert_true(hash_equal(hash_join(a, b), hash_join(a, b)));
    assert_false(hash_equal(hash_join(a, b), hash_join(b, a)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_have_the_same_hash_on_every_machine),
        cmocka_unit_test(the_order_of_two_joined_hashes_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
