/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parts.h"

#include "indexer/shards.h"
#include "indexer/xapc.h"

/* An index as small as this has checksums, or is looked through before it is brought up to date: it costs milliseconds. */
enum { LOOKED_THROUGH_MAX = 32 << 20 };

static bool out_of_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

/* ---- opening ---- */

/* Reads what serves, unless it is known to be damaged: libxapian trusts what it reads. */
static bool read_standing(struct parts *parts, struct part *part, struct error *err)
{
    const char *path = store_current(part->store);
    char file[SUMS_FILE_MAX];

    part->sums = path ? sums_check(path, file) : SUMS_NONE;
    part->standing = standing_read(parts, part->sums == SUMS_OTHER ? NULL : path, &part->reader, err);
    if (part->standing && part->sums == SUMS_OTHER)
        part->standing->why = talloc_asprintf(part->standing, "it is damaged: %s is not as it was written", file);
    return part->standing != NULL;
}

static void close_reader(struct part *part)
{
    xapc_reader_free(part->reader);
    part->reader = NULL;
}

static int close_readers(struct parts *parts)
{
    for (size_t i = 0; i < parts->len; i++)
        close_reader(&parts->at[i]);
    return 0;
}

static bool open_part(struct parts *parts, struct part *part, unsigned shard, bool wait, struct error *err)
{
    char *folder = shards_folder(parts, parts->folder, parts->shards, shard);

    if (!folder)
        return out_of_memory(err);
    part->store = store_open(parts, folder, wait, err);
    if (!part->store || !read_standing(parts, part, err))
        return false;
    parts->documents += part->standing->documents;
    parts->unknown += part->standing->unknown;
    if (!parts->newest || strcmp(part->standing->generation, parts->newest->generation) > 0)
        parts->newest = part->standing;
    return true;
}

/* The stub first: who is ended between them comes to the same shards again. */
static bool open_all(struct parts *parts, unsigned asked, bool wait, struct error *err)
{
    if (!shards_settle(parts->folder, asked, &parts->shards, err) ||
        (parts->shards > 0 && !shards_list(parts->folder, "/current", parts->shards, err)))
        return false;
    size_t len = parts->shards > 0 ? parts->shards : 1;
    parts->at = talloc_zero_array(parts, struct part, (unsigned)len);
    if (!parts->at)
        return out_of_memory(err);
    parts->len = len;
    talloc_set_destructor(parts, close_readers);
    for (size_t i = 0; i < parts->len; i++)
        if (!open_part(parts, &parts->at[i], (unsigned)i, wait, err))
            return false;
    return true;
}

struct parts *parts_open(void *ctx, const char *folder, unsigned shards, bool wait, struct error *err)
{
    struct parts *parts = talloc_zero(ctx, struct parts);

    if (!parts) {
        out_of_memory(err);
        return NULL;
    }
    parts->folder = folder;
    if (open_all(parts, shards, wait, err))
        return parts;
    talloc_free(parts);
    return NULL;
}

static struct xapc_reader *open_reader(struct part *part, struct xapc_error *trouble)
{
    if (!part->reader)
        part->reader = xapc_reader_open(store_current(part->store), trouble);
    return part->reader;
}

bool parts_plan(struct parts *parts, const struct site *site, struct parts_plan how, struct error *err)
{
    struct xapc_error trouble;

    for (size_t i = 0; i < parts->len; i++) {
        struct part *part = &parts->at[i];
        struct xapc_reader *reader = how.anew ? NULL : open_reader(part, &trouble);
        if (!how.anew && !reader)
            return error_xapc(err, parts->folder, &trouble);
        const struct plan_share share = {parts->shards, (unsigned)i, how.named, how.partial ? part->standing : NULL};
        part->plan = plan_new(parts, site, share, reader, err);
        close_reader(part);
        if (!part->plan)
            return false;
    }
    return true;
}

/* ---- looking ---- */

/* Without checksums it must be looked through: a zeroed block reads like an empty one, and nobody would notice. */
static bool is_damaged(const struct part *part)
{
    const char *path = store_current(part->store);
    struct xapc_error trouble;
    size_t faults = 0;

    return part->sums != SUMS_SAME && folder_bytes(path) <= LOOKED_THROUGH_MAX &&
           (xapc_check(path, &faults, &trouble) ? faults > 0 : trouble.code == XAPC_DAMAGED);
}

