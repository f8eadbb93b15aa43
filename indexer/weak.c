/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/weak.h"

#include <math.h>

#include "analysis/analysis.h"

struct weak {
    const char *prefix, *lang;
    size_t length;
    struct postings *counted; /* a multiset: the wdf counts */
};

/* The normalised frequency from which a level is reached, by DFR's second normalisation (Amati and Van Rijsbergen,
 * "Probabilistic models of information retrieval", 2002) with c = 1 and a reference length of 500 words. IneB2 gives a
 * normalised frequency of 1 half of what it gives at most, 3 three quarters, 8 nearly nine tenths. */
static const double level_from[SCHEMA_LEVELS] = {0, 3, 8};
enum { REFERENCE_LENGTH = 500, TERM_TEXT_MAX = 1 << 16 };

struct weak *weak_new(void *ctx, const char *prefix, const char *lang, size_t length)
{
    struct weak *weak = talloc_zero(ctx, struct weak);

    if (!weak)
        return NULL;
    *weak = (struct weak){prefix, lang, length > 0 ? length : 1, postings_new(weak)};
    return weak;
}

void weak_add(struct weak *weak, struct span stem, unsigned times)
{
    if (weak && weak->counted)
        postings_add(weak->counted, stem, times, NO_POSITION);
}

bool weak_write(struct weak *weak, struct postings *out)
{
    size_t len;
    const struct xapc_posting *counted = weak && weak->counted ? postings_list(weak->counted, &len) : NULL;

    if (!counted)
        return false;

    struct buffer term = buffer_new(weak, TERM_TEXT_MAX);

    for (size_t i = 0; i < len; i++) {
        double normalised = counted[i].wdf * log2(1 + (double)REFERENCE_LENGTH / (double)weak->length);
        struct span stem = {counted[i].term.at, counted[i].term.len};
        for (int level = 1; level <= SCHEMA_LEVELS && normalised >= level_from[level - 1]; level++)
            postings_add(out, schema_term(&term, weak->prefix, level, weak->lang, stem), 0, NO_POSITION);
    }
    return !term.full;
}
