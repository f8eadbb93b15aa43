/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/order.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "query/cover.h"
#include "query/months.h"
#include "query/weights.h"

const uint32_t order_slots[ORDER_SLOTS] = {SLOT_RANK, SLOT_DATE, SLOT_LANG};

enum { RANK_POOL = 64 << 10 };

struct ordering {
    struct enquiry *enquiry;
    struct cover *cover;
    void *scratch;
    uint32_t key, mended_key; /* of the words as a line */
    bool issue_asked;         /* that of a month */
    bool issues_asked;        /* or any */
    double said;              /* the share of them that say something: the rest of a question is part of it */
    double top;
};

/* ---- priors ---- */

static double recency(const struct ordering *ordering, struct xapc_bytes date)
{
    double age = (double)ordering->enquiry->index->generation->published - xapc_number_read(date);

    if (date.len == 0)
        return PRIOR_OLD_NEWS;
    age = age < 0 ? 0 : age / 86400;
    return PRIOR_OLD_NEWS + (1 - PRIOR_OLD_NEWS) * exp2(-age / RECENCY_HALF_LIFE);
}

/* What an issue's title begins with, it is called by. */
static double issue_prior(const struct ordering *ordering, const struct rank *rank, const struct ranked *page)
{
    if (ordering->issue_asked)
        return PRIOR_ISSUE_ASKED;
    if (ordering->issues_asked)
        return 1;
    return cover_stands(ordering->cover, page->language, rank->title) == STANDS_FIRST ? 1 : PRIOR_ISSUE;
}

static double prior_of(const struct ordering *ordering, const struct rank *rank, struct xapc_bytes date,
                       const struct ranked *page)
{
    double prior = rank->prior > 0 && isfinite(rank->prior) ? rank->prior : 1;

    switch (rank->kind) {
    case RANK_NEWS:
        return prior * recency(ordering, date);
    case RANK_ISSUE:
        return prior * recency(ordering, date) * issue_prior(ordering, rank, page);
    case RANK_LIST:
        return prior * pow(PRIOR_LIST, 1 - page->title);
    case RANK_HOME:
        return prior * pow(PRIOR_HOME, 1 - page->title);
    default:
        return prior;
    }
}

/* ---- tiers ---- */

static bool is_key(const struct ordering *ordering, uint32_t key)
{
    return key == ordering->key || key == ordering->mended_key;
}

/* "Getting fired" in "Getting fired? Here is what you need to do". */
static double exact_part(const struct ordering *ordering, const struct rank *rank, int language)
{
    double best = 0;

    for (size_t i = 0; i <= rank->title_ends_len && rank->title_ends_len > 0; i++) {
        size_t from = i > 0 ? rank->title_ends[i - 1] : 0;
        size_t to = i < rank->title_ends_len ? rank->title_ends[i] : rank->title.len;
        struct rank_stems part = {rank->title.at + from, to - from};
        double exact = cover_line(ordering->cover, language, part, false).exact * ordering->said;
        best = exact > best ? exact : best;
    }
    return best;
}

/* The title of an issue is a list: that a topic stands in it says little. */
static double title_tier(const struct cover *cover, const struct rank *rank, int language, double within)
{
    enum stands stands = cover_stands(cover, language, rank->title);

    if (stands == STANDS_FIRST)
        return TIER_TITLE_BEGINS;
    if (rank->kind != RANK_ISSUE && (stands == STANDS_WITHIN || cover_is_within(cover, language, rank->title)))
        return TIER_TITLE_HOLDS;
    return within >= TITLE_WITHIN_LEAST ? TIER_TITLE_WITHIN * within : 0;
}

/* Letter by letter, or all but the site's own name on either side: "Join" is called "Join the Weavers Guild", and "About" is
 * asked for by "about the Weavers Guild". */
static bool is_named(const struct ordering *ordering, const struct rank *rank, int language, struct covered title)
{
    return is_key(ordering, rank->title_key) || cover_is_query_but_site(ordering->cover, language, rank->title) ||
           (title.exact >= 1 && cover_names_site(ordering->cover, language, rank->title));
}

/* Lines that say little of the query are passed over: to compare them word by word is dear. */
static void look_alike(const struct ordering *ordering, struct rank_stems line, struct covered covered, struct ranked *page)
{
    double alike = covered.share >= ALIKE_LEAST / 2 ? cover_alike(ordering->cover, page->language, line) : 0;

    if (alike >= ALIKE_LEAST && alike > page->alike)
        page->alike = alike;
}

