/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/changed.h"

#include <fts.h>
#include <sys/stat.h>
#include <talloc.h>

static bool is_markdown(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".md") == 0 || strcmp(dot, ".markdown") == 0);
}

static void look_at(void *ctx, const FTSENT *entry, int64_t moment, struct changed *out)
{
    bool counts = entry->fts_info == FTS_D || (entry->fts_info == FTS_F && is_markdown(entry->fts_name));
    if (!counts || entry->fts_statp->st_mtime <= moment)
        return;
    if (!out->first)
        out->first = talloc_strdup(ctx, entry->fts_path);
    out->len++;
}

void changed_since(void *ctx, const char *site, int64_t moment, struct changed *out)
{
    struct stat st;
    char *content = talloc_asprintf(ctx, "%s/content", site), *folder = content;
    *out = (struct changed){0, NULL};
    if (content && stat(content, &st) != 0)
        folder = talloc_strdup(content, site);
    char *const roots[] = {folder, NULL};
    FTS *walk = folder ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    for (FTSENT *entry; walk && (entry = fts_read(walk));) {
        if (entry->fts_level > 0 && entry->fts_name[0] == '.')
            fts_set(walk, entry, FTS_SKIP);
        else
            look_at(ctx, entry, moment, out);
    }
    if (walk)
        fts_close(walk);
    talloc_free(content);
}
