/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reader is, for the files that implement it. */
#ifndef XAPIAN_C_READER_H
#define XAPIAN_C_READER_H

#include "guard.h"
#include "window.h"
#include "xapian-c.h"

#include <xapian.h>

#include <string>

namespace xapc
{

/* The file or folder that a path led to when it was opened. It is kept open: its inode number is then not given to
 * another, so comparing numbers tells for certain whether the path leads elsewhere now. */
class place_on_disk
{
  public:
    place_on_disk() = default;
    explicit place_on_disk(const std::string &path);
    place_on_disk(const place_on_disk &) = delete;
    place_on_disk &operator=(place_on_disk &&other) noexcept;
    ~place_on_disk();

    enum where { HERE, ELSEWHERE, NOWHERE };
    where led_by(const std::string &path) const;

  private:
    int fd = -1;
    unsigned long device = 0, inode = 0;
};

} // namespace xapc

struct xapc_reader {
    Xapian::Database database;
    std::string path; /* empty for a writer's view */
    xapc::place_on_disk place;
    std::string uuid; /* of all shards */
    bool remote = false;
    bool joined = false;
    bool in_doubt = false; /* several are being asked at once, or were when that failed */
    xapc::planes planes; /* for searches */
    bool (*stop)(void *self) = nullptr; /* asked before each call */
    void *stop_self = nullptr;

    /* For a call that may go to a server. */
    const Xapian::Database &to_ask() const
    {
        if (stop && stop(stop_self))
            xapc::refuse(XAPC_UNREACHABLE, "a server was given up meanwhile", nullptr);
        return database;
    }
};

#endif
