/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stub lists: the shards of an index, each a server (xapian-tcpsrv) or a database on this machine. The form is
 * libxapian's own, so that its tools read the same file:
 *
 *     # a comment
 *     remote 10.0.0.7:7001
 *     auto shard-1/current          a path, as seen from the stub's folder
 */
#ifndef QUERY_STUB_H
#define QUERY_STUB_H

#include "base/base.h"

enum { STUB_SHARDS_MAX = 256 };

struct stub_shard {
    const char *name;    /* what people are told: as it is written there */
    const char *address; /* of a server, in digits; NULL for a path */
    unsigned port;
    const char *path;
};

struct stub {
    struct stub_shard *at;
    size_t len;
};

/* The stub that path names: the file itself, or the one in a folder of shards. NULL where path is neither. Talloc child of
 * ctx. */
char *stub_at(void *ctx, const char *path);

/* Reads it and looks the servers' names up; talloc child of ctx. ERROR_INPUT with the line where it is wrong or a name is
 * not known. */
struct stub *stub_read(void *ctx, const char *path, struct error *err);

#endif
