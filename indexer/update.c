/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/indexer.h"

#include <stdio.h>
#include <time.h>

#include "indexer/crew.h"
#include "indexer/facts.h"
#include "indexer/home.h"
#include "indexer/local.h"
#include "indexer/parts.h"
#include "indexer/seen.h"
#include "indexer/segments.h"
#include "indexer/tables.h"
#include "indexer/words.h"
#include "indexer/write.h"
#include "indexer/xapc.h"

/* glass's inverter slows as a batch grows: about 2.5 MB of text a commit is where it is fastest. */
enum { BATCH_BYTES = 2500 * 1000 };
/* From so many pages on a rebuild is worth a process a core, and pieces of at most so much source that are merged: one
 * commit each, whose terms find room in a core's cache. Smaller ones cost more to merge than they save. */
enum { CREW_PAGES = 1000, PIECE_BYTES = 3 << 19 };
/* Past so many unknown forms in a hundred known ones the lexicon is made anew. */
enum { UNKNOWN_PERCENT = 2 };
/* What the analyser remembers: a large site's usual words, 8 MB when all are used. With fewer most are stemmed again; of a
 * few pages that costs less than the memory. */
enum { ANALYSER_WORDS = 1 << 16, ANALYSER_FEW_WORDS = 1 << 10 };

struct run {
    const struct index_options *options;
    const struct listener *listener;
    struct index_report *report;
    struct site *site;
    struct parts *parts;
    struct standing *standing;  /* of the part that was published last */
    struct manifest *manifest;
    struct lexicon *lexicon;
    struct hash words;          /* of the packed lexicon */
    struct analyser *analyser;
    struct spool *spool;
    unsigned workers;           /* of a rebuild */
    size_t done;                /* pages, for the progress */
    char folder[HOME_MAX];      /* the index folder */
    struct named *named;        /* NULL: all is looked at */
    bool partial;               /* the site is what was named, and the rest is as the index has it */
    bool other_facts;           /* the index does not know yet what the whole site is */
    bool warned;                /* while the site was opened: to be told again at the next run */
};

static double clock_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static bool out_of_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

/* ---- before ---- */

static bool open_lexicon(struct run *run)
{
    struct error damaged;

    /* As much is promised of it as of the index: up to the size that has checksums, one wrong bit is seen. */
    run->lexicon = words_open(run->site, run->folder, run->standing->words, run->parts->at[0].sums == SUMS_SAME);
    if (run->lexicon)
        return true;
    run->lexicon = lexicon_load(run->site, standing_lexicon(run->site, store_current(run->parts->at[0].store)), &damaged);
    if (run->lexicon)
        words_write(run->folder, run->lexicon, run->standing->words);
    return run->lexicon != NULL;
}

/* Why the index must be made anew; NULL when it can be brought up to date. */
static const char *reason_to_rebuild(struct run *run)
{
    const struct standing *standing = run->standing;

    for (size_t i = 0; i < run->parts->len; i++)
        if (!run->parts->at[i].standing->there)
            return run->parts->at[i].standing->why;
    if (run->options->rebuild)
        return "--rebuild was asked for";
    if (run->options->forget)
        return "--forget was asked for";

    const char *trouble = parts_trouble(run->parts);

    if (trouble)
        return trouble;

    char *settings = tables_settings_hash(run->standing, run->site, run->options);

    if (!settings || strcmp(settings, standing->manifest->settings_hash) != 0)
        return "settings, glossary, word list or program are others than those it was made with";
    if (!open_lexicon(run))
        return "its lexicon cannot be read";
    if (run->parts->unknown * 100 > (uint64_t)lexicon_site_words(run->lexicon) * UNKNOWN_PERCENT)
        return "too many of the site's words are new to its lexicon";
    return NULL;
}

