/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Indexes three recipes, looks for some words in them, and prints what it finds.
 *
 *     See README.md for how it is built; then: ./example recipes.db onion soup */
#include "xapian-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct xapc_bytes bytes(const char *text)
{
    return (struct xapc_bytes){text, strlen(text)};
}

static int fail(const struct xapc_error *err)
{
    fprintf(stderr, "example: %s\n", err->text);
    return EXIT_FAILURE;
}

enum { WORDS_MAX = 32 };

/* One document: its text is its data, its words are its terms, and its name, marked by a Q, is the term that is
 * only its own. */
static bool put(struct xapc_writer *writer, const char *name, const char *text, struct xapc_error *err)
{
    struct xapc_posting postings[WORDS_MAX + 1] = {{.term = bytes(name)}};
    uint32_t positions[WORDS_MAX + 1];
    size_t len = 1;
    for (const char *at = text; *at && len <= WORDS_MAX; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        positions[len] = (uint32_t)len;
        postings[len] = (struct xapc_posting){{at, word}, 1, &positions[len], 1};
        len++;
        at += word;
    }
    struct xapc_document document = {.data = bytes(text), .postings = postings, .postings_len = len};
    return xapc_writer_put(writer, bytes(name), &document, NULL, err);
}

/* All or nothing: what was put becomes visible at commit. */
static bool fill(const char *path, struct xapc_error *err)
{
    struct xapc_writer *writer = xapc_writer_open(path, NULL, err);
    bool done = writer && xapc_writer_begin(writer, err) &&
                put(writer, "Q1", "onion soup with bread and cheese", err) &&
                put(writer, "Q2", "tomato soup with basil", err) && put(writer, "Q3", "cheese on onion bread", err) &&
                xapc_writer_commit(writer, err);
    xapc_writer_free(writer);
    return done;
}

/* Any of the words may match. */
static bool look(struct xapc_reader *reader, char **words, int words_len, struct xapc_hits **hits,
                 struct xapc_error *err)
{
    struct xapc_query terms[WORDS_MAX] = {0};
    const struct xapc_query *kids[WORDS_MAX];
    int len = 0;
    for (; len < words_len && len < WORDS_MAX; len++) {
        terms[len] = (struct xapc_query){.op = XAPC_TERM, .term = bytes(words[len])};
        kids[len] = &terms[len];
    }
    const struct xapc_query any = {.op = XAPC_OR, .kids = kids, .kids_len = (size_t)len};
    const struct xapc_search search = {.query = &any,
                                       .count = 10,
                                       .check_at_least = 1000,
                                       .scheme = XAPC_BM25,
                                       .parameters = {1.2, 0.75, 1000, 0},
                                       .collapse_slot = XAPC_NO_SLOT,
                                       .sort_slot = XAPC_NO_SLOT,
                                       .data = true};
    return xapc_reader_search(reader, &search, hits, err);
}

int main(int argc, char **argv)
{
    struct xapc_error err;
    if (argc < 3) {
        fprintf(stderr, "usage: example DATABASE WORD...\n");
        return EXIT_FAILURE;
    }
    if (!fill(argv[1], &err))
        return fail(&err);
    struct xapc_reader *reader = xapc_reader_open(argv[1], &err);
    if (!reader)
        return fail(&err);
    struct xapc_hits *hits = NULL;
    bool found = look(reader, argv + 2, argc - 2, &hits, &err);
    xapc_reader_free(reader);
    if (!found)
        return fail(&err);
    for (size_t i = 0; i < hits->len; i++)
        printf("%.3f %s\n", hits->hits[i].weight, hits->hits[i].data.at);
    printf("%u found\n", hits->matches);
    xapc_hits_free(hits);
    return EXIT_SUCCESS;
}
