/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/facts.h"

#include <stdlib.h>

#include "analysis/analysis.h"
#include "indexer/xapc.h"

enum { KEY_TEXT_MAX = 1 << 16 };

static struct hash hash_sections(const struct site *site)
{
    struct hash all = hash_of(SPAN(""));

    for (size_t i = 0; i < site_sections(site); i++) {
        const struct site_section *section = site_section(site, i);
        all = hash_join(all, hash_join(hash_of(span_of(section->path)), hash_of(span_of(section->files))));
    }
    return all;
}

char *facts_line(void *ctx, const struct site *site)
{
    char text[HASH_TEXT_MAX];

    hash_print(hash_sections(site), text);
    return talloc_asprintf(ctx, "%d %s", site_has_terms(site), text);
}

bool facts_have_terms(const char *line)
{
    return line[0] == '1';
}

static const char *section_key(struct buffer *out, const char *path)
{
    schema_filter(out, META_SECTION, span_of(path));
    return buffer_string(out);
}

static bool put(struct xapc_writer *writer, const char *key, const char *value, struct error *err)
{
    struct xapc_error trouble;

    return xapc_writer_set_metadata(writer, key, bytes_of(span_of(value)), &trouble) || error_xapc(err, NULL, &trouble);
}

static bool remove_known(struct xapc_writer *writer, struct xapc_reader *known, struct error *err)
{
    struct xapc_error trouble;
    struct xapc_terms *keys = known ? xapc_reader_metadata_keys(known, META_SECTION, &trouble) : NULL;
    bool removed = !known || keys || error_xapc(err, NULL, &trouble);

    for (size_t i = 0; keys && i < keys->len && removed; i++) {
        char *key = span_copy(NULL, span_of_bytes(keys->at[i].value));
        removed = key ? put(writer, key, "", err) : error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        talloc_free(key);
    }
    xapc_terms_free(keys);
    return removed;
}

bool facts_write(struct xapc_writer *writer, const struct site *site, struct xapc_reader *known, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct buffer key = buffer_new(scratch, KEY_TEXT_MAX);
    char *line = facts_line(scratch, site);
    bool written = (line || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL)) &&
                   put(writer, META_FACTS, line, err) && remove_known(writer, known, err);

    for (size_t i = 0; i < site_sections(site) && written; i++)
        written = put(writer, section_key(&key, site_section(site, i)->path), site_section(site, i)->files, err);
    talloc_free(scratch);
    return written;
}

char *facts_section(void *ctx, struct xapc_reader *reader, const char *path)
{
    struct buffer key = buffer_new(ctx, KEY_TEXT_MAX);
    struct xapc_error trouble;
    char *value = NULL, *files = NULL;
    size_t len = 0;

    if (xapc_reader_metadata(reader, section_key(&key, path), &value, &len, &trouble) && len > 0)
        files = span_copy(ctx, (struct span){value, len});
    free(value);
    talloc_free(key.at);
    return files;
}
