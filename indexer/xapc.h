/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The binding's errors into ours. */
#ifndef INDEXER_XAPC_H
#define INDEXER_XAPC_H

#include "base/base.h"
#include "xapian-c/xapian-c.h"

static inline bool error_xapc(struct error *err, const char *path, const struct xapc_error *from)
{
    enum error_kind kind = from->code == XAPC_LOCKED || from->code == XAPC_CHANGED ? ERROR_BUSY
                           : from->code == XAPC_MEMORY                             ? ERROR_MEMORY
                           : from->code == XAPC_SYSTEM                             ? ERROR_SYSTEM
                                                                                   : ERROR_INDEX;

    return error_set(err, kind, path, 0, from->text, NULL);
}

static inline struct xapc_bytes bytes_of(struct span text)
{
    return (struct xapc_bytes){text.at, text.len};
}

static inline struct span span_of_bytes(struct xapc_bytes bytes)
{
    return (struct span){bytes.at, bytes.len};
}

#endif