static bool make_analyser(struct run *run, struct error *err)
{
    const struct settings *settings = site_settings(run->site);

    run->analyser = analyser_new(run->site, tables_languages(run->site, settings), settings->languages_len,
                                 run->lexicon, err);
    if (run->analyser)
        analyser_remember(run->analyser, run->partial ? ANALYSER_FEW_WORDS : ANALYSER_WORDS); /* no memory for more: it goes on with those it has */
    return run->analyser != NULL;
}

/* ---- writing ---- */

static bool set_text(struct xapc_writer *writer, const char *key, struct span value, struct error *err)
{
    struct xapc_error trouble;

    return xapc_writer_set_metadata(writer, key, bytes_of(value), &trouble) || error_xapc(err, NULL, &trouble);
}

/* All that answers depend on. Two publishes in one second, or on a clock that was set back, must not share a name: those
 * who read the index, and who keep answers, go by it. */
static unsigned content_mark(const struct run *run, const struct part *part)
{
    struct hash made = hash_join(hash_of(span_of(run->manifest->settings_hash)), run->words);

    return (unsigned)hash_join((struct hash){.low = part->plan->content}, made).low;
}

/* UTC time and a mark of the content. */
static char *name_generation(const struct run *run, const struct part *part)
{
    time_t now = (time_t)run->options->now;
    struct tm utc;
    char stamp[20];

    gmtime_r(&now, &utc);
    strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &utc);
    return talloc_asprintf(run->site, "%s-%08x", stamp, content_mark(run, part));
}

static int64_t next_change(const struct run *run)
{
    return run->partial ? run->standing->manifest->next_change : site_next_change(run->site);
}

static void report_generation(struct run *run)
{
    char *name = parts_generation(run->site, run->parts);

    if (name)
        snprintf(run->report->generation, sizeof(run->report->generation), "%s", name);
}

static bool set_generation(struct run *run, struct part *part, uint64_t unknown, struct error *err)
{
    struct xapc_writer *writer = part->writer;
    char content[17], unknown_text[24];
    size_t len;

    part->generation = name_generation(run, part);
    snprintf(content, sizeof(content), "%016lx", (unsigned long)part->plan->content);
    snprintf(unknown_text, sizeof(unknown_text), "%lu", (unsigned long)unknown);
    run->manifest->next_change = next_change(run);

    char *manifest = manifest_pack(run->site, run->manifest, &len);

    if (!manifest || !part->generation)
        return out_of_memory(err);
    return set_text(writer, META_MANIFEST, (struct span){manifest, len}, err) &&
           set_text(writer, META_HUGO, span_of(tables_hugo_hashes(run->site, run->site)), err) &&
           set_text(writer, META_CONTENT, span_of(content), err) &&
           set_text(writer, META_UNKNOWN, span_of(unknown_text), err) &&
           set_text(writer, META_GENERATION, span_of(part->generation), err);
}

static struct writing writing_new(const struct run *run, const struct part *part)
{
    size_t due = 0;

    for (size_t i = 0; i < run->parts->len; i++)
        due += run->parts->at[i].plan->added + run->parts->at[i].plan->changed;
    return (struct writing){.site = run->site,
                            .options = run->options,
                            .listener = run->listener,
                            .spool = run->spool,
                            .maker = {run->analyser, site_settings(run->site), run->parts->shards > 0},
                            .writer = part->writer,
                            .done = run->done,
                            .due = due};
}

static bool check(struct run *run, struct error *err)
{
    return parts_check(run->parts, site_settings(run->site), run->options, err);
}

/* ---- a rebuild, beside ---- */

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
        return run->lexicon ? out_of_memory(err) : false;
    return make_analyser(run, err);
}

static bool fill(struct run *run, struct part *part, struct writing *writing, struct error *err)
{
    bool alone = run->workers == 1 && part->plan->len < CREW_PAGES;
    const struct segments segments = {.writing = writing,
                                      .plan = part->plan,
                                      .pieces = alone ? 1 : plan_pieces(part->plan, PIECE_BYTES, 2 * run->workers),
                                      .path = part->path,
                                      .workers = run->workers};
    const struct xapc_writer_options how = {.open = alone ? XAPC_CREATE_OR_OVERWRITE : XAPC_OPEN};
    struct xapc_error trouble;

    if (!alone && !segments_write(&segments, err))
        return false;
    part->writer = writing->writer = xapc_writer_open(part->path, &how, &trouble);
    if (!part->writer)
        return error_xapc(err, part->path, &trouble);
    return alone ? write_pages(writing, part->plan, err) : write_keys(writing, part->plan, err);
}

