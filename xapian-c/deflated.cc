/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deflated.h"

#include <new>

#include <zlib.h>

namespace xapc
{

deflater::deflater() : stream(new z_stream())
{
    enum { RAW = -MAX_WBITS, MEMORY = 9 };
    if (deflateInit2(stream.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
}

deflater::~deflater()
{
    deflateEnd(stream.get());
}

std::string_view deflater::deflate(std::string_view text)
{
    if (text.size() <= LEAST || text.size() > UINT32_MAX)
        return std::string_view();
    out.resize(text.size());
    deflateReset(stream.get());
    stream->next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream->avail_in = static_cast<uInt>(text.size());
    stream->next_out = reinterpret_cast<Bytef *>(&out[0]);
    stream->avail_out = static_cast<uInt>(out.size());
    if (::deflate(stream.get(), Z_FINISH) != Z_STREAM_END || stream->total_out >= text.size())
        return std::string_view();
    return std::string_view(out.data(), stream->total_out);
}

} // namespace xapc
