/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that an index holds, as text that does not depend on how it came about: two indexes with the same dump answer the
 * same. twc-dump DATABASE prints it; twc-dump --mark DATABASE… a line for each: generation, pages, a hash of the dump.
 * --pages leaves out the lexicon, which an update keeps and a rebuild makes anew. Exit 1 where one cannot be read to its end. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "base/base.h"
#include "xapian-c/xapian-c.h"

enum { DUMP_MAX = 1 << 30, SLOTS = 32, PAGES_MAX = 1 << 20 };

struct dump {
    struct xapc_reader *reader;
    struct xapc_error trouble;
    struct buffer out;
};

static struct xapc_bytes bytes_of(struct span text)
{
    return (struct xapc_bytes){text.at, text.len};
}

/* Printable, on one line. */
static void put_bytes(struct buffer *out, const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)at[i] < 0x20 || at[i] == '\\' || (unsigned char)at[i] >= 0x7F)
            buffer_format(out, "\\%02x", (unsigned char)at[i]);
        else
            buffer_char(out, at[i]);
}

static bool dump_metadata(struct dump *dump, const char *prefix)
{
    struct xapc_terms *keys = xapc_reader_metadata_keys(dump->reader, prefix, &dump->trouble);
    bool read = keys != NULL;

    for (size_t i = 0; read && i < keys->len; i++) {
        char *value = NULL;
        size_t len = 0;
        read = xapc_reader_metadata(dump->reader, keys->at[i].value.at, &value, &len, &dump->trouble);
        if (read) {
            put_bytes(&dump->out, keys->at[i].value.at, keys->at[i].value.len);
            buffer_char(&dump->out, '=');
            put_bytes(&dump->out, value, len);
            buffer_char(&dump->out, '\n');
        }
        free(value);
    }
    xapc_terms_free(keys);
    return read;
}

static bool dump_term(struct dump *dump, uint32_t docid, const struct xapc_count *term)
{
    uint32_t *positions = NULL;
    size_t len = 0;
    bool read = xapc_reader_positions(dump->reader, docid, term->value, &positions, &len, &dump->trouble);

    buffer_text(&dump->out, "  ");
    put_bytes(&dump->out, term->value.at, term->value.len);
    buffer_format(&dump->out, " %u", term->count);
    for (size_t i = 0; read && i < len; i++)
        buffer_format(&dump->out, " %u", positions[i]);
    buffer_char(&dump->out, '\n');
    free(positions);
    return read;
}

static bool dump_values(struct dump *dump, uint32_t docid)
{
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        char *value = NULL;
        size_t len = 0;
        if (!xapc_reader_value(dump->reader, docid, slot, &value, &len, &dump->trouble))
            return false;
        if (len > 0) {
            buffer_format(&dump->out, "  [%u] ", slot);
            put_bytes(&dump->out, value, len);
            buffer_char(&dump->out, '\n');
        }
        free(value);
    }
    return true;
}

static bool dump_page(struct dump *dump, const struct xapc_bytes *unique)
{
    uint32_t docid = 0;
    char *data = NULL;
    size_t len = 0;

    if (!xapc_reader_find(dump->reader, *unique, &docid, &dump->trouble) ||
        !xapc_reader_data(dump->reader, docid, &data, &len, &dump->trouble))
        return false;
    put_bytes(&dump->out, unique->at, unique->len);
    buffer_char(&dump->out, '\n');
    buffer_text(&dump->out, "  = ");
    put_bytes(&dump->out, data, len);
    buffer_char(&dump->out, '\n');
    free(data);

    struct xapc_terms *terms = xapc_reader_document_terms(dump->reader, docid, bytes_of(SPAN("")), &dump->trouble);
    bool read = terms != NULL;

    for (size_t i = 0; read && i < terms->len; i++)
        read = dump_term(dump, docid, &terms->at[i]);
    xapc_terms_free(terms);
    return read && dump_values(dump, docid);
}

static bool dump_pages(struct dump *dump)
{
    struct xapc_terms *pages = xapc_reader_terms(dump->reader, bytes_of(SPAN(TERM_PATH)), PAGES_MAX, &dump->trouble);
    bool read = pages != NULL;

    for (size_t i = 0; read && i < pages->len; i++)
        read = dump_page(dump, &pages->at[i].value);
    xapc_terms_free(pages);
    return read;
}

/* The frequencies are told apart from the pages: a list that lost an entry shows. */
static bool dump_frequencies(struct dump *dump)
{
    struct xapc_terms *terms = xapc_reader_terms(dump->reader, bytes_of(SPAN("")), PAGES_MAX, &dump->trouble);

    for (size_t i = 0; terms && i < terms->len; i++) {
        put_bytes(&dump->out, terms->at[i].value.at, terms->at[i].value.len);
        buffer_format(&dump->out, " on %u\n", terms->at[i].count);
    }
    xapc_terms_free(terms);
    return terms != NULL;
}

static bool dump_all(struct dump *dump, const char *path, bool pages_only)
{
    dump->reader = xapc_reader_open(path, &dump->trouble);

    bool read = dump->reader && dump_pages(dump) && dump_frequencies(dump) && dump_metadata(dump, META_PAGE) &&
                (pages_only || dump_metadata(dump, META_LEXICON)) && dump_metadata(dump, META_GLOSSARY) &&
                dump_metadata(dump, META_FACTS) && dump_metadata(dump, META_SECTION) &&
                dump_metadata(dump, META_SCHEMA) && dump_metadata(dump, META_CONTENT);
    if (!read)
        fprintf(stderr, "twc-dump: %s: %s\n", path, dump->trouble.text);
    return read;
}

static void print_mark(struct dump *dump)
{
    struct xapc_stats stats = {0};
    char *generation = NULL, digits[HASH_TEXT_MAX];
    size_t len;

    hash_print(hash_of(buffer_view(&dump->out)), digits);
    if (xapc_reader_metadata(dump->reader, META_GENERATION, &generation, &len, &dump->trouble) &&
        xapc_reader_stats(dump->reader, &stats, &dump->trouble))
        printf("%s %u %s\n", generation, stats.documents, digits);
    free(generation);
}

int main(int argc, char **argv)
{
    bool mark = argc > 1 && strcmp(argv[1], "--mark") == 0, read = true;
    bool pages_only = argc > 1 && strcmp(argv[1], "--pages") == 0;

    for (int i = mark || pages_only ? 2 : 1; i < argc; i++) {
        struct dump dump = {.out = buffer_new(NULL, DUMP_MAX)};
        void *ctx = talloc_new(NULL);
        dump.out.ctx = ctx;
        if (!dump_all(&dump, argv[i], pages_only))
            read = false;
        else if (mark)
            print_mark(&dump);
        else
            fputs(buffer_string(&dump.out), stdout);
        xapc_reader_free(dump.reader);
        talloc_free(ctx);
    }
    return read ? EXIT_SUCCESS : EXIT_FAILURE;
}