static bool finish(struct run *run, struct part *part, struct span lexicon, struct span glossary, struct error *err)
{
    char schema[16], words[HASH_TEXT_MAX];
    struct xapc_error trouble;

    hash_print(run->words, words);
    snprintf(schema, sizeof(schema), "%d", SCHEMA_VERSION);
    if (!set_text(part->writer, META_SCHEMA, span_of(schema), err) ||
        !set_text(part->writer, META_LEXICON, lexicon, err) || !set_text(part->writer, META_WORDS, span_of(words), err) || !set_text(part->writer, META_GLOSSARY, glossary, err) ||
        (part == run->parts->at && !facts_write(part->writer, run->site, NULL, err)) || !set_generation(run, part, 0, err))
        return false;
    /* Nobody sees it before it is published; of many shards, only one is held in memory. */
    return run->parts->shards == 0 || xapc_writer_commit(part->writer, &trouble) || error_xapc(err, run->folder, &trouble);
}

static bool fill_part(struct run *run, struct part *part, struct span lexicon, struct span glossary, struct error *err)
{
    struct writing writing = writing_new(run, part);

    writing.batch_bytes = BATCH_BYTES;
    writing.fresh = true;
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

static bool rebuild(struct run *run, struct error *err)
{
    struct span lexicon, glossary;

    run->workers = choose_workers(run);
    run->spool = spool_new(run->site, run->folder, run->site, err);
    if (!run->spool || !parts_plan(run->parts, run->site, (struct parts_plan){.anew = true}, err) || !make_tables(run, &lexicon, &glossary, err))
        return false;

    bool filled = true;

    run->done = 0;
    for (size_t i = 0; i < run->parts->len && filled; i++)
        filled = fill_part(run, &run->parts->at[i], lexicon, glossary, err);
    filled = filled && check(run, err) && parts_commit(run->parts, err);
    parts_close(run->parts);
    run->report->rebuilt = true;
    if (!filled)
        parts_discard(run->parts);
    if (!filled || !parts_publish(run->parts, err))
        return false;
    words_write(run->folder, run->lexicon, run->words);
    return true;
}

/* ---- an update, in place, in one transaction a shard ---- */

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

    struct writing writing = writing_new(run, part);
    writing.lexicon = run->lexicon;
    bool changed = write_pages(&writing, part->plan, err) && write_removals(&writing, part->plan, err) &&
                   (part != run->parts->at || !run->other_facts || change_facts(run, part, err)) &&
                   set_generation(run, part, part->standing->unknown + writing.unknown, err);

    run->report->skipped += writing.skipped;
    run->done = writing.done;
    return changed;
}

static bool is_touched(const struct part *part)
{
    return part->plan->added + part->plan->changed + part->plan->gone_len > 0;
}

/* When the next page comes due is known to the shard that was published last: where no page changes, to the first. */
static bool change(struct run *run, struct error *err)
{
    bool changed = true, touched = false;

    for (size_t i = 0; i < run->parts->len; i++)
        touched = touched || is_touched(&run->parts->at[i]);
    for (size_t i = 0; i < run->parts->len && changed; i++)
        if (is_touched(&run->parts->at[i]) || (i == 0 && (!touched || run->other_facts)))
            changed = change_part(run, &run->parts->at[i], err);
    return changed && check(run, err) && parts_commit(run->parts, err);
}

/* What whoever looks at some pages only will go by. */
static bool has_other_facts(const struct run *run)
{
    const char *before = run->parts->at[0].standing->facts;
    char *now = run->partial ? NULL : facts_line(run->site, run->site);

    return now && (!before || strcmp(before, now) != 0);
}

