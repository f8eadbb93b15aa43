/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/enquiry.h"

#include <math.h>

#include "base/memory.h"
#include "query/frequency.h"
#include "query/weights.h"

enum { WAYS_ROOM = 64, EXPANSIONS_MAX = 50, TERM_ROOM = 1 << 16 };

/* ---- small things that all of its makers use ---- */

const char *enquiry_code(const struct enquiry *enquiry, int language)
{
    return analyser_code(enquiry->index->generation->analyser, language);
}

struct span enquiry_term(struct enquiry *enquiry, const char *prefix, int level, int language, struct span text)
{
    struct buffer name = buffer_new(enquiry->tree.ctx, TERM_ROOM);
    struct span term = schema_term(&name, prefix, level, enquiry_code(enquiry, language), text);

    enquiry->tree.failed = enquiry->tree.failed || name.full;
    return term;
}

uint32_t enquiry_pages(struct enquiry *enquiry, struct span term)
{
    return index_frequency(enquiry->index, term, NULL);
}

double enquiry_idf(const struct enquiry *enquiry, uint32_t pages)
{
    return log2(((double)enquiry->index->stats.documents + 1) / ((double)pages + 0.5));
}

static uint32_t count_until(struct enquiry *enquiry, const struct xapc_query *query, uint32_t enough)
{
    struct index *index = enquiry->index;
    const struct xapc_search search = {
        .query = query,
        .check_at_least = enough,
        .scheme = XAPC_BOOLEAN,
        .collapse_slot = XAPC_NO_SLOT,
        .sort_slot = XAPC_NO_SLOT,
    };
    struct xapc_hits *hits;
    uint32_t matches;

    if (!query || !index_well(index) || enquiry->tree.failed)
        return 0;
    if (!xapc_reader_search(index->reader, &search, &hits, &index->trouble))
        return 0;
    matches = hits->matches;
    xapc_hits_free(hits);
    return matches;
}

/* Under a name that no term has. */
static struct hash phrase_name(struct span first, struct span second, uint32_t enough)
{
    struct hash name = hash_join(hash_of(first), hash_of(second));

    name.high ^= enough;
    return name;
}

uint32_t enquiry_phrase_pages(struct enquiry *enquiry, struct span first, struct span second, uint32_t enough)
{
    const struct span terms[] = {first, second};
    struct hash name = phrase_name(first, second, enough);
    struct frequency known;

    if (enquiry_pages(enquiry, first) == 0 || enquiry_pages(enquiry, second) == 0)
        return 0;
    if (frequencies_find(enquiry->index->frequencies, name, &known))
        return known.documents;
    known = (struct frequency){count_until(enquiry, tree_near(&enquiry->tree, XAPC_PHRASE, terms, 2, 2), enough), 0};
    if (index_well(enquiry->index) && !enquiry->tree.failed)
        frequencies_keep(enquiry->index->frequencies, name, known);
    return known.documents;
}

const struct word *enquiry_word(const struct enquiry *enquiry, size_t word, int language)
{
    return &enquiry->in[language]->at[enquiry->words[word].token];
}

/* ---- ways ---- */

static bool same_way(const struct way *a, const struct way *b)
{
    return a->language == b->language && a->first == b->first && a->len == b->len && a->needs_len == 1 &&
           b->needs_len == 1 && a->needs[0].len == 1 && b->needs[0].len == 1 &&
           span_equal(a->needs[0].terms[0], b->needs[0].terms[0]);
}

void enquiry_add(struct enquiry *enquiry, struct way way)
{
    if (!way.matched || !way.needs)
        return;
    for (size_t i = 0; i < enquiry->ways_len; i++)
        if (same_way(&enquiry->ways[i], &way))
            return;
    if (enquiry->ways_len == enquiry->ways_room) {
        size_t room = enquiry->ways_room ? enquiry->ways_room * 2 : WAYS_ROOM;
        struct way *ways = array_resize(enquiry, enquiry->ways, struct way, room);
        if (!ways) {
            enquiry->tree.failed = true;
            return;
        }
        enquiry->ways = ways;
        enquiry->ways_room = room;
    }
    enquiry->ways[enquiry->ways_len++] = way;
}

struct need *enquiry_need(struct enquiry *enquiry, const struct span *terms, size_t len)
{
    struct need *need = talloc(enquiry->tree.ctx, struct need);
    struct span *copy = array_new(enquiry->tree.ctx, struct span, len);

    if (!need || !copy) {
        enquiry->tree.failed = true;
        return NULL;
    }
    memcpy(copy, terms, len * sizeof *terms);
    *need = (struct need){copy, len};
    return need;
}

static bool same_expansion(const struct expansion *a, const struct expansion *b)
{
    return strcmp(a->from, b->from) == 0 && strcmp(a->to, b->to) == 0 && strcmp(a->lang, b->lang) == 0;
}

void enquiry_expand(struct enquiry *enquiry, struct span from, struct span to, int language, const char *source)
{
    struct expansion added = {enquiry_had(enquiry, span_copy(enquiry, from)), enquiry_had(enquiry, span_copy(enquiry, to)),
                              enquiry_code(enquiry, language), source};

    if (!enquiry->expansions) {
        enquiry->expansions = enquiry_array(enquiry, struct expansion, EXPANSIONS_MAX);
        enquiry->expansions_room = enquiry->expansions ? EXPANSIONS_MAX : 0;
    }
    if (!added.from || !added.to || enquiry->expansions_len == enquiry->expansions_room)
        return;
    for (size_t i = 0; i < enquiry->expansions_len; i++)
        if (same_expansion(&enquiry->expansions[i], &added))
            return;
    enquiry->expansions[enquiry->expansions_len++] = added;
}

