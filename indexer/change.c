/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An update: what changed into what serves, in one transaction a shard. */
#include <string.h>

#include "indexer/facts.h"
#include "indexer/run.h"
#include "indexer/xapc.h"

static bool change_facts(struct run *run, struct part *part, struct error *err)
{
    struct xapc_error trouble;
    struct xapc_reader *known = xapc_reader_open(store_current(part->store), &trouble);
    bool changed = known ? facts_write(part->writer, run->site, known, err) : error_xapc(err, run->folder, &trouble);

    xapc_reader_free(known);
    return changed;
}

static bool change_part(struct run *run, struct part *part, struct error *err)
{
    struct xapc_error trouble;
    const char *path = store_current(part->store);

    part->sums = SUMS_NONE;
    if (!sums_remove(path, err))
        return false;
    part->writer = xapc_writer_open(path, &(struct xapc_writer_options){.open = XAPC_OPEN}, &trouble);
    if (!part->writer)
        return error_xapc(err, path, &trouble);
    if (!xapc_writer_begin(part->writer, &trouble))
        return error_xapc(err, run->folder, &trouble);

    struct writing writing = run_writing(run, part);
    writing.lexicon = run->lexicon;
    bool changed = write_pages(&writing, part->plan, err) && write_removals(&writing, part->plan, err) &&
                   (part != run->parts->at || !run->other_facts || change_facts(run, part, err)) &&
                   run_name_part(run, part, part->standing->unknown + writing.unknown, err);

    run->report->skipped += writing.skipped;
    run->done = writing.done;
    return changed;
}

static bool is_touched(const struct part *part)
{
    return part->plan->added + part->plan->changed + part->plan->gone_len > 0;
}

/* When the next page comes due is known to the shard that was published last: where no page changes, to the first. */
static bool change_all(struct run *run, struct error *err)
{
    bool changed = true, touched = false;

    for (size_t i = 0; i < run->parts->len; i++)
        touched = touched || is_touched(&run->parts->at[i]);
    for (size_t i = 0; i < run->parts->len && changed; i++)
        if (is_touched(&run->parts->at[i]) || (i == 0 && (!touched || run->other_facts)))
            changed = change_part(run, &run->parts->at[i], err);
    return changed && run_check(run, err) && parts_commit(run->parts, err);
}

/* What whoever looks at some pages only will go by. */
static bool has_other_facts(const struct run *run)
{
    const char *before = run->parts->at[0].standing->facts;
    char *now = run->partial ? NULL : facts_line(run->site, run->site);

    return now && (!before || strcmp(before, now) != 0);
}

bool run_change(struct run *run, struct error *err)
{
    bool touched = false;
    run->manifest = run->standing->manifest;
    run->words = run->standing->words;
    if (!parts_plan(run->parts, run->site, (struct parts_plan){false, run->partial, run->partial ? NULL : run->named}, err))
        return false;
    run->other_facts = has_other_facts(run);
    for (size_t i = 0; i < run->parts->len; i++)
        touched = touched || is_touched(&run->parts->at[i]);
    if (!touched && !run->other_facts && run->manifest->next_change == run_next_change(run)) {
        parts_sum(run->parts); /* a killed run took them */
        return true;
    }
    if (!run_make_analyser(run, err))
        return false;

    bool changed = change_all(run, err);

    parts_close(run->parts); /* gives up what was not committed */
    if (!changed && err->kind != ERROR_REFUSED)
        return false;
    parts_sum(run->parts);
    return changed;
}
