/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/indexer.h"

#include <stdio.h>
#include <time.h>

#include "indexer/gate.h"
#include "indexer/standing.h"
#include "indexer/store.h"
#include "indexer/tables.h"
#include "indexer/write.h"
#include "indexer/xapc.h"

/* glass's inverter slows as a batch grows: about 2.5 MB of text a commit is where it is fastest. */
enum { BATCH_BYTES = 2500 * 1000 };
/* Past so many unknown forms in a hundred known ones the lexicon is made anew. */
enum { UNKNOWN_PERCENT = 2 };
/* What the analyser remembers: a large site's usual words, 8 MB when all are used. With fewer most are stemmed again. */
enum { ANALYSER_WORDS = 1 << 16 };
/* An index as small as this has checksums, or is looked through before it is brought up to date: it costs milliseconds. */
enum { LOOKED_THROUGH_MAX = 32 << 20 };

struct run {
    const struct index_options *options;
    const struct listener *listener;
    struct index_report *report;
    struct site *site;
    struct store *store;
    struct standing *standing;
    struct manifest *manifest;
    struct lexicon *lexicon;
    struct span packed_lexicon;
    struct analyser *analyser;
    struct spool *spool;
    struct plan *plan;
    enum sums_state sums;       /* of the serving generation, as the run found it */
    char folder[4096];          /* the index folder */
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

/* The default index folder lies in the site and must not be committed with it. */
static bool choose_folder(struct run *run, struct error *err)
{
    const struct index_options *options = run->options;
    char parent[4096], ignore[4200];

    if (options->index)
        return snprintf(run->folder, sizeof(run->folder), "%s", options->index) < (int)sizeof(run->folder) ||
               error_set(err, ERROR_INPUT, options->index, 0, "the path is too long", "choose a shorter one");
    if (snprintf(parent, sizeof(parent), "%s/.twc-search", options->site) >= (int)sizeof(parent) ||
        snprintf(run->folder, sizeof(run->folder), "%s/.twc-search/index", options->site) >= (int)sizeof(run->folder))
        return error_set(err, ERROR_INPUT, options->site, 0, "the path is too long", "choose a shorter one");
    snprintf(ignore, sizeof(ignore), "%s/.gitignore", parent);
    return folder_make(parent, 0755, err) && (file_exists(ignore) || file_write(ignore, SPAN("*\n"), err));
}

/* Reads what serves, unless it is known to be damaged: libxapian trusts what it reads. */
static bool read_standing(struct run *run, void *ctx, struct error *err)
{
    const char *path = store_current(run->store);
    char file[SUMS_FILE_MAX];

    run->sums = path ? sums_check(path, file) : SUMS_NONE;
    run->standing = standing_read(ctx, run->sums == SUMS_OTHER ? NULL : path, err);
    if (run->standing && run->sums == SUMS_OTHER)
        run->standing->why = talloc_asprintf(run->standing, "it is damaged: %s is not as it was written", file);
    return run->standing != NULL;
}

/* Without checksums it must be looked through: a zeroed block reads like an empty one, and nobody would notice. */
static bool is_damaged(const struct run *run)
{
    const char *path = store_current(run->store);
    struct xapc_error trouble;
    size_t faults = 0;

    return run->sums != SUMS_SAME && folder_bytes(path) <= LOOKED_THROUGH_MAX &&
           (xapc_check(path, &faults, &trouble) ? faults > 0 : trouble.code == XAPC_DAMAGED);
}

/* Why the index must be made anew; NULL when it can be brought up to date. */
static const char *reason_to_rebuild(struct run *run)
{
    const struct standing *standing = run->standing;
    struct error damaged;

    if (!standing->there)
        return standing->why;
    if (run->options->rebuild)
        return "--rebuild was asked for";
    if (run->options->forget)
        return "--forget was asked for";
    if (is_damaged(run))
        return "it is damaged";

    char *settings = tables_settings_hash(run->standing, run->site, run->options);

    if (!settings || strcmp(settings, standing->manifest->settings_hash) != 0)
        return "settings, glossary, word list or program are others than those it was made with";
    run->lexicon = lexicon_load(run->site, standing->lexicon, &damaged);
    if (!run->lexicon)
        return "its lexicon cannot be read";
    if (standing->unknown * 100 > (uint64_t)lexicon_site_words(run->lexicon) * UNKNOWN_PERCENT)
        return "too many of the site's words are new to its lexicon";
    return NULL;
}

static bool make_analyser(struct run *run, struct error *err)
{
    const struct settings *settings = site_settings(run->site);

    run->analyser = analyser_new(run->site, tables_languages(run->site, settings), settings->languages_len,
                                 run->lexicon, err);
    if (run->analyser)
        analyser_remember(run->analyser, ANALYSER_WORDS); /* no memory for more: it goes on with those it has */
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
static unsigned content_mark(const struct run *run)
{
    struct hash made = hash_join(hash_of(span_of(run->manifest->settings_hash)), hash_of(run->packed_lexicon));

    return (unsigned)hash_join((struct hash){.low = run->plan->content}, made).low;
}

/* UTC time and a mark of the content. */
static void name_generation(struct run *run)
{
    time_t now = (time_t)run->options->now;
    struct tm utc;
    char stamp[20];

    gmtime_r(&now, &utc);
    strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &utc);
    snprintf(run->report->generation, sizeof(run->report->generation), "%s-%08x", stamp, content_mark(run));
}

/* Of Hugo's own configuration and of what hugo-config.yaml says of it. */
static const char *hugo_hashes(struct run *run)
{
    char own[HASH_TEXT_MAX], resolved[HASH_TEXT_MAX];

    hash_print(site_config_hash(run->site), own);
    hash_print(site_resolved_hash(run->site), resolved);
    return talloc_asprintf(run->site, "%s %s", own, resolved);
}

static bool set_generation(struct run *run, struct xapc_writer *writer, uint64_t unknown, struct error *err)
{
    char content[17], unknown_text[24];
    size_t len;

    name_generation(run);
    snprintf(content, sizeof(content), "%016lx", (unsigned long)run->plan->content);
    snprintf(unknown_text, sizeof(unknown_text), "%lu", (unsigned long)unknown);
    run->manifest->next_change = site_next_change(run->site);

    char *manifest = manifest_pack(run->site, run->manifest, &len);

    if (!manifest)
        return out_of_memory(err);
    return set_text(writer, META_MANIFEST, (struct span){manifest, len}, err) &&
           set_text(writer, META_HUGO, span_of(hugo_hashes(run)), err) &&
           set_text(writer, META_CONTENT, span_of(content), err) &&
           set_text(writer, META_UNKNOWN, span_of(unknown_text), err) &&
           set_text(writer, META_GENERATION, span_of(run->report->generation), err);
}

static struct writing writing_new(struct run *run, struct xapc_writer *writer)
{
    return (struct writing){.site = run->site,
                            .options = run->options,
                            .listener = run->listener,
                            .spool = run->spool,
                            .maker = {run->analyser, site_settings(run->site)},
                            .writer = writer};
}

static bool check(struct run *run, struct xapc_writer *writer, struct error *err)
{
    struct xapc_error trouble;
    struct xapc_reader *view = xapc_writer_view(writer, &trouble);

    if (!view)
        return error_xapc(err, run->folder, &trouble);

    bool sound = gate_check(view, run->plan, site_settings(run->site), run->options, run->standing->documents, err);

    xapc_reader_free(view);
    return sound;
}

/* ---- a rebuild, beside ---- */

static bool make_tables(struct run *run, struct span *lexicon, struct span *glossary, struct error *err)
{
    const char *word_list;
    struct lexicon_source source = {run->site, run->options, run->listener, run->spool};

    *lexicon = tables_lexicon(run->site, &source, &word_list, err);
    if (!lexicon->at || !tables_glossary(run->site, site_settings(run->site), glossary, err))
        return false;
    run->packed_lexicon = *lexicon;
    run->lexicon = lexicon_load(run->site, *lexicon, err);
    run->manifest = tables_manifest(run->site, run->site, run->options, word_list);
    if (!run->lexicon || !run->manifest)
        return run->lexicon ? out_of_memory(err) : false;
    return make_analyser(run, err);
}

static bool fill(struct run *run, struct xapc_writer *writer, struct span lexicon, struct span glossary,
                 struct error *err)
{
    struct writing writing = writing_new(run, writer);
    char schema[16];
    struct xapc_error trouble;

