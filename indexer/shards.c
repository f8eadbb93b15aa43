/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/shards.h"

#include "analysis/analysis.h"

enum { STUB_BYTES_MAX = 1 << 16, LINE_MAX_BYTES = 32 };

static char *inside(void *ctx, const char *folder, const char *name)
{
    return talloc_asprintf(ctx, "%s/%s", folder, name);
}

/* A line a shard. */
static bool count_lines(const char *stub, unsigned *count, struct error *err)
{
    size_t len;
    char *text = file_read(NULL, stub, NULL, STUB_BYTES_MAX, &len, NULL, err);

    *count = 0;
    for (size_t i = 0; text && i < len; i++)
        *count += text[i] == '\n';
    talloc_free(text);
    if (text && (*count == 0 || *count > SHARDS_MAX))
        return error_set(err, ERROR_INPUT, stub, 0, "this is no list of shards", "make the index anew in another folder");
    return text != NULL;
}

static bool settle(void *scratch, const char *folder, unsigned asked, unsigned *count, struct error *err)
{
    static const char mend[] = "make it in another folder, --index DIR, then let the readers go there";
    const char *stub = inside(scratch, folder, STUB_NAME);

    *count = asked;
    if (file_exists(stub)) {
        if (!count_lines(stub, count, err))
            return false;
        return asked == 0 || asked == *count ||
               error_setf(err, ERROR_INPUT, folder, 0, mend, "the index is in %u shards, and %u are asked for", *count,
                          asked);
    }
    return asked == 0 || !file_exists(inside(scratch, folder, "current")) ||
           error_setf(err, ERROR_INPUT, folder, 0, mend, "the index is in one piece, and %u shards are asked for", asked);
}

bool shards_settle(const char *folder, unsigned asked, unsigned *count, struct error *err)
{
    void *scratch = talloc_new(NULL);
    bool settled = settle(scratch, folder, asked, count, err);

    talloc_free(scratch);
    return settled;
}

bool shards_list(const char *folder, const char *below, unsigned count, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct buffer out = buffer_new(scratch, (size_t)(SHARDS_MAX + 1) * LINE_MAX_BYTES);
    const char *stub = inside(scratch, folder, STUB_NAME);
    bool listed = file_exists(stub);

    for (unsigned i = 0; i < count; i++)
        buffer_format(&out, "auto shard-%u%s\n", i, below);
    if (!listed)
        listed = folder_make(folder, 0755, err) && file_write(stub, buffer_view(&out), err);
    talloc_free(scratch);
    return listed;
}

char *shards_folder(void *ctx, const char *folder, unsigned count, unsigned shard)
{
    return count == 0 ? talloc_strdup(ctx, folder) : talloc_asprintf(ctx, "%s/shard-%u", folder, shard);
}

unsigned shards_of_page(const struct page *page, unsigned count)
{
    return count == 0 ? 0 : (unsigned)(hash_of(span_of(page->translation_key)).low % count);
}
