/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damage that no query notices. */
#include "query/index.h"

/* Documents times their length: a few milliseconds, which may be spent on an answer without a hit. */
#define LOOKED_THROUGH_MAX 500000.0

bool index_is_sound(struct index *index, struct error *err)
{
    struct xapc_error trouble, unread;
    bool changed = false;

    if (index->sound || index->stats.documents * index->stats.average_length > LOOKED_THROUGH_MAX)
        return true;
    index->sound = xapc_reader_compare(index->reader, &trouble);
    if (index->sound || trouble.code != XAPC_DAMAGED)
        return true; /* what else is wrong, the next question meets */
    /* A writer that passed meanwhile leaves nothing that could be judged. */
    if (!xapc_reader_reopen(index->reader, &changed, &unread) || changed)
        return true;
    return index_error(index, &trouble, err);
}