    writing.batch_bytes = BATCH_BYTES;
    snprintf(schema, sizeof(schema), "%d", SCHEMA_VERSION);
    if (!write_pages(&writing, run->plan, err) || !set_text(writer, META_SCHEMA, span_of(schema), err) ||
        !set_text(writer, META_LEXICON, lexicon, err) || !set_text(writer, META_GLOSSARY, glossary, err) ||
        !set_generation(run, writer, 0, err) || !check(run, writer, err))
        return false;
    run->report->skipped += writing.skipped;
    return xapc_writer_commit(writer, &trouble) || error_xapc(err, run->folder, &trouble);
}

static bool rebuild(struct run *run, struct error *err)
{
    struct span lexicon, glossary;
    struct xapc_error trouble;

    run->plan = plan_new(run->site, run->site, NULL, err);
    run->spool = spool_new(run->site, run->folder, run->site, err);
    if (!run->plan || !run->spool || !make_tables(run, &lexicon, &glossary, err))
        return false;

    char *path = store_next(run->site, run->store, err);
    if (!path)
        return false;

    struct xapc_writer *writer =
        xapc_writer_open(path, &(struct xapc_writer_options){.open = XAPC_CREATE_OR_OVERWRITE}, &trouble);
    bool filled = writer ? fill(run, writer, lexicon, glossary, err) : error_xapc(err, path, &trouble);

    xapc_writer_free(writer);
    run->report->rebuilt = true;
    if (filled) {
        sums_write(path, LOOKED_THROUGH_MAX);
        return store_publish(run->store, path, err);
    }

    struct error unremoved;
    folder_remove(path, &unremoved); /* or the next run does */
    return false;
}

/* ---- an update, in place, in one transaction ---- */

static bool change(struct run *run, struct xapc_writer *writer, struct error *err)
{
    struct writing writing = writing_new(run, writer);
    struct xapc_error trouble;

    writing.lexicon = run->lexicon;
    if (!xapc_writer_begin(writer, &trouble))
        return error_xapc(err, run->folder, &trouble);

    bool changed = write_pages(&writing, run->plan, err) && write_removals(&writing, run->plan, err) &&
                   set_generation(run, writer, run->standing->unknown + writing.unknown, err) &&
                   check(run, writer, err);

    run->report->skipped += writing.skipped;
    if (!changed) {
        xapc_writer_cancel(writer, &trouble);
        return false;
    }
    return xapc_writer_commit(writer, &trouble) || error_xapc(err, run->folder, &trouble);
}

static bool plan_update(struct run *run, struct error *err)
{
    struct xapc_error trouble;
    struct xapc_reader *reader = xapc_reader_open(store_current(run->store), &trouble);

    if (!reader)
        return error_xapc(err, run->folder, &trouble);
    run->plan = plan_new(run->site, run->site, reader, err);
    xapc_reader_free(reader);
    return run->plan != NULL;
}

static bool update(struct run *run, struct error *err)
{
    struct xapc_error trouble;
    const char *path = store_current(run->store);

    run->manifest = run->standing->manifest;
    run->packed_lexicon = run->standing->lexicon;
    if (!plan_update(run, err))
        return false;
    if (run->plan->added + run->plan->changed + run->plan->gone_len == 0 &&
        run->manifest->next_change == site_next_change(run->site)) {
        if (run->sums == SUMS_NONE)
            sums_write(path, LOOKED_THROUGH_MAX); /* a killed run took them */
        return true;
    }
    if (!make_analyser(run, err) || !sums_remove(path, err))
        return false;

    struct xapc_writer *writer =
        xapc_writer_open(path, &(struct xapc_writer_options){.open = XAPC_OPEN}, &trouble);
    bool changed = writer ? change(run, writer, err) : error_xapc(err, path, &trouble);

    xapc_writer_free(writer);
    if (changed || err->kind == ERROR_REFUSED)
        sums_write(path, LOOKED_THROUGH_MAX);
    if (!changed)
        run->report->generation[0] = '\0';
    return changed;
}

/* ---- the whole ---- */

static void report_pages(struct run *run)
{
    const struct plan *plan = run->plan;

    for (size_t i = 0; plan && i < plan->len; i++) {
        const struct planned *planned = &plan->pages[i];
        run->report->added += planned->written && planned->deed == PLAN_ADD;
        run->report->changed += planned->written && planned->deed == PLAN_CHANGE;
    }
    run->report->removed = plan ? plan->gone_len : 0;
    run->report->unchanged = plan ? plan->kept : 0;
    run->report->skipped += site_skipped(run->site);
    run->report->next_change = site_next_change(run->site);
}

/* hugo-config.yaml is what Hugo made of its configuration once; nobody remembers to make it again. */
static void warn_of_stale_configuration(struct run *run)
{
    const char *before = run->standing->hugo, *now = hugo_hashes(run);
    char *resolved = talloc_asprintf(run->site, "%s/hugo-config.yaml", run->options->site);

    if (!before || strlen(before) != strlen(now) || !file_exists(resolved))
        return;

    size_t one = HASH_TEXT_MAX - 1;
    bool own_changed = strncmp(before, now, one) != 0, resolved_changed = strcmp(before + one, now + one) != 0;

    if (own_changed && !resolved_changed)
        notice(run->listener, NOTICE_WARNING, "hugo-config.yaml", 0, "run: hugo config --format yaml > hugo-config.yaml",
               "Hugo's configuration has changed since the last index, and this has not");
}

/* Damage that showed only now. Nobody may be there to read what a hook says, so the index is mended at once. */
static bool update_or_mend(struct run *run, struct error *err)
{
    if (update(run, err))
        return true;
    if (err->kind != ERROR_INDEX)
        return false;
    notice_error(run->listener, NOTICE_WARNING, err);
    notice(run->listener, NOTICE_WARNING, run->folder, 0, NULL, "the index is damaged: building it anew");
    run->report->skipped = 0;
    return rebuild(run, err);
}

static bool run_all(struct run *run, void *ctx, struct error *err)
{
    const struct index_options *options = run->options;
    const struct site_options site_options = {options->site, options->config, options->now, options->data_folder};

    run->site = site_open(ctx, &site_options, run->listener, err);
    if (!run->site)
        return false;
    if (site_len(run->site) == 0)
        return error_set(err, ERROR_INPUT, options->site, 0, "there is not one page to index",
                         "name the site's folder, the one that holds content/; an index that was there serves on");
    if (!choose_folder(run, err))
        return false;
    run->store = store_open(ctx, run->folder, options->wait, err);
    if (!run->store || !read_standing(run, ctx, err))
        return false;

    warn_of_stale_configuration(run);

    const char *reason = reason_to_rebuild(run);

    if (reason)
        notice(run->listener, NOTICE_INFO, run->folder, 0, NULL, "building it anew: %s", reason);
    bool done = reason ? rebuild(run, err) : update_or_mend(run, err);
    report_pages(run);
    /* A rebuild alone has no trace of what is gone: a database keeps blocks of deleted pages until they are used again,
     * and its lexicon their words. */
    return done && (!options->forget || store_forget(run->store, err));
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
