/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole databases: merging and checking. */
#include "guard.h"
#include "reader.h"

#include <cerrno>
#include <vector>

#include <sys/stat.h>

#if defined(__SANITIZE_ADDRESS__)
#define XAPC_ASAN
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define XAPC_ASAN
#endif
#endif

#ifdef XAPC_ASAN
/* Database::check of libxapian 1.4.22 deletes a 440 byte object by the type of its 432 byte base. malloc does not care;
 * AddressSanitizer would end the program. */
extern "C" XAPC_API const char *__asan_default_options(void);
extern "C" const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}
#endif

namespace xapc
{

namespace
{

std::vector<std::string> metadata_keys(const Xapian::Database &database)
{
    std::vector<std::string> keys;
    for (Xapian::TermIterator at = database.metadata_keys_begin(); at != database.metadata_keys_end(); ++at)
        keys.push_back(*at);
    return keys;
}

void refuse_existing(const char *target)
{
    struct stat status;
    if (!lstat(target, &status))
        refuse(XAPC_INVALID, std::string(target) + " is there already", "name a new folder for the merged database");
    if (errno != ENOENT)
        refuse_errno(errno, target);
}

/* Of a key that several sources have, libxapian takes any one's value. It gives the key as the table holds it, which is
 * after two bytes of its own. */
class first_metadata : public Xapian::Compactor
{
  public:
    explicit first_metadata(const Xapian::Database &first_) : first(first_)
    {
    }

    std::string resolve_duplicate_metadata(const std::string &key, size_t, const std::string[]) override
    {
        static constexpr char prefix[] = {'\0', '\xc0'};
        const bool stored = !key.compare(0, sizeof prefix, prefix, sizeof prefix);
        return first.get_metadata(stored ? key.substr(sizeof prefix) : key);
    }

  private:
    const Xapian::Database first;
};

/* And it copies a key that one source alone has, whichever that is. */
void drop_foreign_metadata(const Xapian::Database &first, const char *target)
{
    std::vector<std::string> foreign;
    for (std::string &key : metadata_keys(Xapian::Database(target)))
        if (first.get_metadata(key).empty())
            foreign.push_back(std::move(key));
    if (foreign.empty())
        return;
    Xapian::WritableDatabase database(target, Xapian::DB_OPEN);
    for (const std::string &key : foreign)
        database.set_metadata(key, std::string());
    database.commit();
}

} // namespace

} // namespace xapc

bool xapc_compact(const char *const *sources, size_t sources_len, const char *target, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        if (sources_len == 0)
            xapc::refuse(XAPC_INVALID, "there is nothing to merge", "name one source at least");
        xapc::refuse_existing(target);
        const Xapian::Database first(sources[0]);
        Xapian::Database all;
        for (size_t i = 0; i < sources_len; i++)
            all.add_database(Xapian::Database(sources[i]));
        xapc::first_metadata compactor(first);
        all.compact(target, 0, 0, compactor);
        xapc::drop_foreign_metadata(first, target);
    });
}

bool xapc_check(const char *path, size_t *faults, struct xapc_error *err)
{
    return xapc::guard(err, [&] {
        struct stat status;
        if (stat(path, &status))
            xapc::refuse_errno(errno, path);
        *faults = Xapian::Database::check(path);
    });
}
