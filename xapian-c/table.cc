/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include "guard.h"
#include "packing.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace xapc
{

/* ---- the file ---- */

written_file::written_file(std::string path_)
    : path(std::move(path_)), fd(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666))
{
    if (fd < 0)
        refuse_errno(errno, path.c_str());
}

written_file::~written_file()
{
    if (fd >= 0)
        ::close(fd);
}

void written_file::flush()
{
    for (std::string_view left = held; !left.empty();) {
        const ssize_t done = ::write(fd, left.data(), left.size());
        if (done >= 0)
            left.remove_prefix(static_cast<size_t>(done));
        else if (errno != EINTR)
            refuse_errno(errno, path.c_str());
    }
    held.clear();
}

void written_file::write(std::string_view bytes)
{
    constexpr size_t at_once = 1 << 18;
    held += bytes;
    if (held.size() >= at_once)
        flush();
}

void written_file::close(bool sync)
{
    flush();
    const int closing = fd;
    const bool synced = !sync || !fsync(closing);
    const int why = errno;
    fd = -1;
    if (::close(closing) || !synced)
        refuse_errno(synced ? errno : why, path.c_str());
}

/* ---- blocks ---- */

namespace
{

/* A block: its revision (4 bytes), level (1), free bytes (2, and 2 again), where its list of items ends (2), the list. */
enum { REVISION = 1, LEVEL_AT = 4, FREE_AT = 5, END_AT = 9, LIST_AT = 11, LISTED = 2 };
/* An item of a leaf: its size less 3, and flags (2), the key's length (1), key, component unless it is the first (2), tag.
 * Of a branch: a block's number (4), the key's length, key, component. */
enum { SIZE = 2, KEY_LENGTH = 1, COMPONENT = 2, NUMBER = 4, SIZE_LESS = 3 };
enum { FIRST = 0x20, LAST = 0x40, PACKED = 0x80 };
enum { KEY_MAX = 255, ITEMS_LEAST = 4, COMPONENTS_MAX = 65535 };
/* So many of the largest fit into a block. */
constexpr size_t item_max = (BLOCK_SIZE - LIST_AT - ITEMS_LEAST * LISTED) / ITEMS_LEAST;

void put(unsigned char *at, uint32_t number, size_t len)
{
    for (size_t i = len; i-- > 0; number >>= 8)
        at[i] = static_cast<unsigned char>(number);
}

unsigned char *put_key(unsigned char *at, std::string_view key)
{
    *at++ = static_cast<unsigned char>(key.size());
    std::copy(key.begin(), key.end(), at);
    return at + key.size();
}

/* As much of key as tells it from the one before it. */
std::string_view dividing(std::string_view key, std::string_view before)
{
    const auto differ = std::mismatch(key.begin(), key.begin() + static_cast<ptrdiff_t>(std::min(key.size(), before.size())),
                                      before.begin());
    return key.substr(0, static_cast<size_t>(differ.first - key.begin()) + 1);
}

} // namespace

glass_table::glass_table(const std::string &folder, const char *name) : file(folder + "/" + name + ".glass")
{
}

void glass_table::begin(size_t level, std::string_view key, unsigned component)
{
    if (level == levels.size())
        levels.emplace_back();
    block &at = levels[level];
    std::memset(at.bytes, 0, sizeof at.bytes);
    at.items = 0;
    at.free = BLOCK_SIZE - LIST_AT;
    at.key = key;
    at.component = component;
}

/* Room for an item, which fits. */
unsigned char *glass_table::place(block &at, size_t size)
{
    at.free -= static_cast<unsigned>(size + LISTED);
    const unsigned offset = LIST_AT + (at.items + 1) * LISTED + at.free;
    put(at.bytes + LIST_AT + at.items * LISTED, offset, LISTED);
    at.items++;
    return at.bytes + offset;
}

/* Returns its number. */
uint32_t glass_table::write(size_t level)
{
    block &at = levels[level];
    put(at.bytes, REVISION, 4);
    at.bytes[LEVEL_AT] = static_cast<unsigned char>(level);
    put(at.bytes + FREE_AT, at.free, 2);
    put(at.bytes + FREE_AT + 2, at.free, 2);
    put(at.bytes + END_AT, LIST_AT + at.items * LISTED, 2);
    file.write(std::string_view(reinterpret_cast<const char *>(at.bytes), BLOCK_SIZE));
    return blocks++;
}

