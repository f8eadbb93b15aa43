/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/view.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/memory.h"
#include "query/weights.h"

/* Two words in a row are worth so much more than apart. */
#define JOINED_SHARE 0.75

enum { PLACES_MAX = 4096, INSIDES_MAX = 16, TERMS_MAX = 64, COMPOUND_LEAST = 7, WINDOW_NEEDS = 8 };

/* ---- the roll ---- */

static int by_bytes(const void *a, const void *b)
{
    return span_compare(span_of_bytes(*(const struct xapc_bytes *)a), span_of_bytes(*(const struct xapc_bytes *)b));
}

struct roll *roll_new(void *ctx, const struct enquiry *enquiry)
{
    struct roll *roll = talloc_zero(ctx, struct roll);
    size_t room = 0, kept = 0;

    if (!roll)
        return NULL;
    roll->enquiry = enquiry;
    for (size_t i = 0; i < enquiry->ways_len; i++)
        for (size_t k = 0; k < enquiry->ways[i].needs_len; k++)
            room += enquiry->ways[i].needs[k].len;
    roll->terms = array_new(roll, struct xapc_bytes, room);
    if (!roll->terms)
        return NULL;
    for (size_t i = 0; i < enquiry->ways_len; i++)
        for (size_t k = 0; k < enquiry->ways[i].needs_len; k++)
            for (size_t t = 0; t < enquiry->ways[i].needs[k].len; t++)
                roll->terms[roll->len++] = bytes_of(enquiry->ways[i].needs[k].terms[t]);
    if (roll->len > 0)
        qsort(roll->terms, roll->len, sizeof *roll->terms, by_bytes);
    for (size_t i = 0; i < roll->len; i++)
        if (kept == 0 || by_bytes(&roll->terms[kept - 1], &roll->terms[i]) != 0)
            roll->terms[kept++] = roll->terms[i];
    roll->len = kept;
    return roll;
}

struct looking {
    struct view *view;
    const struct roll *roll;
    bool *held;
    size_t terms; /* whose positions were read */
};

static bool is_held(const struct looking *looking, struct span term)
{
    struct xapc_bytes key = bytes_of(term);
    const struct xapc_bytes *at =
        bsearch(&key, looking->roll->terms, looking->roll->len, sizeof key, by_bytes);

    return at && looking->held[at - looking->roll->terms];
}

static bool is_met(const struct looking *looking, const struct way *way)
{
    for (size_t i = 0; i < way->needs_len; i++) {
        bool any = false;
        for (size_t k = 0; k < way->needs[i].len && !any; k++)
            any = is_held(looking, way->needs[i].terms[k]);
        if (!any)
            return false;
    }
    return true;
}

/* ---- places ---- */

static void add_positions(struct looking *looking, const struct way *way, struct span term, double worth)
{
    struct view *view = looking->view;
    uint32_t *positions;
    size_t len;

    if (looking->terms == TERMS_MAX || !index_well(view->index) ||
        !xapc_reader_positions(view->index->reader, view->docid, bytes_of(term), &positions, &len,
                               &view->index->trouble))
        return;
    looking->terms++;
    for (size_t i = 0; i < len && view->places_len < PLACES_MAX; i++)
        view->places[view->places_len++] = (struct place){positions[i], (uint32_t)way->first, worth, false};
    free(positions);
}

static void add_inside(struct view *view, const struct way *way, struct span term, double worth)
{
    size_t colon;

    if (view->insides_len < INSIDES_MAX && span_find(term, SPAN(":"), &colon))
        view->insides[view->insides_len++] = (struct inside){span_from(term, colon + 1), (uint32_t)way->first, worth};
}

/* What stands for a word is worth a little less than the word, so that the best section is the one that says it. */
static double worth_of(const struct view *view, const struct way *way)
{
    double idf = 0.1;

    for (size_t i = way->first; i < way->first + way->len; i++)
        idf += view->enquiry->words[i].content ? view->enquiry->words[i].idf : 0;
    return way->rung == RUNG_WORDS || way->rung == RUNG_SPELLING ? idf
           : way->rung == RUNG_PREFIX || way->rung == RUNG_ANY_WORD ? idf * 0.3
                                                                    : idf * 0.6;
}

