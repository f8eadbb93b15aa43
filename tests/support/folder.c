/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int folder_gone(char *path)
{
    struct error err;

    return folder_remove(path, &err) ? 0 : -1;
}

char *test_folder(void *ctx)
{
    const char *parent = getenv("TMPDIR");
    char *path = talloc_asprintf(ctx, "%s/twc-test-XXXXXX", parent ? parent : "/tmp");

    assert_non_null(mkdtemp(path));
    talloc_set_destructor(path, folder_gone);
    return path;
}

char *test_path(void *ctx, const char *folder, const char *path)
{
    return talloc_asprintf(ctx, "%s/%s", folder, path);
}

void test_write_bytes(const char *folder, const char *path, const void *content, size_t len)
{
    char *whole = test_path(NULL, folder, path), *parent = talloc_strdup(whole, whole);
    struct error err;

    *strrchr(parent, '/') = '\0';
    if (!folder_make(parent, 0755, &err) || !file_write(whole, (struct span){content, len}, &err))
        fail_msg("%s", err.text);
    talloc_free(whole);
}

void test_write(const char *folder, const char *path, const char *content)
{
    test_write_bytes(folder, path, content, strlen(content));
}

void test_remove(const char *folder, const char *path)
{
    char *whole = test_path(NULL, folder, path);

    assert_int_equal(unlink(whole), 0);
    talloc_free(whole);
}

int test_run(void *ctx, char **out, const char *command, ...)
{
    struct buffer printed = buffer_new(ctx, (size_t)64 << 20);
    char chunk[4096];
    size_t len;
    va_list arguments;

    va_start(arguments, command);
    char *line = talloc_vasprintf(ctx, command, arguments);
    va_end(arguments);

    FILE *pipe = popen(talloc_asprintf(ctx, "{ %s ; } 2>&1", line), "r");
    assert_non_null(pipe);
    while ((len = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
        buffer_add(&printed, chunk, len);
    int status = pclose(pipe);
    *out = talloc_strdup(ctx, buffer_string(&printed));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
