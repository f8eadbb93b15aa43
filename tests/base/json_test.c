/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <math.h>

#include <talloc.h>

#include "base/base.h"

static void commas_and_brackets_fall_into_place(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 1000);
    struct json json = json_new(&out);
    json_open(&json, '{');
    json_key(&json, "a");
    json_open(&json, '[');
    json_int(&json, -1);
    json_number(&json, 0.125, 2);
    json_bool(&json, true);
    json_null(&json);
    json_open(&json, '{');
    json_close(&json, '}');
    json_close(&json, ']');
    json_key(&json, "b");
    json_text(&json, NULL);
    json_key(&json, "c");
    json_raw(&json, SPAN("[1]"));
    json_close(&json, '}');
    assert_string_equal(buffer_string(&out), "{\"a\":[-1,0.12,true,null,{}],\"b\":null,\"c\":[1]}");
    talloc_free(out.at);
}

static void expect_written(struct span text, const char *written)
{
    struct buffer out = buffer_new(NULL, 1000);
    struct json json = json_new(&out);
    json_string(&json, text);
    assert_string_equal(buffer_string(&out), written);
    talloc_free(out.at);
}

static void strings_are_escaped(void **state)
{
    (void)state;
    expect_written(SPAN("é \"q\" \\ / \n\t\x01\0z"), "\"é \\\"q\\\" \\\\ / \\n\\t\\u0001\\u0000z\"");
    expect_written(SPAN("\xE2\x80\xA8"), "\"\\u2028\"");
    expect_written(SPAN(""), "\"\"");
}

static void bytes_that_are_not_utf8_become_a_replacement(void **state)
{
    (void)state;
    expect_written(SPAN("a\xFFz\xC3"), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

static void a_string_can_stand_in_a_script_element(void **state)
{
    (void)state;
    expect_written(SPAN("</script><!-- a/b"), "\"<\\/script><\\u0021-- a/b\"");
}

static void numbers_that_json_has_no_word_for_are_null(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 1000);
    struct json json = json_new(&out);
    json_number(&json, NAN, 2);
    json_number(&json, INFINITY, 2);
    json_number(&json, 2.0 / 3, 4);
    json_int(&json, INT64_MIN);
    assert_string_equal(buffer_string(&out), "null,null,0.6667,-9223372036854775808");
    talloc_free(out.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_and_brackets_fall_into_place),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(bytes_that_are_not_utf8_become_a_replacement),
        cmocka_unit_test(a_string_can_stand_in_a_script_element),
        cmocka_unit_test(numbers_that_json_has_no_word_for_are_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