static void add_term(struct looking *looking, const struct way *way, struct span term, double worth)
{
    if (!is_held(looking, term))
        return;
    if (span_begins(term, SPAN(TERM_STEM)))
        add_positions(looking, way, term, worth);
    else if (span_begins(term, SPAN(TERM_PART)))
        add_inside(looking->view, way, term, worth);
}

/* Of places from `from` on, in groups that end at ends[], those within the window of one of each other group. */
static size_t keep_near(const struct place *places, size_t from, const size_t *ends, size_t groups, uint32_t window,
                        struct place *out)
{
    size_t kept = 0, group = 0;

    for (size_t i = from; groups > 0 && i < ends[groups - 1]; i++) {
        while (i >= ends[group])
            group++;
        bool all = true;
        for (size_t g = 0; g < groups && all; g++) {
            bool near = g == group;
            for (size_t k = g > 0 ? ends[g - 1] : from; k < ends[g] && !near; k++)
                near = places[k].position < places[i].position + window &&
                       places[i].position < places[k].position + window;
            all = near;
        }
        if (all)
            out[kept++] = places[i];
    }
    return kept;
}

/* False where its words stand too far apart to be it: a company and a council on one page are no company council. */
static bool add_way(struct looking *looking, const struct way *way)
{
    struct view *view = looking->view;
    double worth = worth_of(view, way);
    size_t from = view->places_len, ends[WINDOW_NEEDS];

    for (size_t i = 0; i < way->needs_len; i++) {
        for (size_t k = 0; k < way->needs[i].len; k++)
            add_term(looking, way, way->needs[i].terms[k], worth);
        if (i < WINDOW_NEEDS)
            ends[i] = view->places_len;
    }
    if (way->window == 0 || way->needs_len < 2 || way->needs_len > WINDOW_NEEDS || looking->terms == TERMS_MAX)
        return true;

    struct place *near = array_new(view, struct place, view->places_len - from);
    if (!index_had(view->index, near))
        return false;
    size_t kept = keep_near(view->places, from, ends, way->needs_len, way->window, near);
    if (kept > 0)
        memcpy(view->places + from, near, kept * sizeof *near);
    view->places_len = from + kept;
    talloc_free(near);
    return kept > 0;
}

/* The worthier of two at one position comes first. */
static int by_position(const void *a, const void *b)
{
    const struct place *left = a, *right = b;

    if (left->position != right->position)
        return left->position < right->position ? -1 : 1;
    return (left->worth < right->worth) - (left->worth > right->worth);
}

static void settle(struct view *view)
{
    size_t kept = 0;

    if (view->places_len > 0)
        qsort(view->places, view->places_len, sizeof *view->places, by_position);
    for (size_t i = 0; i < view->places_len; i++)
        if (kept == 0 || view->places[kept - 1].position != view->places[i].position)
            view->places[kept++] = view->places[i];
    view->places_len = kept;
}

/* The next word that is to be found; words_len where there is none. */
static uint32_t word_after(const struct enquiry *enquiry, uint32_t word)
{
    do
        word++;
    while (word < enquiry->words_len && !enquiry->words[word].content);
    return word;
}

/* "works council": a council after works is what was asked for, one alone is a word of it. */
static void join_places(struct view *view)
{
    for (size_t i = 0; i + 1 < view->places_len; i++) {
        struct place *place = &view->places[i];
        uint32_t next = word_after(view->enquiry, place->word), apart = next - place->word;
        for (size_t k = i + 1; k < view->places_len && view->places[k].position <= place->position + apart; k++)
            place->joined = place->joined || view->places[k].word == next;
    }
}

/* ---- the view ---- */

static bool load_record(struct view *view, struct error *err)
{
    char *data, *copy;
    size_t len;

    if (!xapc_reader_data(view->index->reader, view->docid, &data, &len, &view->index->trouble))
        return false;
    copy = talloc_memdup(view, data, len);
    free(data);
    view->record = index_had(view->index, copy) ? record_load(view, (struct span){copy, len}, err) : NULL;
    return view->record != NULL;
}

