/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of a build: the terms and positions of a finished index, read back from a flat file and added to an empty
 * database with add_posting, so many documents a commit. Nothing is read, parsed or analysed, no data and no values.
 *
 *   bench-postings dump INDEX FILE     writes the terms of INDEX, document by document
 *   bench-postings add FILE TARGET [DOCUMENTS A COMMIT, 700]   prints how many documents it has */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <xapian.h>

static void put(FILE *out, uint32_t number)
{
    fwrite(&number, sizeof number, 1, out);
}

static void dump(const char *index, const char *file)
{
    Xapian::Database database(index);
    FILE *out = fopen(file, "wb");

    if (!out)
        throw std::string("cannot write ") + file;
    for (auto id = database.postlist_begin(""); id != database.postlist_end(""); ++id) {
        put(out, database.get_document(*id).termlist_count());
        for (auto term = database.termlist_begin(*id); term != database.termlist_end(*id); ++term) {
            std::vector<uint32_t> positions(database.positionlist_begin(*id, *term),
                                            database.positionlist_end(*id, *term));
            put(out, (uint32_t)(*term).size());
            put(out, term.get_wdf());
            put(out, (uint32_t)positions.size());
            fwrite((*term).data(), 1, (*term).size(), out);
            fwrite(positions.data(), sizeof(uint32_t), positions.size(), out);
        }
    }
    if (fclose(out) != 0)
        throw std::string("cannot write ") + file;
}

struct source {
    FILE *in;
    std::vector<char> bytes;

    bool number(uint32_t *out) { return fread(out, sizeof *out, 1, in) == 1; }

    const char *take(size_t len)
    {
        if (bytes.size() < len)
            bytes.resize(len * 2);
        if (fread(bytes.data(), 1, len, in) != len)
            throw std::string("the file ends too soon");
        return bytes.data();
    }
};

static void add_term(source &from, Xapian::Document &document)
{
    uint32_t len = 0, wdf = 0, positions = 0;

    if (!from.number(&len) || !from.number(&wdf) || !from.number(&positions))
        throw std::string("the file ends too soon");

    std::string term(from.take(len), len);
    const char *at = from.take(positions * sizeof(uint32_t));

    for (uint32_t i = 0; i < positions; i++) {
        uint32_t position;
        memcpy(&position, at + i * sizeof position, sizeof position);
        document.add_posting(term, position, 0);
    }
    document.add_term(term, wdf);
}

static void add(const char *file, const char *target, unsigned batch)
{
    Xapian::WritableDatabase database(target, Xapian::DB_CREATE_OR_OVERWRITE);
    source from = {fopen(file, "rb"), {}};
    unsigned pending = 0;

    if (!from.in)
        throw std::string("cannot read ") + file;
    for (uint32_t terms; from.number(&terms);) {
        Xapian::Document document;
        while (terms-- > 0)
            add_term(from, document);
        database.add_document(document);
        if (++pending % batch == 0)
            database.commit();
    }
    database.commit();
    fclose(from.in);
    printf("%u\n", database.get_doccount());
}

int main(int argc, char **argv)
try {
    if (argc == 4 && strcmp(argv[1], "dump") == 0)
        dump(argv[2], argv[3]);
    else if ((argc == 4 || argc == 5) && strcmp(argv[1], "add") == 0)
        add(argv[2], argv[3], argc == 5 ? (unsigned)strtoul(argv[4], nullptr, 10) : 700);
    else
        throw std::string("usage: bench-postings dump INDEX FILE | add FILE TARGET [BATCH]");
    return 0;
} catch (const Xapian::Error &error) {
    fprintf(stderr, "bench-postings: %s\n", error.get_description().c_str());
    return 2;
} catch (const std::string &error) {
    fprintf(stderr, "bench-postings: %s\n", error.c_str());
    return 2;
}
