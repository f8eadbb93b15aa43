/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"

#include <xapian.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>

namespace xapc
{

namespace
{

struct row {
    const char *type;     /* Xapian::Error::get_type() */
    const char *fragment; /* of the message, where one type means two things; NULL: any */
    enum xapc_code code;
    const char *mend;
};

constexpr const char *mend_reopen = "reopen the reader and ask again";
constexpr const char *mend_damaged = "reopen once; if it stays, check the database and restore a copy or index anew";
constexpr const char *mend_remote = "see whether that shard's server runs and can be reached, then ask again";
constexpr const char *mend_system = "see to the disk's space, its health and the permissions, then try again";
constexpr const char *mend_version = "use the libxapian that wrote it, or index anew with this one";

/* By name, since not every 1.4 has every class. The first row that fits counts. */
const row table[] = {
    {"DatabaseModifiedError", nullptr, XAPC_CHANGED, mend_reopen},
    {"DatabaseLockError", "already locked", XAPC_LOCKED, "wait until the other writer is done, or end it"},
    {"DatabaseLockError", nullptr, XAPC_SYSTEM, mend_system},
    {"DatabaseVersionError", nullptr, XAPC_VERSION, mend_version},
    {"DatabaseCorruptError", nullptr, XAPC_DAMAGED, mend_damaged},
    {"DatabaseNotFoundError", nullptr, XAPC_NOT_FOUND, "give the path of a database, or make one there first"},
    {"DatabaseOpeningError", "detect type", XAPC_NOT_FOUND, "give the path of a database, or make one there first"},
    {"DatabaseOpeningError", nullptr, XAPC_DAMAGED, mend_damaged},
    {"DatabaseCreateError", nullptr, XAPC_SYSTEM, mend_system},
    {"DatabaseClosedError", nullptr, XAPC_INVALID, "open it again"},
    {"DatabaseError", nullptr, XAPC_DAMAGED, mend_damaged},
    {"DocNotFoundError", nullptr, XAPC_NOT_FOUND, "ask for a document that the database holds"},
    {"NetworkTimeoutError", nullptr, XAPC_UNREACHABLE, mend_remote},
    {"NetworkError", nullptr, XAPC_UNREACHABLE, mend_remote},
    {"UnimplementedError", nullptr, XAPC_UNSUPPORTED, "use a local glass database"},
    {"FeatureUnavailableError", "no termlist", XAPC_DAMAGED, "restore its termlist table, or index anew"},
    {"FeatureUnavailableError", nullptr, XAPC_UNSUPPORTED, "use a libxapian that was built with it"},
    {"InvalidArgumentError", nullptr, XAPC_INVALID, nullptr},
    {"InvalidOperationError", nullptr, XAPC_INVALID, nullptr},
    {"QueryParserError", nullptr, XAPC_INVALID, nullptr},
    {"WildcardError", nullptr, XAPC_INVALID, nullptr},
    {"RangeError", nullptr, XAPC_DAMAGED, mend_damaged},
    {"SerialisationError", nullptr, XAPC_DAMAGED, mend_damaged},
};

const row untold = {nullptr, nullptr, XAPC_INTERNAL, nullptr};

const row &find(const Xapian::Error &error)
{
    for (const row &r : table)
        if (!std::strcmp(r.type, error.get_type()) && (!r.fragment || std::strstr(error.get_msg().c_str(), r.fragment)))
            return r;
    return untold;
}

/* How much of text fits into room bytes without cutting a UTF-8 sequence. */
size_t fitting(std::string_view text, size_t room)
{
    if (text.size() <= room)
        return text.size();
    while (room > 0 && (static_cast<unsigned char>(text[room]) & 0xC0) == 0x80)
        room--;
    return room;
}

/* The mend is worth more than the message's end: a long message is cut, the mend is not. */
void say(struct xapc_error *err, enum xapc_code code, std::string_view text, const char *mend) noexcept
{
    if (!err)
        return;
    err->code = code;
    size_t mend_len = mend ? std::strlen(mend) + 3 : 0;
    size_t len = fitting(text, sizeof err->text - 1 - mend_len);
    for (size_t i = 0; i < len; i++)
        err->text[i] = static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F ? ' ' : text[i];
    if (mend) {
        err->text[len++] = ' ';
        err->text[len++] = '(';
        std::memcpy(err->text + len, mend, mend_len - 3);
        len += mend_len - 3;
        err->text[len++] = ')';
    }
    err->text[len] = '\0';
}

/* A database error that carries an errno is the operating system's, whatever its class; but a table that is not there was
 * there once. */
bool is_system(const Xapian::Error &error, enum xapc_code code)
{
    const char *reason = error.get_error_string();
    bool lost = reason && !std::strcmp(error.get_type(), "DatabaseOpeningError") &&
                std::generic_category().message(ENOENT) == reason;
    return reason && code == XAPC_DAMAGED && !lost;
}

void say_xapian(struct xapc_error *err, const Xapian::Error &error)
{
    const row &r = find(error);
    const char *reason = error.get_error_string();
    std::string text = error.get_msg();
    if (text.empty())
        text = error.get_type();
    if (reason)
        text.append(": ").append(reason);
    if (!error.get_context().empty())
        text.append(" [").append(error.get_context()).append("]");
    if (is_system(error, r.code))
        say(err, XAPC_SYSTEM, text, mend_system);
    else
        say(err, r.code, text, r.mend);
}

void classify(struct xapc_error *err)
{
    try {
        throw;
    } catch (const refusal &r) {
        say(err, r.code, r.text, r.mend);
    } catch (const Xapian::Error &error) {
        say_xapian(err, error);
    } catch (const std::bad_alloc &) {
        say(err, XAPC_MEMORY, "memory ran out", nullptr);
    } catch (const std::logic_error &error) { /* length_error, out_of_range: it met a length that cannot be */
        say(err, XAPC_DAMAGED, std::string("the database's bytes make no sense: ") + error.what(), mend_damaged);
    } catch (const std::exception &error) {
        say(err, XAPC_INTERNAL, error.what(), nullptr);
    } catch (...) {
        say(err, XAPC_INTERNAL, "libxapian threw something that is no exception", nullptr);
    }
}

} // namespace

void refuse(enum xapc_code code, std::string text, const char *mend)
{
    throw refusal{code, std::move(text), mend};
}

void refuse_errno(int number, const char *path)
{
    std::string text = std::string(path) + ": " + std::generic_category().message(number);
    if (number == ENOMEM)
        throw std::bad_alloc();
    if (number == ENOENT || number == ENOTDIR)
        refuse(XAPC_NOT_FOUND, std::move(text), "give the path of a database, or make one there first");
    refuse(XAPC_SYSTEM, std::move(text), mend_system);
}

/* Saying an error needs memory too, and may find none. */
void explain(struct xapc_error *err) noexcept
{
    try {
        classify(err);
    } catch (...) {
        say(err, XAPC_MEMORY, "memory ran out", nullptr);
    }
}

} // namespace xapc
