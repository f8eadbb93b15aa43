/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/glossary_table.h"

enum { TERM_WORDS_MAX = 12 };

size_t glossary_concepts(const struct glossary *glossary)
{
    return glossary->concepts_len;
}

/* ---- comparing ---- */

struct found {
    const struct concept *concept;
    const struct term *term;
    const struct words *words; /* the term's */
    size_t first, len;         /* the query's words */
    bool literal;
    int distance; /* in spelling, where it is not literal */
};

/* A query, and how it is to be read. */
struct reading {
    const struct words *query;
    int readers; /* the language that is asked in; -1: any */
};

/* How many words say more that the query is in the language than that it is in one that has form for a conjunction. */
static int speaks_for(const struct glossary *glossary, const struct words *query, int language, struct span form)
{
    int sum = 0;
    for (size_t i = 0; i < query->len; i++) {
        bool here = analyse_is_stop(glossary->analyser, language, query->at[i].form), there = false;
        for (int k = 0; k < (int)analyser_languages(glossary->analyser) && !there; k++)
            there = analyse_is_stop(glossary->analyser, k, form) &&
                    analyse_is_stop(glossary->analyser, k, query->at[i].form);
        sum += span_equal(query->at[i].form, form) ? 0 : here - there;
    }
    return sum;
}

/* or between two words of an English sentence is no works council, and in a Dutch one it can be nothing else: a term in
 * capitals that is a stop word somewhere is meant where no conjunction can stand, or where the stop words beside it are of
 * the term's language; where none tell, in that of its readers. Capitals say nothing, for phones and people drop them. */
static bool is_meant(const struct glossary *glossary, const struct reading *reading, const struct found *found,
                     const struct word *term)
{
    const struct words *query = reading->query;
    size_t at = found->first;
    struct span form = query->at[at].form;
    if (!term->upper || !analyse_is_stop_anywhere(glossary->analyser, form))
        return true;
    int language = analyser_language(glossary->analyser, found->term->lang);
    int sum = speaks_for(glossary, query, language, form);
    return at == 0 || at + 1 == query->len || sum > 0 || (sum == 0 && language >= 0 && language == reading->readers);
}

/* The words of a term that are compared: without joined forms, whose parts stand before them. */
static size_t plain_words(const struct words *words, const struct word **out)
{
    size_t len = 0;
    for (size_t i = 0; i < words->len && len < TERM_WORDS_MAX; i++)
        if (!words->at[i].joined)
            out[len++] = &words->at[i];
    return len;
}

static bool same(const struct word *asked, const struct word *term, bool *literal)
{
    if (span_equal(asked->form, term->form))
        return true;
    *literal = false;
    return span_equal(asked->stem, term->stem);
}

/* How many of the query's words from first on are the term's, word by word; 0 where they are not. */
static size_t stands_in_words(const struct glossary *glossary, const struct reading *reading, struct found *found)
{
    const struct words *query = reading->query;
    const struct word *words[TERM_WORDS_MAX];
    size_t len = plain_words(found->words, words), at = found->first;
    found->literal = true;
    for (size_t i = 0; i < len; at++) {
        if (at >= query->len)
            return 0;
        if (query->at[at].joined)
            continue;
        if (!same(&query->at[at], words[i], &found->literal))
            return 0;
        i++;
    }
    return len == 1 && !is_meant(glossary, reading, found, words[0]) ? 0 : at - found->first;
}

/* As one word on either side: burnout for burn-out, burn-out for burnout. */
static size_t stands_as_one(const struct words *query, struct found *found)
{
    const struct words *term = found->words;
    const struct word *asked = &query->at[found->first], *joined = glossary_joined(term);
    const struct word *one = joined ? joined : term->len == 1 ? &term->at[0] : NULL;
    found->literal = true;
    if (!one || asked->part || (!joined && !asked->joined))
        return 0;
    return same(asked, one, &found->literal) ? 1 : 0;
}

