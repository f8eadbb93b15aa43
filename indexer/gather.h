/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a site's pages, counted for its lexicon. */
#ifndef INDEXER_GATHER_H
#define INDEXER_GATHER_H

#include "analysis/analysis.h"
#include "corpus/corpus.h"
#include "indexer/indexer.h"
#include "indexer/spool.h"

struct gathering {
    const struct site *site;
    const struct index_options *options;
    struct spool *spool;             /* out: the texts that were read; NULL: they are not kept */
    struct analyser *analyser;       /* without a lexicon */
    struct lexicon_builder *builder; /* out */
    unsigned workers;                /* processes; 1: this one alone. The lexicon is the same */
};

/* Reads all pages. Those that cannot be read are passed over in silence; of those of which there is something to tell the
 * text is not kept. ERROR_MEMORY, and ERROR_SYSTEM where a process could not be begun or was killed. */
bool gather_pages(struct gathering *, struct error *err);

#endif
