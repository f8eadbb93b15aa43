/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/import.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "indexer/copy.h"
#include "indexer/standing.h"
#include "query/query.h"

enum { SUMS_MAX = 1 << 20 };

#define COPY_AGAIN "copy the export to this machine once more, all of it"

struct import {
    void *scratch;
    struct store *store;
    const char *from, *sums_path; /* the export, and its file of sums */
    struct span sums;
    char *to;                     /* the new generation */
};

static char *in(const struct import *import, const char *folder, const char *name)
{
    return talloc_asprintf(import->scratch, "%s/%s", folder, name);
}

static bool read_sums(struct import *import, struct error *err)
{
    size_t len;
    char *sums;

    import->sums_path = in(import, import->from, COPY_SUMS);
    if (!file_exists(import->sums_path))
        return error_set(err, ERROR_INPUT, import->from, 0, "there is no export here: it has no " COPY_SUMS,
                         "make one with twc-index --export, and copy the whole folder");
    sums = file_read(import->scratch, import->sums_path, NULL, SUMS_MAX, &len, NULL, err);
    import->sums = (struct span){sums, len};
    return sums != NULL;
}

/* What serves now, where it was imported too: its sums say which copy it is, unless a site was indexed into it since or
 * it was damaged. */
static bool serves_already(const struct import *import)
{
    const char *current = store_current(import->store);
    char *path = current ? in(import, current, COPY_SUMS) : NULL;
    struct error none;
    size_t len;
    char *sums;

    if (!path || !file_exists(path) || !store_is_whole(import->store, &none))
        return false;
    sums = file_read(import->scratch, path, NULL, SUMS_MAX, &len, NULL, &none);
    if (!sums || !span_equal((struct span){sums, len}, import->sums))
        return false;

    const struct standing *serving = standing_read(import->scratch, current, NULL, &none);
    const struct standing *offered = standing_read(import->scratch, import->from, NULL, &none);

    return serving && offered && serving->there && offered->there &&
           strcmp(serving->generation, offered->generation) == 0;
}

/* "HEX  NAME", NAME a file in the export's own folder; wanted and name point into the line. */
static bool parse_line(const struct import *import, int number, struct span line, struct span *wanted, char **name,
                       struct error *err)
{
    bool well = line.len > COPY_HEX + 1 && line.at[COPY_HEX - 1] == ' ' && line.at[COPY_HEX] == ' ';

    *wanted = span_first(line, COPY_HEX - 1);
    *name = span_copy(import->scratch, span_from(line, COPY_HEX + 1));
    if (well && **name != '.' && !strchr(*name, '/'))
        return true;
    return error_set(err, ERROR_INPUT, import->sums_path, number, "this is not a sum and the name of a file beside it",
                     COPY_AGAIN);
}

static bool take(const struct import *import, int number, struct span line, struct error *err)
{
    struct span wanted;
    char *name, hex[COPY_HEX];

    if (!parse_line(import, number, line, &wanted, &name, err))
        return false;

    char *from = in(import, import->from, name);
    if (access(from, F_OK) != 0 && errno == ENOENT)
        return error_setf(err, ERROR_INPUT, import->sums_path, number, COPY_AGAIN, "%s is not in the copy", name);
    if (!copy_file(from, in(import, import->to, name), hex, err))
        return false;
    return span_is(wanted, hex) ||
           error_set(err, ERROR_INPUT, from, 0, "this is not the file whose sum " COPY_SUMS " has", COPY_AGAIN);
}

static bool take_all(const struct import *import, struct error *err)
{
    struct span rest = import->sums, line;

    for (int number = 1; span_cut(&rest, '\n', &line); number++)
        if (line.len > 0 && !take(import, number, line, err))
            return false;
    return file_write(in(import, import->to, COPY_SUMS), import->sums, err);
}

static bool publish(const struct import *import, struct error *err)
{
    struct error why;

    if (!index_open(import->scratch, import->to, &why))
        return error_setf(err, ERROR_INDEX, import->from, 0, "have one version of twc-search on both machines",
                          "this program cannot read that copy: %s", why.text);
    return store_publish(import->store, import->to, err);
}

bool store_import(struct store *store, const char *folder, bool *published, struct error *err)
{
    struct import import = {.scratch = talloc_new(NULL), .store = store, .from = folder};
    struct error unremoved;
    bool well = read_sums(&import, err);

    *published = well && !serves_already(&import);
    if (*published) {
        import.to = store_next(import.scratch, store, err);
        well = import.to && take_all(&import, err) && publish(&import, err);
        if (!well && import.to)
            folder_remove(import.to, &unremoved);
    }
    talloc_free(import.scratch);
    return well;
}
