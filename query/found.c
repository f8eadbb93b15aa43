/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/found.h"

#include <time.h>

#include "base/memory.h"
#include "query/spoken.h"
#include "query/ties.h"
#include "query/weights.h"

/* ---- time ---- */

double asking_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool asking_is_late(struct asking *asking)
{
    asking->late = asking->late || asking_seconds() > asking->deadline;
    asking->answer->partial = asking->answer->partial || asking->late;
    return asking->late;
}

bool asking_no_memory(struct asking *asking)
{
    return error_set(asking->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
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
    double share = (order_added(found->enquiry, top) + order_times(top)) / (1 + WEIGHT_TITLE + WEIGHT_HEADING);

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
        return asking_no_memory(asking);
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
        return asking_no_memory(asking);
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
        return found->enquiry->tree.failed ? asking_no_memory(asking) : false;
    found->matches = hits->matches;
    found->exact = is_exact(found, hits);
    if (hits->len > 0)
        found->tight = tightest_of(found->enquiry, found->phrases);
    if (!found->exact && !asking_is_late(asking))
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
        found->pages[found->len + i].share = found->pages[found->len + i].earned = found->pages[found->len + i].score = 1;
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
        return asking_no_memory(asking);
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
        return asking_no_memory(asking);
    if (!take_newest(asking, found, found->tight.tree, asking->request->offset, asking->request->limit,
                     &found->matches))
        return false;
    found->tight.pages = found->matches;
    return true;
}

/* ---- the whole ---- */

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
bool found_in(struct asking *asking, struct scope scope, struct found *found)
{
    found->enquiry = enquiry_new(asking->answer, asking->index, asking->request, asking->typed, scope.languages,
                                 scope.len);
    if (!found->enquiry)
        return index_well(asking->index) ? asking_no_memory(asking) : false;
    found->enquiry->readers = found->readers;

    bool looked = look_in_words(asking, found);

    return found->enquiry->tree.failed ? asking_no_memory(asking) : looked;
}
