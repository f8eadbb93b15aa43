/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/run.h"

#include <stdio.h>
#include <time.h>

#include "indexer/tables.h"
#include "indexer/xapc.h"

/* What the analyser remembers: a large site's usual words, 8 MB when all are used. With fewer most are stemmed again; of a
 * few pages that costs less than the memory. */
enum { ANALYSER_WORDS = 1 << 16, ANALYSER_FEW_WORDS = 1 << 10 };

bool run_make_analyser(struct run *run, struct error *err)
{
    const struct settings *settings = site_settings(run->site);

    run->analyser = analyser_new(run->site, tables_languages(run->site, settings), settings->languages_len,
                                 run->lexicon, err);
    if (run->analyser)
        /* No memory for more: it goes on with those it has. */
        analyser_remember(run->analyser, run->partial ? ANALYSER_FEW_WORDS : ANALYSER_WORDS);
    return run->analyser != NULL;
}

bool run_set(struct xapc_writer *writer, const char *key, struct span value, struct error *err)
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

int64_t run_next_change(const struct run *run)
{
    return run->partial ? run->standing->manifest->next_change : site_next_change(run->site);
}

bool run_name_part(struct run *run, struct part *part, uint64_t unknown, struct error *err)
{
    struct xapc_writer *writer = part->writer;
    char content[17], unknown_text[24];
    size_t len;

    part->generation = name_generation(run, part);
    snprintf(content, sizeof(content), "%016lx", (unsigned long)part->plan->content);
    snprintf(unknown_text, sizeof(unknown_text), "%lu", (unsigned long)unknown);
    run->manifest->next_change = run_next_change(run);

    char *manifest = manifest_pack(run->site, run->manifest, &len);

    if (!manifest || !part->generation)
        return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return run_set(writer, META_MANIFEST, (struct span){manifest, len}, err) &&
           run_set(writer, META_HUGO, span_of(tables_hugo_hashes(run->site, run->site)), err) &&
           run_set(writer, META_CONTENT, span_of(content), err) &&
           run_set(writer, META_UNKNOWN, span_of(unknown_text), err) &&
           run_set(writer, META_GENERATION, span_of(part->generation), err);
}

struct writing run_writing(const struct run *run, const struct part *part)
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

bool run_check(struct run *run, struct error *err)
{
    return parts_check(run->parts, site_settings(run->site), run->options, err);
}

