/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/seen.h"

#include <inttypes.h>
#include <stdio.h>

#include "indexer/tables.h"

/* The number is raised when anything about the way of looking changes. */
#define SEEN_FORMAT "twc-seen 1 %016" PRIx64 "%016" PRIx64 " %016" PRIx64 "%016" PRIx64 " %" PRId64 " %" PRId64 "\n"

enum { SEEN_MAX = 256 };

static bool seen_path(const char *folder, char *out, size_t room)
{
    return snprintf(out, room, "%s/seen", folder) < (int)room;
}

static bool parse(const char *text, struct seen *out)
{
    int used = 0;

    return sscanf(text,
                  "twc-seen 1 %16" SCNx64 "%16" SCNx64 " %16" SCNx64 "%16" SCNx64 " %" SCNd64 " %" SCNd64 "\n%n",
                  &out->files.high, &out->files.low, &out->index.high, &out->index.low, &out->from, &out->until,
                  &used) == 6 &&
           used > 0 && text[used] == '\0';
}

bool seen_read(const char *folder, struct seen *out)
{
    char path[4200];
    struct error none;
    size_t len;
    char *text = seen_path(folder, path, sizeof(path)) && file_exists(path)
                     ? file_read(NULL, path, NULL, SEEN_MAX, &len, NULL, &none)
                     : NULL;
    bool read = text && parse(text, out);

    talloc_free(text);
    return read;
}

void seen_write(const char *folder, const struct seen *seen)
{
    char path[4200], text[SEEN_MAX];
    struct error unwritten;

    snprintf(text, sizeof(text), SEEN_FORMAT, seen->files.high, seen->files.low, seen->index.high, seen->index.low,
             seen->from, seen->until);
    if (seen_path(folder, path, sizeof(path)))
        file_write(path, span_of(text), &unwritten);
}

bool seen_holds(const struct seen *seen, int64_t now)
{
    return now >= seen->from && (seen->until == 0 || now < seen->until);
}

struct hash seen_generations(const struct parts *parts)
{
    struct hash all = hash_of(SPAN(""));

    for (size_t i = 0; i < parts->len; i++) {
        const struct part *part = &parts->at[i];
        all = hash_join(all, hash_of(span_of(part->generation ? part->generation : part->standing->generation)));
    }
    return all;
}

bool seen_serves(const struct seen *seen, const struct parts *parts, const struct site *site,
                 const struct index_options *options)
{
    for (size_t i = 0; i < parts->len; i++)
        if (!parts->at[i].standing->there)
            return false;
    if (!hash_equal(seen->index, seen_generations(parts)) || parts_trouble(parts))
        return false;

    char *now = tables_settings_hash(NULL, site, options);
    bool same = now && strcmp(now, parts->newest->manifest->settings_hash) == 0;

    talloc_free(now);
    return same;
}
