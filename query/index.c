/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/index.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/follow.h"
#include "query/frequency.h"
#include "query/lexicons.h"

enum { TURNS = 3, TURNS_OVER_SHARDS = 8 };

static const char mend_rebuild[] = "make it anew: twc-index --rebuild";

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
    return error_setf(err, kind, path, 0, mend_rebuild, "the index %s: %.*s",
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

/* ---- what the metadata says ---- */

/* NULL where the key is not there: *err is then untouched. And for want of memory: index->starved. */
static char *metadata(void *ctx, struct index *index, const char *key, size_t *len)
{
    char *value, *copy;

    if (!xapc_reader_metadata(index->reader, key, &value, len, &index->trouble))
        return NULL;
    copy = *len > 0 ? talloc_size(ctx, *len + 1) : NULL;
    index_had(index, copy || *len == 0);
    if (copy) {
        memcpy(copy, value, *len);
        copy[*len] = '\0';
    }
    free(value);
    return copy;
}

static bool check_schema(struct index *index, struct error *err)
{
    size_t len;
    char *schema = metadata(NULL, index, META_SCHEMA, &len);
    long version = schema ? strtol(schema, NULL, 10) : 0;
    bool ours = schema && version == SCHEMA_VERSION;

    if (index->trouble.code != XAPC_OK)
        index_error(index, &index->trouble, err);
    else if (!schema)
        error_set(err, ERROR_INDEX, index->path, 0, "this database was not made by twc-index", mend_rebuild);
    else if (!ours)
        error_setf(err, ERROR_INDEX, index->path, 0, mend_rebuild,
                   "the index has schema %ld, and this program reads schema %d", version, SCHEMA_VERSION);
    talloc_free(schema);
    return ours;
}

static bool load_analyser(struct generation *generation, struct error *err)
{
    const struct manifest *manifest = generation->manifest;
    struct analyser_language *languages = array_new(generation, struct analyser_language, manifest->languages_len);

    generation->languages = manifest->languages_len;
    generation->codes = array_new(generation, const char *, manifest->languages_len);
    if (!languages || !generation->codes)
        return no_memory(err);
    for (size_t i = 0; i < manifest->languages_len; i++) {
        languages[i] = (struct analyser_language){manifest->languages[i].code, manifest->languages[i].stemmer};
        generation->codes[i] = manifest->languages[i].code;
    }
    generation->analyser = analyser_new(generation, languages, manifest->languages_len, generation->lexicon, err);
    return generation->analyser != NULL;
}

static bool load_tables(struct generation *generation, struct index *index, struct error *err)
{
    size_t manifest_len, lexicon_len, glossary_len;
    char *manifest = metadata(generation, index, META_MANIFEST, &manifest_len);
    char *lexicon = metadata(generation, index, META_LEXICON, &lexicon_len);
    char *glossary = metadata(generation, index, META_GLOSSARY, &glossary_len);

    if (!index_well(index))
        return index_error(index, &index->trouble, err);
    if (index->starved)
        return no_memory(err);
    if (!manifest)
        return error_set(err, ERROR_INDEX, index->path, 0, "the index does not say how it was made", mend_rebuild);
    generation->manifest = manifest_load(generation, (struct span){manifest, manifest_len}, err);
    if (!generation->manifest)
        return false;
    if (lexicon) {
        generation->lexicon = lexicons_take(generation, index->lexicons, (struct span){lexicon, lexicon_len}, err);
        if (!generation->lexicon)
            return false;
        talloc_free(lexicon);
    }
    if (!load_analyser(generation, err))
        return false;
    if (glossary)
        generation->glossary =
            glossary_load(generation, (struct span){glossary, glossary_len}, generation->analyser, err);
    return !glossary || generation->glossary;
}

static struct generation *generation_new(struct index *index, struct error *err)
{
    struct generation *generation = talloc_zero(index, struct generation);
    size_t len;

    if (!generation) {
        no_memory(err);
        return NULL;
    }
    index->starved = false;
    generation->name =
        index->shards ? follow_name(generation, index) : metadata(generation, index, META_GENERATION, &len);
    if (!generation->name)
        generation->name = talloc_strdup(generation, "");
    generation->published = index_had(index, generation->name) ? generation_time(generation->name) : 0;
    if (!load_tables(generation, index, err)) {
        talloc_free(generation);
        return NULL;
    }
    generation->first_change = generation->manifest->next_change;
    if (index->shards)
        follow_next_change(index, &generation->manifest->next_change, &generation->first_change);
    return generation;
}

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
    return metadata(NULL, index, META_GENERATION, &len);
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
    if (!check_schema(index, err))
        return false;

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
    return !index->damaged || error_setf(err, ERROR_INDEX, index->path, 0, mend_rebuild,
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

/* ---- how many pages ---- */

static struct frequency ask_both(struct index *index, struct span term)
{
    const struct xapc_bytes bytes = bytes_of(term);
    struct xapc_frequency asked = {0, 0};

    if (index_well(index))
        xapc_reader_frequencies(index->reader, &bytes, 1, &asked, &index->trouble);
    return (struct frequency){asked.documents, asked.occurrences};
}

static struct frequency ask_pages(struct index *index, struct span term)
{
    const struct xapc_bytes bytes = bytes_of(term);
    uint32_t pages = 0;

    if (index_well(index))
        xapc_reader_documents(index->reader, &bytes, 1, &pages, &index->trouble);
    return (struct frequency){pages, OCCURRENCES_UNKNOWN};
}

uint32_t index_frequency(struct index *index, struct span term, uint32_t *occurrences)
{
    struct frequency known = {0, OCCURRENCES_UNKNOWN};
    const struct hash hash = hash_of(term);
    bool found = frequencies_find(index->frequencies, hash, &known);

    if (!found || (occurrences && known.occurrences == OCCURRENCES_UNKNOWN)) {
        known = occurrences ? ask_both(index, term) : ask_pages(index, term);
        if (index_well(index))
            frequencies_keep(index->frequencies, hash, known);
    }
    if (!index_well(index))
        known = (struct frequency){0, 0};
    if (occurrences)
        *occurrences = (uint32_t)known.occurrences;
    return known.documents;
}

void index_learn(struct index *index, struct span term, uint32_t pages)
{
    const struct hash hash = hash_of(term);
    struct frequency known;

    if (!frequencies_find(index->frequencies, hash, &known))
        frequencies_keep(index->frequencies, hash, (struct frequency){pages, OCCURRENCES_UNKNOWN});
}

struct unknown {
    struct xapc_bytes *terms;
    size_t *of;
    uint32_t *pages;
    size_t len;
};

static bool begin_unknown(struct unknown *unknown, size_t len)
{
    *unknown = (struct unknown){.terms = array_new(NULL, struct xapc_bytes, len)};
    unknown->of = unknown->terms ? array_new(unknown->terms, size_t, len) : NULL;
    unknown->pages = unknown->terms ? array_new(unknown->terms, uint32_t, len) : NULL;
    return unknown->of && unknown->pages;
}

static void ask_unknown(struct index *index, const struct unknown *unknown, uint32_t *pages)
{
    if (unknown->len == 0 || !index_well(index) ||
        !xapc_reader_documents(index->reader, unknown->terms, unknown->len, unknown->pages, &index->trouble))
        return;
    for (size_t i = 0; i < unknown->len; i++) {
        pages[unknown->of[i]] = unknown->pages[i];
        index_learn(index, span_of_bytes(unknown->terms[i]), unknown->pages[i]);
    }
}

void index_frequencies(struct index *index, const struct span *terms, size_t len, uint32_t *pages)
{
    struct unknown unknown = {0};

    if (!index->shards || !begin_unknown(&unknown, len)) {
        for (size_t i = 0; i < len; i++)
            pages[i] = index_frequency(index, terms[i], NULL);
        talloc_free(unknown.terms);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        struct frequency known = {0, 0};
        if (!frequencies_find(index->frequencies, hash_of(terms[i]), &known)) {
            unknown.of[unknown.len] = i;
            unknown.terms[unknown.len++] = bytes_of(terms[i]);
        }
        pages[i] = known.documents;
    }
    ask_unknown(index, &unknown, pages);
    talloc_free(unknown.terms);
}