/* How many words from found->first on; whether by form, in found->literal. */
static size_t stands_at(const struct glossary *glossary, const struct reading *reading, struct found *found)
{
    size_t len = stands_as_one(reading->query, found);
    if (len > 0 || reading->query->at[found->first].joined)
        return len;
    return stands_in_words(glossary, reading, found);
}

/* Levenshtein's, bounded. */
static int spelling_distance(struct span a, struct span b)
{
    enum { ROOM = 40 };
    int row[ROOM + 1];
    size_t m = a.len < ROOM ? a.len : ROOM, n = b.len < ROOM ? b.len : ROOM;
    for (size_t j = 0; j <= n; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int change = diagonal + (a.at[i - 1] != b.at[j - 1]);
            int shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = change < shift ? change : shift;
        }
    }
    return row[n];
}

static int distance_of(const struct words *query, const struct found *found)
{
    const struct words *term = found->words;
    int sum = 0;
    if (found->len == 1) {
        const struct word *joined = glossary_joined(term);
        return spelling_distance(query->at[found->first].form, joined ? joined->form : term->at[0].form);
    }
    for (size_t i = found->first, k = 0; i < found->first + found->len; i++) {
        if (query->at[i].joined)
            continue;
        while (k < term->len && term->at[k].joined)
            k++;
        if (k < term->len)
            sum += spelling_distance(query->at[i].form, term->at[k++].form);
    }
    return sum;
}

/* ---- finding ---- */

static bool is_better(const struct found *a, const struct found *b)
{
    if (a->len != b->len)
        return a->len > b->len;
    if (a->literal != b->literal)
        return a->literal;
    return a->distance < b->distance;
}

/* Whether nothing but these words was asked. */
static bool is_whole(const struct words *query, const struct found *found)
{
    uint32_t start = query->at[found->first].start, end = query->at[found->first + found->len - 1].end;
    for (size_t i = 0; i < query->len; i++)
        if (query->at[i].start < start || query->at[i].end > end)
            return false;
    return true;
}

/* A concept that goes one way is asked by the terms of its first language only. */
static bool asks(const struct concept *concept, const struct term *term)
{
    return !(concept->flags & GLOSSARY_ONE_WAY) || strcmp(term->lang, concept->terms[0].lang) == 0;
}

/* False when memory ran out. */
static bool consider(void *ctx, const struct glossary *glossary, const struct reading *reading, const struct key *key,
                     struct found *best)
{
    const struct concept *concept = &glossary->concepts[key->concept];
    struct found found = {.concept = concept, .term = &concept->terms[key->term], .first = best->first};
    if (!asks(concept, found.term))
        return true;
    found.words = analyse(ctx, glossary->analyser, key->language, found.term->text);
    if (!found.words)
        return false;
    found.len = stands_at(glossary, reading, &found);
    if (found.len == 0 || ((concept->flags & GLOSSARY_WHOLE_QUERY) && !is_whole(reading->query, &found)))
        return true;
    found.distance = found.literal ? 0 : distance_of(reading->query, &found);
    if (!best->concept || is_better(&found, best))
        *best = found;
    return true;
}

