/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/cmocka.h"

#include <talloc.h>

#include "base/base.h"

static void markup_becomes_text(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 1000);
    html_escape(&out, SPAN("<a href=\"x\" id='y'>é & b</a>"));
    assert_string_equal(buffer_string(&out), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;é &amp; b&lt;/a&gt;");
    talloc_free(out.at);
}

static void a_url_keeps_only_unreserved_characters(void **state)
{
    (void)state;
    struct buffer out = buffer_new(NULL, 1000);
    url_escape(&out, SPAN("aZ09-._~ é/?&%+#"));
    assert_string_equal(buffer_string(&out), "aZ09-._~%20%C3%A9%2F%3F%26%25%2B%23");
    talloc_free(out.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_becomes_text),
        cmocka_unit_test(a_url_keeps_only_unreserved_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
