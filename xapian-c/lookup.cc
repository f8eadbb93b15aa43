/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking things up by term, by document and by key. */
#include "bytes.h"
#include "guard.h"
#include "reader.h"
#include "terms.h"

#include <algorithm>
#include <iterator>
#include <vector>

bool xapc_reader_frequencies(struct xapc_reader *reader, const struct xapc_bytes *terms, size_t terms_len,
                             struct xapc_frequency *of, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        for (size_t i = 0; i < terms_len; i++) {
            std::string term = xapc::term(terms[i]);
            of[i].documents = reader->to_ask().get_termfreq(term);
            of[i].occurrences = of[i].documents ? reader->database.get_collection_freq(term) : 0;
        }
    });
}

namespace xapc
{

namespace
{

constexpr size_t terms_at_once = 200; /* so that a question to a server stays short */

/* A search for all of them that wants no document: the servers tell what they know of its terms before it begins. */
void ask_at_once(const Xapian::Database &database, const struct xapc_bytes *terms, size_t len, uint32_t *of)
{
    std::vector<Xapian::Query> asked;
    for (size_t i = 0; i < len; i++)
        asked.emplace_back(xapc::term(terms[i]));
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(Xapian::Query(Xapian::Query::OP_AND, asked.begin(), asked.end()));
    const Xapian::MSet told = enquire.get_mset(0, 0);
    for (size_t i = 0; i < len; i++)
        of[i] = told.get_termfreq(xapc::term(terms[i]));
}

} // namespace

} // namespace xapc

bool xapc_reader_documents(struct xapc_reader *reader, const struct xapc_bytes *terms, size_t terms_len, uint32_t *of,
                           struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        if (!reader->joined) {
            for (size_t i = 0; i < terms_len; i++)
                of[i] = reader->to_ask().get_termfreq(xapc::term(terms[i]));
            return;
        }
        for (size_t i = 0; i < terms_len; i += xapc::terms_at_once) {
            const Xapian::Database &database = reader->to_ask();
            reader->in_doubt = true;
            xapc::ask_at_once(database, terms + i, std::min(xapc::terms_at_once, terms_len - i), of + i);
            reader->in_doubt = false;
        }
    });
}

struct xapc_terms *xapc_reader_terms(struct xapc_reader *reader, struct xapc_bytes prefix, size_t limit,
                                     struct xapc_error *err)
{
    struct xapc_terms *out = nullptr;
    xapc::guard(err, [&] {
        xapc::term_list list;
        Xapian::TermIterator at = reader->to_ask().allterms_begin(xapc::string(prefix));
        const Xapian::TermIterator end = reader->database.allterms_end();
        for (; at != end && list.size() < limit; ++at)
            list.add(*at, at.get_termfreq());
        out = list.take(at != end);
    });
    return out;
}

struct xapc_terms *xapc_reader_document_terms(struct xapc_reader *reader, uint32_t docid, struct xapc_bytes prefix,
                                              struct xapc_error *err)
{
    struct xapc_terms *out = nullptr;
    xapc::guard(err, [&] {
        xapc::term_list list;
        const std::string start = xapc::string(prefix);
        Xapian::TermIterator at = reader->to_ask().termlist_begin(docid);
        const Xapian::TermIterator end = reader->database.termlist_end(docid);
        if (!start.empty() && at != end)
            at.skip_to(start);
        for (; at != end; ++at) {
            std::string term = *at;
            if (term.compare(0, start.size(), start))
                break;
            list.add(std::move(term), at.get_wdf());
        }
        out = list.take(false);
    });
    return out;
}

bool xapc_reader_holds(struct xapc_reader *reader, uint32_t docid, const struct xapc_bytes *terms, size_t terms_len,
                       bool *held, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        Xapian::TermIterator at = reader->to_ask().termlist_begin(docid);
        const Xapian::TermIterator end = reader->database.termlist_end(docid);
        for (size_t i = 0; i < terms_len; i++) {
            const std::string name = xapc::term(terms[i]);
            if (at != end)
                at.skip_to(name);
            held[i] = at != end && *at == name;
        }
    });
}

bool xapc_reader_find(struct xapc_reader *reader, struct xapc_bytes term, uint32_t *docid, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const std::string name = xapc::term(term);
        Xapian::PostingIterator at = reader->to_ask().postlist_begin(name);
        *docid = at != reader->database.postlist_end(name) ? *at : 0;
    });
}

bool xapc_reader_postings(struct xapc_reader *reader, struct xapc_bytes term, size_t limit, uint32_t **docids,
                          size_t *len, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const std::string name = xapc::term(term);
        std::vector<uint32_t> found;
        Xapian::PostingIterator at = reader->to_ask().postlist_begin(name);
        const Xapian::PostingIterator end = reader->database.postlist_end(name);
        for (; at != end && found.size() < limit; ++at)
            found.push_back(*at);
        xapc::copy_out(found, docids, len);
    });
}

bool xapc_reader_positions(struct xapc_reader *reader, uint32_t docid, struct xapc_bytes term, uint32_t **positions,
                           size_t *len, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const std::string name = xapc::term(term);
        Xapian::PositionIterator at = reader->to_ask().positionlist_begin(docid, name);
        const Xapian::PositionIterator end = reader->database.positionlist_end(docid, name);
        xapc::copy_out(std::vector<uint32_t>(at, end), positions, len);
    });
}

bool xapc_reader_compare(struct xapc_reader *reader, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const Xapian::Database &database = reader->database;
        uint64_t by_term = 0, by_document = 0;
        Xapian::doccount documents = 0;
        for (auto at = database.allterms_begin(); at != database.allterms_end(); ++at)
            by_term += at.get_termfreq();
        for (auto at = database.postlist_begin(""); at != database.postlist_end(""); ++at, ++documents)
            by_document += std::distance(database.termlist_begin(*at), database.termlist_end(*at));
        if (by_term != by_document || documents != database.get_doccount())
            throw Xapian::DatabaseCorruptError("a part of it is empty");
    });
}

bool xapc_reader_data(struct xapc_reader *reader, uint32_t docid, char **data, size_t *len, struct xapc_error *err)
{
    return xapc::guard(err, [&] { xapc::copy_out(reader->to_ask().get_document(docid).get_data(), data, len); });
}

bool xapc_reader_value(struct xapc_reader *reader, uint32_t docid, uint32_t slot, char **value, size_t *len,
                       struct xapc_error *err)
{
    return xapc::guard(err, [&] { xapc::copy_out(reader->to_ask().get_document(docid).get_value(slot), value, len); });
}

bool xapc_reader_metadata(struct xapc_reader *reader, const char *key, char **value, size_t *len,
                          struct xapc_error *err)
{
    return xapc::guard(err, [&] { xapc::copy_out(reader->to_ask().get_metadata(key), value, len); });
}

struct xapc_terms *xapc_reader_metadata_keys(struct xapc_reader *reader, const char *prefix, struct xapc_error *err)
{
    struct xapc_terms *out = nullptr;
    xapc::guard(err, [&] {
        xapc::term_list list;
        Xapian::TermIterator at = reader->to_ask().metadata_keys_begin(prefix);
        for (const Xapian::TermIterator end = reader->database.metadata_keys_end(); at != end; ++at)
            list.add(*at, 0);
        out = list.take(false);
    });
    return out;
}
