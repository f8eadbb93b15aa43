/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of a rebuild written by several processes: a database for each piece of the plan, merged in the plan's order
 * into one. It holds what one process would have written, in the same order, more tightly. */
#ifndef INDEXER_SEGMENTS_H
#define INDEXER_SEGMENTS_H

#include "indexer/write.h"

struct segments {
    struct writing *writing; /* its writer is not used; skipped and done are counted */
    struct plan *plan;       /* in pieces; who was written is marked */
    size_t pieces;
    const char *path;        /* of the merged database: an empty folder, others beginning so are made beside and removed */
    unsigned workers;
};

/* The pages' metadata is the caller's to write. Pages that cannot be read are told, in the plan's order. Errors are
 * write_pages's and crew_run's. */
bool segments_write(const struct segments *, struct error *err);

#endif
