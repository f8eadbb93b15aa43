/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The floor of an update: some documents of an index are put back as they are, once, and committed.
 *
 *   bench-commit INDEX TERM...      each TERM is one document's alone; prints the CPU and wall milliseconds of replacing them and of the commit */
#include <cstdio>
#include <ctime>
#include <vector>

#include <xapian.h>

static double clock_ms(clockid_t clock)
{
    timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

int main(int argc, char **argv)
try {
    Xapian::WritableDatabase database(argc > 2 ? argv[1] : "", Xapian::DB_OPEN);
    std::vector<Xapian::Document> documents;
    std::vector<Xapian::docid> ids;

    for (int i = 2; i < argc; i++) {
        /* a document that was read from the database would be known as unchanged: this is one of its own */
        auto found = database.postlist_begin(argv[i]);
        if (found == database.postlist_end(argv[i]))
            throw Xapian::DocNotFoundError(argv[i]);
        ids.push_back(*found);
        Xapian::Document old = database.get_document(*found), document;
        document.set_data(old.get_data());
        for (auto value = old.values_begin(); value != old.values_end(); ++value)
            document.add_value(value.get_valueno(), *value);
        for (auto term = old.termlist_begin(); term != old.termlist_end(); ++term) {
            for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at)
                document.add_posting(*term, *at, 0);
            document.add_term(*term, term.get_wdf());
        }
        documents.push_back(document);
    }

    double cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID), wall = clock_ms(CLOCK_MONOTONIC);

    for (size_t i = 0; i < ids.size(); i++)
        database.replace_document(ids[i], documents[i]);
    database.commit();
    printf("{\"cpu\": %.3f, \"wall\": %.3f}\n", clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu,
           clock_ms(CLOCK_MONOTONIC) - wall);
    return 0;
} catch (const Xapian::Error &error) {
    fprintf(stderr, "bench-commit: %s\n", error.get_description().c_str());
    return 2;
}