/* Inside compounds a word may be rare that is common by itself: it is worth what the common word is. */
static uint32_t pages_with_word(struct enquiry *enquiry, const char *prefix, int language, struct span stem)
{
    if (strcmp(prefix, TERM_PART) == 0)
        return enquiry_pages(enquiry, enquiry_term(enquiry, TERM_STEM, 0, language, stem));
    if (strcmp(prefix, TERM_SIBLING_PART) == 0)
        return enquiry_pages(enquiry, enquiry_term(enquiry, TERM_SIBLING, 1, language, stem));
    return 0;
}

const struct xapc_query *enquiry_levels(struct enquiry *enquiry, const char *prefix, int language, struct span stem,
                                        double weight, struct span *first)
{
    const double shares[SCHEMA_LEVELS] = {WEIGHT_LEVEL_1, WEIGHT_LEVEL_2, WEIGHT_LEVEL_3};
    const struct xapc_query *levels[SCHEMA_LEVELS] = {NULL};
    double idf = 0;

    *first = SPAN("");
    for (int level = 1; level <= SCHEMA_LEVELS; level++) {
        struct span term = enquiry_term(enquiry, prefix, level, language, stem);
        uint32_t pages = enquiry_pages(enquiry, term);
        if (pages == 0)
            break;
        if (level == 1) {
            uint32_t whole = pages_with_word(enquiry, prefix, language, stem);
            *first = term;
            idf = enquiry_idf(enquiry, whole > pages ? whole : pages);
        }
        levels[level - 1] = tree_constant(&enquiry->tree, weight * WEIGHT_WEAK * idf * shares[level - 1],
                                          tree_term(&enquiry->tree, term, 1));
    }
    return tree_join(&enquiry->tree, XAPC_OR, levels, SCHEMA_LEVELS);
}

/* ---- the whole ---- */

static struct enquiry *begin(void *ctx, struct index *index, const struct request *request,
                             const struct understood *typed, const int *scope, size_t scope_len)
{
    struct enquiry *enquiry = talloc_zero(ctx, struct enquiry);

    if (!enquiry)
        return NULL;
    enquiry->index = index;
    enquiry->request = request;
    enquiry->typed = typed;
    enquiry->tree.ctx = enquiry;
    enquiry->languages = index->generation->languages;
    memcpy(enquiry->scope, scope, scope_len * sizeof *scope);
    enquiry->scope_len = scope_len;
    enquiry->readers = -1;
    return enquiry;
}

/* The text with the fixes in it. */
static char *apply(void *ctx, const char *text, const struct fix *fixes, size_t len)
{
    struct buffer out = buffer_new(ctx, QUERY_MAX_BYTES * 4);
    size_t done = 0;

    for (size_t i = 0; i < len; i++) {
        buffer_add(&out, text + done, fixes[i].start - done);
        buffer_text(&out, fixes[i].instead);
        done = fixes[i].end;
    }
    buffer_text(&out, text + done);
    return out.full ? NULL : out.at;
}

/* Words that a fix put there are worth less than what was typed, and say how they came. */
static void mark_fixed(struct enquiry *enquiry, const struct fix *fixes, size_t len)
{
    int64_t shift = 0;

    for (size_t i = 0; i < len; i++) {
        int64_t start = (int64_t)fixes[i].start + shift, end = start + (int64_t)strlen(fixes[i].instead);
        shift = end - (int64_t)fixes[i].end;
        for (size_t k = 0; k < enquiry->words_len; k++) {
            struct asked_word *word = &enquiry->words[k];
            if (word->start < start || word->end > end)
                continue;
            word->origin = fixes[i].rung;
            word->worth = fixes[i].rung == RUNG_SPELLING ? WEIGHT_CORRECTED : WEIGHT_UNGLUED;
        }
    }
}

static bool mend_words(struct enquiry *enquiry)
{
    struct fix fixes[FIXES_MAX];
    size_t len = mend(enquiry, fixes);
    bool corrected = false;

    if (len == 0)
        return !enquiry->tree.failed;

    char *text = apply(enquiry, enquiry->text, fixes, len);

    for (size_t i = 0; i < len; i++)
        corrected = corrected || fixes[i].rung == RUNG_SPELLING;
    if (corrected)
        enquiry->correction = apply(enquiry, enquiry->typed->text, fixes, len);
    if (!text || (corrected && !enquiry->correction) || !enquiry_read(enquiry, text))
        return false;
    enquiry_settle(enquiry);
    mark_fixed(enquiry, fixes, len);
    return true;
}

struct enquiry *enquiry_new(void *ctx, struct index *index, const struct request *request,
                            const struct understood *typed, const int *scope, size_t scope_len)
{
    struct enquiry *enquiry = begin(ctx, index, request, typed, scope, scope_len);

    if (!enquiry || !enquiry_read(enquiry, typed->words)) {
        talloc_free(enquiry);
        return NULL;
    }
    enquiry_settle(enquiry);
    if (!mend_words(enquiry)) {
        talloc_free(enquiry);
        return NULL;
    }
    ways_of_words(enquiry);
    ways_of_joined(enquiry);
    ways_of_glossary(enquiry);
    ways_of_prefix(enquiry);
    ways_near(enquiry);
    if (enquiry->tree.failed || !index_well(index)) {
        talloc_free(enquiry);
        return NULL;
    }
    return enquiry;
}