/* A block of the level below. The first item of a branch has no key: nothing is before it. */
void glass_table::enter(size_t level, std::string_view key, unsigned component, uint32_t number)
{
    if (level < levels.size() && levels[level].free < NUMBER + KEY_LENGTH + key.size() + COMPONENT + LISTED) {
        const uint32_t full = write(level);
        const std::string full_key = levels[level].key;
        const unsigned full_component = levels[level].component;
        begin(level, key, component);
        enter(level + 1, full_key, full_component, full);
    } else if (level >= levels.size()) {
        begin(level, key, component);
    }
    block &at = levels[level];
    if (at.items == 0) {
        key = std::string_view();
        component = 0;
    }
    unsigned char *item = place(at, NUMBER + KEY_LENGTH + key.size() + COMPONENT);
    put(item, number, NUMBER);
    put(put_key(item + NUMBER, key), component, COMPONENT);
}

void glass_table::add_item(std::string_view key, std::string_view part, unsigned component, unsigned flags)
{
    const size_t size = SIZE + KEY_LENGTH + key.size() + (component > 1 ? COMPONENT : 0) + part.size();
    if (levels[0].free < size + LISTED) {
        const uint32_t full = write(0);
        const std::string full_key = levels[0].key;
        const unsigned full_component = levels[0].component;
        begin(0, dividing(key, before), component);
        enter(1, full_key, full_component, full);
    }
    unsigned char *item = place(levels[0], size);
    put(item, static_cast<uint32_t>(size - SIZE_LESS) | flags << 8, SIZE);
    unsigned char *tag = put_key(item + SIZE, key);
    if (component > 1) {
        put(tag, component, COMPONENT);
        tag += COMPONENT;
    }
    std::copy(part.begin(), part.end(), tag);
    before = key;
}

void glass_table::add(std::string_view key, std::string_view tag, bool packed)
{
    if (key.empty() || key.size() > KEY_MAX)
        refuse(XAPC_INVALID, "a key takes " + std::to_string(key.size()) + " bytes", "cut it to 255 bytes");
    if (levels.empty()) {
        begin(0, std::string_view(), 0);
        unsigned char *null = place(levels[0], SIZE + KEY_LENGTH); /* before all others, found by the empty key */
        put(null, (FIRST | LAST) << 8, SIZE);
    }
    const size_t head = SIZE + KEY_LENGTH + key.size(), whole = item_max - head, rest = whole - COMPONENT;
    size_t first = std::min(tag.size(), whole);
    if (tag.size() > whole) {
        /* A first part that fills the block, where that is no more parts or worth one. */
        constexpr size_t worth = 34;
        size_t room = levels[0].free % (item_max + LISTED);
        room -= std::min(room, LISTED + head + COMPONENT);
        if (room && (room >= (tag.size() - COMPONENT) % rest || room >= key.size() + worth))
            first = std::min(room + COMPONENT, whole);
    }
    unsigned component = 1;
    for (size_t done = 0, part = first; component == 1 || done < tag.size(); component++) {
        if (component > COMPONENTS_MAX)
            refuse(XAPC_INVALID, "a text is too long for the database", "keep it below 100 MB");
        const bool last = done + part >= tag.size();
        add_item(key, tag.substr(done, part), component,
                 (component == 1 ? FIRST : 0) | (last ? LAST : 0) | (packed ? PACKED : 0));
        done += part;
        part = std::min(rest, tag.size() - std::min(done, tag.size()));
    }
    entries++;
}

void glass_table::finish(bool sync)
{
    for (size_t level = 0; level < levels.size(); level++) {
        root = write(level);
        if (level + 1 < levels.size())
            enter(level + 1, levels[level].key, levels[level].component, root);
    }
    file.close(sync);
}

void glass_table::describe(std::string &out, unsigned compressed) const
{
    enum { NO_ROOT = 1, SEQUENTIAL = 2, LEVEL = 4, SIZE_UNIT = 2048 };
    const size_t level = levels.empty() ? 0 : levels.size() - 1;
    std::string free_blocks;
    pack_number(out, root);
    pack_number(out, level * LEVEL | SEQUENTIAL | (levels.empty() ? NO_ROOT : 0));
    pack_number(out, entries);
    pack_number(out, BLOCK_SIZE / SIZE_UNIT);
    pack_number(out, compressed);
    if (!levels.empty()) {
        pack_number(free_blocks, REVISION);
        pack_number(free_blocks, blocks);
        free_blocks.append(4, '\0'); /* there are none: two places in no list */
    }
    pack_text(out, free_blocks);
}

} // namespace xapc
