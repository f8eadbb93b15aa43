/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question from beginning to end. */
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "query/facets.h"
#include "query/hits.h"
#include "query/spoken.h"
#include "query/ties.h"
#include "query/tightest.h"
#include "query/titles.h"
#include "query/weights.h"

struct scope {
    int languages[ENQUIRY_LANGUAGES];
    size_t len;
};

struct asking {
    void *ctx;
    struct index *index;
    const struct request *request;
    struct understood *typed;
    struct answer *answer;
    struct error *err;
    double begun, deadline; /* also over turns that a shard's silence took */
    bool late;
};

/* What one scope has. */
struct found {
    struct enquiry *enquiry;
    struct tightest tight;
    enum phrases phrases;
    const struct xapc_query *tree; /* that ranks, filtered */
    struct ranked *pages;          /* those of the page that is asked for */
    size_t len;
    double full;                   /* the score that counts as 1 */
    uint32_t matches;
    bool exact, other_language;
    int readers;                   /* as in the enquiry; -1 */
};

/* ---- time ---- */

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool is_late(struct asking *asking)
{
    asking->late = asking->late || seconds() > asking->deadline;
    asking->answer->partial = asking->answer->partial || asking->late;
    return asking->late;
}

static bool no_memory(struct asking *asking)
{
    return error_set(asking->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
}

/* ---- which languages ---- */

static int language_asked(const struct asking *asking)
{
    const struct analyser *analyser = asking->index->generation->analyser;

    for (size_t i = 0; i < asking->typed->clauses_len; i++) {
        const struct clause *clause = &asking->typed->clauses[i];
        if (clause->kind == CLAUSE_LANG && !clause->without)
            return analyser_language(analyser, span_copy(asking->typed, clause->value));
    }
    return asking->request->lang ? analyser_language(analyser, asking->request->lang) : -1;
}

static struct scope scope_of(const struct asking *asking, int language, bool others)
{
    struct scope scope = {.len = 0};
    size_t all = asking->index->generation->languages;

    for (size_t i = 0; i < all && i < ENQUIRY_LANGUAGES; i++)
        if (language < 0 || ((int)i == language) != others)
            scope.languages[scope.len++] = (int)i;
    return scope;
}

static bool asks_for_language(const struct asking *asking)
{
    for (size_t i = 0; i < asking->typed->clauses_len; i++)
        if (asking->typed->clauses[i].kind == CLAUSE_LANG && !asking->typed->clauses[i].without)
            return true;
    return false;
}

/* ---- searching ---- */

static struct xapc_hits *run(struct asking *asking, struct xapc_search *search)
{
    struct index *index = asking->index;
    struct xapc_hits *hits = NULL;

    search->value_slots = order_slots;
    search->value_slots_len = ORDER_SLOTS;
    search->scheme = XAPC_INEB2;
    search->parameters[0] = WEIGHT_INEB2_C;
    if (index_well(index) && !ties_search(index, search, &hits))
        return NULL;
    return hits;
}

static uint32_t collapse_slot(const struct found *found)
{
    return found->enquiry->scope_len > 1 ? SLOT_SET : XAPC_NO_SLOT;
}

static struct xapc_hits *rank(struct asking *asking, const struct found *found, uint32_t first, uint32_t count)
{
    uint32_t exactly = asking->request->count_exactly;
    struct xapc_search search = {
        .query = found->tree,
        .first = first,
        .count = count,
        /* libxapian 1.4 may miss a good page once it skips, after so many; and totals are exact for it. */
        .check_at_least = first + count > exactly ? first + count : exactly,
        .collapse_slot = collapse_slot(found),
        .sort_slot = XAPC_NO_SLOT,
    };

    return run(asking, &search);
}

/* Without words pages have no weight, and over shards another value orders those of one moment. */
static struct xapc_hits *newest(struct asking *asking, const struct found *found, const struct xapc_query *tree,
                                uint32_t first, uint32_t count)
{
    bool by_path = asking->index->shards && found->enquiry->words_len == 0;
    struct xapc_search search = {
        .query = filtered(found->enquiry, tree, NULL, found->phrases),
        .first = first,
        .count = count,
        .check_at_least = asking->request->count_exactly,
        .collapse_slot = collapse_slot(found),
        .sort_slot = by_path ? SLOT_NEWEST : SLOT_DATE,
        .sort_descending = !by_path,
    };

    return run(asking, &search);
}

/* Collapsed matches are not counted right over servers. */
static bool is_exact(const struct found *found, const struct xapc_hits *hits)
{
    return hits->matches_low == hits->matches_high &&
           (!found->enquiry->index->shards || collapse_slot(found) == XAPC_NO_SLOT);
}

/* ---- by relevance ---- */

/* Quoted words as they are quoted; else in any form; else as words. */
static struct xapc_hits *best(struct asking *asking, struct found *found)
{
    bool quoted = has_phrases(asking->typed);
    const struct xapc_query *tree = rank_tree(found->enquiry);
    struct xapc_hits *hits = NULL;

    for (int phrases = quoted ? PHRASES_EXACT : PHRASES_LOOSE; phrases <= PHRASES_LOOSE; phrases++) {
        xapc_hits_free(hits);
        found->phrases = (enum phrases)phrases;
        found->tree = filtered(found->enquiry, tree, NULL, found->phrases);
        hits = found->enquiry->tree.failed ? NULL : rank(asking, found, 0, RANK_WINDOW);
        if (!hits || hits->len > 0)
            break;
    }
    return hits;
}

/* How good the best answer is by itself, so that a score says something across queries: all that was asked, in a title
 * and in a heading, is 1. */
static double quality(const struct found *found, const struct ranked *top)
{
    static const double by_rung[RUNGS] = {
        [RUNG_WORDS] = 1,         [RUNG_COMPOUND] = 0.9, [RUNG_VARIANT] = 0.95, [RUNG_GLOSSARY] = 0.9,
        [RUNG_TRANSLATION] = 0.8, [RUNG_PREFIX] = 0.8,   [RUNG_SPELLING] = 0.8, [RUNG_ANY_WORD] = 0.6,
        [RUNG_OTHER_LANGUAGE] = 0.5,
    };
    double bonus = WEIGHT_TITLE * top->title + WEIGHT_HEADING * top->heading + top->tier + TIER_EXACT_TITLE * top->exact + TIER_EXACT_PART * top->part +
                   order_typed(found->enquiry, top);
    double share = (1 + bonus) / (1 + WEIGHT_TITLE + WEIGHT_HEADING);

    return by_rung[found->other_language ? RUNG_OTHER_LANGUAGE : found->tight.rung] * (share > 1 ? 1 : share);
}

/* Pages from `from` on of those that the window ordered, and after them by weight alone. */
static bool take_page(struct asking *asking, struct found *found, const struct ranked *window, size_t window_len)
{
    uint32_t from = asking->request->offset, wanted = asking->request->limit;
    struct xapc_hits *rest;
    double top = 0;

    found->pages = array_new(found->enquiry, struct ranked, wanted);
    if (!found->pages)
        return no_memory(asking);
    while (found->len < wanted && from + found->len < window_len) {
        found->pages[found->len] = window[from + found->len];
        found->len++;
    }
    if (found->len == wanted || window_len < RANK_WINDOW)
        return true;
    for (size_t i = 0; i < window_len; i++)
        top = window[i].weight > top ? window[i].weight : top;

    uint32_t first = from > RANK_WINDOW ? from : RANK_WINDOW;

    rest = rank(asking, found, first, wanted - (uint32_t)found->len);
    if (!rest)
        return false;
    order_rest(found->enquiry, rest, top > 0 ? top * (found->full > 0 ? 1 / found->full : 1) : 0,
               found->pages + found->len);
    found->len += rest->len;
    xapc_hits_free(rest);
    return true;
}

static bool order(struct asking *asking, struct found *found, const struct xapc_hits *hits)
{
    struct ranked *window = array_new(found->enquiry, struct ranked, hits->len);
    size_t from = asking->request->offset, to = from + asking->request->limit;

    if (!window)
        return no_memory(asking);
    if (!order_best(found->enquiry, found->enquiry, hits, from, to, window, asking->err))
        return false;
    if (hits->len > 0)
        found->full = window[0].score / quality(found, &window[0]);
    return take_page(asking, found, window, hits->len);
}

static bool by_relevance(struct asking *asking, struct found *found)
{
    struct xapc_hits *hits = best(asking, found);
    bool done;

    if (!hits)
        return found->enquiry->tree.failed ? no_memory(asking) : false;
    found->matches = hits->matches;
    found->exact = is_exact(found, hits);
    if (hits->len > 0)
        found->tight = tightest_of(found->enquiry, found->phrases);
    if (!found->exact && !is_late(asking))
        found->matches = count_pages(found->enquiry,
                                     filtered(found->enquiry, level_tree(found->enquiry, RUNG_ANY_WORD), NULL,
                                              found->phrases),
                                     &found->exact);
    done = order(asking, found, hits);
    xapc_hits_free(hits);
    if (done && found->enquiry->scope_len > 1 && found->readers < 0)
        done = spoken_pages(found->enquiry, found->phrases, found->pages, found->len);
    return done;
}

/* ---- by date ---- */

static bool take_newest(struct asking *asking, struct found *found, const struct xapc_query *tree, uint32_t first,
                        uint32_t count, uint32_t *matches)
{
    struct xapc_hits *hits = newest(asking, found, tree, first, count);

    if (!hits)
        return false;
    order_rest(found->enquiry, hits, 0, found->pages + found->len);
    for (size_t i = 0; i < hits->len; i++)
        found->pages[found->len + i].share = found->pages[found->len + i].score = 1;
    found->len += hits->len;
    *matches = hits->matches;
    if (!is_exact(found, hits)) {
        bool exact;
        *matches = count_pages(found->enquiry, filtered(found->enquiry, tree, NULL, found->phrases), &exact);
        found->exact = found->exact && exact;
    }
    xapc_hits_free(hits);
    return true;
}

/* The pages that totalHits counts come first, newest first; then the looser ones likewise. */
static bool by_date(struct asking *asking, struct found *found)
{
    uint32_t from = asking->request->offset, wanted = asking->request->limit, tight = 0, loose = 0;
    const struct xapc_query *any = level_tree(found->enquiry, RUNG_ANY_WORD);

    found->exact = true;
    found->full = 1;
    found->phrases = has_phrases(asking->typed) ? PHRASES_STEMMED : PHRASES_LOOSE;
    found->tight = tightest_of(found->enquiry, found->phrases);
    if (found->tight.pages == 0 && found->phrases != PHRASES_LOOSE) {
        found->phrases = PHRASES_LOOSE;
        found->tight = tightest_of(found->enquiry, found->phrases);
    }
    found->pages = array_new(found->enquiry, struct ranked, wanted);
    if (!found->pages)
        return no_memory(asking);
    if (!take_newest(asking, found, found->tight.tree, from, wanted, &tight))
        return false;
    if (found->tight.rung < RUNG_ANY_WORD) {
        uint32_t first = from > tight ? from - tight : 0;
        const struct xapc_query *rest = tree_two(&found->enquiry->tree, XAPC_AND_NOT, any, found->tight.tree);
        if (!take_newest(asking, found, rest, first, wanted - (uint32_t)found->len, &loose))
            return false;
    }
    found->matches = tight + loose;
    return true;
}

/* Nothing but filters, or nothing at all: the newest pages. */
static bool everything(struct asking *asking, struct found *found)
{
    found->exact = true;
    found->full = 1;
    found->phrases = PHRASES_LOOSE;
    found->tight = (struct tightest){RUNG_WORDS, tree_everything(&found->enquiry->tree), 0, true};
    found->pages = array_new(found->enquiry, struct ranked, asking->request->limit);
    if (!found->pages)
        return no_memory(asking);
    if (!take_newest(asking, found, found->tight.tree, asking->request->offset, asking->request->limit,
                     &found->matches))
        return false;
    found->tight.pages = found->matches;
    return true;
}

/* ---- one scope, then the others ---- */

static bool look_in_words(struct asking *asking, struct found *found)
{
    if (found->enquiry->words_len == 0) {
        if (*asking->typed->text == '\0' || asking->typed->clauses_len > 0)
            return everything(asking, found);
        found->tight.exact = found->exact = true;
        return true; /* signs, and nothing to look for */
    }
    return asking->request->sort == SORT_DATE ? by_date(asking, found) : by_relevance(asking, found);
}

/* A way that was left out for want of memory would be another answer. */
static bool look_in(struct asking *asking, struct scope scope, struct found *found)
{
    found->enquiry = enquiry_new(asking->answer, asking->index, asking->request, asking->typed, scope.languages,
                                 scope.len);
    if (!found->enquiry)
        return index_well(asking->index) ? no_memory(asking) : false;
    found->enquiry->readers = found->readers;

    bool looked = look_in_words(asking, found);

    return found->enquiry->tree.failed ? no_memory(asking) : looked;
}

static bool has_lone_pages(struct asking *asking, int language)
{
    struct buffer name = buffer_new(asking->answer, 4096);
    const char *code = analyser_code(asking->index->generation->analyser, language);

    return index_frequency(asking->index, schema_filter(&name, TERM_LONE, span_of(code)), NULL) > 0;
}

/* Pages in the reader's language have it in a roundabout way only: a page that is not in that language at all and has the
 * very words stands among them. */
static bool look_wider(struct asking *asking, int language, struct found *found)
{
    struct found wider = {.full = 1, .readers = language};

    if (found->tight.rung < RUNG_GLOSSARY || asking->request->sort == SORT_DATE || !has_lone_pages(asking, language))
        return true;
    if (!look_in(asking, scope_of(asking, -1, false), &wider))
        return false;
    if (wider.matches == 0 || wider.tight.rung >= found->tight.rung || wider.tight.rung >= RUNG_GLOSSARY)
        return true;
    /* It joins those that were found, which are no worse for it. */
    if (found->tight.rung < RUNG_ANY_WORD)
        wider.tight = tightest_at(wider.enquiry, wider.phrases, found->tight.rung);
    *found = wider;
    return true;
}

static bool look(struct asking *asking, struct found *found)
{
    int language = language_asked(asking);
    struct scope scope = scope_of(asking, language, false);

    *found = (struct found){.full = 1, .readers = -1};
    if (!look_in(asking, scope, found))
        return false;
    if (language < 0 || asks_for_language(asking))
        return true;
    if (found->matches > 0)
        return look_wider(asking, language, found);

    struct scope others = scope_of(asking, language, true);
    struct found elsewhere = {.full = 1, .other_language = true, .readers = -1};

    if (others.len == 0)
        return true;
    if (!look_in(asking, others, &elsewhere))
        return false;
    if (elsewhere.matches > 0)
        *found = elsewhere;
    return true;
}

/* ---- the answer ---- */

/* The rungs that found the hits, in the ladder's order. */
static bool tell_relaxed(struct asking *asking, const struct found *found)
{
    struct answer *answer = asking->answer;
    const struct enquiry *enquiry = found->enquiry;
    bool needed[RUNGS] = {false};

    answer->relaxed = array_new(answer, const char *, RUNGS);
    if (!answer->relaxed)
        return no_memory(asking);
    if (found->other_language || found->readers >= 0)
        needed[RUNG_OTHER_LANGUAGE] = true;
    if (found->tight.pages > 0 && found->tight.rung != RUNG_WORDS) {
        needed[found->tight.rung] = true;
        for (size_t i = 0; i < enquiry->words_len; i++)
            if (enquiry->words[i].content)
                needed[tightest_of_word(enquiry, i)] = true;
    }
    if (has_phrases(asking->typed) && found->phrases == PHRASES_LOOSE && found->matches > 0)
        needed[RUNG_ANY_WORD] = true;
    needed[RUNG_WORDS] = false;
    if (needed[RUNG_ANY_WORD])
        answer->relaxed[answer->relaxed_len++] = rung_name(RUNG_ANY_WORD);
    for (int rung = RUNG_COMPOUND; rung < RUNGS; rung++)
        if (needed[rung] && rung != RUNG_ANY_WORD)
            answer->relaxed[answer->relaxed_len++] = rung_name((enum rung)rung);
    return true;
}

static void tell_totals(struct asking *asking, const struct found *found)
{
    struct answer *answer = asking->answer;

    answer->total_matches = found->matches;
    answer->total_hits = found->tight.pages < found->matches ? found->tight.pages : found->matches;
    answer->exact = found->exact && (found->tight.exact || found->matches == 0);
    answer->truncated = asking->typed->truncated || found->enquiry->truncated;
    answer->correction = found->matches > 0 ? found->enquiry->correction : NULL;
    answer->expansions = found->enquiry->expansions;
    answer->expansions_len = found->enquiry->expansions_len;
}

/* What is told of the text costs most of a hit. */
static bool wants_text(const struct request *request)
{
    return request_wants(request, "hits.snippet") || request_wants(request, "hits._formatted.snippet") ||
           request_wants(request, "hits.sub_results") || request_wants(request, "hits.matchedTerms");
}

static bool make_hits(struct asking *asking, const struct found *found)
{
    struct answer *answer = asking->answer;
    struct hit_maker maker = {found->enquiry, roll_new(answer, found->enquiry), found->other_language,
                              asking->request->explain, !wants_text(asking->request), found->full};

    answer->hits = array_new(answer, struct hit, found->len);
    if (!maker.roll || !answer->hits)
        return no_memory(asking);
    for (size_t i = 0; i < found->len; i++) {
        if (!hit_make(answer->hits, &maker, &found->pages[i], &answer->hits[answer->hits_len], asking->err))
            return false;
        answer->hits_len++;
    }
    return true;
}

static bool explain(struct asking *asking, const struct found *found)
{
    char *tree;

    if (!asking->request->explain || !found->tree)
        return true;
    tree = xapc_query_describe(found->tree, &asking->index->trouble);
    if (!tree)
        return false;
    asking->answer->explanation = talloc_strdup(asking->answer, tree);
    free(tree);
    return index_had(asking->index, asking->answer->explanation);
}

static bool compose(struct asking *asking)
{
    struct answer *answer = asking->answer;
    struct found found;

    if (!look(asking, &found))
        return false;
    tell_totals(asking, &found);
    answer->facets_exact = true;
    if (!tell_relaxed(asking, &found) || !make_hits(asking, &found) || !explain(asking, &found))
        return false;
    if (is_late(asking))
        answer->facets_exact = false;
    else if (asking->request->facets_len > 0 && request_wants(asking->request, "facetDistribution") &&
             !facets_count(answer, found.enquiry, found.tight.tree, found.phrases))
        return index_well(asking->index) ? no_memory(asking) : false;
    if (found.enquiry->tree.failed)
        return no_memory(asking);
    return index_well(asking->index);
}

/* In the same turn as the hits, so that both are of one generation. */
static bool add_suggestions(struct asking *asking)
{
    const struct request *request = asking->request;

    if (request->suggest == 0)
        return true;
    asking->answer->suggestions = suggest_now(asking->answer, asking->index, request->q, request->lang,
                                              request->suggest, asking->err);
    return asking->answer->suggestions != NULL;
}

static bool add_titles(struct asking *asking)
{
    return !request_wants(asking->request, "sectionTitles") || titles_add(asking->answer, asking->index, asking->err);
}

static bool ask(void *self)
{
    struct asking *asking = self;
    struct answer *answer = talloc_zero(asking->ctx, struct answer);

    talloc_free(asking->answer);
    asking->answer = answer;
    if (!answer)
        return no_memory(asking);
    answer->request = asking->request;
    answer->generation = talloc_strdup(answer, asking->index->generation->name);
    answer->documents = asking->index->stats.documents;
    answer->partial = asking->index->missing;
    asking->late = false;
    asking->typed = understand(answer, asking->index, asking->request->q, asking->request->query_bytes);
    if (!answer->generation || !asking->typed)
        return index_well(asking->index) ? no_memory(asking) : false;
    if (!compose(asking) || !add_suggestions(asking) || !add_titles(asking))
        return false;
    answer->milliseconds = (seconds() - asking->begun) * 1000;
    return true;
}

struct answer *search(void *ctx, struct index *index, const struct request *request, struct error *err)
{
    struct asking asking = {.ctx = ctx, .index = index, .request = request, .err = err, .begun = seconds()};

    asking.deadline = asking.begun + (request->time_budget > 0 ? request->time_budget : 3600);

    bool answered = index_ask(index, ask, &asking, err);

    if (answered && (asking.answer->total_matches > 0 || index_is_sound(index, err)))
        return asking.answer;
    talloc_free(asking.answer);
    return NULL;
}
