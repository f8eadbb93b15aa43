/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/generation.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/follow.h"
#include "query/lexicons.h"

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

char *index_metadata(void *ctx, struct index *index, const char *key, size_t *len)
{
    char *value, *copy;

    if (!xapc_reader_metadata(index->reader, key, &value, len, &index->trouble))
        return NULL;
    copy = *len > 0 ? talloc_size(ctx, *len + 1) : NULL;
    index_had(index, copy || *len == 0);
    if (copy) {
        memcpy(copy, value, *len);
        copy[*len] = '\0';
    }
    free(value);
    return copy;
}

static bool check_schema(struct index *index, struct error *err)
{
    size_t len;
    char *schema = index_metadata(NULL, index, META_SCHEMA, &len);
    long version = schema ? strtol(schema, NULL, 10) : 0;
    bool ours = schema && version == SCHEMA_VERSION;

    if (index->trouble.code != XAPC_OK)
        index_error(index, &index->trouble, err);
    else if (!schema)
        error_set(err, ERROR_INDEX, index->path, 0, "this database was not made by twc-index", INDEX_MEND);
    else if (!ours)
        error_setf(err, ERROR_INDEX, index->path, 0, INDEX_MEND,
                   "the index has schema %ld, and this program reads schema %d", version, SCHEMA_VERSION);
    talloc_free(schema);
    return ours;
}

static bool load_analyser(struct generation *generation, struct error *err)
{
    const struct manifest *manifest = generation->manifest;
    struct analyser_language *languages = array_new(generation, struct analyser_language, manifest->languages_len);

    generation->languages = manifest->languages_len;
    generation->codes = array_new(generation, const char *, manifest->languages_len);
    if (!languages || !generation->codes)
        return no_memory(err);
    for (size_t i = 0; i < manifest->languages_len; i++) {
        languages[i] = (struct analyser_language){manifest->languages[i].code, manifest->languages[i].stemmer};
        generation->codes[i] = manifest->languages[i].code;
    }
    generation->analyser = analyser_new(generation, languages, manifest->languages_len, generation->lexicon, err);
    return generation->analyser != NULL;
}

static bool load_tables(struct generation *generation, struct index *index, struct error *err)
{
    size_t manifest_len, lexicon_len, glossary_len;
    char *manifest = index_metadata(generation, index, META_MANIFEST, &manifest_len);
    char *lexicon = index_metadata(generation, index, META_LEXICON, &lexicon_len);
    char *glossary = index_metadata(generation, index, META_GLOSSARY, &glossary_len);

    if (!index_well(index))
        return index_error(index, &index->trouble, err);
    if (index->starved)
        return no_memory(err);
    if (!manifest)
        return error_set(err, ERROR_INDEX, index->path, 0, "the index does not say how it was made", INDEX_MEND);
    generation->manifest = manifest_load(generation, (struct span){manifest, manifest_len}, err);
    if (!generation->manifest)
        return false;
    if (lexicon) {
        generation->lexicon = lexicons_take(generation, index->lexicons, (struct span){lexicon, lexicon_len}, err);
        if (!generation->lexicon)
            return false;
        talloc_free(lexicon);
    }
    if (!load_analyser(generation, err))
        return false;
    if (glossary)
        generation->glossary =
            glossary_load(generation, (struct span){glossary, glossary_len}, generation->analyser, err);
    return !glossary || generation->glossary;
}

struct generation *generation_new(struct index *index, struct error *err)
{
    struct generation *generation;
    size_t len;

    if (!check_schema(index, err))
        return NULL;
    generation = talloc_zero(index, struct generation);
    if (!generation) {
        no_memory(err);
        return NULL;
    }
    index->starved = false;
    generation->name =
        index->shards ? follow_name(generation, index) : index_metadata(generation, index, META_GENERATION, &len);
    if (!generation->name)
        generation->name = talloc_strdup(generation, "");
    generation->published = index_had(index, generation->name) ? generation_time(generation->name) : 0;
    if (!load_tables(generation, index, err)) {
        talloc_free(generation);
        return NULL;
    }
    generation->first_change = generation->manifest->next_change;
    if (index->shards)
        follow_next_change(index, &generation->manifest->next_change, &generation->first_change);
    return generation;
}
