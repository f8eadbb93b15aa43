/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rebuild: all pages into generations beside the ones that serve, which are then swapped in. */
#include <stdio.h>

#include "indexer/crew.h"
#include "indexer/facts.h"
#include "indexer/run.h"
#include "indexer/segments.h"
#include "indexer/tables.h"
#include "indexer/words.h"
#include "indexer/xapc.h"

/* From so many pages on a rebuild is worth a process a core, and pieces of at most so much source that are merged, whose
 * terms find room in a core's cache. Smaller ones cost more to merge than they save. One process alone writes so much at
 * once, from memory. */
enum { CREW_PAGES = 1000, PIECE_BYTES = 3 << 19, ALONE_BYTES = 8 << 20 };

static bool make_tables(struct run *run, struct span *lexicon, struct span *glossary, struct error *err)
{
    const char *word_list;
    struct lexicon_source source = {run->site, run->options, run->listener, run->spool, run->workers};

    *lexicon = tables_lexicon(run->site, &source, &word_list, err);
    if (!lexicon->at || !tables_glossary(run->site, site_settings(run->site), glossary, err))
        return false;
    run->words = hash_of(*lexicon);
    run->lexicon = lexicon_load(run->site, *lexicon, err);
    run->manifest = tables_manifest(run->site, run->site, run->options, word_list);
    if (!run->lexicon || !run->manifest)
        return run->lexicon && error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return run_make_analyser(run, err);
}

static bool fill(struct run *run, struct part *part, struct writing *writing, struct error *err)
{
    bool alone = run->workers == 1 && part->plan->len < CREW_PAGES && plan_pieces(part->plan, ALONE_BYTES, 1) == 1;
    const struct segments segments = {.writing = writing,
                                      .plan = part->plan,
                                      .pieces = alone ? 1 : plan_pieces(part->plan, PIECE_BYTES, 2 * run->workers),
                                      .path = part->path,
                                      .workers = run->workers};
    struct xapc_error trouble;

    if (alone ? !write_database(writing, part->plan, part->path, NULL, err) : !segments_write(&segments, err))
        return false;
    part->writer = writing->writer =
        xapc_writer_open(part->path, &(struct xapc_writer_options){.open = XAPC_OPEN}, &trouble);
    if (!part->writer)
        return error_xapc(err, part->path, &trouble);
    return write_keys(writing, part->plan, err);
}

static bool finish(struct run *run, struct part *part, struct span lexicon, struct span glossary, struct error *err)
{
    char schema[16], words[HASH_TEXT_MAX];
    struct xapc_error trouble;

    hash_print(run->words, words);
    snprintf(schema, sizeof(schema), "%d", SCHEMA_VERSION);
    if (!run_set(part->writer, META_SCHEMA, span_of(schema), err) || !run_set(part->writer, META_LEXICON, lexicon, err) ||
        !run_set(part->writer, META_WORDS, span_of(words), err) ||
        !run_set(part->writer, META_GLOSSARY, glossary, err) ||
        (part == run->parts->at && !facts_write(part->writer, run->site, NULL, err)) ||
        !run_name_part(run, part, 0, err))
        return false;
    /* Nobody sees it before it is published; of many shards, only one is held in memory. */
    return run->parts->shards == 0 || xapc_writer_commit(part->writer, &trouble) || error_xapc(err, run->folder, &trouble);
}

static bool fill_part(struct run *run, struct part *part, struct span lexicon, struct span glossary, struct error *err)
{
    struct writing writing = run_writing(run, part);

    part->path = store_next(run->site, part->store, err);
    if (!part->path || !fill(run, part, &writing, err) || !finish(run, part, lexicon, glossary, err))
        return false;
    run->report->skipped += writing.skipped;
    run->done = writing.done;
    return true;
}

static unsigned choose_workers(const struct run *run)
{
    unsigned asked = run->options->workers;

    return asked > 0 ? asked : site_len(run->site) < CREW_PAGES ? 1 : crew_workers();
}

bool run_rebuild(struct run *run, struct error *err)
{
    struct span lexicon, glossary;

    run->workers = choose_workers(run);
    run->spool = spool_new(run->site, run->folder, run->site, err);
    if (!run->spool || !parts_plan(run->parts, run->site, (struct parts_plan){.anew = true}, err) ||
        !make_tables(run, &lexicon, &glossary, err))
        return false;

    bool filled = true;

    run->done = 0;
    for (size_t i = 0; i < run->parts->len && filled; i++)
        filled = fill_part(run, &run->parts->at[i], lexicon, glossary, err);
    filled = filled && run_check(run, err) && parts_commit(run->parts, err);
    parts_close(run->parts);
    run->report->rebuilt = true;
    if (!filled)
        parts_discard(run->parts);
    if (!filled || !parts_publish(run->parts, err))
        return false;
    words_write(run->folder, run->lexicon, run->words);
    return true;
}
