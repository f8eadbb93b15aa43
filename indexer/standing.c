/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/standing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "indexer/xapc.h"

/* A metadata value as a talloc child of ctx; NULL where it is not there or cannot be read. */
static char *metadata(void *ctx, struct xapc_reader *reader, const char *key, size_t *len)
{
    struct xapc_error trouble;
    char *value = NULL, *copy = NULL;

    if (xapc_reader_metadata(reader, key, &value, len, &trouble) && *len > 0)
        copy = span_copy(ctx, (struct span){value, *len});
    free(value);
    return copy;
}

/* As hash_print has it. */
static bool hash_read(const char *text, struct hash *out)
{
    return sscanf(text, "%16" SCNx64 "%16" SCNx64, &out->high, &out->low) == 2;
}

static uint64_t metadata_number(struct xapc_reader *reader, const char *key, int base)
{
    size_t len;
    char *text = metadata(NULL, reader, key, &len);
    uint64_t number = text ? strtoull(text, NULL, base) : 0;

    talloc_free(text);
    return number;
}

static const char *read_all(struct standing *standing, struct xapc_reader *reader)
{
    struct xapc_error trouble;
    struct xapc_stats stats;
    struct error unread;
    size_t len;

    if (metadata_number(reader, META_SCHEMA, 10) != SCHEMA_VERSION)
        return "the index is of another schema";

    char *manifest = metadata(standing, reader, META_MANIFEST, &len);
    standing->manifest = manifest ? manifest_load(standing, (struct span){manifest, len}, &unread) : NULL;
    if (!standing->manifest)
        return "the index's manifest cannot be read";

    char *generation = metadata(standing, reader, META_GENERATION, &len);
    snprintf(standing->generation, sizeof(standing->generation), "%s", generation ? generation : "");
    char *words = metadata(standing, reader, META_WORDS, &len);
    standing->hugo = metadata(standing, reader, META_HUGO, &len);
    standing->facts = metadata(standing, reader, META_FACTS, &len);
    standing->content = metadata_number(reader, META_CONTENT, 16);
    standing->unknown = metadata_number(reader, META_UNKNOWN, 10);
    if (!generation || !words || !hash_read(words, &standing->words) || !xapc_reader_stats(reader, &stats, &trouble))
        return "the index cannot be read whole";
    standing->documents = stats.documents;
    standing->there = true;
    return NULL;
}

struct span standing_lexicon(void *ctx, const char *path)
{
    struct xapc_error trouble;
    struct xapc_reader *reader = xapc_reader_open(path, &trouble);
    struct span lexicon = SPAN("");

    if (reader)
        lexicon.at = metadata(ctx, reader, META_LEXICON, &lexicon.len);
    xapc_reader_free(reader);
    return lexicon.at ? lexicon : SPAN("");
}

struct standing *standing_read(void *ctx, const char *path, struct xapc_reader **out, struct error *err)
{
    struct standing *standing = talloc_zero(ctx, struct standing);
    struct xapc_error trouble;

    if (out)
        *out = NULL;

    if (!standing) {
        error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
        return NULL;
    }
    if (!path) {
        standing->why = "there is no index yet";
        return standing;
    }

    struct xapc_reader *reader = xapc_reader_open(path, &trouble);

    standing->why = reader ? read_all(standing, reader) : talloc_strdup(standing, trouble.text);
    if (out)
        *out = reader;
    else
        xapc_reader_free(reader);
    return standing;
}
