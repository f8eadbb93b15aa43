/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct xapc_bytes bytes(const char *text)
{
    return (struct xapc_bytes){text, strlen(text)};
}

bool bytes_are(struct xapc_bytes b, const char *text)
{
    return b.len == strlen(text) && !memcmp(b.at, text, b.len);
}

_Noreturn void broken(const struct xapc_error *err, const char *file, int line)
{
    print_error("%d: %s\n", (int)err->code, err->text);
    _fail(file, line);
    abort();
}

void fails_at(bool done, const struct xapc_error *err, enum xapc_code code, const char *piece, const char *file,
              int line)
{
    if (done || err->code != code || !strstr(err->text, piece))
        print_error("done %d, code %d, expected %d: %s\n", done, (int)err->code, (int)code, err->text);
    _assert_true(!done, "the call fails", file, line);
    _assert_int_equal(err->code, code, file, line);
    _assert_true(strstr(err->text, piece) != NULL, piece, file, line);
    _assert_true(!strpbrk(err->text, "\n\r\t"), "one line", file, line);
}

int folder_make(void **state)
{
    const char *base = getenv("TMPDIR");
    char *path = malloc(PATH_MAX);
    snprintf(path, PATH_MAX, "%s/xapian-c-XXXXXX", base ? base : "/tmp");
    *state = path;
    return mkdtemp(path) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status, (void)kind, (void)ftw;
    return remove(path);
}

int folder_remove(void **state)
{
    int failed = nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    trees_free();
    return failed;
}

const char *in(void **state, const char *name)
{
    static char paths[16][PATH_MAX];
    static int next;
    char *path = paths[next++ % 16];
    snprintf(path, PATH_MAX, "%s/%s", (const char *)*state, name);
    return path;
}

void write_file(const char *path, const char *content)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fputs(content, f) < 0, 0);
    assert_int_equal(fclose(f), 0);
}

enum { WORDS_MAX = 64 };

uint32_t put(struct xapc_writer *writer, const char *name, const char *words, const char *zero, const char *one)
{
    struct xapc_error err;
    struct xapc_posting postings[WORDS_MAX + 1] = {{.term = bytes(name)}};
    uint32_t positions[WORDS_MAX + 1];
    size_t len = 1;
    char *copy = strdup(words), *rest = copy, *word;
    while ((word = strsep(&rest, " ")) && len <= WORDS_MAX) {
        positions[len] = (uint32_t)len;
        postings[len] = (struct xapc_posting){bytes(word), 1, &positions[len], 1};
        len += *word != '\0';
    }
    struct xapc_value values[2];
    size_t values_len = 0;
    if (zero)
        values[values_len++] = (struct xapc_value){0, bytes(zero)};
    if (one)
        values[values_len++] = (struct xapc_value){1, bytes(one)};
    struct xapc_document document = {bytes(name), postings, len, values, values_len};
    uint32_t docid = 0;
    ok(xapc_writer_put(writer, bytes(name), &document, &docid, &err));
    free(copy);
    return docid;
}

struct xapc_writer *writer_new(const char *path)
{
    struct xapc_error err;
    struct xapc_writer *writer = xapc_writer_open(path, NULL, &err);
    ok(writer != NULL);
    return writer;
}

struct xapc_reader *reader_new(const char *path)
{
    struct xapc_error err;
    struct xapc_reader *reader = xapc_reader_open(path, &err);
    ok(reader != NULL);
    return reader;
}

void commit(struct xapc_writer *writer)
{
    struct xapc_error err;
    ok(xapc_writer_commit(writer, &err));
}

/* A tree's memory: a list of blocks, each with room for one query and its kids. */
struct block {
    struct block *next;
    struct xapc_query query;
    const struct xapc_query *kids[8];
};

static struct block *blocks;

struct xapc_query *leaf(enum xapc_op op)
{
    struct block *block = calloc(1, sizeof *block);
    assert_non_null(block);
    block->next = blocks;
    blocks = block;
    block->query.op = op;
    block->query.kids = block->kids;
    return &block->query;
}

struct xapc_query *term(const char *text)
{
    struct xapc_query *query = leaf(XAPC_TERM);
    query->term = bytes(text);
    return query;
}

struct xapc_query *tree(enum xapc_op op, ...)
{
    struct xapc_query *query = leaf(op);
    va_list kids;
    va_start(kids, op);
    for (const struct xapc_query *kid; (kid = va_arg(kids, const struct xapc_query *));)
        blocks->kids[query->kids_len++] = kid;
    va_end(kids);
    return query;
}

void trees_free(void)
{
    while (blocks) {
        struct block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}

struct xapc_search search_for(const struct xapc_query *query, uint32_t count)
{
    return (struct xapc_search){.query = query,
                                .count = count,
                                .check_at_least = 10000,
                                .scheme = XAPC_INEB2,
                                .parameters = {1},
                                .collapse_slot = XAPC_NO_SLOT,
                                .sort_slot = XAPC_NO_SLOT,
                                .data = true};
}

struct xapc_hits *hits_of(struct xapc_reader *reader, const struct xapc_search *search)
{
    struct xapc_error err;
    struct xapc_hits *hits = NULL;
    ok(xapc_reader_search(reader, search, &hits, &err));
    return hits;
}

char *found(struct xapc_reader *reader, const struct xapc_query *query)
{
    struct xapc_search search = search_for(query, 1000);
    struct xapc_hits *hits = hits_of(reader, &search);
    char *list = NULL;
    size_t len;
    FILE *f = open_memstream(&list, &len);
    assert_non_null(f);
    for (size_t i = 0; i < hits->len; i++)
        fprintf(f, "%s%s", i ? " " : "", hits->hits[i].data.at);
    fclose(f);
    xapc_hits_free(hits);
    return list;
}

void finds(struct xapc_reader *reader, const struct xapc_query *query, const char *expected)
{
    char *list = found(reader, query);
    assert_string_equal(list, expected);
    free(list);
}

uint32_t documents(struct xapc_reader *reader)
{
    struct xapc_error err;
    struct xapc_stats stats;
    ok(xapc_reader_stats(reader, &stats, &err));
    return stats.documents;
}
