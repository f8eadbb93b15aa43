/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the daemon may no longer do once it serves.
 *
 * The order matters. sandbox_files() comes after the sockets and the log are open and before any thread is made, since
 * Landlock binds the calling thread and its later children only. sandbox_calls() comes when all threads are there: the
 * filter is put on every one of them. */
#ifndef HTTP_SANDBOX_H
#define HTTP_SANDBOX_H

#include "base/base.h"
#include "query/query.h"

/* Files: the index folder can be read and nothing else opened, made, changed or run; no TCP connection (kernels from
 * 6.7). Drops every capability, and leaves no core file. Where the folder is not there yet its nearest parent that is stands for it.
 * *scope is that folder, a talloc child of ctx. Of an index in shards (else NULL): their folders, and connections to their
 * servers' ports. */
bool sandbox_files(void *ctx, const char *index, struct shards *, char **scope, struct error *err);

/* System calls: no new program, no connection (unless it connects to shards), no file opened for writing, no memory that is both written and run; what
 * is not needed for serving is answered with EPERM, on all threads. */
bool sandbox_calls(bool connects, struct error *err);

#endif
