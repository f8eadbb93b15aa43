/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an index keeps of a page: record and rank; and the manifest. What can be loaded is packed again and loads. */
#include "analysis/analysis.h"
#include "tests/fuzz/fuzz.h"

static void load_record(void *ctx, struct span bytes)
{
    struct error err;
    size_t len;
    struct record *record = record_load(ctx, bytes, &err);
    if (!record)
        return;
    for (size_t i = 0; i < record->sections_len; i++)
        MUST(record->sections[i].text.len <= bytes.len);
    char *again = record_pack(ctx, record, &len);
    if (GOT(again))
        GOT(record_load(ctx, (struct span){again, len}, &err));
}

static void load_rank(void *ctx, struct span bytes)
{
    struct error err;
    size_t len;
    struct rank *rank = rank_load(ctx, bytes, &err);
    if (!rank)
        return;
    uint64_t sum = 0;
    for (size_t i = 0; i < rank->headings_len; i++)
        for (size_t k = 0; k < rank->headings[i].len; k++)
            sum += rank->headings[i].at[k] + rank->heading_keys[i];
    char *again = rank_pack(ctx, rank, &len);
    MUST(sum < UINT64_MAX);
    if (GOT(again))
        GOT(rank_load(ctx, (struct span){again, len}, &err));
}

static void load_manifest(void *ctx, struct span bytes)
{
    struct error err;
    size_t len;
    struct manifest *manifest = manifest_load(ctx, bytes, &err);
    if (!manifest)
        return;
    char *again = manifest_pack(ctx, manifest, &len);
    if (GOT(again))
        GOT(manifest_load(ctx, (struct span){again, len}, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    if (!GOT(ctx))
        return 0;
    struct span bytes = {(const char *)data, len};
    load_record(ctx, bytes);
    load_rank(ctx, bytes);
    load_manifest(ctx, bytes);
    talloc_free(ctx);
    return 0;
}
