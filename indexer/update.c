/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/indexer.h"

#include <stdio.h>
#include <time.h>

#include "indexer/facts.h"
#include "indexer/run.h"
#include "indexer/seen.h"
#include "indexer/tables.h"
#include "indexer/words.h"

/* Past so many unknown forms in a hundred known ones the lexicon is made anew. */
enum { UNKNOWN_PERCENT = 2 };

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

/* ---- the whole ---- */

static void report_generation(struct run *run)
{
    char *name = parts_generation(run->site, run->parts);

    if (name)
        snprintf(run->report->generation, sizeof(run->report->generation), "%s", name);
}

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
    run->report->next_change = run_next_change(run);
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
    if (run_change(run, err))
        return true;
    if (err->kind != ERROR_INDEX)
        return false;
    notice_error(run->listener, NOTICE_WARNING, err);
    notice(run->listener, NOTICE_WARNING, run->folder, 0, NULL, "the index is damaged: building it anew");
    run->report->skipped = 0;
    if (run->partial && !open_site(run, ctx, NULL, err))
        return false;
    run->partial = false;
    return run_rebuild(run, err);
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
    done = reason ? run_rebuild(run, err) : update_or_mend(run, ctx, err);
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
