/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a half-typed query may become: lines of the site that begin with it, from any of their words on. */
#include <stdlib.h>

#include "base/memory.h"
#include "query/index.h"

enum { WALK_MAX = 48, PAGES_A_TERM = 2, TERM_ROOM = 1 << 16, QUERY_ROOM = 512 };

struct suggesting {
    void *ctx;
    struct index *index;
    const char *lang;
    size_t limit;
    struct suggestions *out;
    struct error *err;
    char *key; /* of what was typed */
    struct buffer term;
    bool starved; /* memory ran out, and something would be missing */
};

static const struct {
    enum suggest_level level;
    const char *kind;
} kinds[] = {{SUGGEST_TITLE, "title"}, {SUGGEST_TAG, "tag"}, {SUGGEST_HEADING, "heading"}};

static bool is_full(const struct suggesting *suggesting)
{
    return suggesting->out->len >= suggesting->limit;
}

/* Lines that differ in case only are one. */
static bool is_told(struct suggesting *suggesting, const char *text)
{
    char *key = fold_key(suggesting->ctx, span_of(text));
    bool told = key == NULL;

    suggesting->starved = suggesting->starved || !key;
    for (size_t i = 0; i < suggesting->out->len && !told; i++) {
        char *other = fold_key(key, span_of(suggesting->out->at[i].text));
        suggesting->starved = suggesting->starved || !other;
        told = other && strcmp(key, other) == 0;
    }
    talloc_free(key);
    return told;
}

static void tell(struct suggesting *suggesting, struct span text, const char *kind, const char *url)
{
    char *line = clean_line(suggesting->out, text);

    suggesting->starved = suggesting->starved || !line;
    if (!line || !*line || is_full(suggesting) || is_told(suggesting, line))
        return;
    suggesting->out->at[suggesting->out->len++] = (struct suggestion){line, kind, url};
}

/* ---- lines of pages ---- */

/* Whether a line has the typed words at the beginning of one of its words. */
static bool has_key(struct suggesting *suggesting, struct span line)
{
    char *folded = fold_key(suggesting->ctx, line), *padded = folded ? talloc_asprintf(folded, " %s", folded) : NULL;
    char *wanted = padded ? talloc_asprintf(padded, " %s", suggesting->key) : NULL;
    bool has = wanted && strstr(padded, wanted);

    suggesting->starved = suggesting->starved || !wanted;

    talloc_free(folded);
    return has;
}

static const char *section_url(struct suggesting *suggesting, struct span url, struct span id)
{
    struct buffer whole = buffer_new(suggesting->out, TERM_ROOM);

    buffer_span(&whole, url);
    if (id.len > 0) {
        buffer_char(&whole, '#');
        url_escape(&whole, id);
    }
    suggesting->starved = suggesting->starved || whole.starved;
    return buffer_string(&whole);
}

static void tell_headings(struct suggesting *suggesting, const struct record *record)
{
    for (size_t i = 1; i < record->sections_len; i++)
        if (has_key(suggesting, record->sections[i].title))
            tell(suggesting, record->sections[i].title, "heading",
                 section_url(suggesting, record->url, record->sections[i].id));
}

static void tell_tags(struct suggesting *suggesting, const struct record *record)
{
    for (size_t i = 0; i < record->tags_len; i++)
        if (has_key(suggesting, record->tags[i]))
            tell(suggesting, record->tags[i], "tag", NULL);
}

static void tell_page(struct suggesting *suggesting, const struct record *record, enum suggest_level level)
{
    if (level == SUGGEST_TITLE && has_key(suggesting, record->display_title))
        tell(suggesting, record->display_title, "title", section_url(suggesting, record->url, SPAN("")));
    else if (level == SUGGEST_HEADING)
        tell_headings(suggesting, record);
    else if (level == SUGGEST_TAG)
        tell_tags(suggesting, record);
}

/* A page past its expiry is told no more, even before the indexer comes by. */
static bool tell_record(struct suggesting *suggesting, struct span packed, enum suggest_level level)
{
    struct record *record = record_load(suggesting->ctx, packed, suggesting->err);
    bool read = record != NULL;

    if (read && (record->expiry == INT64_MIN || record->expiry > instant_now()))
        tell_page(suggesting, record, level);
    talloc_free(record);
    return read;
}

static bool read_page(struct suggesting *suggesting, uint32_t docid, enum suggest_level level)
{
    struct index *index = suggesting->index;
    char *data = NULL;
    size_t len;

    if (!xapc_reader_data(index->reader, docid, &data, &len, &index->trouble))
        return false;

    bool read = tell_record(suggesting, (struct span){data, len}, level);

    free(data);
    return read;
}

/* The first pages by path: over shards document numbers say nothing of that. */
static bool look_in_shards(struct suggesting *suggesting, struct xapc_bytes term, enum suggest_level level)
{
    struct index *index = suggesting->index;
    const struct xapc_query pages = {.op = XAPC_TERM, .term = term};
    const struct xapc_search search = {.query = &pages,
                                       .count = PAGES_A_TERM,
                                       .scheme = XAPC_BOOLEAN,
                                       .collapse_slot = XAPC_NO_SLOT,
                                       .sort_slot = XAPC_NO_SLOT,
                                       .order_ties = true,
                                       .tie_slot = SLOT_PATH,
                                       .data = true};
    struct xapc_hits *hits;
    bool looked = true;

    if (!xapc_reader_search(index->reader, &search, &hits, &index->trouble))
        return false;
    for (size_t i = 0; i < hits->len && looked && !is_full(suggesting); i++)
        looked = tell_record(suggesting, span_of_bytes(hits->hits[i].data), level);
    xapc_hits_free(hits);
    return looked;
}