static bool update(struct run *run, struct error *err)
{
    bool touched = false;
    run->manifest = run->standing->manifest;
    run->words = run->standing->words;
    if (!parts_plan(run->parts, run->site, (struct parts_plan){false, run->partial, run->partial ? NULL : run->named}, err))
        return false;
    run->other_facts = has_other_facts(run);
    for (size_t i = 0; i < run->parts->len; i++)
        touched = touched || is_touched(&run->parts->at[i]);
    if (!touched && !run->other_facts && run->manifest->next_change == next_change(run)) {
        parts_sum(run->parts); /* a killed run took them */
        return true;
    }
    if (!make_analyser(run, err))
        return false;

    bool changed = change(run, err);

    parts_close(run->parts); /* gives up what was not committed */
    if (!changed && err->kind != ERROR_REFUSED)
        return false;
    parts_sum(run->parts);
    return changed;
}

/* ---- the whole ---- */

static void report_pages(struct run *run)
{
    for (size_t k = 0; run->parts && k < run->parts->len; k++) {
        const struct plan *plan = run->parts->at[k].plan;
        for (size_t i = 0; plan && i < plan->len; i++) {
            const struct planned *planned = &plan->pages[i];
            run->report->added += planned->written && planned->deed == PLAN_ADD;
            run->report->changed += planned->written && planned->deed == PLAN_CHANGE;
        }
        run->report->removed += plan ? plan->gone_len : 0;
        run->report->unchanged += plan ? plan->kept : 0;
    }
    run->report->skipped += site_skipped(run->site);
    run->report->next_change = next_change(run);
}

static void hear(void *self, enum notice kind, const struct error *what)
{
    struct run *run = self;

    run->warned = run->warned || kind != NOTICE_INFO;
    notice_error(run->listener, kind, what);
}

static bool open_site(struct run *run, void *ctx, const struct hash *seen, struct error *err)
{
    const struct index_options *options = run->options;
    const struct site_options how = {options->site, options->config, options->now, options->data_folder, seen, NULL};
    const struct listener listener = {hear, run};

    run->site = site_open(ctx, &how, &listener, err);
    return run->site &&
           (seen || site_len(run->site) > 0 ||
            error_set(err, ERROR_INPUT, options->site, 0, "there is not one page to index",
                      "name the site's folder, the one that holds content/; an index that was there serves on"));
}

static bool open_parts(struct run *run, void *ctx, struct error *err)
{
    run->parts = parts_open(ctx, run->folder, run->options->shards, run->options->wait, err);
    run->standing = run->parts ? run->parts->newest : NULL;
    return run->parts != NULL;
}

/* True and *done false: it has to be looked at. */
static bool run_at_a_glance(struct run *run, void *ctx, bool *done, struct error *err)
{
    const struct index_options *options = run->options;
    struct seen seen;

    *done = false;
    if (options->rebuild || options->forget || !seen_read(run->folder, &seen) || !seen_holds(&seen, options->now))
        return open_site(run, ctx, NULL, err);
    if (!open_site(run, ctx, &seen.files, err))
        return false;
    if (!site_unread(run->site))
        return site_len(run->site) > 0 || open_site(run, ctx, NULL, err);
    if (!home_make(options, err) || !open_parts(run, ctx, err))
        return false;
    *done = seen_serves(&seen, run->parts, run->site, options);
    if (!*done)
        return open_site(run, ctx, NULL, err);
    parts_sum(run->parts);
    run->report->unchanged = run->parts->documents;
    run->report->next_change = seen.until;
    return true;
}

/* Only of a run that looked at all pages and has nothing more to say of them. */
static void note_seen(const struct run *run)
{
    const struct index_report *report = run->report;
    bool whole = report->rebuilt || report->added + report->changed + report->removed == 0;
    const struct seen seen = {site_files(run->site), seen_generations(run->parts), run->options->now, report->next_change};

    if (whole && !run->options->changed && !run->warned && report->skipped == 0 && site_settled(run->site))
        seen_write(run->folder, &seen);
}

