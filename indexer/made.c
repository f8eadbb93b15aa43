/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/made.h"

#include "indexer/export.h"
#include "indexer/home.h"
#include "indexer/import.h"
#include "indexer/shards.h"
#include "indexer/store.h"

struct made {
    const struct index_options *options;
    char folder[HOME_MAX];
    unsigned shards; /* 0: in one piece */
    struct store *stores[SHARDS_MAX];
    unsigned len;
};

static bool out_of_memory(const char *path, struct error *err)
{
    return error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
}

static bool find(struct made *made, const struct index_options *options, struct error *err)
{
    made->options = options;
    return home_name(options, made->folder, err) && shards_settle(made->folder, options->shards, &made->shards, err);
}

static bool lock_all(void *ctx, struct made *made, struct error *err)
{
    unsigned len = made->shards > 0 ? made->shards : 1;

    for (made->len = 0; made->len < len; made->len++) {
        const char *folder = shards_folder(ctx, made->folder, made->shards, made->len);
        made->stores[made->len] = folder ? store_open(ctx, folder, made->options->wait, err) : NULL;
        if (!made->stores[made->len])
            return folder ? false : out_of_memory(made->folder, err);
    }
    return true;
}

bool made_rollback(void *ctx, const struct index_options *options, struct error *err)
{
    struct made made;

    if (!find(&made, options, err) || !lock_all(ctx, &made, err))
        return false;
    for (unsigned i = 0; i < made.len; i++)
        if (!store_rollback(made.stores[i], err))
            return false;
    return true;
}

static bool export_shards(void *ctx, const struct made *made, const char *folder, struct error *err)
{
    for (unsigned i = 0; i < made->len; i++) {
        char *to = talloc_asprintf(ctx, "%s/shard-%u", folder, i);
        if (!to || !store_export(made->stores[i], to, err))
            return to ? false : out_of_memory(folder, err);
    }
    return shards_list(folder, "", made->shards, err);
}

bool made_export(void *ctx, const struct index_options *options, const char *folder, struct error *err)
{
    struct made made;

    if (!find(&made, options, err) || (made.shards > 0 && !folder_make(folder, 0755, err)) ||
        !lock_all(ctx, &made, err))
        return false;
    return made.shards > 0 ? export_shards(ctx, &made, folder, err) : store_export(made.stores[0], folder, err);
}

static bool is_in_one_piece(const struct made *made, struct error *err)
{
    return made->shards == 0 || error_set(err, ERROR_INPUT, made->folder, 0, "this index is in shards",
                                          "let --index and --import name one shard's folders");
}

bool made_import(void *ctx, const struct index_options *options, const char *folder, bool *published, struct error *err)
{
    struct made made;

    return find(&made, options, err) && is_in_one_piece(&made, err) && lock_all(ctx, &made, err) &&
           store_import(made.stores[0], folder, published, err);
}
