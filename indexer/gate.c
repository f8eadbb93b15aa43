/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/gate.h"

#include <stdlib.h>

#include "analysis/analysis.h"
#include "indexer/xapc.h"
#include "query/query.h"

enum { KEY_TEXT_MAX = 1 << 16 };

static bool check_shrink(struct xapc_reader *view, const struct settings *settings, const struct index_options *options,
                         uint32_t before, struct error *err)
{
    struct xapc_stats stats;
    struct xapc_error trouble;

    if (!xapc_reader_stats(view, &stats, &trouble))
        return error_xapc(err, options->index, &trouble);
    if (options->accept_shrink || stats.documents >= before ||
        before - stats.documents <= settings->max_shrink * before)
        return true;
    return error_setf(err, ERROR_REFUSED, options->site, 0,
                      "if that is meant, say --accept-shrink; the index that was there serves on",
                      "%u of %u pages would vanish, more than max_shrink (%.0f %%) allows", before - stats.documents,
                      before, settings->max_shrink * 100);
}

static bool out_of_memory(const char *path, struct error *err)
{
    return error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
}

/* Whether a page's record can be read and says the path that it was asked by. */
static bool read_back(struct xapc_reader *view, const char *path, struct span unique, struct error *err)
{
    struct xapc_error trouble;
    char *data = NULL;
    size_t len;
    uint32_t docid;

    trouble.code = 0; /* a page that is not there is none */
    if (!xapc_reader_find(view, bytes_of(unique), &docid, &trouble) || docid == 0 ||
        !xapc_reader_data(view, docid, &data, &len, &trouble))
        return trouble.code == XAPC_MEMORY ? error_xapc(err, path, &trouble)
                                           : error_set(err, ERROR_REFUSED, path, 0,
                                                       "the page was written and cannot be read back",
                                                       "check the disk; then twc-index --rebuild");

    struct record *record = record_load(NULL, (struct span){data, len}, err);
    bool same = record && span_equal(record->path, span_of(path));

    talloc_free(record);
    free(data);
    if (!record && err->kind == ERROR_MEMORY)
        return false;
    return same || error_set(err, ERROR_REFUSED, path, 0, "the page was written and comes back as another",
                             "please report this; twc-index --rebuild makes the index anew");
}

static bool check_pages(struct xapc_reader *view, const struct plan *plan, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct buffer term = buffer_new(scratch, KEY_TEXT_MAX);
    bool sound = true;

    for (size_t i = 0; i < plan->len && sound; i++) {
        const struct planned *planned = &plan->pages[i];
        if (planned->deed == PLAN_KEEP || !planned->written)
            continue;
        const char *path = planned->page->path;
        struct span unique = schema_filter(&term, TERM_PATH, span_of(path));
        sound = term.starved ? out_of_memory(path, err) : read_back(view, path, unique, err);
    }
    talloc_free(scratch);
    return sound;
}

/* ---- golden queries ---- */

static const char *below_site(void *ctx, const struct index_options *options, const char *path)
{
    return path && *path != '/' ? talloc_asprintf(ctx, "%s/%s", options->site, path) : path;
}

/* The first of the queries whose best page is not first, so that somebody knows where to look. */
static bool refuse(const struct evaluation *evaluation, const char *golden, const char *below, struct error *err)
{
    const struct evaluation_miss *miss = evaluation->misses_len ? &evaluation->misses[0] : NULL;

    return error_setf(err, ERROR_REFUSED, golden, 0,
                      "if the queries ask for pages that are rightly gone, mend them; the index that was there serves on",
                      "the golden queries no longer hold: %s%s%s%s", below, miss ? "; among the misses: " : "",
                      miss ? miss->query : "", miss ? talloc_asprintf(evaluation, " (%s)", miss->lang) : "");
}

static bool check_golden(struct xapc_reader *view, const struct settings *settings,
                         const struct index_options *options, struct error *err)
{
    void *scratch = talloc_new(NULL);
    const char *golden = below_site(scratch, options, settings->golden);
    const char *floor = below_site(scratch, options, settings->floor);
    char *below = NULL;
    bool sound = true;

    if ((settings->golden && !golden) || (settings->floor && !floor)) {
        sound = out_of_memory(options->site, err); /* or it would let through what it is to keep back */
    } else if (golden) {
        struct index *index = index_over(scratch, view, err);
        struct evaluation *evaluation = index ? evaluate(scratch, index, golden, err) : NULL;
        sound = evaluation && (!floor || evaluation_meets(scratch, evaluation, floor, &below, err));
        if (sound && !floor && evaluation->groups[0].figures[FIGURE_ZERO] > 0) {
            below = talloc_strdup(scratch, "some have no answer");
            sound = below || out_of_memory(golden, err);
        }
        if (sound && below && *below)
            sound = refuse(evaluation, golden, below, err);
    }
    talloc_free(scratch);
    return sound;
}

bool gate_check(const struct gate *gate, const struct settings *settings, const struct index_options *options,
                struct error *err)
{
    bool sound = check_shrink(gate->view, settings, options, gate->before, err);

    for (size_t i = 0; i < gate->plans_len && sound; i++)
        sound = check_pages(gate->view, gate->plans[i], err);
    return sound && check_golden(gate->view, settings, options, err);
}
