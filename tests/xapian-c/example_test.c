/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The example program of the README, built and run as it stands. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run(const char *arguments, char *out, size_t room)
{
    char command[2048];
    snprintf(command, sizeof command, "'%s' %s 2>&1", EXAMPLE, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t len = fread(out, 1, room - 1, pipe);
    out[len] = '\0';
    return pclose(pipe);
}

static void it_finds_the_best_recipe_first(void **state)
{
    char arguments[600], out[2000];
    snprintf(arguments, sizeof arguments, "'%s' onion soup", in(state, "recipes.db"));
    for (int round = 0; round < 2; round++) { /* the second run replaces what the first put in */
        assert_int_equal(run(arguments, out, sizeof out), 0);
        char *first = strstr(out, "onion soup with bread and cheese\n");
        assert_non_null(first);
        assert_ptr_equal(strchr(out, '\n'), first + strlen("onion soup with bread and cheese"));
        assert_non_null(strstr(out, "\n3 found\n"));
    }
}

static void it_says_what_is_wrong(void **state)
{
    char arguments[600], out[2000];
    assert_int_not_equal(run("", out, sizeof out), 0);
    assert_string_equal(out, "usage: example DATABASE WORD...\n");
    snprintf(arguments, sizeof arguments, "'%s' onion", in(state, "none/below"));
    assert_int_not_equal(run(arguments, out, sizeof out), 0);
    assert_non_null(strstr(out, "No such file or directory (see to the disk's space"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_finds_the_best_recipe_first),
        cmocka_unit_test(it_says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
