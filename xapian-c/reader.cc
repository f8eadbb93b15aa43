/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reader.h"

#include "guard.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace xapc
{

place_on_disk::place_on_disk(const std::string &path) : fd(open(path.c_str(), O_PATH | O_CLOEXEC))
{
    struct stat status;
    if (fd < 0 || fstat(fd, &status)) {
        int number = errno;
        if (fd >= 0)
            close(fd);
        refuse_errno(number, path.c_str());
    }
    device = status.st_dev;
    inode = status.st_ino;
}

place_on_disk &place_on_disk::operator=(place_on_disk &&other) noexcept
{
    std::swap(fd, other.fd);
    std::swap(device, other.device);
    std::swap(inode, other.inode);
    return *this;
}

place_on_disk::~place_on_disk()
{
    if (fd >= 0)
        close(fd);
}

place_on_disk::where place_on_disk::led_by(const std::string &path) const
{
    struct stat status;
    if (stat(path.c_str(), &status))
        return NOWHERE;
    return status.st_dev == device && status.st_ino == inode ? HERE : ELSEWHERE;
}

namespace
{

/* Links are followed once, here: libxapian opens a database's files one after the other, and a link that is swapped in
 * between would give it files of two databases. */
std::string resolve(const std::string &path)
{
    std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
    if (!real)
        refuse_errno(errno, path.c_str());
    return real.get();
}

/* Of a folder that may not be entered libxapian says that it found no database there. */
Xapian::Database open_database(const std::string &real)
{
    try {
        return Xapian::Database(real);
    } catch (const Xapian::DatabaseOpeningError &) {
        struct stat status;
        if (stat((real + "/.").c_str(), &status) && errno == EACCES)
            refuse_errno(EACCES, real.c_str());
        throw;
    }
}

void open_anew(struct xapc_reader *reader)
{
    std::string real = resolve(reader->path);
    place_on_disk place(real);
    Xapian::Database database = open_database(real);
    reader->uuid = database.get_uuid();
    reader->database = database;
    reader->place = std::move(place);
    reader->planes.remember(true);
    reader->planes.forget();
}

/* libxapian compares revisions only. Another database that was put in the same place, or where a stub's link now leads,
 * may have the same one; then it says false and goes on reading the old files. Its UUID tells. */
bool reopen_here(struct xapc_reader *reader)
{
    bool changed = reader->database.reopen();
    if (reader->database.get_uuid() == reader->uuid)
        return changed;
    open_anew(reader);
    return true;
}

bool reopen(struct xapc_reader *reader)
{
    switch (reader->place.led_by(reader->path)) {
    case place_on_disk::HERE:
        return reopen_here(reader);
    case place_on_disk::ELSEWHERE:
        open_anew(reader);
        return true;
    case place_on_disk::NOWHERE: /* a folder being replaced is gone for a moment; the open files still answer */
        break;
    }
    return false;
}

} // namespace

} // namespace xapc

struct xapc_reader *xapc_reader_open(const char *path, struct xapc_error *err)
{
    struct xapc_reader *reader = nullptr;
    xapc::guard(err, [&] {
        auto made = std::make_unique<xapc_reader>();
        made->path = path;
        xapc::open_anew(made.get());
        reader = made.release();
    });
    return reader;
}

struct xapc_reader *xapc_reader_connect(const char *address, unsigned port, unsigned limit_ms, struct xapc_error *err)
{
    struct xapc_reader *reader = nullptr;
    xapc::guard(err, [&] {
        auto made = std::make_unique<xapc_reader>();
        made->database = Xapian::Remote::open(address, port, limit_ms, limit_ms);
        made->remote = true;
        reader = made.release();
    });
    return reader;
}

void xapc_reader_stop_when(struct xapc_reader *reader, bool (*stop)(void *self), void *self)
{
    reader->stop = stop;
    reader->stop_self = self;
}

bool xapc_reader_in_doubt(const struct xapc_reader *reader)
{
    return reader->in_doubt;
}

/* libxapian says of each error on a connection with whom it was. */
bool xapc_error_is_of(const struct xapc_error *error, const char *address, unsigned port)
{
    bool is_of = false;
    xapc::guard(nullptr, [&] {
        const std::string with = std::string("remote:tcp(") + address + ":" + std::to_string(port) + ")";
        is_of = std::strstr(error->text, with.c_str()) != nullptr;
    });
    return is_of;
}

struct xapc_reader *xapc_reader_join(struct xapc_reader *const *parts, size_t parts_len, struct xapc_error *err)
{
    struct xapc_reader *reader = nullptr;
    xapc::guard(err, [&] {
        if (parts_len == 0)
            xapc::refuse(XAPC_INVALID, "there is nothing to join", "name one reader at least");
        auto made = std::make_unique<xapc_reader>();
        for (size_t i = 0; i < parts_len; i++)
            made->database.add_database(parts[i]->database);
        made->joined = true;
        reader = made.release();
    });
    return reader;
}

void xapc_reader_free(struct xapc_reader *reader)
{
    xapc::guard(nullptr, [&] { delete reader; });
}

bool xapc_reader_reopen(struct xapc_reader *reader, bool *changed, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        bool was = reader->remote ? reader->database.reopen() : !reader->path.empty() && xapc::reopen(reader);
        if (was)
            reader->planes.forget();
        if (changed)
            *changed = was;
    });
}

bool xapc_reader_stats(struct xapc_reader *reader, struct xapc_stats *out, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        const Xapian::Database &database = reader->database;
        struct xapc_stats stats = {database.get_doccount(), database.get_lastdocid(), database.get_avlength(), 0};
        try {
            stats.revision = database.get_revision();
        } catch (const Xapian::InvalidOperationError &) { /* several shards */
        } catch (const Xapian::UnimplementedError &) {    /* remote, in memory */
        }
        *out = stats;
    });
}

const char *xapc_version(void)
{
    const char *version = "";
    xapc::guard(nullptr, [&] { version = Xapian::version_string(); });
    return version;
}
