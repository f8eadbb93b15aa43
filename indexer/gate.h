/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The publish gate: an index looks at itself before anyone else can see it. */
#ifndef INDEXER_GATE_H
#define INDEXER_GATE_H

#include "indexer/indexer.h"
#include "indexer/plan.h"

struct gate {
    struct xapc_reader *view;         /* the writer's uncommitted view, or a generation that does not serve yet; of all shards */
    const struct plan *const *plans;  /* what was to be written, a shard */
    size_t plans_len;
    uint32_t before;                  /* how many pages serve now; 0: none */
};

/* Checks that what the plans wrote can be read back whole, that no more than max_shrink of the pages are lost, and that
 * the golden queries reach the floor (without a floor: that each is answered). ERROR_REFUSED names what fell;
 * ERROR_INPUT a golden or floor file that is wrong. */
bool gate_check(const struct gate *, const struct settings *, const struct index_options *, struct error *err);

#endif