static size_t first_key(const struct glossary *glossary, uint32_t hash)
{
    size_t low = 0, high = glossary->keys_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (glossary->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The best term that begins at the query's word first, in any of its languages. False when memory ran out. */
static bool look_at(void *ctx, const struct glossary *glossary, const struct glossary_query *query, size_t first,
                    struct found *best)
{
    *best = (struct found){.first = first};
    for (size_t l = 0; l < query->len; l++) {
        const struct reading reading = {query->words[l], query->readers};
        if (!reading.query || first >= reading.query->len)
            continue;
        uint32_t hash = glossary_hash((int)l, reading.query->at[first].stem);
        for (size_t k = first_key(glossary, hash); k < glossary->keys_len && glossary->keys[k].hash == hash; k++)
            if (glossary->keys[k].language == (int)l && !consider(ctx, glossary, &reading, &glossary->keys[k], best))
                return false;
    }
    return true;
}

/* The other terms of the concept; the language that asks one way is not answered. False when memory ran out. */
static bool set_targets(void *ctx, const struct glossary *glossary, struct glossary_match *match,
                        const struct found *found)
{
    const struct concept *concept = found->concept;
    struct glossary_target *targets = array_new(ctx, struct glossary_target, concept->terms_len);
    for (size_t i = 0; targets && i < concept->terms_len; i++) {
        const struct term *term = &concept->terms[i];
        bool asking = (concept->flags & GLOSSARY_ONE_WAY) && asks(concept, term);
        if (term == found->term || asking)
            continue;
        int language = analyser_language(glossary->analyser, term->lang);
        const struct words *words = analyse(ctx, glossary->analyser, language, term->text);
        if (!words)
            return false;
        targets[match->targets_len++] = (struct glossary_target){term->lang, term->text, words};
    }
    match->targets = targets;
    return targets != NULL;
}

static bool is_free(const bool *taken, const struct found *found)
{
    for (size_t i = found->first; i < found->first + found->len; i++)
        if (taken[i])
            return false;
    return true;
}

/* The best that is still free; len where there is none. */
static size_t pick(const struct found *found, size_t len, const bool *taken)
{
    size_t best = len;
    for (size_t i = 0; i < len; i++)
        if (found[i].concept && is_free(taken, &found[i]) && (best == len || is_better(&found[i], &found[best])))
            best = i;
    return best;
}

/* A joined form and its parts are the same text: who takes one takes all. */
static void take(bool *taken, const struct words *query, const struct found *found)
{
    uint32_t start = query->at[found->first].start, end = query->at[found->first + found->len - 1].end;
    for (size_t i = 0; i < query->len; i++)
        if (query->at[i].start < end && query->at[i].end > start)
            taken[i] = true;
}

struct glossary_match *glossary_find(void *ctx, const struct glossary *glossary, const struct glossary_query *asked,
                                     size_t *len)
{
    const struct words *query = NULL; /* any: all have the same tokens */
    *len = 0;
    for (size_t i = 0; i < asked->len; i++)
        query = asked->words[i] && (!query || asked->words[i]->len > query->len) ? asked->words[i] : query;
    size_t tokens = query ? query->len : 0, at;
    struct glossary_match *matches = array_new(ctx, struct glossary_match, tokens);
    struct found *found = matches ? array_new(matches, struct found, tokens) : NULL;
    bool *taken = found ? talloc_zero_array(matches, bool, (unsigned)tokens) : NULL;
    if (!taken)
        return talloc_free(matches), NULL;
    for (size_t i = 0; i < tokens; i++)
        if (!look_at(matches, glossary, asked, i, &found[i]))
            return talloc_free(matches), NULL;
    size_t count = 0;
    while ((at = pick(found, tokens, taken)) < tokens) {
        struct glossary_match *match = &matches[count++];
        *match = (struct glossary_match){
            .first = found[at].first,
            .len = found[at].len,
            .lang = found[at].term->lang,
            .literal = found[at].literal,
            .whole_query = found[at].concept->flags & GLOSSARY_WHOLE_QUERY,
            .text = found[at].term->text,
        };
        if (!set_targets(matches, glossary, match, &found[at]))
            return talloc_free(matches), NULL;
        take(taken, query, &found[at]);
    }
    *len = count;
    return matches;
}

bool glossary_knows(const struct glossary *glossary, const char *lang, struct span form, struct span stem)
{
    (void)form; /* equal forms have equal stems */
    int language = analyser_language(glossary->analyser, lang);
    uint32_t hash = glossary_hash(language, stem);
    for (size_t k = first_key(glossary, hash); k < glossary->keys_len && glossary->keys[k].hash == hash; k++)
        if (glossary->keys[k].language == language && glossary->keys[k].whole)
            return true;
    return false;
}
