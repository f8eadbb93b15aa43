/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of a glass database, a B-tree of keys with their tags, written from its first key to its last: each block once
 * and full, the leaves in a row. */
#ifndef XAPIAN_C_TABLE_H
#define XAPIAN_C_TABLE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xapc
{

enum { BLOCK_SIZE = 8192 };

/* A file that is written from its beginning. Refuses what the system does. */
class written_file
{
  public:
    explicit written_file(std::string path);
    written_file(const written_file &) = delete;
    written_file &operator=(const written_file &) = delete;
    ~written_file();

    void write(std::string_view bytes);
    void close(bool sync);

  private:
    void flush();

    std::string path, held;
    int fd;
};

class glass_table
{
  public:
    glass_table(const std::string &folder, const char *name);

    /* Keys ascend, 1 to 255 bytes. packed says that the tag is deflated. */
    void add(std::string_view key, std::string_view tag, bool packed = false);
    void finish(bool sync);

    /* What iamglass says of it, once it is finished. compressed: tags of how many bytes may be deflated. */
    void describe(std::string &out, unsigned compressed) const;

  private:
    struct block {
        unsigned char bytes[BLOCK_SIZE];
        unsigned items = 0, free = 0; /* the free bytes are between the list of items and the items */
        std::string key;              /* which divides it from the block before it, */
        unsigned component = 0;       /* with the part of that key's tag */
    };

    void begin(size_t level, std::string_view key, unsigned component);
    unsigned char *place(block &at, size_t size);
    uint32_t write(size_t level);
    void enter(size_t level, std::string_view key, unsigned component, uint32_t number);
    void add_item(std::string_view key, std::string_view part, unsigned component, unsigned flags);

    written_file file;
    std::vector<block> levels; /* the one that is filled of each level; leaves are level 0 */
    std::string before;        /* the last item's key */
    uint32_t blocks = 0, root = 0;
    uint64_t entries = 0;
};

} // namespace xapc

#endif
