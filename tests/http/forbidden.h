/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the daemon may not do, tried by the thread that asks. */
#ifndef TESTS_HTTP_FORBIDDEN_H
#define TESTS_HTTP_FORBIDDEN_H

/* "allowed: none" or the names of what was, then "; tried N; thread TID". folder: the index. Talloc child of ctx. */
char *forbidden_try(void *ctx, const char *folder);

#endif
