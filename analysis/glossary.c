#include "analysis/glossary.h"

#include "analysis/pack.h"

enum { PACKED_MAX = 16 << 20, TERM_WORDS_MAX = 12 };
enum { FLAG_ONE_WAY = 1, FLAG_WHOLE_QUERY = 2 };

/* ---- building ---- */

struct glossary_builder {
    struct buffer out;   /* the concepts that are done */
    struct buffer terms; /* of the concept at hand */
    size_t concepts, terms_len;
    unsigned flags;
    bool open;
};

struct glossary_builder *glossary_builder_new(void *ctx)
{
    struct glossary_builder *builder = talloc_zero(ctx, struct glossary_builder);

    if (builder) {
        builder->out = buffer_new(builder, PACKED_MAX);
        builder->terms = buffer_new(builder, PACKED_MAX);
    }
    return builder;
}

static void finish_concept(struct glossary_builder *builder)
{
    if (!builder->open)
        return;
    pack_number(&builder->out, builder->flags);
    pack_number(&builder->out, builder->terms_len);
    buffer_span(&builder->out, buffer_view(&builder->terms));
    buffer_clear(&builder->terms);
    builder->terms_len = 0;
    builder->concepts++;
    builder->open = false;
}

void glossary_concept(struct glossary_builder *builder, bool one_way, bool whole_query)
{
    finish_concept(builder);
    builder->flags = (one_way ? FLAG_ONE_WAY : 0) | (whole_query ? FLAG_WHOLE_QUERY : 0);
    builder->open = true;
}

void glossary_term(struct glossary_builder *builder, const char *lang, struct span term)
{
    pack_span(&builder->terms, span_of(lang));
    pack_span(&builder->terms, term);
    builder->terms_len++;
}

char *glossary_pack(void *ctx, struct glossary_builder *builder, size_t *len, struct error *err)
{
    struct buffer packed = buffer_new(ctx, PACKED_MAX);

    finish_concept(builder);
    pack_number(&packed, builder->concepts);
    buffer_span(&packed, buffer_view(&builder->out));
    if (packed.full || builder->out.full || builder->terms.full) {
        error_set(err, ERROR_MEMORY, NULL, 0, "the glossary is too large", "make it smaller than 16 MB");
        return NULL;
    }
    *len = packed.len;
    return packed.at;
}

/* ---- loading ---- */

struct concept {
    struct glossary_target *terms;
    size_t terms_len;
    unsigned flags;
};

struct glossary {
    struct analyser *analyser;
    struct concept *concepts;
    size_t concepts_len;
};

static bool load_term(struct glossary *glossary, struct unpack *in, struct glossary_target *term)
{
    term->lang = span_copy(glossary, unpack_span(in));
    struct span text = unpack_span(in);
    char *copy = span_copy(glossary, text);

    if (in->bad || !term->lang || !copy)
        return false;
    term->text = (struct span){copy, text.len};
    term->words = analyse(glossary, glossary->analyser, analyser_language(glossary->analyser, term->lang), term->text);
    return term->words != NULL;
}

static bool load_concept(struct glossary *glossary, struct unpack *in, struct concept *concept)
{
    concept->flags = (unsigned)unpack_number(in);
    concept->terms_len = unpack_count(in, 2);
    concept->terms = array_new(glossary, struct glossary_target, concept->terms_len);
    if (!concept->terms)
        return false;
    for (size_t i = 0; i < concept->terms_len; i++)
        if (!load_term(glossary, in, &concept->terms[i]))
            return false;
    return !in->bad;
}

struct glossary *glossary_load(void *ctx, struct span packed, struct analyser *analyser, struct error *err)
{
    struct glossary *glossary = talloc_zero(ctx, struct glossary);
    struct unpack in = unpack_new(packed);

    if (!glossary) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }
    glossary->analyser = analyser;
    glossary->concepts_len = packed.len ? unpack_count(&in, 2) : 0;
    glossary->concepts = array_new(glossary, struct concept, glossary->concepts_len);

    bool loaded = glossary->concepts != NULL;

    for (size_t i = 0; i < glossary->concepts_len && loaded; i++)
        loaded = load_concept(glossary, &in, &glossary->concepts[i]);
    if (!loaded || in.bad) {
        talloc_free(glossary);
        error_set(err, ERROR_INDEX, NULL, 0, "the index's glossary is damaged",
                  "make it anew: twc-index --rebuild");
        return NULL;
    }
    return glossary;
}

