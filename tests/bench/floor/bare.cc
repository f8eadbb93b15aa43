/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/floor/bare.h"

#include <cstdio>
#include <string>

#include <xapian.h>

struct bare {
    Xapian::Database database;
};

struct bare *bare_open(const char *path)
try {
    return new bare{Xapian::Database(path)};
} catch (const Xapian::Error &error) {
    fprintf(stderr, "bench: %s\n", error.get_description().c_str());
    return nullptr;
}

size_t bare_search(struct bare *bare, const char *const *terms, size_t terms_len)
{
    Xapian::Enquire enquire(bare->database);
    size_t bytes = 0;

    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms, terms + terms_len));
    enquire.set_weighting_scheme(Xapian::BM25Weight());

    Xapian::MSet hits = enquire.get_mset(0, 10);

    for (auto hit = hits.begin(); hit != hits.end(); ++hit)
        bytes += hit.get_document().get_data().size();
    return bytes;
}

void bare_free(struct bare *bare)
{
    delete bare;
}
