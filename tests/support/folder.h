/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A temporary folder for one test, and files in it. Trouble ends the test. */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

#include "base/base.h"

/* Its path: talloc child of ctx; the folder goes when that is freed. */
char *test_folder(void *ctx);

/* folder/path with this content, the folders on the way made. */
void test_write(const char *folder, const char *path, const char *content);
void test_write_bytes(const char *folder, const char *path, const void *content, size_t len);
void test_remove(const char *folder, const char *path);
/* folder/path as a talloc child of ctx. */
char *test_path(void *ctx, const char *folder, const char *path);

/* Runs a command of sh, with what it prints (both streams) as a talloc child of ctx in *out; its exit code. */
int test_run(void *ctx, char **out, const char *command, ...) __attribute__((format(printf, 3, 4)));

#endif