static bool look_at_term(struct suggesting *suggesting, struct xapc_bytes term, enum suggest_level level)
{
    struct index *index = suggesting->index;

    if (index->shards)
        return look_in_shards(suggesting, term, level);

    uint32_t *docids = NULL;
    size_t len = 0;
    bool looked = xapc_reader_postings(index->reader, term, PAGES_A_TERM, &docids, &len, &index->trouble);

    for (size_t i = 0; i < len && looked && !is_full(suggesting); i++)
        looked = read_page(suggesting, docids[i], level);
    free(docids);
    return looked;
}

static bool walk(struct suggesting *suggesting, const char *lang, enum suggest_level level)
{
    struct index *index = suggesting->index;
    struct span key = span_of(suggesting->key);
    struct span prefix = schema_term(&suggesting->term, TERM_SUGGEST, level, lang,
                                     span_first(key, key.len < SUGGEST_KEY_MAX ? key.len : SUGGEST_KEY_MAX));
    struct xapc_terms *terms = xapc_reader_terms(index->reader, bytes_of(prefix), WALK_MAX, &index->trouble);
    bool walked = terms != NULL;

    for (size_t i = 0; walked && i < terms->len && !is_full(suggesting); i++)
        walked = look_at_term(suggesting, terms->at[i].value, level);
    xapc_terms_free(terms);
    return walked;
}

/* ---- words ---- */

/* What was typed with its last word replaced. */
static void tell_word(struct suggesting *suggesting, struct span word)
{
    char *last = strrchr(suggesting->key, ' ');
    int before = last ? (int)(last - suggesting->key) + 1 : 0;
    char *whole = talloc_asprintf(suggesting->ctx, "%.*s%.*s", before, suggesting->key, (int)word.len, word.at);

    suggesting->starved = suggesting->starved || !whole;
    if (whole && strcmp(whole, suggesting->key) != 0)
        tell(suggesting, span_of(whole), "word", NULL);
    talloc_free(whole);
}

/* Words that begin so; where nothing at all was found, the nearest that are spelt like it. */
static void tell_words(struct suggesting *suggesting)
{
    const struct generation *generation = suggesting->index->generation;
    const char *last = strrchr(suggesting->key, ' ');
    struct span typed = span_of(last ? last + 1 : suggesting->key);
    struct lexicon_word begins[8];
    struct lexicon_near near[3];
    int language = suggesting->lang ? lexicon_language(generation->lexicon, suggesting->lang) : 0;
    size_t len = typed.len >= 2 ? lexicon_begins(generation->lexicon, typed, begins, 8) : 0;

    for (size_t i = 0; i < len; i++)
        tell_word(suggesting, begins[i].form);
    if (suggesting->out->len > 0 || typed.len < 4 || lexicon_knows(generation->lexicon, typed))
        return;
    len = lexicon_nearest(generation->lexicon, language < 0 ? 0 : language, typed, typed.len < 8 ? 1 : 2, near, 3);
    for (size_t i = 0; i < len; i++)
        tell_word(suggesting, near[i].word.form);
}

/* ---- the whole ---- */

static bool look(void *self)
{
    struct suggesting *suggesting = self;
    const struct generation *generation = suggesting->index->generation;

    suggesting->out->len = 0;
    suggesting->out->generation = talloc_strdup(suggesting->out, generation->name);
    suggesting->out->partial = suggesting->index->missing;
    suggesting->starved = !suggesting->out->generation;
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds) && *suggesting->key; k++)
        for (size_t i = 0; i < generation->languages && !is_full(suggesting); i++) {
            bool wanted = !suggesting->lang || strcmp(suggesting->lang, generation->codes[i]) == 0;
            if (wanted && !walk(suggesting, generation->codes[i], kinds[k].level))
                return false;
        }
    if (generation->lexicon && *suggesting->key)
        tell_words(suggesting);
    if (suggesting->starved || suggesting->term.starved)
        return error_set(suggesting->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return true;
}

/* Makes ready what is gathered for q; NULL when there is no memory. */
static struct suggestions *begin(void *ctx, struct suggesting *suggesting, const char *q)
{
    struct suggestions *out = talloc_zero(ctx, struct suggestions);
    char *cleaned = out ? clean_text(out, span_first(span_of(q), QUERY_ROOM), NULL) : NULL;

    if (cleaned) {
        suggesting->ctx = suggesting->out = out;
        out->query = talloc_strdup(out, q);
        out->at = array_new(out, struct suggestion, suggesting->limit);
        suggesting->key = fold_key(out, span_of(cleaned));
        suggesting->term = buffer_new(out, TERM_ROOM);
    }
    if (cleaned && out->query && out->at && suggesting->key)
        return out;
    talloc_free(out);
    error_set(suggesting->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return NULL;
}

static struct suggesting of_limit(struct index *index, const char *lang, size_t limit, struct error *err)
{
    return (struct suggesting){.index = index, .lang = lang && *lang ? lang : NULL, .limit = limit, .err = err};
}

struct suggestions *suggest(void *ctx, struct index *index, const char *q, const char *lang, size_t limit,
                            struct error *err)
{
    struct suggesting suggesting = of_limit(index, lang, limit, err);
    struct suggestions *out = begin(ctx, &suggesting, q);

    if (out && index_ask(index, look, &suggesting, err))
        return out;
    talloc_free(out);
    return NULL;
}

struct suggestions *suggest_now(void *ctx, struct index *index, const char *q, const char *lang, size_t limit,
                                struct error *err)
{
    struct suggesting suggesting = of_limit(index, lang, limit, err);
    struct suggestions *out = begin(ctx, &suggesting, q);

    if (out && look(&suggesting))
        return out;
    talloc_free(out);
    return NULL;
}