/* Words must be split alike everywhere, or none can be asked what another means. */
const char *parts_trouble(const struct parts *parts)
{
    for (size_t i = 0; i < parts->len; i++) {
        const struct standing *standing = parts->at[i].standing;
        if (is_damaged(&parts->at[i]))
            return "it is damaged";
        if (strcmp(standing->manifest->settings_hash, parts->newest->manifest->settings_hash) != 0 ||
            !hash_equal(standing->words, parts->newest->words))
            return "its shards are of different rebuilds";
    }
    return NULL;
}

/* ---- the gate ---- */

static bool view_part(const struct parts *parts, struct part *part, struct error *err)
{
    struct xapc_error trouble;

    part->view = part->writer ? xapc_writer_view(part->writer, &trouble)
                              : xapc_reader_open(store_current(part->store), &trouble);
    return part->view || error_xapc(err, parts->folder, &trouble);
}

static struct xapc_reader *view_all(struct parts *parts, struct error *err)
{
    struct xapc_reader **views = array_new(parts, struct xapc_reader *, parts->len), *whole;
    struct xapc_error trouble;
    bool viewed = views || out_of_memory(err);

    for (size_t i = 0; i < parts->len && viewed; i++) {
        viewed = view_part(parts, &parts->at[i], err);
        views[i] = parts->at[i].view;
    }
    whole = viewed ? xapc_reader_join(views, parts->len, &trouble) : NULL;
    if (viewed && !whole)
        error_xapc(err, parts->folder, &trouble);
    talloc_free(views);
    return whole;
}

bool parts_check(struct parts *parts, const struct settings *settings, const struct index_options *options,
                 struct error *err)
{
    const struct plan **plans = array_new(parts, const struct plan *, parts->len);
    struct xapc_reader *whole = plans ? view_all(parts, err) : NULL;
    const struct gate gate = {whole, plans, parts->len, parts->documents};
    bool sound = plans || out_of_memory(err);

    for (size_t i = 0; plans && i < parts->len; i++)
        plans[i] = parts->at[i].plan;
    sound = sound && whole && gate_check(&gate, settings, options, err);
    xapc_reader_free(whole);
    for (size_t i = 0; i < parts->len; i++) {
        xapc_reader_free(parts->at[i].view);
        parts->at[i].view = NULL;
    }
    return sound;
}

/* ---- making it so ---- */

bool parts_commit(struct parts *parts, struct error *err)
{
    struct xapc_error trouble;

    for (size_t i = 0; i < parts->len; i++)
        if (parts->at[i].writer && !xapc_writer_commit(parts->at[i].writer, &trouble))
            return error_xapc(err, parts->folder, &trouble);
    return true;
}

void parts_close(struct parts *parts)
{
    for (size_t i = 0; i < parts->len; i++) {
        xapc_writer_free(parts->at[i].writer);
        parts->at[i].writer = NULL;
    }
}

bool parts_publish(struct parts *parts, struct error *err)
{
    for (size_t i = 0; i < parts->len; i++)
        sums_write(parts->at[i].path, LOOKED_THROUGH_MAX);
    for (size_t i = 0; i < parts->len; i++)
        if (!store_publish(parts->at[i].store, parts->at[i].path, err))
            return false;
    return true;
}

void parts_sum(struct parts *parts)
{
    for (size_t i = 0; i < parts->len; i++)
        if (parts->at[i].sums == SUMS_NONE)
            sums_write(store_current(parts->at[i].store), LOOKED_THROUGH_MAX);
}

void parts_discard(struct parts *parts)
{
    struct error unremoved;

    for (size_t i = 0; i < parts->len; i++)
        if (parts->at[i].path)
            folder_remove(parts->at[i].path, &unremoved);
}

bool parts_forget(struct parts *parts, struct error *err)
{
    for (size_t i = 0; i < parts->len; i++)
        if (!store_forget(parts->at[i].store, err))
            return false;
    return true;
}

char *parts_generation(void *ctx, const struct parts *parts)
{
    const char **names = array_new(ctx, const char *, parts->len);
    bool published = false;

    for (size_t i = 0; names && i < parts->len; i++) {
        const struct part *part = &parts->at[i];
        names[i] = part->generation ? part->generation : part->standing->generation;
        published = published || part->generation;
    }
    return names && published ? generation_join(ctx, names, parts->len) : NULL;
}
