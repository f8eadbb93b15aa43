/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reading into what is stored beside its terms: the record, the rank and the other values. */
#ifndef INDEXER_RECORD_H
#define INDEXER_RECORD_H

#include "indexer/document.h"

struct record_positions { /* of the first word of each field */
    uint32_t title, lead;
    uint32_t *headings, *texts;
};

struct record_positions *record_positions_new(void *ctx, size_t sections_len);

/* Fill document->it.data and .values; talloc children of the document. False when memory ran out. */
bool document_set_record(struct document *, const struct reading *, const struct record_positions *,
                         const struct reading *const *siblings, size_t siblings_len);
bool document_set_values(struct document *, const struct document_maker *, const struct reading *,
                         const struct reading *const *siblings, size_t siblings_len);

#endif