static void look_at_title(const struct ordering *ordering, const struct rank *rank, struct ranked *page)
{
    struct covered own = cover_line(ordering->cover, page->language, rank->title, false);

    page->title = own.share;
    page->named = is_named(ordering, rank, page->language, own) ? NAMED_TITLE : NAMED_NOWHERE;
    page->exact = is_key(ordering, rank->title_key) ? EXACT_AS_TYPED : own.exact * ordering->said;
    if (page->exact < 1 && cover_is_query_but_site(ordering->cover, page->language, rank->title))
        page->exact = 1;
    page->part = exact_part(ordering, rank, page->language);
    look_alike(ordering, rank->title, own, page);
    page->tier = title_tier(ordering->cover, rank, page->language, own.within);
    for (size_t i = 0; i < rank->sibling_titles_len; i++) {
        struct covered sibling = cover_line(ordering->cover, page->language, rank->sibling_titles[i], true);
        page->title = sibling.share > page->title ? sibling.share : page->title;
        page->exact = sibling.exact * ordering->said > page->exact ? sibling.exact * ordering->said : page->exact;
    }
}

static void look_at_headings(const struct ordering *ordering, const struct rank *rank, struct ranked *page)
{
    double best = 0;
    bool begins = false;

    for (size_t i = 0; i < rank->headings_len; i++) {
        struct covered heading = cover_line(ordering->cover, page->language, rank->headings[i], false);
        page->heading = heading.share > page->heading ? heading.share : page->heading;
        if (page->named == NAMED_NOWHERE && is_key(ordering, rank->heading_keys[i]))
            page->named = NAMED_HEADING;
        best = heading.exact > best ? heading.exact : best;
        look_alike(ordering, rank->headings[i], heading, page);
        begins = begins || cover_stands(ordering->cover, page->language, rank->headings[i]) == STANDS_FIRST;
    }
    page->tier += TIER_EXACT_HEADING * best + (begins ? TIER_HEADING_BEGINS : 0);
}

double order_typed(const struct enquiry *enquiry, const struct ranked *page)
{
    return page->named != NAMED_HEADING ? 0 : enquiry->words_len > 1 ? TIER_HEADING_TYPED : TIER_HEADING_WORD;
}

double order_added(const struct enquiry *enquiry, const struct ranked *page)
{
    return TIER_EXACT_TITLE * page->exact + TIER_EXACT_PART * page->part + TIER_ALIKE * page->alike +
           order_typed(enquiry, page);
}

double order_times(const struct ranked *page)
{
    return 1 + WEIGHT_TITLE * page->title + WEIGHT_HEADING * page->heading + page->tier;
}

bool order_is_foreign(const struct enquiry *enquiry, int language)
{
    return enquiry->readers >= 0 && language != enquiry->readers;
}

static bool look_at(const struct ordering *ordering, const struct xapc_hit *hit, struct ranked *page,
                    struct error *err)
{
    struct rank *rank = rank_load(ordering->scratch, span_of_bytes(hit->values[0]), err);

    if (!rank)
        return false;
    look_at_title(ordering, rank, page);
    look_at_headings(ordering, rank, page);
    page->prior = prior_of(ordering, rank, hit->values[1], page);
    if (order_is_foreign(ordering->enquiry, page->language))
        page->prior *= PRIOR_FOREIGN;
    page->earned = order_added(ordering->enquiry, page) + page->share * page->prior * order_times(page);
    page->score = page->earned;
    talloc_free(rank);
    return true;
}

/* ---- ties ---- */

static int by_score(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;

    if (left->pinned != right->pinned)
        return left->pinned ? -1 : 1;
    if (left->named != right->named)
        return left->named > right->named ? -1 : 1;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    return (left->docid > right->docid) - (left->docid < right->docid);
}

static char *path_of(void *ctx, struct index *index, uint32_t docid)
{
    char *data;
    size_t len;
    struct error err;
    struct record *record;
    char *path = NULL;

    if (!index_well(index) || !xapc_reader_data(index->reader, docid, &data, &len, &index->trouble))
        return NULL;
    record = record_load(ctx, (struct span){data, len}, &err);
    if (record)
        path = span_copy(ctx, record->path);
    talloc_free(record);
    free(data);
    return path;
}

struct tied {
    struct ranked page;
    char *path;
};

static int by_path(const void *a, const void *b)
{
    const struct tied *left = a, *right = b;

    return left->path && right->path ? strcmp(left->path, right->path) : 0;
}

