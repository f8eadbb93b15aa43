/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The site-wide tables of a generation: lexicon, glossary, manifest. Made at a rebuild, kept by updates. */
#ifndef INDEXER_TABLES_H
#define INDEXER_TABLES_H

#include "analysis/analysis.h"
#include "corpus/corpus.h"
#include "indexer/indexer.h"
#include "indexer/spool.h"
#include "xapian-c/xapian-c.h"

/* The languages of the site as the analyser wants them; talloc child of ctx. */
struct analyser_language *tables_languages(void *ctx, const struct settings *);

/* What must be the same for an index to be brought up to date rather than made anew: settings, program, libxapian, word
 * lists. Hex; talloc child of ctx. */
char *tables_settings_hash(void *ctx, const struct site *, const struct index_options *);

/* Of Hugo's own configuration and of what hugo-config.yaml says of it; talloc child of ctx. */
const char *tables_hugo_hashes(void *ctx, const struct site *);

/* hugo-config.yaml is what Hugo made of its configuration once; nobody remembers to make it again. before: the hashes
 * when the index was made, or NULL. */
void tables_warn_of_stale(const struct site *, const struct index_options *, const char *before, const struct listener *);

/* What the lexicon is made from. */
struct lexicon_source {
    const struct site *site;
    const struct index_options *options;
    const struct listener *listener;
    struct spool *spool; /* out: the texts that were read; NULL: they are not kept */
    unsigned workers;    /* processes that read; 1: this one alone */
};

/* Reads all pages once for their words. Packed; talloc child of ctx. Pages that cannot be read, or of which there is
 * something to tell, are passed over in silence and not kept: it is told when they are indexed. */
struct span tables_lexicon(void *ctx, const struct lexicon_source *, const char **word_list, struct error *err);

/* Packed; empty where the site asks for no glossary. */
bool tables_glossary(void *ctx, const struct settings *, struct span *packed, struct error *err);

struct manifest *tables_manifest(void *ctx, const struct site *, const struct index_options *, const char *word_list);

#endif
