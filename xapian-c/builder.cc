/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new database written at once.
 *
 * libxapian adds documents one by one: it looks every term of each up in a tree, and rewrites blocks. Where all documents
 * are at hand there is nothing to look up: postings are sorted in memory, and each table is written from its first key to
 * its last. What comes out is glass as libxapian 1.4 writes it, which it then reads, merges and changes. */
#include "bytes.h"
#include "deflated.h"
#include "guard.h"
#include "inverter.h"
#include "packing.h"
#include "table.h"
#include "values.h"

#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <optional>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

namespace xapc
{

namespace
{

/* The beginning of iamglass: what it is, in the format of 14 March 2016, which all of libxapian 1.4 writes. Another one is
 * left to libxapian. */
constexpr std::string_view known_format("\x0f\x0dXapian Glass\x04\x6e", 16);
enum { UUID_SIZE = 16 };

/* The key of the documents' lengths, which have no term. */
constexpr std::string_view doc_lengths("\0\xe0", 2);

/* A list of documents with numbers (wdf, lengths), cut into chunks. */
class chunks
{
  public:
    chunks(glass_table &out_, std::string key_) : out(out_), key(std::move(key_))
    {
    }

    void begin(uint32_t documents, uint64_t sum, uint32_t first_document)
    {
        head.clear();
        pack_number(head, documents);
        pack_number(head, sum);
        pack_number(head, first_document - 1);
    }

    void add(uint32_t document, uint32_t number)
    {
        constexpr size_t full = 2000;
        if (chunk.size() >= full)
            write(false);
        if (chunk.empty())
            first = document;
        else
            pack_number(chunk, document - last - 1);
        last = document;
        pack_number(chunk, number);
    }

    void end()
    {
        write(true);
    }

  private:
    /* The first one under the term's key, the others with their first document after it. */
    void write(bool is_last)
    {
        std::string at = key;
        if (head.empty()) {
            if (key != doc_lengths)
                at += '\0';
            pack_sorted(at, first);
        }
        head += is_last ? '1' : '0';
        pack_number(head, last - first);
        head += chunk;
        out.add(at, head);
        head.clear();
        chunk.clear();
    }

    glass_table &out;
    const std::string key;
    std::string head, chunk;
    uint32_t first = 0, last = 0;
};

/* How long documents are. */
struct lengths {
    std::vector<uint32_t> of;
    uint32_t least = 0, most = 0, wdf_most = 0;
    uint64_t sum = 0;

    void add(uint32_t length)
    {
        of.push_back(length);
        if (length && (!least || length < least))
            least = length;
        most = std::max(most, length);
        sum += length;
    }
};

class bulk
{
  public:
    bulk(std::string folder_, std::string uuid_, bool sync_)
        : folder(std::move(folder_)), uuid(std::move(uuid_)), sync(sync_), data(folder, "docdata")
    {
    }

    void add(const struct xapc_document &document);
    void finish();

  private:
    void add_packed(glass_table &to, std::string_view key, std::string_view tag);
    void write_term_lists(glass_table &out);
    void write_postings(glass_table &out);
    void write_positions(glass_table &out);
    void write_about(const glass_table &postings, const glass_table &term_lists, const glass_table &positions);