/* Damage that showed only now. Nobody may be there to read what a hook says, so the index is mended at once. */
static bool update_or_mend(struct run *run, void *ctx, struct error *err)
{
    if (update(run, err))
        return true;
    if (err->kind != ERROR_INDEX)
        return false;
    notice_error(run->listener, NOTICE_WARNING, err);
    notice(run->listener, NOTICE_WARNING, run->folder, 0, NULL, "the index is damaged: building it anew");
    run->report->skipped = 0;
    if (run->partial && !open_site(run, ctx, NULL, err))
        return false;
    run->partial = false;
    return rebuild(run, err);
}

/* Only where somebody has said what changed, and no page has become due or expired since; nor may the clock have been set
 * back, which brings pages again. */
static bool name_pages(struct run *run, void *ctx, struct error *err)
{
    const struct index_options *options = run->options;
    const struct manifest *manifest = run->standing->manifest;

    if (!options->changed || options->rebuild || options->forget || !run->standing->there ||
        generation_time(run->standing->generation) > options->now ||
        (manifest->next_change > 0 && manifest->next_change <= options->now))
        return true;
    run->named = named_new(ctx, options->site, options->changed, options->changed_len);
    return run->named || out_of_memory(err);
}

/* The site that is named, as far as it is enough and nothing asks for more; *reason is as in reason_to_rebuild. */
static void open_named(struct run *run, void *ctx, const char **reason)
{
    const struct listener listener = {hear, run};
    const struct local local = {run->options, &listener, run->parts};

    *reason = NULL;
    run->site = local_site(ctx, &local, run->named);
    run->partial = run->site && !(*reason = reason_to_rebuild(run));
}

/* Opens what is needed to say what is to be done; *done where that is nothing. */
static bool look(struct run *run, void *ctx, const char **reason, bool *done, struct error *err)
{
    *done = false;
    if (run->options->changed && file_exists(run->folder) && (!open_parts(run, ctx, err) || !name_pages(run, ctx, err)))
        return false;
    if (run->named)
        open_named(run, ctx, reason);
    if (run->partial)
        return true;
    if (run->parts ? !open_site(run, ctx, NULL, err) : !run_at_a_glance(run, ctx, done, err))
        return false;
    if (!*done && !run->parts && (!home_make(run->options, err) || !open_parts(run, ctx, err)))
        return false;
    *reason = *done ? NULL : reason_to_rebuild(run);
    return true;
}

static bool run_all(struct run *run, void *ctx, struct error *err)
{
    const struct index_options *options = run->options;
    const char *reason = NULL;
    bool done;

    if (!home_name(options, run->folder, err) || !look(run, ctx, &reason, &done, err))
        return false;
    if (done)
        return true;
    tables_warn_of_stale(run->site, options, run->standing->hugo, run->listener);
    if (reason)
        notice(run->listener, NOTICE_INFO, run->folder, 0, NULL, "building it anew: %s", reason);
    done = reason ? rebuild(run, err) : update_or_mend(run, ctx, err);
    report_pages(run);
    if (!done)
        return false;
    report_generation(run);
    note_seen(run);
    /* A rebuild alone has no trace of what is gone: a database keeps blocks of deleted pages until they are used again,
     * and its lexicon their words. */
    return !options->forget || parts_forget(run->parts, err);
}

bool index_update(const struct index_options *options, const struct listener *listener, struct index_report *out,
                  struct error *err)
{
    void *ctx = talloc_new(NULL);
    struct run *run = talloc_zero(ctx, struct run);
    double start = clock_seconds();

    *out = (struct index_report){0};
    bool done = run != NULL;
    if (done) {
        run->options = options;
        run->listener = listener;
        run->report = out;
        done = run_all(run, ctx, err);
    } else {
        out_of_memory(err);
    }
    talloc_free(ctx);
    out->seconds = clock_seconds() - start;
    return done;
}
