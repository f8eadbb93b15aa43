/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tags deflated as glass does it. */
#ifndef XAPIAN_C_DEFLATED_H
#define XAPIAN_C_DEFLATED_H

#include <memory>
#include <string>
#include <string_view>

struct z_stream_s;

namespace xapc
{

class deflater
{
  public:
    deflater();
    ~deflater();

    /* The deflated text until the next call; empty where it would not be shorter. */
    std::string_view deflate(std::string_view text);

    enum { LEAST = 18 }; /* bytes; shorter ones are left as they are */

  private:
    std::unique_ptr<struct z_stream_s> stream;
    std::string out;
};

} // namespace xapc

#endif
