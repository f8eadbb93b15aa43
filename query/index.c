/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/index.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/follow.h"
#include "query/frequency.h"
#include "query/generation.h"

enum { TURNS = 3, TURNS_OVER_SHARDS = 8 };

/* ---- errors ---- */

static enum error_kind kind_of(enum xapc_code code)
{
    switch (code) {
    case XAPC_CHANGED:
    case XAPC_LOCKED:
    case XAPC_UNREACHABLE:
        return ERROR_BUSY;
    case XAPC_SYSTEM:
        return ERROR_SYSTEM;
    case XAPC_MEMORY:
        return ERROR_MEMORY;
    default:
        return ERROR_INDEX;
    }
}

/* The binding's mends are those of any database; an index is simply made anew. */
static bool tell_trouble(const char *path, const struct xapc_error *trouble, struct error *err)
{
    enum error_kind kind = kind_of(trouble->code);
    const char *mend = strrchr(trouble->text, '(');
    size_t len = mend && mend > trouble->text ? (size_t)(mend - trouble->text) - 1 : strlen(trouble->text);

    if (kind != ERROR_INDEX)
        return error_set(err, kind, path, 0, trouble->text, NULL);
    return error_setf(err, kind, path, 0, INDEX_MEND, "the index %s: %.*s",
                      trouble->code == XAPC_VERSION ? "is of another libxapian" : "is damaged", (int)len, trouble->text);
}

