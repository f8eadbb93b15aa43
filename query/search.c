/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question from beginning to end. */
#include <stdlib.h>

#include "base/memory.h"
#include "query/facets.h"
#include "query/found.h"
#include "query/hits.h"
#include "query/titles.h"

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

/* ---- one scope, then the others ---- */

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
    if (!found_in(asking, scope_of(asking, -1, false), &wider))
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
    if (!found_in(asking, scope, found))
        return false;
    if (language < 0 || asks_for_language(asking))
        return true;
    if (found->matches > 0)
        return look_wider(asking, language, found);

    struct scope others = scope_of(asking, language, true);
    struct found elsewhere = {.full = 1, .other_language = true, .readers = -1};

    if (others.len == 0)
        return true;
    if (!found_in(asking, others, &elsewhere))
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
        return asking_no_memory(asking);
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
        return asking_no_memory(asking);
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
    if (asking_is_late(asking))
        answer->facets_exact = false;
    else if (asking->request->facets_len > 0 && request_wants(asking->request, "facetDistribution") &&
             !facets_count(answer, found.enquiry, found.tight.tree, found.phrases))
        return index_well(asking->index) ? asking_no_memory(asking) : false;
    if (found.enquiry->tree.failed)
        return asking_no_memory(asking);
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
        return asking_no_memory(asking);
    answer->request = asking->request;
    answer->generation = talloc_strdup(answer, asking->index->generation->name);
    answer->documents = asking->index->stats.documents;
    answer->partial = asking->index->missing;
    asking->late = false;
    asking->typed = understand(answer, asking->index, asking->request->q, asking->request->query_bytes);
    if (!answer->generation || !asking->typed)
        return index_well(asking->index) ? asking_no_memory(asking) : false;
    if (!compose(asking) || !add_suggestions(asking) || !add_titles(asking))
        return false;
    answer->milliseconds = (asking_seconds() - asking->begun) * 1000;
    return true;
}

struct answer *search(void *ctx, struct index *index, const struct request *request, struct error *err)
{
    struct asking asking = {.ctx = ctx, .index = index, .request = request, .err = err, .begun = asking_seconds()};

    asking.deadline = asking.begun + (request->time_budget > 0 ? request->time_budget : 3600);

    bool answered = index_ask(index, ask, &asking, err);

    if (answered && (asking.answer->total_matches > 0 || index_is_sound(index, err)))
        return asking.answer;
    talloc_free(asking.answer);
    return NULL;
}
