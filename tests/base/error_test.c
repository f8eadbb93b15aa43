/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <errno.h>

#include "base/base.h"

static void an_error_names_the_file_the_line_and_the_mend(void **state)
{
    (void)state;
    struct error err;
    assert_false(error_set(&err, ERROR_INPUT, "posts/strike.md", 3, "'date' is not a date", "write it as 2024-03-31"));
    assert_string_equal(err.text, "posts/strike.md:3: 'date' is not a date (write it as 2024-03-31)");
    assert_int_equal(err.kind, ERROR_INPUT);
}

static void what_is_not_known_is_left_out(void **state)
{
    (void)state;
    struct error err;
    error_set(&err, ERROR_INDEX, "index", 0, "is damaged", NULL);
    assert_string_equal(err.text, "index: is damaged");
    error_set(&err, ERROR_INPUT, NULL, 4, "is odd", NULL);
    assert_string_equal(err.text, "line 4: is odd");
    error_setf(&err, ERROR_INPUT, NULL, 0, "do this", "%d of %s", 2, "them");
    assert_string_equal(err.text, "2 of them (do this)");
}

static void control_characters_and_bad_bytes_are_shown_as_question_marks(void **state)
{
    (void)state;
    struct error err;
    error_set(&err, ERROR_INPUT, "a\n\x1B[31m\xFF.md", 1, "b\tc\xC2\x9B é", NULL);
    assert_string_equal(err.text, "a??[31m?.md:1: b?c? é");
}

static void a_long_text_is_cut_between_characters(void **state)
{
    (void)state;
    struct error err;
    char path[3 * ERROR_TEXT_MAX + 1];
    for (size_t i = 0; i < ERROR_TEXT_MAX; i++)
        memcpy(path + 3 * i, "€", 3);
    path[3 * ERROR_TEXT_MAX] = '\0';
    error_set(&err, ERROR_INPUT, path, 1, "what", "mend");
    assert_int_equal(strlen(err.text), (ERROR_TEXT_MAX - 1) / 3 * 3);
    assert_true(utf8_valid(span_of(err.text)));
}

static void an_error_can_be_wrapped_by_itself(void **state)
{
    (void)state;
    struct error err;
    error_set(&err, ERROR_INPUT, NULL, 0, "is bad", NULL);
    error_set(&err, ERROR_INDEX, "a", 2, err.text, NULL);
    assert_string_equal(err.text, "a:2: is bad");
}

static void the_system_says_why(void **state)
{
    (void)state;
    struct error err;
    errno = EACCES;
    assert_false(error_errno(&err, "x.md", "cannot read it", "give permission"));
    assert_string_equal(err.text, "x.md: cannot read it: Permission denied (give permission)");
    assert_int_equal(err.kind, ERROR_SYSTEM);
    errno = ENOMEM;
    error_errno(&err, "x.md", "cannot read it", NULL);
    assert_int_equal(err.kind, ERROR_MEMORY);
}

static void no_place_for_an_error_is_no_trouble(void **state)
{
    (void)state;
    assert_false(error_set(NULL, ERROR_INPUT, "a", 1, "b", NULL));
}

struct heard {
    enum notice kind;
    struct error what;
    int times;
};

static void hear(void *self, enum notice kind, const struct error *what)
{
    struct heard *heard = self;
    *heard = (struct heard){kind, *what, heard->times + 1};
}

static void a_listener_hears_notices(void **state)
{
    (void)state;
    struct heard heard = {0};
    struct listener listener = {hear, &heard};
    notice(&listener, NOTICE_SKIPPED, "a.md", 2, "mend it", "is %s", "broken");
    assert_int_equal(heard.kind, NOTICE_SKIPPED);
    assert_string_equal(heard.what.text, "a.md:2: is broken (mend it)");
    notice_error(&listener, NOTICE_WARNING, &heard.what);
    assert_int_equal(heard.kind, NOTICE_WARNING);
    assert_int_equal(heard.times, 2);
    notice(NULL, NOTICE_INFO, NULL, 0, NULL, "nobody hears this");
    notice_error(NULL, NOTICE_INFO, &heard.what);
    assert_int_equal(heard.times, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_names_the_file_the_line_and_the_mend),
        cmocka_unit_test(what_is_not_known_is_left_out),
        cmocka_unit_test(control_characters_and_bad_bytes_are_shown_as_question_marks),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        cmocka_unit_test(an_error_can_be_wrapped_by_itself),
        cmocka_unit_test(the_system_says_why),
        cmocka_unit_test(no_place_for_an_error_is_no_trouble),
        cmocka_unit_test(a_listener_hears_notices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
