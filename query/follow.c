/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/follow.h"

#include <stdlib.h>

#include "base/memory.h"

bool follow_begin(struct index *index, struct shards *shards, struct error *err)
{
    index->shards = shards;
    index->parts_len = shards_len(shards);
    index->parts = talloc_zero_array(index, struct part, (unsigned)index->parts_len);
    return index->parts || error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

static void let_go(struct part *part)
{
    xapc_reader_free(part->reader);
    part->reader = NULL;
}

void follow_end(struct index *index)
{
    for (size_t i = 0; i < index->parts_len; i++)
        let_go(&index->parts[i]);
}

/* ---- one shard ---- */

static bool read_manifest(struct part *part, struct xapc_error *trouble)
{
    struct error unread;
    struct manifest *manifest;
    char *packed;
    size_t len;

    if (!xapc_reader_metadata(part->reader, META_MANIFEST, &packed, &len, trouble))
        return false;
    manifest = manifest_load(NULL, (struct span){packed, len}, &unread);
    part->next_change = manifest ? manifest->next_change : 0;
    part->built = manifest ? manifest->built : 0;
    part->settings = hash_of(span_of(manifest ? manifest->settings_hash : ""));
    talloc_free(manifest);
    free(packed);
    return true;
}

/* The manifest is a generation's: it is read once. */
static bool look_at(struct part *part, struct xapc_error *trouble)
{
    char generation[SHARD_GENERATION_MAX];

    if (!shards_generation(part->reader, generation, trouble))
        return false;
    if (strcmp(part->generation, generation) == 0)
        return true;
    part->generation[0] = '\0';
    if (!read_manifest(part, trouble))
        return false;
    memcpy(part->generation, generation, sizeof generation);
    return true;
}

/* What serves a shard may have gone over to another generation of which its connections know nothing: libxapian compares
 * revisions, and two databases may have the same. A new connection is always right. */
static bool follow_here(struct part *part, const struct shard_news *news)
{
    struct xapc_error trouble;

    return part->reader && xapc_reader_reopen(part->reader, NULL, &trouble) && look_at(part, &trouble) &&
           strcmp(part->generation, news->generation) == 0;
}

static void follow_part(struct index *index, size_t number)
{
    struct part *part = &index->parts[number];
    const struct shard_news news = shards_news(index->shards, number);
    struct xapc_error trouble = {0};

    if (!news.up) {
        let_go(part);
        return;
    }
    if (part->reader && (*news.generation == '\0' || strcmp(part->generation, news.generation) == 0))
        return;
    if (follow_here(part, &news))
        return;
    let_go(part);
    if (shards_are_damaged(index->shards, number))
        return;
    part->reader = shards_connect(index->shards, number, &trouble);
    if (part->reader && look_at(part, &trouble))
        return;
    let_go(part);
    shards_failed(index->shards, number, trouble.text);
}

/* ---- all of them ---- */

/* A shard that was silent is left out. A connection that broke may be one to a server that was there before, or was idle for
 * too long: it is made anew, and tells then. */
static void blame(struct index *index, size_t number)
{
    if (number < index->parts_len && shards_is_silent(&index->trouble))
        shards_failed(index->shards, number, index->trouble.text);
    if (shards_is_silent(&index->trouble))
        shards_await_verdicts(index->shards);
}

/* Connections on which an answer may still come that belongs to a call before are made anew: all, where several were asked at
 * once; that of the shard that the trouble names; and none where the question was given up between two calls. */
static void let_go_of_doubtful(struct index *index)
{
    const size_t number = shards_named(index->shards, &index->trouble);
    const bool all = !index->reader || xapc_reader_in_doubt(index->reader);

    blame(index, number);
    if (index->given_up && !all)
        return;
    for (size_t i = 0; i < index->parts_len; i++)
        if (all || i == number || number == index->parts_len)
            let_go(&index->parts[i]);
}

/* A shard that this question asks was found out by another thread. */
static bool was_given_up(void *self)
{
    struct index *index = self;

    shards_prod(index->shards);
    if (shards_turn(index->shards) == index->turn)
        return false;
    for (size_t i = 0; i < index->parts_len; i++)
        if (index->parts[i].reader && !shards_news(index->shards, i).up)
            return index->given_up = true;
    return false;
}

static bool join(struct index *index, struct error *err)
{
    struct xapc_reader **readers = array_new(index, struct xapc_reader *, index->parts_len);
    size_t len = 0;

    for (size_t i = 0; readers && i < index->parts_len; i++)
        if (index->parts[i].reader)
            readers[len++] = index->parts[i].reader;
    index->missing = len < index->parts_len;
    if (!readers)
        return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    if (len > 0)
        index->reader = xapc_reader_join(readers, len, &index->trouble);
    talloc_free(readers);
    if (index->reader) {
        xapc_reader_stop_when(index->reader, was_given_up, index);
        return true;
    }
    return len > 0 ? index_error(index, &index->trouble, err)
                   : error_set(err, ERROR_BUSY, index->path, 0, "none of its shards answers",
                               "see that their xapian-tcpsrv run and can be reached");
}

bool follow_shards(struct index *index, bool anew, struct error *err)
{
    shards_prod(index->shards);
    if (anew)
        let_go_of_doubtful(index);
    index->trouble.code = XAPC_OK;
    index->given_up = false;

    const uint64_t turn = shards_turn(index->shards);

    if (!anew && index->reader && turn == index->turn)
        return true;
    xapc_reader_free(index->reader);
    index->reader = NULL;
    shards_await_one(index->shards);
    for (size_t i = 0; i < index->parts_len; i++)
        follow_part(index, i);
    index->turn = turn;
    return join(index, err) && index_load(index, err);
}

bool follow_has_tables(const struct index *index)
{
    const struct manifest *manifest = index->generation ? index->generation->manifest : NULL;
    size_t first = 0;

    while (first < index->parts_len && !index->parts[first].reader)
        first++;
    return manifest && first < index->parts_len && index->parts[first].built == manifest->built &&
           hash_equal(index->parts[first].settings, hash_of(span_of(manifest->settings_hash)));
}

char *follow_name(void *ctx, const struct index *index)
{
    const char **names = array_new(ctx, const char *, index->parts_len);
    char *name = NULL;

    for (size_t i = 0; names && i < index->parts_len; i++)
        names[i] = index->parts[i].reader ? index->parts[i].generation : NULL;
    if (names)
        name = generation_join(ctx, names, index->parts_len);
    talloc_free(names);
    return name;
}

void follow_next_change(const struct index *index, int64_t *next, int64_t *first)
{
    const struct part *newest = NULL;

    *first = 0;
    for (size_t i = 0; i < index->parts_len; i++) {
        const struct part *part = &index->parts[i];
        if (!part->reader)
            continue;
        if (!newest || strcmp(part->generation, newest->generation) > 0)
            newest = part;
        if (part->next_change > 0 && (*first == 0 || part->next_change < *first))
            *first = part->next_change;
    }
    *next = newest ? newest->next_change : 0;
}
