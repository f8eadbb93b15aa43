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

/* or between two words of a sentence is no works council: a term in capitals that is a stop word somewhere is meant
 * when it is typed in capitals among others that are not, or where no conjunction can stand. */
static bool is_meant(const struct glossary *glossary, const struct words *query, size_t at, const struct word *term)
{
    const struct word *asked = &query->at[at];
    if (!term->upper || !analyse_is_stop_anywhere(glossary->analyser, asked->form))
        return true;
    bool first = at == 0, last = at + 1 == query->len, all_upper = true;
    for (size_t i = 0; i < query->len; i++)
        all_upper = all_upper && query->at[i].upper;
    return first || last || (asked->upper && !all_upper);
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
static size_t stands_in_words(const struct glossary *glossary, const struct words *query, size_t first,
                              const struct words *term, bool *literal)
{
    const struct word *words[TERM_WORDS_MAX];
    size_t len = plain_words(term, words), at = first;
    *literal = true;
    for (size_t i = 0; i < len; at++) {
        if (at >= query->len)
            return 0;
        if (query->at[at].joined)
            continue;
        if (!same(&query->at[at], words[i], literal))
            return 0;
        i++;
    }
    return len == 1 && !is_meant(glossary, query, first, words[0]) ? 0 : at - first;
}

/* As one word on either side: burnout for burn-out, burn-out for burnout. */
static size_t stands_as_one(const struct words *query, size_t first, const struct words *term, bool *literal)
{
    const struct word *asked = &query->at[first], *joined = glossary_joined(term);
    const struct word *one = joined ? joined : term->len == 1 ? &term->at[0] : NULL;
    *literal = true;
    if (!one || asked->part || (!joined && !asked->joined))
        return 0;
    return same(asked, one, literal) ? 1 : 0;
}

static size_t stands_at(const struct glossary *glossary, const struct words *query, size_t first,
                        const struct words *term, bool *literal)
{
    size_t len = stands_as_one(query, first, term, literal);
    if (len > 0 || query->at[first].joined)
        return len;
    return stands_in_words(glossary, query, first, term, literal);
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

static void consider(void *ctx, const struct glossary *glossary, const struct words *query, const struct key *key,
                     struct found *best, size_t first)
{
    const struct concept *concept = &glossary->concepts[key->concept];
    struct found found = {.concept = concept, .term = &concept->terms[key->term], .first = first};
    if (!asks(concept, found.term))
        return;
    found.words = analyse(ctx, glossary->analyser, key->language, found.term->text);
    if (!found.words)
        return;
    found.len = stands_at(glossary, query, first, found.words, &found.literal);
    if (found.len == 0 || ((concept->flags & GLOSSARY_WHOLE_QUERY) && !is_whole(query, &found)))
        return;
    found.distance = found.literal ? 0 : distance_of(query, &found);
    if (!best->concept || is_better(&found, best))
        *best = found;
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

/* The best term that begins at the query's word first, in any of its languages. */
static struct found look_at(void *ctx, const struct glossary *glossary, struct words *const *words, size_t words_len,
                            size_t first)
{
    struct found best = {0};
    for (size_t l = 0; l < words_len; l++) {
        if (!words[l] || first >= words[l]->len)
            continue;
        uint32_t hash = glossary_hash((int)l, words[l]->at[first].stem);
        for (size_t k = first_key(glossary, hash); k < glossary->keys_len && glossary->keys[k].hash == hash; k++)
            if (glossary->keys[k].language == (int)l)
                consider(ctx, glossary, words[l], &glossary->keys[k], &best, first);
    }
    return best;
}

/* The other terms of the concept; the language that asks one way is not answered. */
static void set_targets(void *ctx, const struct glossary *glossary, struct glossary_match *match,
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
        if (words)
            targets[match->targets_len++] = (struct glossary_target){term->lang, term->text, words};
    }
    match->targets = targets;
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

struct glossary_match *glossary_find(void *ctx, const struct glossary *glossary, struct words *const *words,
                                     size_t words_len, size_t *len)
{
    const struct words *query = NULL; /* any: all have the same tokens */
    *len = 0;
    for (size_t i = 0; i < words_len; i++)
        query = words[i] && (!query || words[i]->len > query->len) ? words[i] : query;
    size_t tokens = query ? query->len : 0, at;
    struct glossary_match *matches = array_new(ctx, struct glossary_match, tokens);
    struct found *found = matches ? array_new(matches, struct found, tokens) : NULL;
    bool *taken = found ? talloc_zero_array(matches, bool, (unsigned)tokens) : NULL;
    if (!taken)
        return talloc_free(matches), NULL;
    for (size_t i = 0; i < tokens; i++)
        found[i] = look_at(matches, glossary, words, words_len, i);
    while ((at = pick(found, tokens, taken)) < tokens) {
        struct glossary_match *match = &matches[(*len)++];
        *match = (struct glossary_match){
            .first = found[at].first,
            .len = found[at].len,
            .lang = found[at].term->lang,
            .literal = found[at].literal,
            .whole_query = found[at].concept->flags & GLOSSARY_WHOLE_QUERY,
            .text = found[at].term->text,
        };
        set_targets(matches, glossary, match, &found[at]);
        take(taken, query, &found[at]);
    }
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