size_t glossary_concepts(const struct glossary *glossary)
{
    return glossary->concepts_len;
}

/* ---- finding ---- */

/* The words of a term that are compared: without joined forms, whose parts stand before them. */
static size_t plain_words(const struct words *words, const struct word **out)
{
    size_t len = 0;

    for (size_t i = 0; i < words->len && len < TERM_WORDS_MAX; i++)
        if (!words->at[i].joined)
            out[len++] = &words->at[i];
    return len;
}

/* The term whole as one joined form (burn-out as burnout); NULL where it has none. */
static const struct word *joined_word(const struct words *words)
{
    const struct word *last = words->len ? &words->at[words->len - 1] : NULL;

    return last && last->joined && last->start == words->at[0].start ? last : NULL;
}

static bool same(const struct word *asked, const struct word *term, bool *literal)
{
    if (span_equal(asked->form, term->form))
        return true;
    *literal = false;
    return asked->stem.len > 0 && span_equal(asked->stem, term->stem);
}

/* How many of the query's tokens from first on the term takes up; 0 when it does not stand there. */
static size_t stands_at(const struct words *query, size_t first, const struct words *term, bool *literal)
{
    const struct word *words[TERM_WORDS_MAX], *joined = joined_word(term);
    size_t len = plain_words(term, words), at = first;

    *literal = true;
    if (joined && query->at[first].joined == false && !query->at[first].part && same(&query->at[first], joined, literal))
        return 1;
    *literal = true;
    if (query->at[first].joined)
        return len == 1 && same(&query->at[first], words[0], literal) ? 1 : 0;
    for (size_t i = 0; i < len; at++) {
        if (at >= query->len)
            return 0;
        if (query->at[at].joined)
            continue;
        if (!same(&query->at[at], words[i], literal))
            return 0;
        i++;
    }
    return len > 0 ? at - first : 0;
}

static int distance(struct span a, struct span b)
{
    enum { ROOM = 64 };
    int row[ROOM + 1];
    size_t m = a.len < ROOM ? a.len : ROOM, n = b.len < ROOM ? b.len : ROOM;

    for (size_t j = 0; j <= n; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int change = diagonal + (a.at[i - 1] != b.at[j - 1]);
            diagonal = row[j];
            int shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            row[j] = change < shift ? change : shift;
        }
    }
    return row[n];
}

struct found {
    const struct concept *concept;
    const struct glossary_target *term;
    size_t first, len;
    bool literal;
    int distance;
};

static bool is_better(const struct found *a, const struct found *b)
{
    if (a->len != b->len)
        return a->len > b->len;
    if (a->literal != b->literal)
        return a->literal;
    return a->distance < b->distance;
}

static int spelling_distance(const struct words *query, size_t first, size_t len, const struct words *term)
{
    int sum = 0;

    for (size_t i = 0, k = 0; i < len; i++) {
        if (query->at[first + i].joined && len > 1)
            continue;
        while (k < term->len && term->at[k].joined)
            k++;
        if (k < term->len)
            sum += distance(query->at[first + i].form, term->at[k++].form);
    }
    return sum;
}

static bool is_whole(const struct words *query, size_t first, size_t len)
{
    for (size_t i = 0; i < query->len; i++)
        if ((i < first || i >= first + len) && !query->at[i].joined &&
            (query->at[i].start < query->at[first].start || query->at[i].end > query->at[first + len - 1].end))
            return false;
    return true;
}

static int query_in(const struct glossary *glossary, struct words *const *words, size_t words_len, const char *lang)
{
    int language = analyser_language(glossary->analyser, lang);

    return language >= 0 && (size_t)language < words_len && words[language] ? language : -1;
}

/* Whether it asks: a concept that goes one way is asked by the terms of its first language only. */
static bool asks(const struct concept *concept, const struct glossary_target *term)
{
    return !(concept->flags & FLAG_ONE_WAY) || strcmp(term->lang, concept->terms[0].lang) == 0;
}

