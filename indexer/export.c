#include "indexer/export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUMS "SHA256SUMS"
enum { CHUNK = 1 << 16, SUMS_MAX = 1 << 20 };

struct copying {
    void *scratch;
    const char *from, *to;
    struct buffer sums;
};

static char *in(const struct copying *copying, const char *folder, const char *name)
{
    return talloc_asprintf(copying->scratch, "%s/%s", folder, name);
}

static bool write_all(int fd, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t written = write(fd, bytes, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        len -= (size_t)written;
    }
    return true;
}

/* Copies what is left to read and adds it up; false with errno set. */
static bool pump(int from, int to, struct sha256_ctx *sum)
{
    unsigned char chunk[CHUNK];
    ssize_t len;

    while ((len = read(from, chunk, sizeof(chunk))) != 0) {
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0 || !write_all(to, chunk, (size_t)len))
            return false;
        sha256_update(sum, (size_t)len, chunk);
    }
    return fsync(to) == 0;
}

static void add_sum(struct copying *copying, struct sha256_ctx *sum, const char *name)
{
    unsigned char digest[SHA256_DIGEST_SIZE];

    sha256_digest(sum, sizeof(digest), digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        buffer_format(&copying->sums, "%02x", digest[i]);
    buffer_format(&copying->sums, "  %s\n", name);
}

static bool copy_file(struct copying *copying, const char *name, struct error *err)
{
    char *source = in(copying, copying->from, name), *target = in(copying, copying->to, name);
    int from = open(source, O_RDONLY | O_CLOEXEC), to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    struct sha256_ctx sum;
    bool copied = from >= 0 && to >= 0;

    sha256_init(&sum);
    if (!copied)
        error_errno(err, from < 0 ? source : target, "cannot be opened", NULL);
    else if (!(copied = pump(from, to, &sum)))
        error_errno(err, target, "cannot be written", "see that there is space on the disk");
    else
        add_sum(copying, &sum, name);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    return copied;
}

static bool copy_files(struct copying *copying, struct error *err)
{
    DIR *folder = opendir(copying->from);
    bool copied = folder != NULL;

    if (!copied)
        return error_errno(err, copying->from, "cannot be listed", NULL);
    for (struct dirent *entry; copied && (entry = readdir(folder));)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "flintlock") != 0)
            copied = copy_file(copying, entry->d_name, err);
    closedir(folder);
    return copied && file_write(in(copying, copying->to, SUMS), buffer_view(&copying->sums), err);
}

/* Only an earlier export, or an empty folder, may be replaced. */
static bool may_replace(struct copying *copying, const char *folder, struct error *err)
{
    if (!file_exists(folder) || file_exists(in(copying, folder, SUMS)) || rmdir(folder) == 0)
        return true;
    return error_set(err, ERROR_INPUT, folder, 0, "there is something there that is not an earlier export",
                     "name a folder that is not there yet");
}

/* With both there, one call exchanges them: there is no moment without a whole export. */
static bool swap_in(const struct copying *copying, const char *folder, struct error *err)
{
    struct error unremoved;

    if (!file_exists(folder))
        return rename(copying->to, folder) == 0 || error_errno(err, folder, "cannot be written", NULL);
    if (renameat2(AT_FDCWD, copying->to, AT_FDCWD, folder, RENAME_EXCHANGE) != 0)
        return error_errno(err, folder, "cannot be exchanged for the new export", NULL);
    folder_remove(copying->to, &unremoved);
    return true;
}

bool store_export(const struct store *store, const char *folder, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct copying copying = {scratch, store_current(store), talloc_asprintf(scratch, "%s.part", folder),
                              buffer_new(scratch, SUMS_MAX)};
    bool exported;

    if (!copying.from)
        exported = error_set(err, ERROR_INPUT, folder, 0, "there is no index to export yet", "run twc-index first");
    else
        exported = may_replace(&copying, folder, err) && folder_remove(copying.to, err) &&
                   folder_make(copying.to, 0755, err) && copy_files(&copying, err) &&
                   swap_in(&copying, folder, err);
    talloc_free(scratch);
    return exported;
}