    const std::string folder, uuid;
    const bool sync;
    glass_table data;
    deflater pack;
    inverter terms;
    value_rows values;
    lengths sizes;
};

void bulk::add_packed(glass_table &to, std::string_view key, std::string_view tag)
{
    const std::string_view packed = pack.deflate(tag);
    to.add(key, packed.empty() ? tag : packed, !packed.empty());
}

void bulk::add(const struct xapc_document &document)
{
    std::string key;
    sizes.add(terms.add(document.postings, document.postings_len));
    values.add(terms.documents(), document.values, document.values_len);
    pack_sorted(key, terms.documents());
    if (document.data.len)
        add_packed(data, key, view(document.data));
}

size_t shared(std::string_view a, std::string_view b)
{
    const size_t most = std::min(a.size(), b.size());
    return static_cast<size_t>(std::mismatch(a.begin(), a.begin() + static_cast<ptrdiff_t>(most), b.begin()).first -
                               a.begin());
}

/* A term after the one before it: how many bytes they share, the rest, and the wdf, which is in the first byte too where it
 * is small. */
void pack_next(std::string &out, std::string_view before, std::string_view text, uint32_t wdf)
{
    const size_t same = shared(before, text);
    const size_t both = wdf < 127 ? (size_t{wdf} + 1) * (before.size() + 1) + same : 256;
    out += static_cast<char>(both < 256 ? both : same);
    out += static_cast<char>(text.size() - same);
    out += text.substr(same);
    if (both >= 256)
        pack_number(out, wdf);
}

void bulk::write_term_lists(glass_table &out)
{
    std::string key, tag;
    for (uint32_t document = 1; document <= terms.documents(); document++) {
        std::string_view before;
        key.clear();
        tag.clear();
        pack_sorted(key, document);
        const auto &held = terms.held(document);
        if (!held.empty()) {
            pack_number(tag, sizes.of[document - 1]);
            pack_number(tag, held.size());
        }
        for (const auto &posting : held) {
            const std::string_view text = terms.text(posting.of);
            sizes.wdf_most = std::max(sizes.wdf_most, posting.wdf);
            if (before.empty()) {
                tag += static_cast<char>(text.size());
                tag += text;
                pack_number(tag, posting.wdf);
            } else {
                pack_next(tag, before, text, posting.wdf);
            }
            before = text;
        }
        add_packed(out, key, tag);
        key += '\0';
        if (!values.slots(document).empty())
            add_packed(out, key, values.slots(document));
    }
}

void bulk::write_postings(glass_table &out)
{
    values.write(out);
    chunks all(out, std::string(doc_lengths));
    all.begin(0, 0, 1);
    for (uint32_t document = 1; document <= terms.documents(); document++)
        all.add(document, sizes.of[document - 1]);
    all.end();
    for (size_t place = 0; place < terms.terms(); place++) {
        size_t len;
        const inverter::posting *list = terms.list(place, &len);
        std::string key;
        uint64_t sum = 0;
        for (size_t i = 0; i < len; i++)
            sum += list[i].wdf;
        pack_term(key, terms.text(place));
        chunks of(out, std::move(key));
        of.begin(static_cast<uint32_t>(len), sum, list[0].of);
        for (size_t i = 0; i < len; i++)
            of.add(list[i].of, list[i].wdf);
        of.end();
    }
}

void bulk::write_positions(glass_table &out)
{
    std::string key;
    for (size_t place = 0; place < terms.terms(); place++) {
        size_t len;
        const inverter::posting *list = terms.list(place, &len);
        key.clear();
        pack_term(key, terms.text(place));
        key += '\0';
        const size_t before = key.size();
        for (size_t i = 0; i < len; i++) {
            if (list[i].packed == inverter::NO_POSITIONS)
                continue;
            key.resize(before);
            pack_sorted(key, list[i].of);
            out.add(key, terms.positions(list[i].packed));
        }
    }
}

/* Under another name first: without it nothing is a database. */
void bulk::write_about(const glass_table &postings, const glass_table &term_lists, const glass_table &positions)
{
    const std::string name = folder + "/iamglass", beside = folder + "/v.tmp";
    std::string about(known_format);
    about += uuid;
    pack_number(about, 1); /* the revision */
    postings.describe(about, 0);
    data.describe(about, deflater::LEAST);
    term_lists.describe(about, deflater::LEAST);
    positions.describe(about, 0);
    for (int none = 0; none < 2; none++) /* spelling, synonyms */
        about.append({'\0', '\3', '\0', BLOCK_SIZE / 2048, deflater::LEAST, '\0'});
    pack_number(about, terms.documents());
    pack_number(about, 0); /* numbers of documents that are none */
    pack_number(about, sizes.least);
    pack_number(about, sizes.wdf_most);
    pack_number(about, sizes.most - sizes.wdf_most);
    pack_number(about, 0); /* the oldest changeset */
    pack_number(about, sizes.sum);
    pack_number(about, 0); /* the most frequent word of the spelling's */
    written_file file(beside);
    file.write(about);
    file.close(sync);
    if (rename(beside.c_str(), name.c_str()))
        refuse_errno(errno, name.c_str());
}

void bulk::finish()
{
    terms.sort();
    data.finish(sync);
    glass_table term_lists(folder, "termlist"), postings(folder, "postlist"), positions(folder, "position");
    write_term_lists(term_lists);
    term_lists.finish(sync);
    if (terms.documents())
        write_postings(postings);
    postings.finish(sync);
    write_positions(positions);
    positions.finish(sync);
    write_about(postings, term_lists, positions);
}

} // namespace

} // namespace xapc

/* One of the two. */
struct xapc_builder {
    std::optional<xapc::bulk> bulk;
    struct xapc_writer *writer = nullptr;
};

namespace
{

/* libxapian makes the folder, and says by it which format it would write. */
std::string new_database(const char *path)
{
    Xapian::WritableDatabase(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
    std::ifstream about(std::string(path) + "/iamglass", std::ios::binary);
    std::string begin(xapc::known_format.size() + xapc::UUID_SIZE, '\0');
    about.read(&begin[0], static_cast<std::streamsize>(begin.size()));
    return begin.compare(0, xapc::known_format.size(), xapc::known_format) == 0 ? begin.substr(xapc::known_format.size())
                                                                               : std::string();
}

} // namespace

struct xapc_builder *xapc_builder_open(const char *path, const struct xapc_builder_options *options,
                                       struct xapc_error *err)
{
    struct xapc_builder *builder = nullptr;
    const struct xapc_builder_options how = options ? *options : xapc_builder_options{};
    const bool opened = xapc::guard(err, [&] {
        auto made = std::make_unique<xapc_builder>();
        const std::string uuid = how.by_libxapian ? std::string() : new_database(path);
        if (!uuid.empty())
            made->bulk.emplace(path, uuid, !how.no_sync);
        builder = made.release();
    });
    if (!opened || builder->bulk)
        return builder;
    const struct xapc_writer_options writer = {XAPC_CREATE_OR_OVERWRITE, false, how.no_sync};
    builder->writer = xapc_writer_open(path, &writer, err);
    if (builder->writer)
        return builder;
    xapc_builder_free(builder);
    return nullptr;
}

void xapc_builder_free(struct xapc_builder *builder)
{
    if (builder)
        xapc_writer_free(builder->writer);
    xapc::guard(nullptr, [&] { delete builder; });
}

bool xapc_builder_add(struct xapc_builder *builder, const struct xapc_document *document, struct xapc_error *err)
{
    if (builder->writer)
        return xapc_writer_put(builder->writer, {nullptr, 0}, document, nullptr, err);
    return xapc::guard(err, [&] { builder->bulk->add(*document); });
}

bool xapc_builder_finish(struct xapc_builder *builder, struct xapc_error *err)
{
    if (builder->writer)
        return xapc_writer_commit(builder->writer, err);
    return xapc::guard(err, [&] { builder->bulk->finish(); });
}