static bool look(struct looking *looking)
{
    struct view *view = looking->view;
    const struct enquiry *enquiry = view->enquiry;

    if (looking->roll->len > 0 &&
        !xapc_reader_holds(view->index->reader, view->docid, looking->roll->terms, looking->roll->len, looking->held,
                           &view->index->trouble))
        return false;
    for (size_t i = 0; i < enquiry->words_len; i++)
        view->rungs[i] = RUNG_ANY_WORD;
    for (size_t i = 0; i < enquiry->ways_len; i++) {
        const struct way *way = &enquiry->ways[i];
        if (way->language != view->language || !is_met(looking, way) || !add_way(looking, way))
            continue;
        for (size_t k = way->first; k < way->first + way->len; k++)
            view->rungs[k] = way->rung < view->rungs[k] ? way->rung : view->rungs[k];
    }
    settle(view);
    join_places(view);
    return index_well(view->index);
}

struct view *view_new(void *ctx, const struct roll *roll, struct index *index, uint32_t docid, int language,
                      struct error *err)
{
    struct view *view = talloc_zero(ctx, struct view);
    struct looking looking = {view, roll, NULL, 0};

    if (!index_had(index, view))
        return NULL;
    *view = (struct view){.enquiry = roll->enquiry, .index = index, .docid = docid, .language = language};
    view->rungs = array_new(view, enum rung, roll->enquiry->words_len);
    view->places = array_new(view, struct place, PLACES_MAX);
    view->insides = array_new(view, struct inside, INSIDES_MAX);
    looking.held = array_new(view, bool, roll->len);
    if (!index_had(index, view->rungs && view->places && view->insides && looking.held) || !load_record(view, err) ||
        !look(&looking)) {
        talloc_free(view);
        return NULL;
    }
    return view;
}

enum rung view_rung(const struct view *view)
{
    enum rung loosest = RUNG_WORDS;

    for (size_t i = 0; i < view->enquiry->words_len; i++)
        if (view->enquiry->words[i].content && view->rungs[i] > loosest)
            loosest = view->rungs[i];
    return loosest;
}

double view_worth(const struct place *places, size_t first, size_t at, double again)
{
    double worth = places[at].worth, joined = places[at].joined ? places[at].worth * JOINED_SHARE : 0;

    for (size_t i = first; i < at; i++) {
        if (places[i].word != places[at].word)
            continue;
        worth = places[at].worth * again;
        joined = places[i].joined ? 0 : joined;
    }
    return worth + joined;
}

const struct place *view_places(const struct view *view, uint32_t from, uint32_t to, size_t *len)
{
    size_t low = 0, high = view->places_len, first;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (view->places[middle].position < from)
            low = middle + 1;
        else
            high = middle;
    }
    first = low;
    while (low < view->places_len && view->places[low].position < to)
        low++;
    *len = low - first;
    return view->places + first;
}

/* ---- inside words ---- */

/* Stems end otherwise than words do, so only their beginning is looked for: up to the first vowel, which a stemmer may
 * have doubled or not. */
static size_t needle_len(struct span stem)
{
    for (size_t i = 0; i < stem.len; i++)
        if (strchr("aeiouy", stem.at[i]) && i > 0)
            return i + 1;
    return stem.len < 3 ? stem.len : 3;
}

static bool may_hold(struct span token, struct span needle)
{
    for (size_t i = 1; i + needle.len <= token.len; i++) {
        size_t k = 0;
        while (k < needle.len && tolower((unsigned char)token.at[i + k]) == needle.at[k])
            k++;
        if (k == needle.len)
            return true;
    }
    return span_begins(token, needle) || (token.len > 0 && tolower((unsigned char)token.at[0]) == needle.at[0]);
}

const struct inside *view_inside(const struct view *view, void *scratch, struct span token)
{
    struct word word = {.parts_len = 0};
    bool analysed = false;

    for (size_t i = 0; i < view->insides_len && token.len >= COMPOUND_LEAST; i++) {
        const struct inside *inside = &view->insides[i];
        if (!may_hold(token, span_first(inside->stem, needle_len(inside->stem))))
            continue;
        if (!analysed) {
            char *form = fold_word(scratch, token);
            if (!index_had(view->index, form))
                return NULL;
            word = analyse_word(scratch, view->index->generation->analyser, view->language, span_of(form));
            analysed = true;
        }
        for (size_t k = 0; k < word.parts_len; k++)
            if (span_equal(word.parts[k], inside->stem))
                return inside;
    }
    return NULL;
}
