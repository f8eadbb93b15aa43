/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reading into the document that the index keeps: terms, filters, values, record, by the schema. */
#ifndef INDEXER_DOCUMENT_H
#define INDEXER_DOCUMENT_H

#include "indexer/reading.h"
#include "xapian-c/xapian-c.h"

struct document {
    struct xapc_document it;
    struct span unique;        /* TERM_PATH and the path */
};

struct document_maker {
    struct analyser *analyser;
    const struct settings *settings;
    bool sharded;              /* it goes into a shard, and carries its place in the order */
};

/* siblings are the readings of its translations that lend it words (settings.translate). Talloc child of ctx; NULL when
 * memory ran out. */
struct document *document_new(void *ctx, const struct document_maker *, const struct reading *,
                              const struct reading *const *siblings, size_t siblings_len);

/* What a page is called in addresses of the API: path less language, extension and a final /index or /_index. */
char *page_id(void *ctx, const struct page *);

#endif
