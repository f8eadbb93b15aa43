/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/segments.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "indexer/crew.h"
#include "indexer/xapc.h"

/* What workers tell: a page is done; something for people; which page was written, by its number in the plan. */
enum { TOLD_PAGE, TOLD_NOTICE, TOLD_WRITTEN };

struct told_notice {
    size_t piece, order; /* of its coming */
    enum notice kind;
    struct error what;
};

struct gathered {
    const struct segments *segments;
    struct told_notice *notices;
    size_t notices_len;
    bool full; /* memory ran out for notices */
};

static char *segment_path(void *ctx, const struct segments *segments, size_t piece)
{
    return talloc_asprintf(ctx, "%s.%zu", segments->path, piece);
}

/* ---- in a worker ---- */

struct telling {
    struct worker *worker;
    size_t piece;
};

static void tell_notice(void *self, enum notice kind, const struct error *what)
{
    const struct telling *telling = self;
    struct told_notice told = {.piece = telling->piece, .kind = kind, .what = *what};

    worker_tell(telling->worker, TOLD_NOTICE, (struct span){(const char *)&told, sizeof told});
}

static void tell_page(void *self, const char *what, size_t done, size_t all)
{
    const struct telling *telling = self;

    (void)what, (void)done, (void)all;
    worker_tell(telling->worker, TOLD_PAGE, SPAN(""));
}

static void tell_written(struct worker *worker, const struct plan *plan, size_t piece)
{
    for (size_t i = 0; i < plan->len; i++)
        if (plan->pages[i].piece == piece && plan->pages[i].written)
            worker_tell(worker, TOLD_WRITTEN, (struct span){(const char *)&i, sizeof i});
}

static bool write_segment(const struct segments *segments, struct writing *writing, struct error *err)
{
    char *path = segment_path(NULL, segments, writing->piece);
    bool written = write_database(writing, segments->plan, path, &(struct xapc_builder_options){.no_sync = true}, err);

    talloc_free(path);
    return written;
}

static bool write_some(void *self, struct worker *worker, struct error *err)
{
    const struct segments *segments = ((struct gathered *)self)->segments;
    struct telling telling = {.worker = worker};
    const struct listener listener = {tell_notice, &telling};
    struct index_options options = *segments->writing->options;

    options.progress = tell_page;
    options.progress_self = &telling;
    while (worker_next(worker, &telling.piece)) {
        struct writing writing = *segments->writing;
        writing.options = &options;
        writing.listener = &listener;
        writing.piece = telling.piece;
        if (!write_segment(segments, &writing, err))
            return false;
        tell_written(worker, segments->plan, telling.piece);
    }
    return true;
}

/* ---- here ---- */

static void keep_notice(struct gathered *gathered, struct span bytes)
{
    struct told_notice *notices =
        array_resize(NULL, gathered->notices, struct told_notice, gathered->notices_len + 1);

    if (!notices) {
        gathered->full = true;
        return;
    }
    gathered->notices = notices;
    memcpy(&notices[gathered->notices_len], bytes.at, sizeof *notices);
    notices[gathered->notices_len].order = gathered->notices_len;
    gathered->notices_len++;
}

static void hear(void *self, unsigned what, struct span bytes)
{
    struct gathered *gathered = self;
    struct writing *writing = gathered->segments->writing;
    const struct index_options *options = writing->options;
    struct plan *plan = gathered->segments->plan;
    size_t number;

    if (what == TOLD_NOTICE)
        keep_notice(gathered, bytes);
    if (what == TOLD_WRITTEN) {
        memcpy(&number, bytes.at, sizeof number);
        plan->pages[number].written = true;
    }
    if (what == TOLD_PAGE && options->progress)
        options->progress(options->progress_self, "indexing", ++writing->done, writing->due);
}

static int in_order(const void *a, const void *b)
{
    const struct told_notice *x = a, *y = b;

    if (x->piece != y->piece)
        return x->piece < y->piece ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static void tell_notices(struct gathered *gathered)
{
    struct writing *writing = gathered->segments->writing;

    if (gathered->notices_len > 1)
        qsort(gathered->notices, gathered->notices_len, sizeof *gathered->notices, in_order);
    for (size_t i = 0; i < gathered->notices_len; i++) {
        const struct told_notice *told = &gathered->notices[i];
        writing->skipped += told->kind == NOTICE_SKIPPED;
        notice_error(writing->listener, told->kind, &told->what);
    }
}

static bool merge(const struct segments *segments, struct error *err)
{
    void *scratch = talloc_new(NULL);
    const char **paths = array_new(scratch, const char *, segments->pieces);
    struct xapc_error trouble;
    bool merged = paths != NULL;

    for (size_t i = 0; merged && i < segments->pieces; i++)
        merged = (paths[i] = segment_path(paths, segments, i)) != NULL;
    if (!merged)
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    else if (rmdir(segments->path) != 0 && errno != ENOENT)
        merged = error_errno(err, segments->path, "cannot be replaced", NULL);
    else if (!xapc_compact(paths, segments->pieces, segments->path, &trouble))
        merged = error_xapc(err, segments->path, &trouble);
    talloc_free(scratch);
    return merged;
}

static void remove_all(const struct segments *segments)
{
    struct error unremoved;

    for (size_t i = 0; i < segments->pieces; i++) {
        char *path = segment_path(NULL, segments, i);
        folder_remove(path, &unremoved); /* or the next run does */
        talloc_free(path);
    }
}

bool segments_write(const struct segments *segments, struct error *err)
{
    struct gathered gathered = {.segments = segments};
    const struct crew crew = {segments->pieces, segments->workers, write_some, hear, &gathered};
    bool written = crew_run(&crew, err);

    if (written) {
        tell_notices(&gathered);
        written = !gathered.full || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    }
    written = written && merge(segments, err);
    remove_all(segments);
    talloc_free(gathered.notices);
    return written;
}
