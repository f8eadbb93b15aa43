/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/related.h"

#include <stdlib.h>

#include "analysis/analysis.h"
#include "base/memory.h"
#include "indexer/shards.h"
#include "indexer/xapc.h"
#include "query/query.h"

enum { FILE_MAX = 1 << 30 };

struct paths {
    void *ctx;
    char **at;
    size_t len;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The path of the page that holds term; NULL with *err set. */
static char *path_of(void *ctx, struct xapc_reader *reader, struct xapc_bytes term, struct error *err)
{
    struct xapc_error trouble;
    uint32_t docid;
    char *packed = NULL, *path = NULL;
    size_t len;

    if (!xapc_reader_find(reader, term, &docid, &trouble) ||
        !xapc_reader_data(reader, docid, &packed, &len, &trouble)) {
        error_xapc(err, NULL, &trouble);
        return NULL;
    }

    struct record *record = record_load(ctx, (struct span){packed, len}, err);

    if (record)
        path = span_copy(ctx, record->path);
    talloc_free(record);
    free(packed);
    return path;
}

/* Adds those of the pages of one database. */
static bool add_paths(struct paths *out, const char *database, struct error *err)
{
    struct xapc_error trouble;
    struct xapc_reader *reader = xapc_reader_open(database, &trouble);
    struct xapc_terms *terms = reader ? xapc_reader_terms(reader, bytes_of(SPAN(TERM_PATH)), SIZE_MAX, &trouble) : NULL;
    bool listed = terms != NULL || error_xapc(err, database, &trouble);
    char **longer = listed ? array_resize(out->ctx, out->at, char *, out->len + terms->len) : NULL;

    if (listed && !longer)
        listed = error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    out->at = longer ? longer : out->at;
    for (size_t i = 0; listed && i < terms->len; i++) {
        out->at[out->len] = path_of(out->ctx, reader, terms->at[i].value, err);
        listed = out->at[out->len++] != NULL;
    }
    xapc_terms_free(terms);
    xapc_reader_free(reader);
    return listed;
}

/* Of each page, sorted. place: of an index in one piece; NULL for one in shards. */
static bool list_paths(struct paths *out, const char *index_folder, const char *place, struct error *err)
{
    unsigned shards = 0;
    bool listed = place ? add_paths(out, place, err) : shards_settle(index_folder, 0, &shards, err);

    for (unsigned i = 0; listed && i < shards; i++) {
        char *folder = shards_folder(out->ctx, index_folder, shards, i);
        char *database = folder ? talloc_asprintf(folder, "%s/current", folder) : NULL;
        listed = database ? add_paths(out, database, err) : error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    }
    if (listed && out->len > 0)
        qsort(out->at, out->len, sizeof(*out->at), by_bytes);
    return listed;
}

static void write_hit(struct json *json, const struct hit *hit)
{
    json_open(json, '{');
    json_key(json, "path");
    json_text(json, hit->path);
    json_key(json, "lang");
    json_text(json, hit->lang);
    json_key(json, "url");
    json_text(json, hit->url);
    json_key(json, "title");
    json_text(json, hit->title.plain);
    json_close(json, '}');
}

static bool write_page(struct json *json, struct index *index, const char *path, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct answer *like = similar(scratch, index, path, NULL, RELATED_PAGES, err);

    if (like) {
        json_key(json, path);
        json_open(json, '[');
        for (size_t i = 0; i < like->hits_len; i++)
            write_hit(json, &like->hits[i]);
        json_close(json, ']');
    }
    talloc_free(scratch);
    return like != NULL;
}

/* A page a line, so that a change of one page is a change of few lines in git. */
static bool write_all(struct buffer *out, struct index *index, const struct paths *paths, struct error *err)
{
    struct json json = json_new(out);

    json_open(&json, '{');
    for (size_t i = 0; i < paths->len; i++) {
        if (!write_page(&json, index, paths->at[i], err))
            return false;
        buffer_text(out, "\n");
    }
    json_close(&json, '}');
    buffer_text(out, "\n");
    return !out->full || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

static bool holds(void *ctx, const char *file, struct span wanted)
{
    struct error unread;
    size_t len;
    char *now = file_exists(file) ? file_read(ctx, file, NULL, FILE_MAX, &len, NULL, &unread) : NULL;

    return now && span_equal((struct span){now, len}, wanted);
}

bool related_write(void *ctx, const char *index_folder, const char *file, struct error *err)
{
    void *scratch = talloc_new(ctx);
    struct index *index = index_open(scratch, index_folder, err);
    struct buffer out = buffer_new(scratch, FILE_MAX);
    struct paths paths = {.ctx = scratch};
    bool written = index && list_paths(&paths, index_folder, index_place(index), err) && write_all(&out, index, &paths, err) &&
                   (holds(scratch, file, buffer_view(&out)) || file_write(file, buffer_view(&out), err));

    talloc_free(scratch);
    return written;
}
