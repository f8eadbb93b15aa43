/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/export.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "indexer/copy.h"

enum { SUMS_MAX = 1 << 20 };

struct copying {
    void *scratch;
    const char *from, *to;
    struct buffer sums;
};

static char *in(const struct copying *copying, const char *folder, const char *name)
{
    return talloc_asprintf(copying->scratch, "%s/%s", folder, name);
}

static bool copy_one(struct copying *copying, const char *name, struct error *err)
{
    char hex[COPY_HEX];

    if (!copy_file(in(copying, copying->from, name), in(copying, copying->to, name), hex, err))
        return false;
    buffer_format(&copying->sums, "%s  %s\n", hex, name);
    return true;
}

/* A lock is this machine's own, and sums that were imported are those of another copy. */
static bool belongs(const char *name)
{
    return name[0] != '.' && strcmp(name, "flintlock") != 0 && strcmp(name, COPY_SUMS) != 0;
}

static bool copy_files(struct copying *copying, struct error *err)
{
    DIR *folder = opendir(copying->from);
    bool copied = folder != NULL;

    if (!copied)
        return error_errno(err, copying->from, "cannot be listed", NULL);
    for (struct dirent *entry; copied && (entry = readdir(folder));)
        if (belongs(entry->d_name))
            copied = copy_one(copying, entry->d_name, err);
    closedir(folder);
    return copied && file_write(in(copying, copying->to, COPY_SUMS), buffer_view(&copying->sums), err);
}

/* Only an earlier export, or an empty folder, may be replaced. */
static bool may_replace(struct copying *copying, const char *folder, struct error *err)
{
    if (!file_exists(folder) || file_exists(in(copying, folder, COPY_SUMS)) || rmdir(folder) == 0)
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

bool store_export(struct store *store, const char *folder, struct error *err)
{
    void *scratch = talloc_new(NULL);
    struct copying copying = {scratch, store_current(store), talloc_asprintf(scratch, "%s.part", folder),
                              buffer_new(scratch, SUMS_MAX)};
    bool exported;

    if (!copying.from)
        exported = error_set(err, ERROR_INPUT, folder, 0, "there is no index to export yet", "run twc-index first");
    else
        exported = store_is_whole(store, err) && may_replace(&copying, folder, err) && folder_remove(copying.to, err) &&
                   folder_make(copying.to, 0755, err) && copy_files(&copying, err) &&
                   swap_in(&copying, folder, err);
    talloc_free(scratch);
    return exported;
}