bool index_error(const struct index *index, const struct xapc_error *trouble, struct error *err)
{
    return tell_trouble(index->path, trouble, err);
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

/* ---- what is read of it ---- */

/* Who met the trouble read a record or a table, and did not know of which index. */
static bool fail(const struct index *index, struct error *err)
{
    if (err->kind == ERROR_INDEX && index->path && !strstr(err->text, index->path))
        error_set(err, ERROR_INDEX, index->path, 0, err->text, NULL);
    return false;
}

/* name becomes the generation's. */
static void name_generation(struct index *index, char *name)
{
    struct generation *generation = index->generation;

    talloc_free(generation->name);
    generation->name = talloc_steal(generation, name);
    generation->published = generation_time(name);
    follow_next_change(index, &generation->manifest->next_change, &generation->first_change);
}

/* Of the newest commit that the reader sees. */
static char *name_now(struct index *index)
{
    size_t len;

    if (index->shards)
        return follow_name(NULL, index);
    return index_metadata(NULL, index, META_GENERATION, &len);
}

bool index_load(struct index *index, struct error *err)
{
    index->trouble.code = XAPC_OK;
    frequencies_forget(index->frequencies);
    if (!xapc_reader_stats(index->reader, &index->stats, &index->trouble))
        return index_error(index, &index->trouble, err);

    char *name = index->generation ? name_now(index) : NULL;
    bool same = name && strcmp(name, index->generation->name) == 0;

    if (!same && index->shards && name && follow_has_tables(index)) {
        name_generation(index, name);
        return true;
    }
    talloc_free(name);
    if (same)
        return true;
    struct generation *generation = generation_new(index, err);

    if (!generation)
        return fail(index, err);
    talloc_free(index->generation);
    index->generation = generation;
    return true;
}

/* ---- damage ---- */

/* Before libxapian reads it, which trusts what it reads: a flipped bit may lead it anywhere. */
static bool is_as_written(struct index *index, const char *place, struct error *err)
{
    char file[SUMS_FILE_MAX];
    enum sums_state state = place ? sums_check(place, file) : SUMS_NONE;

    index->sound = state == SUMS_SAME;
    index->damaged = state == SUMS_OTHER;
    return !index->damaged || error_setf(err, ERROR_INDEX, index->path, 0, INDEX_MEND,
                                         "the index is damaged: %s is not as it was written", file);
}

/* ---- opening ---- */

static int close_reader(struct index *index)
{
    if (index->path)
        xapc_reader_free(index->reader);
    follow_end(index);
    return 0;
}

static struct index *index_make(void *ctx, struct error *err)
{
    struct index *index = talloc_zero(ctx, struct index);

    if (index)
        index->frequencies = frequencies_new(index);
    if (!index || !index->frequencies) {
        no_memory(err);
        talloc_free(index);
        return NULL;
    }
    return index;
}

static char *database_path(void *ctx, const char *path)
{
    char *current = talloc_asprintf(ctx, "%s/current", path);

    if (!current || file_exists(current))
        return current;
    talloc_free(current);
    return talloc_strdup(ctx, path);
}

/* The folder that path leads to now; NULL where there is none. */
static char *place_of(void *ctx, const char *path)
{
    char *real = realpath(path, NULL);
    char *place = real ? talloc_strdup(ctx, real) : NULL;

    free(real);
    return place;
}

static bool open_place(struct index *index, const char *path, struct error *err)
{
    if (!is_as_written(index, index->place, err))
        return false;
    index->reader = xapc_reader_open(index->place ? index->place : index->path, &index->trouble);
    if (index->reader)
        return index_load(index, err);

    bool missing = index->trouble.code == XAPC_NOT_FOUND || !file_exists(path);

    return missing ? error_set(err, ERROR_INDEX, path, 0, "there is no index", "make one: twc-index SITE")
                   : tell_trouble(path, &index->trouble, err);
}

/* place: what to open instead of where path leads; NULL for that. */
static struct index *open_at(void *ctx, const char *path, const char *place, struct lexicons *lexicons,
                             struct error *err)
{
    struct index *index = index_make(ctx, err);
    if (!index)
        return NULL;

    talloc_set_destructor(index, close_reader);
    index->lexicons = lexicons;
    index->path = database_path(index, path);
    if (index->path)
        index->place = place ? talloc_strdup(index, place) : place_of(index, index->path);
    else
        no_memory(err);
    if (index->path && open_place(index, path, err))
        return index;
    talloc_free(index);
    return NULL;
}

struct index *index_open_shards(void *ctx, struct shards *shards, struct error *err)
{
    struct index *index = index_make(ctx, err);
    if (!index)
        return NULL;

    talloc_set_destructor(index, close_reader);
    index->path = talloc_strdup(index, shards_path(shards));
    index->sound = true; /* their servers look after them */
    if (follow_begin(index, shards, err) && follow_shards(index, false, err))
        return index;
    talloc_free(index);
    return NULL;
}

/* Of its own shards. What is asked once may wait longer than a daemon. */
static struct index *open_alone(void *ctx, const char *path, struct error *err)
{
    void *own = talloc_new(ctx);
    struct shards *shards = shards_open(own, path, SHARD_LIMIT_MS, err);
    struct index *index = shards ? index_open_shards(ctx, shards, err) : NULL;

    if (!index) {
        talloc_free(own);
        return NULL;
    }
    talloc_steal(index, own); /* freed after the index's destructor ran */
    return index;
}

static struct index *open_newest(void *ctx, const char *path, struct lexicons *lexicons, struct error *err)
{
    return shards_are_at(path) ? open_alone(ctx, path, err) : open_at(ctx, path, NULL, lexicons, err);
}

struct index *index_open(void *ctx, const char *path, struct error *err)
{
    return open_newest(ctx, path, NULL, err);
}

struct index *index_open_kept(void *ctx, const char *path, const char *kept, struct lexicons *lexicons,
                              struct error *err)
{
    struct error unkept;
    struct index *index = open_newest(ctx, path, lexicons, err);

    return index || !kept || err->kind != ERROR_INDEX ? index : open_at(ctx, path, kept, lexicons, &unkept);
}

const char *index_place(const struct index *index)
{
    return index->place;
}

struct index *index_over(void *ctx, struct xapc_reader *reader, struct error *err)
{
    struct index *index = index_make(ctx, err);
    if (!index)
        return NULL;

    index->reader = reader;
    if (!index_load(index, err)) {
        talloc_free(index);
        return NULL;
    }
    return index;
}

/* ---- staying fresh ---- */

/* The generation at place takes the place of the one that is open, once it can be read; else that one goes on. */
static bool move_to(struct index *index, char *place, struct error *err)
{
    struct xapc_reader *before = index->reader;
    const struct xapc_stats stats = index->stats;
    bool whole = is_as_written(index, place, err);

    index->reader = whole ? xapc_reader_open(place, &index->trouble) : NULL;
    if (index->reader && index_load(index, err)) {
        xapc_reader_free(before);
        talloc_free(index->place);
        index->place = place;
        return true;
    }
    if (whole && !index->reader)
        index_error(index, &index->trouble, err);
    xapc_reader_free(index->reader);
    index->reader = before;
    index->stats = stats;
    index->sound = index->damaged = false; /* of the one before nothing is known any more */
    index->trouble.code = XAPC_OK;
    frequencies_forget(index->frequencies);
    return false;
}

/* What was refused is looked at once: it is a whole generation, and the next has another name. */
static bool follow(struct index *index, char *place, struct error *err)
{
    if (index->refused && strcmp(index->refused, place) == 0)
        *err = index->why_refused;
    else if (move_to(index, place, err))
        return true;
    else if (err->kind == ERROR_INDEX) {
        talloc_free(index->refused);
        index->refused = talloc_strdup(index, place);
        index->why_refused = *err;
    }
    talloc_free(place);
    return false;
}

/* In the generation that is open: to its newest commit. */
static bool reopen(struct index *index, struct error *err)
{
    bool changed = false;

    /* Reopen first: a reader that the writer passed once answers from old pages and nothing is thrown. */
    if (!xapc_reader_reopen(index->reader, &changed, &index->trouble))
        return index_error(index, &index->trouble, err);
    if (!changed && !index->damaged)
        return true;
    return is_as_written(index, index->place, err) && index_load(index, err);
}

bool index_refresh(struct index *index, struct error *err)
{
    if (index->shards)
        return follow_shards(index, false, err);
    index->trouble.code = XAPC_OK;
    if (!index->path)
        return true;

    char *place = index->place ? place_of(index, index->path) : NULL;

    if (place && strcmp(place, index->place) != 0)
        return follow(index, place, err);
    talloc_free(place);
    return reopen(index, err);
}

static bool open_anew(struct index *index, struct error *err)
{
    index->trouble.code = XAPC_OK;
    if (!index->path)
        return true;

    char *place = place_of(index, index->path);

    if (!is_as_written(index, place, err)) {
        talloc_free(place);
        return false;
    }

    struct xapc_reader *reader = xapc_reader_open(place ? place : index->path, &index->trouble);

    if (!reader) {
        talloc_free(place);
        return index_error(index, &index->trouble, err);
    }
    xapc_reader_free(index->reader);
    index->reader = reader;
    talloc_free(index->place);
    index->place = place;
    return index_load(index, err);
}

/* An index that was put in its place and cannot be read leaves the old one to be asked. */
static bool is_kept(const struct index *index, const struct error *err)
{
    return index->refused && err->kind == ERROR_INDEX && strcmp(err->text, index->why_refused.text) == 0;
}

static bool give_up(struct index *index, struct error *err)
{
    if (index->trouble.code == XAPC_CHANGED)
        return error_set(err, ERROR_BUSY, index->path, 0, "the index changed three times while it was asked",
                         "ask again");
    return index_error(index, &index->trouble, err);
}

static void begin_question(struct index *index)
{
    index->starved = false;
    analyser_starved(index->generation->analyser);
}

static bool is_starved(struct index *index)
{
    return analyser_starved(index->generation->analyser) || index->starved;
}

static bool get_ready(struct index *index, int turn, struct error *err)
{
    if (index->shards)
        return follow_shards(index, turn > 0, err);
    return turn < 2 ? index_refresh(index, err) || is_kept(index, err) : open_anew(index, err);
}

bool index_ask(struct index *index, bool (*work)(void *self), void *self, struct error *err)
{
    const int turns = index->shards ? TURNS_OVER_SHARDS : TURNS; /* one after the other of these may go */

    for (int turn = 0; turn < turns; turn++) {
        bool ready = get_ready(index, turn, err);

        if (ready)
            begin_question(index);

        bool done = ready && work(self);

        if (ready && index_well(index) && is_starved(index))
            return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        if (done && index_well(index))
            return true;
        if (ready && index_well(index))
            return fail(index, err);
        if (index_well(index) && err->kind != ERROR_INDEX && err->kind != ERROR_BUSY)
            return false;
        index->retries++;
    }
    return index_well(index) ? fail(index, err) : give_up(index, err);
}
