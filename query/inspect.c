/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/inspect.h"

#include <stdlib.h>

#include "query/index.h"

struct inspecting {
    struct buffer *out;
    struct index *index;
    const char *path;
    struct error *err;
};

static void tell(struct buffer *out, const char *name, struct span text)
{
    buffer_format(out, "%-12s %.*s\n", name, (int)text.len, text.at);
}

static void tell_record(struct buffer *out, const struct record *record)
{
    tell(out, "path", record->path);
    tell(out, "id", record->id);
    tell(out, "lang", record->lang);
    tell(out, "url", record->url);
    tell(out, "title", record->display_title);
    tell(out, "section", record->section);
    tell(out, "date", record->date_text);
    tell(out, "description", record->description);
    tell(out, "set", record->set);
    for (size_t i = 0; i < record->tags_len; i++)
        tell(out, "tag", record->tags[i]);
    for (size_t i = 0; i < record->siblings_len; i++)
        tell(out, "translation", record->siblings[i].path);
    for (size_t i = 0; i < record->sections_len; i++) {
        const struct record_section *section = &record->sections[i];
        buffer_format(out, "%-12s h%d from word %u, %zu bytes of text: %.*s%s%.*s\n", "section", section->level,
                      section->position, section->text.len, (int)section->title.len, section->title.at,
                      section->id.len ? " #" : "", (int)section->id.len, section->id.at);
    }
}

static bool tell_terms(struct inspecting *inspecting, uint32_t docid)
{
    struct index *index = inspecting->index;
    struct xapc_terms *terms =
        xapc_reader_document_terms(index->reader, docid, (struct xapc_bytes){"", 0}, &index->trouble);

    for (size_t i = 0; terms && i < terms->len; i++)
        buffer_format(inspecting->out, "%-12s %.*s %u\n", "term", (int)terms->at[i].value.len, terms->at[i].value.at,
                      terms->at[i].count);
    xapc_terms_free(terms);
    return terms != NULL;
}

static bool look(void *self)
{
    struct inspecting *inspecting = self;
    struct index *index = inspecting->index;
    struct buffer term = buffer_new(inspecting->out->ctx, (size_t)1 << 16);
    struct span name = schema_filter(&term, TERM_PATH, span_of(inspecting->path));
    char *data = NULL;
    size_t len;
    uint32_t docid;

    buffer_clear(inspecting->out);
    if (!xapc_reader_find(index->reader, bytes_of(name), &docid, &index->trouble))
        return false;
    if (docid == 0)
        return error_set(inspecting->err, ERROR_INPUT, inspecting->path, 0, "the index has no such page",
                         "paths are as in hits: posts/strike/index.en.md; twc-index --dry-run lists them");
    if (!xapc_reader_data(index->reader, docid, &data, &len, &index->trouble))
        return false;

    struct record *record = record_load(inspecting->out->ctx, (struct span){data, len}, inspecting->err);
    bool told = record != NULL;

    if (told) {
        tell_record(inspecting->out, record);
        told = tell_terms(inspecting, docid);
    }
    talloc_free(record);
    free(data);
    return told;
}

bool inspect(struct buffer *out, struct index *index, const char *path, struct error *err)
{
    struct inspecting inspecting = {out, index, path, err};

    return index_ask(index, look, &inspecting, err);
}