/* Document numbers are an accident of how the index came about; paths are not. */
static bool order_tied(void *ctx, struct index *index, struct ranked *pages, size_t len)
{
    struct tied *tied = array_new(ctx, struct tied, len);

    for (size_t i = 0; tied && i < len; i++)
        tied[i] = (struct tied){pages[i], path_of(tied, index, pages[i].docid)};
    if (!tied)
        return false;
    qsort(tied, len, sizeof *tied, by_path);
    for (size_t i = 0; i < len; i++)
        pages[i] = tied[i].page;
    talloc_free(tied);
    return true;
}

/* Their paths stand in their records, which are dear to read: where nobody looks, the order of documents is as good. */
static bool order_ties(void *ctx, struct index *index, struct ranked *pages, size_t len, size_t from, size_t to)
{
    for (size_t first = 0, end; first < len; first = end) {
        for (end = first + 1; end < len && pages[end].score == pages[first].score &&
                              pages[end].named == pages[first].named && pages[end].pinned == pages[first].pinned;)
            end++;
        if (end - first > 1 && end > from && first < to && !order_tied(ctx, index, pages + first, end - first))
            return false;
    }
    return true;
}

/* A page that was put before others is worth as much as they are. */
static void raise_scores(struct ranked *pages, size_t len)
{
    for (size_t i = len; i-- > 1;)
        if (pages[i - 1].score < pages[i].score)
            pages[i - 1].score = pages[i].score;
}

/* ---- the whole ---- */

static int language_of(const struct enquiry *enquiry, struct xapc_bytes code)
{
    for (size_t k = 0; k < enquiry->scope_len; k++)
        if (span_is(span_of_bytes(code), enquiry_code(enquiry, enquiry->scope[k])))
            return enquiry->scope[k];
    return enquiry->scope[0];
}

static uint32_t key_of(void *ctx, struct enquiry *enquiry, const char *text)
{
    char *key = enquiry_had(enquiry, fold_key(ctx, span_of(text)));

    return hash_short(span_of(key));
}

static double said(const struct enquiry *enquiry)
{
    size_t len = 0;

    for (size_t i = 0; i < enquiry->words_len; i++)
        len += enquiry->words[i].content || enquiry->words[i].again || enquiry->words[i].glossed;
    return enquiry->words_len > 0 ? (double)len / (double)enquiry->words_len : 0;
}

static void begin(const struct enquiry *enquiry, const struct xapc_hits *hits, struct ranked *out)
{
    for (size_t i = 0; i < hits->len; i++) {
        double weight = hits->hits[i].weight;
        bool pinned = weight >= WEIGHT_PIN;
        out[i] = (struct ranked){
            .docid = hits->hits[i].docid,
            .language = language_of(enquiry, hits->hits[i].values[2]),
            .weight = pinned ? weight - WEIGHT_PIN : weight,
            .prior = 1,
            .pinned = pinned,
        };
    }
}

bool order_best(void *ctx, struct enquiry *enquiry, const struct xapc_hits *hits, size_t from, size_t to,
                struct ranked *out, struct error *err)
{
    void *work = talloc_new(ctx);
    if (!work)
        return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    struct ordering ordering = {enquiry, cover_new(work, enquiry), talloc_pool(work, RANK_POOL), 0, 0,
                                asks_for_an_issue(enquiry), asks_for_issues(enquiry), said(enquiry), 0};
    bool done = ordering.cover && ordering.scratch;

    ordering.key = key_of(work, enquiry, enquiry->typed->words);
    ordering.mended_key = key_of(work, enquiry, enquiry->text);
    begin(enquiry, hits, out);
    for (size_t i = 0; i < hits->len; i++)
        ordering.top = out[i].weight > ordering.top ? out[i].weight : ordering.top;
    if (!done)
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    for (size_t i = 0; i < hits->len && done; i++) {
        out[i].share = ordering.top > 0 ? out[i].weight / ordering.top : 1;
        done = look_at(&ordering, &hits->hits[i], &out[i], err);
    }
    if (done && hits->len > 0)
        qsort(out, hits->len, sizeof *out, by_score);
    done = done && order_ties(work, enquiry->index, out, hits->len, from, to) && index_well(enquiry->index);
    raise_scores(out, hits->len);
    talloc_free(work);
    return done;
}

void order_rest(struct enquiry *enquiry, const struct xapc_hits *hits, double top, struct ranked *out)
{
    begin(enquiry, hits, out);
    for (size_t i = 0; i < hits->len; i++) {
        out[i].share = top > 0 ? out[i].weight / top : 0;
        out[i].score = out[i].earned = out[i].share;
    }
}