static void look_at(const struct glossary *glossary, struct words *const *words, size_t words_len, size_t first,
                    struct found *best)
{
    for (size_t c = 0; c < glossary->concepts_len; c++) {
        const struct concept *concept = &glossary->concepts[c];
        for (size_t t = 0; t < concept->terms_len; t++) {
            const struct glossary_target *term = &concept->terms[t];
            int language = query_in(glossary, words, words_len, term->lang);
            struct found found = {concept, term, first, 0, false, 0};
            if (language < 0 || first >= words[language]->len || !asks(concept, term))
                continue;
            const struct words *query = words[language];
            found.len = stands_at(query, first, term->words, &found.literal);
            if (found.len == 0 || ((concept->flags & FLAG_WHOLE_QUERY) && !is_whole(query, first, found.len)))
                continue;
            found.distance = found.literal ? 0 : spelling_distance(query, first, found.len, term->words);
            if (!best->concept || is_better(&found, best))
                *best = found;
        }
    }
}

/* The other terms of the concept; a one-way concept's first language asks and is not answered. */
static void set_targets(void *ctx, struct glossary_match *match, const struct found *found)
{
    const struct concept *concept = found->concept;
    struct glossary_target *targets = array_new(ctx, struct glossary_target, concept->terms_len);

    for (size_t i = 0; targets && i < concept->terms_len; i++) {
        const struct glossary_target *term = &concept->terms[i];
        bool asking = (concept->flags & FLAG_ONE_WAY) && asks(concept, term);
        if (term != found->term && !asking)
            targets[match->targets_len++] = *term;
    }
    match->targets = targets;
}

/* Longest first: the better of two that overlap stays. */
static bool is_free(const bool *taken, const struct found *found)
{
    for (size_t i = found->first; i < found->first + found->len; i++)
        if (taken[i])
            return false;
    return true;
}

static size_t pick(const struct found *found, size_t len, const bool *taken)
{
    size_t best = len;

    for (size_t i = 0; i < len; i++)
        if (found[i].concept && is_free(taken, &found[i]) && (best == len || is_better(&found[i], &found[best])))
            best = i;
    return best;
}

struct glossary_match *glossary_find(void *ctx, const struct glossary *glossary, struct words *const *words,
                                     size_t words_len, size_t *len)
{
    size_t tokens = 0, at;

    *len = 0;
    for (size_t i = 0; i < words_len; i++)
        tokens = words[i] && words[i]->len > tokens ? words[i]->len : tokens;

    struct glossary_match *matches = array_new(ctx, struct glossary_match, tokens + 1);
    struct found *found = talloc_zero_array(matches, struct found, (unsigned)tokens + 1);
    bool *taken = talloc_zero_array(matches, bool, (unsigned)tokens * 2 + 1);

    if (!matches || !found || !taken)
        return NULL;
    for (size_t i = 0; i < tokens; i++)
        look_at(glossary, words, words_len, i, &found[i]);
    while ((at = pick(found, tokens, taken)) < tokens) {
        struct glossary_match *match = &matches[(*len)++];
        *match = (struct glossary_match){.first = found[at].first,
                                         .len = found[at].len,
                                         .lang = found[at].term->lang,
                                         .literal = found[at].literal,
                                         .whole_query = found[at].concept->flags & FLAG_WHOLE_QUERY,
                                         .text = found[at].term->text};
        set_targets(matches, match, &found[at]);
        for (size_t i = 0; i < found[at].len; i++)
            taken[found[at].first + i] = true;
    }
    return matches;
}

bool glossary_knows(const struct glossary *glossary, const char *lang, struct span form, struct span stem)
{
    for (size_t c = 0; glossary && c < glossary->concepts_len; c++)
        for (size_t t = 0; t < glossary->concepts[c].terms_len; t++) {
            const struct glossary_target *term = &glossary->concepts[c].terms[t];
            if (strcmp(term->lang, lang) != 0)
                continue;
            for (size_t i = 0; i < term->words->len; i++)
                if ((term->words->len == 1 || term->words->at[i].joined) &&
                    (span_equal(term->words->at[i].form, form) || span_equal(term->words->at[i].stem, stem)))
                    return true;
        }
    return false;
}
