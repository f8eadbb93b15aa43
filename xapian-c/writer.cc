/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bytes.h"
#include "guard.h"
#include "reader.h"

#include <memory>

/* Changes outside of the caller's transactions are in one of ours, which commit ends: otherwise libxapian commits by
 * itself every ten thousand documents, and once more when a writer that failed is freed. */
struct xapc_writer {
    Xapian::WritableDatabase database;
    enum { IDLE, OURS, CALLERS } transaction = IDLE;

    void change()
    {
        if (transaction == IDLE) {
            database.begin_transaction();
            transaction = OURS;
        }
    }
};

namespace xapc
{

namespace
{

int flags(const struct xapc_writer_options &options)
{
    int bits = (options.wait_for_lock ? Xapian::DB_RETRY_LOCK : 0) | (options.no_sync ? Xapian::DB_NO_SYNC : 0);
    const unsigned how = number_in(options.open);
    switch (how) {
    case XAPC_CREATE_OR_OPEN:
        return bits | Xapian::DB_CREATE_OR_OPEN;
    case XAPC_OPEN:
        return bits | Xapian::DB_OPEN;
    case XAPC_CREATE_OR_OVERWRITE:
        return bits | Xapian::DB_CREATE_OR_OVERWRITE;
    }
    refuse(XAPC_INVALID, "the way of opening " + std::to_string(how) + " is unknown", "use one of enum xapc_open");
}

void add_posting(Xapian::Document &document, const struct xapc_posting &posting)
{
    const std::string name = term(posting.term);
    if (!posting.positions_len)
        document.add_term(name, posting.wdf);
    for (size_t i = 0; i < posting.positions_len; i++)
        document.add_posting(name, posting.positions[i], i ? 0 : posting.wdf); /* each call looks the term up */
}

void add_value(Xapian::Document &document, const struct xapc_value &value)
{
    if (value.slot == XAPC_NO_SLOT)
        refuse(XAPC_INVALID, "a value names no slot", "give the slot's number");
    document.add_value(value.slot, string(value.value));
}

Xapian::Document document_make(const struct xapc_document &from)
{
    Xapian::Document document;
    document.set_data(string(from.data));
    for (size_t i = 0; i < from.postings_len; i++)
        add_posting(document, from.postings[i]);
    for (size_t i = 0; i < from.values_len; i++)
        add_value(document, from.values[i]);
    return document;
}

void end_transaction(struct xapc_writer *writer, void (Xapian::WritableDatabase::*end)())
{
    writer->transaction = xapc_writer::IDLE; /* libxapian has left it too, even when this fails */
    (writer->database.*end)();
}

} // namespace

} // namespace xapc

struct xapc_writer *xapc_writer_open(const char *path, const struct xapc_writer_options *options,
                                     struct xapc_error *err)
{
    struct xapc_writer *writer = nullptr;
    xapc::guard(err, [&] {
        const struct xapc_writer_options plain = {XAPC_CREATE_OR_OPEN, false, false};
        writer = new xapc_writer{Xapian::WritableDatabase(path, xapc::flags(options ? *options : plain))};
    });
    return writer;
}

void xapc_writer_free(struct xapc_writer *writer)
{
    xapc::guard(nullptr, [&] { delete writer; });
}

bool xapc_writer_begin(struct xapc_writer *writer, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        if (writer->transaction == xapc_writer::CALLERS)
            xapc::refuse(XAPC_INVALID, "a transaction is open already", "commit or cancel it first");
        if (writer->transaction == xapc_writer::OURS)
            xapc::refuse(XAPC_INVALID, "there are changes that no commit followed", "commit them, then begin");
        writer->database.begin_transaction();
        writer->transaction = xapc_writer::CALLERS;
    });
}

bool xapc_writer_commit(struct xapc_writer *writer, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        if (writer->transaction != xapc_writer::IDLE)
            xapc::end_transaction(writer, &Xapian::WritableDatabase::commit_transaction);
    });
}

bool xapc_writer_cancel(struct xapc_writer *writer, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        if (writer->transaction != xapc_writer::IDLE)
            xapc::end_transaction(writer, &Xapian::WritableDatabase::cancel_transaction);
    });
}

bool xapc_writer_put(struct xapc_writer *writer, struct xapc_bytes unique, const struct xapc_document *document,
                     uint32_t *docid, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const Xapian::Document made = xapc::document_make(*document);
        const std::string name = unique.len ? xapc::term(unique) : std::string();
        writer->change();
        uint32_t id =
            name.empty() ? writer->database.add_document(made) : writer->database.replace_document(name, made);
        if (docid)
            *docid = id;
    });
}

bool xapc_writer_delete(struct xapc_writer *writer, struct xapc_bytes unique, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const std::string name = xapc::term(unique);
        writer->change();
        writer->database.delete_document(name);
    });
}

bool xapc_writer_set_metadata(struct xapc_writer *writer, const char *key, struct xapc_bytes value,
                              struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        writer->change();
        writer->database.set_metadata(key, xapc::string(value));
    });
}

/* The two share one database inside libxapian, so that the view sees what is not committed. */
struct xapc_reader *xapc_writer_view(struct xapc_writer *writer, struct xapc_error *err)
{
    struct xapc_reader *reader = nullptr;
    xapc::guard(err, [&] {
        auto made = std::make_unique<xapc_reader>();
        made->database = writer->database;
        reader = made.release();
    });
    return reader;
}
