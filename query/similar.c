/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages like a given one: those that share its most telling words. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "query/facets.h"
#include "query/hits.h"
#include "query/ties.h"
#include "query/weights.h"

enum { TELLING_WORDS = 24, PAGES_LOOKED_AT = 64 };

struct likening {
    void *ctx;
    struct index *index;
    struct request *request;
    const char *id, *lang;
    struct answer *answer;
    struct error *err;
    uint32_t docid;
    int language;
    struct span path;
    bool failed;                   /* err is set */
};

/* ---- the page ---- */

static bool is_it(struct likening *likening, uint32_t docid)
{
    struct index *index = likening->index;
    char *data = NULL;
    size_t len;

    if (!xapc_reader_data(index->reader, docid, &data, &len, &index->trouble))
        return false;

    struct record *record = record_load(likening->answer, (struct span){data, len}, likening->err);
    bool same = record && (span_is(record->id, likening->id) || span_is(record->path, likening->id)) &&
                (!likening->lang || span_is(record->lang, likening->lang) || span_is(record->path, likening->id));

    likening->failed = !record;
    if (same) {
        const char *lang = span_copy(likening->answer, record->lang);
        likening->docid = docid;
        likening->path = (struct span){span_copy(likening->answer, record->path), record->path.len};
        if (lang && likening->path.at)
            likening->language = analyser_language(index->generation->analyser, lang);
        else
            likening->failed = !error_set(likening->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    }
    talloc_free(record);
    free(data);
    return same;
}

/* By path or by id; of several languages the one that was asked for. */
static bool find_page(struct likening *likening)
{
    struct index *index = likening->index;
    struct buffer term = buffer_new(likening->answer, (size_t)1 << 16);
    static const char *const prefixes[] = {TERM_PATH, TERM_ID};

    for (size_t i = 0; i < 2 && !likening->docid; i++) {
        struct span name = schema_filter(&term, prefixes[i], span_of(likening->id));
        uint32_t *docids = NULL;
        size_t len = 0;
        if (!index_had(index, !term.starved) ||
            !xapc_reader_postings(index->reader, bytes_of(name), PAGES_LOOKED_AT, &docids, &len, &index->trouble))
            return false;
        for (size_t k = 0; k < len && !likening->docid && !likening->failed; k++)
            is_it(likening, docids[k]);
        free(docids);
        if (likening->failed)
            return false;
    }
    if (likening->docid)
        return true;
    return index_well(index) && error_setf(likening->err, ERROR_INPUT, NULL, 0, NULL, "there is no page \"%s\"%s%s",
                                           likening->id, likening->lang ? " in language " : "",
                                           likening->lang ? likening->lang : "");
}

/* ---- its telling words ---- */

struct telling {
    struct span term;
    double worth;
};

static int most_worth_first(const void *a, const void *b)
{
    const struct telling *left = a, *right = b;

    if (left->worth != right->worth)
        return left->worth > right->worth ? -1 : 1;
    return span_compare(left->term, right->term);
}

static struct telling *telling_words(struct likening *likening, struct xapc_terms *terms, size_t *len)
{
    struct telling *words = array_new(likening->answer, struct telling, terms->len);
    struct span *all = array_new(likening->answer, struct span, terms->len);
    uint32_t *on = array_new(likening->answer, uint32_t, terms->len);
    double pages = likening->index->stats.documents;

    *len = 0;
    if (!words || !all || !on)
        return NULL;
    for (size_t i = 0; i < terms->len; i++)
        all[i] = span_of_bytes(terms->at[i].value);
    index_frequencies(likening->index, all, terms->len, on);
    for (size_t i = 0; i < terms->len; i++)
        if (on[i] >= 2 && terms->at[i].count > 0)
            words[(*len)++] = (struct telling){all[i], (1 + log(terms->at[i].count)) * log(pages / on[i])};
    if (*len > 0)
        qsort(words, *len, sizeof(*words), most_worth_first);
    if (*len > TELLING_WORDS)
        *len = TELLING_WORDS;
    return words;
}

static struct xapc_hits *rank(struct likening *likening, struct enquiry *enquiry, struct xapc_terms *terms)
{
    struct index *index = likening->index;
    struct tree *tree = &enquiry->tree;
    size_t len;
    struct telling *words = telling_words(likening, terms, &len);
    const struct xapc_query **kids = array_new(enquiry, const struct xapc_query *, len);
    struct buffer own = buffer_new(enquiry, (size_t)1 << 16);
    struct xapc_hits *hits = NULL;

    for (size_t i = 0; kids && words && i < len; i++)
        kids[i] = tree_term(tree, words[i].term, 1);
    if (!kids || !words || !index_well(index))
        return NULL;

    const struct xapc_query *like = filtered(enquiry, tree_join(tree, XAPC_OR, kids, len), NULL, PHRASES_LOOSE);
    const struct xapc_query *others =
        tree_two(tree, XAPC_AND_NOT, like, tree_term(tree, schema_filter(&own, TERM_PATH, likening->path), 1));
    struct xapc_search search = {.query = others,
                                 .count = likening->request->limit,
                                 .scheme = XAPC_INEB2,
                                 .parameters = {WEIGHT_INEB2_C},
                                 .collapse_slot = XAPC_NO_SLOT,
                                 .sort_slot = XAPC_NO_SLOT,
                                 .value_slots = order_slots,
                                 .value_slots_len = ORDER_SLOTS};

    if (tree->failed || !index_had(index, !own.starved) || !ties_search(index, &search, &hits))
        return NULL;
    return hits;
}

/* ---- the answer ---- */

static bool make_hits(struct likening *likening, struct enquiry *enquiry, const struct xapc_hits *found)
{
    struct answer *answer = likening->answer;
    struct ranked *pages = array_new(enquiry, struct ranked, found->len);
    struct hit_maker maker = {enquiry, roll_new(answer, enquiry), false, false, false,
                              found->max_attained > 0 ? found->max_attained : 1};

    answer->hits = array_new(answer, struct hit, found->len);
    if (!pages || !maker.roll || !answer->hits)
        return error_set(likening->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    order_rest(enquiry, found, 1, pages);
    for (size_t i = 0; i < found->len; i++)
        if (!hit_make(answer->hits, &maker, &pages[i], &answer->hits[answer->hits_len++], likening->err))
            return false;
    answer->total_hits = answer->total_matches = (uint32_t)found->len;
    return true;
}

static bool liken(struct likening *likening, struct enquiry *enquiry)
{
    struct index *index = likening->index;
    struct buffer prefix = buffer_new(enquiry, 64);
    struct span stems = schema_term(&prefix, TERM_STEM, 0, enquiry_code(enquiry, likening->language), SPAN(""));
    struct xapc_terms *terms =
        xapc_reader_document_terms(index->reader, likening->docid, bytes_of(stems), &index->trouble);
    index_had(index, !prefix.starved);
    struct xapc_hits *found = terms ? rank(likening, enquiry, terms) : NULL;
    bool made = found && make_hits(likening, enquiry, found);

    if (terms && !found && index_well(index))
        error_set(likening->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    xapc_hits_free(found);
    xapc_terms_free(terms);
    return made;
}

static bool ask(void *self)
{
    struct likening *likening = self;
    struct index *index = likening->index;
    struct answer *answer = talloc_zero(likening->ctx, struct answer);

    talloc_free(likening->answer);
    likening->answer = answer;
    likening->docid = 0;
    likening->failed = false;
    if (!answer)
        return error_set(likening->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    answer->request = likening->request;
    answer->generation = talloc_strdup(answer, index->generation->name);
    index_had(index, answer->generation);
    answer->documents = index->stats.documents;
    answer->exact = answer->facets_exact = true;
    answer->partial = index->missing;
    if (!find_page(likening))
        return false;

    struct understood *nothing = understand(answer, index, "", QUERY_MAX_BYTES);
    struct enquiry *enquiry =
        nothing ? enquiry_new(answer, index, likening->request, nothing, &likening->language, 1) : NULL;

    if (!enquiry)
        return index_well(index) && error_set(likening->err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return liken(likening, enquiry) && index_well(index);
}

struct answer *similar(void *ctx, struct index *index, const char *id, const char *lang, uint32_t limit,
                       struct error *err)
{
    struct likening likening = {.ctx = ctx, .index = index, .id = id, .lang = lang && *lang ? lang : NULL, .err = err};

    likening.request = request_new(ctx);
    if (!likening.request) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }
    likening.request->limit = limit;
    if (index_ask(index, ask, &likening, err))
        return likening.answer;
    talloc_free(likening.answer);
    return NULL;
}
