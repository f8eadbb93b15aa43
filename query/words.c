/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that are to be found: which of the text's tokens they are, which say something, which are rare. */
#include "query/enquiry.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/weights.h"

enum { TERMS_A_WORD = 2 + 3 * SCHEMA_LEVELS };

/* ---- tokens into words ---- */

static bool analyse_all(struct enquiry *enquiry)
{
    struct analyser *analyser = enquiry->index->generation->analyser;

    for (size_t i = 0; i < enquiry->languages; i++) {
        talloc_free(enquiry->in[i]);
        enquiry->in[i] = enquiry_had(enquiry, analyse(enquiry, analyser, (int)i, span_of(enquiry->text)));
        if (!enquiry->in[i] || enquiry->in[i]->len != enquiry->in[0]->len)
            return false;
    }
    return true;
}

/* A hyphenated word whose joined form is known is that one word and is written so (burn-out is burnout, and "burning you
 * out" is not meant); another is its parts. The text keeps its length, so that places in it stay what they are. */
static bool join_known(struct enquiry *enquiry)
{
    const struct words *words = enquiry->in[0];
    bool joined = false;

    for (size_t i = 0; i < words->len; i++) {
        const struct word *word = &words->at[i];
        bool hyphenated = word->joined && i > 0 && words->at[i - 1].start >= word->start;
        if (!hyphenated || word->form.len > word->end - word->start || !enquiry_answers(enquiry, word->form))
            continue;
        memset(enquiry->text + word->start, ' ', word->end - word->start);
        memcpy(enquiry->text + word->start, word->form.at, word->form.len);
        joined = true;
    }
    return !joined || analyse_all(enquiry);
}

/* Joined forms stand for nothing that their parts do not say, but where letters were written as one: u.s.a. */
static void take(struct enquiry *enquiry, size_t token)
{
    const struct word *word = &enquiry->in[0]->at[token];
    size_t before = enquiry->words_len;

    if (word->joined && before > 0 && enquiry->words[before - 1].start >= word->start) {
        enquiry->word_of[token] = before - 1;
        return;
    }
    enquiry->word_of[token] = before;
    enquiry->words[enquiry->words_len++] = (struct asked_word){
        .token = token,
        .start = word->start,
        .end = word->end,
        .form = word->form,
        .gram = word->gram,
        .origin = RUNG_WORDS,
        .worth = 1,
        .times = 1,
    };
}

/* What will be asked of each word, in any case or nearly so. */
static size_t terms_of(struct enquiry *enquiry, int language, const struct word *word, struct span *out)
{
    static const char *const leveled[] = {TERM_PART, TERM_SIBLING, TERM_SIBLING_PART};
    size_t len = 0;

    out[len++] = enquiry_term(enquiry, TERM_STEM, 0, language, word->stem);
    if (!span_equal(word->form, word->stem))
        out[len++] = enquiry_term(enquiry, TERM_EXACT, 0, language, word->form);
    for (size_t i = 0; i < sizeof leveled / sizeof *leveled; i++)
        for (int level = 1; level <= SCHEMA_LEVELS; level++)
            out[len++] = enquiry_term(enquiry, leveled[i], level, language, word->stem);
    return len;
}

/* Over shards a call takes as long for hundreds of terms as for one. */
static void ask_ahead(struct enquiry *enquiry)
{
    const size_t room = enquiry->words_len * enquiry->languages * TERMS_A_WORD;
    struct span *terms = enquiry_array(enquiry, struct span, room);
    uint32_t *pages = enquiry_array(enquiry, uint32_t, room);
    size_t len = 0;

    for (size_t i = 0; terms && pages && i < enquiry->words_len; i++)
        for (int language = 0; language < (int)enquiry->languages; language++)
            len += terms_of(enquiry, language, enquiry_word(enquiry, i, language), terms + len);
    if (len > 0)
        index_frequencies(enquiry->index, terms, len, pages);
}

bool enquiry_read(struct enquiry *enquiry, const char *text)
{
    enquiry->text = talloc_strdup(enquiry, text);
    if (!enquiry->text || !analyse_all(enquiry) || (enquiry->languages > 0 && !join_known(enquiry)))
        return false;

    size_t tokens = enquiry->languages > 0 ? enquiry->in[0]->len : 0;

    enquiry->words = enquiry_array(enquiry, struct asked_word, tokens);
    enquiry->word_of = enquiry_array(enquiry, size_t, tokens);
    if (!enquiry->words || !enquiry->word_of)
        return false;
    enquiry->words_len = 0;
    for (size_t i = 0; i < tokens; i++)
        take(enquiry, i);
    if (enquiry->index->shards)
        ask_ahead(enquiry);
    return true;
}

/* ---- what is known ---- */

static bool pages_have(struct enquiry *enquiry, int language, const struct word *word)
{
    return enquiry_pages(enquiry, enquiry_term(enquiry, TERM_STEM, 0, language, word->stem)) > 0 ||
           enquiry_pages(enquiry, enquiry_term(enquiry, TERM_EXACT, 0, language, word->form)) > 0 ||
           enquiry_pages(enquiry, enquiry_term(enquiry, TERM_PART, 1, language, word->stem)) > 0;
}

static bool siblings_have(struct enquiry *enquiry, int language, const struct word *word)
{
    return enquiry_pages(enquiry, enquiry_term(enquiry, TERM_SIBLING, 1, language, word->stem)) > 0 ||
           enquiry_pages(enquiry, enquiry_term(enquiry, TERM_SIBLING_PART, 1, language, word->stem)) > 0;
}

static bool in_scope(const struct enquiry *enquiry, int language)
{
    for (size_t i = 0; i < enquiry->scope_len; i++)
        if (enquiry->scope[i] == language)
            return true;
    return false;
}

bool enquiry_answers(struct enquiry *enquiry, struct span form)
{
    const struct generation *generation = enquiry->index->generation;

    for (int language = 0; language < (int)enquiry->languages; language++) {
        struct word word = analyse_word(enquiry, generation->analyser, language, form);
        if (in_scope(enquiry, language) ? pages_have(enquiry, language, &word)
                                        : siblings_have(enquiry, language, &word))
            return true;
        if (generation->glossary &&
            glossary_knows(generation->glossary, enquiry_code(enquiry, language), word.form, word.stem))
            return true;
    }
    return false;
}

/* ---- stop words ---- */

static bool is_number(struct span form)
{
    for (size_t i = 0; i < form.len; i++)
        if (form.at[i] < '0' || form.at[i] > '9')
            return false;
    return form.len > 0;
}

/* "may 2025", "newsletter may": the month. */
static bool is_month(const struct enquiry *enquiry, size_t at)
{
    if (!span_is(enquiry->words[at].form, "may"))
        return false;
    for (size_t i = 0; i < enquiry->words_len; i++) {
        struct span form = enquiry->words[i].form;
        bool beside = i + 1 == at || i == at + 1;
        if ((beside && is_number(form)) || span_is(form, "newsletter") || span_is(form, "nieuwsbrief"))
            return true;
    }
    return false;
}

/* A stop word of another language only, that the glossary knows in those that are looked at: OR is the works council. */
static bool is_abbreviation(const struct enquiry *enquiry, size_t at)
{
    const struct generation *generation = enquiry->index->generation;
    bool known = false;

    for (size_t i = 0; i < enquiry->scope_len; i++) {
        int language = enquiry->scope[i];
        const struct word *word = enquiry_word(enquiry, at, language);
        if (analyse_is_stop(generation->analyser, language, word->form))
            return false;
        known = known || (generation->glossary && glossary_knows(generation->glossary, enquiry_code(enquiry, language),
                                                                 word->form, word->form));
    }
    return known;
}

/* By form alone, never by how it is written: OR and or are the same question. */
static bool is_stop(const struct enquiry *enquiry, size_t at)
{
    const struct generation *generation = enquiry->index->generation;

    return analyse_is_stop_anywhere(generation->analyser, enquiry->words[at].form) && !is_month(enquiry, at) &&
           !is_abbreviation(enquiry, at);
}

/* ---- settling ---- */

static void mark_content(struct enquiry *enquiry)
{
    bool any = false;

    for (size_t i = 0; i < enquiry->words_len; i++) {
        enquiry->words[i].content = !is_stop(enquiry, i);
        any = any || enquiry->words[i].content;
    }
    for (size_t i = 0; i < enquiry->words_len && !any; i++)
        enquiry->words[i].content = true;
}

/* A word said twice counts twice, once. */
static void mark_again(struct enquiry *enquiry)
{
    enquiry->content_len = 0;
    for (size_t i = 0; i < enquiry->words_len; i++) {
        struct asked_word *word = &enquiry->words[i];
        if (!word->content)
            continue;
        for (size_t k = 0; k < i; k++) {
            struct asked_word *before = &enquiry->words[k];
            if (before->content && span_equal(before->form, word->form)) {
                before->times++;
                word->again = true;
                word->content = false;
                break;
            }
        }
        if (word->content && enquiry->content_len == enquiry->request->query_terms) {
            word->content = false;
            enquiry->truncated = true;
        }
        enquiry->content_len += word->content;
    }
}

static void mark_idf(struct enquiry *enquiry)
{
    for (size_t i = 0; i < enquiry->words_len; i++) {
        uint32_t most = 0;
        for (size_t k = 0; k < enquiry->languages && enquiry->words[i].content; k++) {
            uint32_t pages = enquiry_pages(
                enquiry, enquiry_term(enquiry, TERM_STEM, 0, (int)k, enquiry_word(enquiry, i, (int)k)->stem));
            most = pages > most ? pages : most;
        }
        enquiry->words[i].idf = enquiry_idf(enquiry, most);
    }
}

static int rarest_first(const void *a, const void *b)
{
    const struct asked_word *left = *(const struct asked_word *const *)a, *right = *(const struct asked_word *const *)b;

    if (left->idf != right->idf)
        return left->idf > right->idf ? -1 : 1;
    return (left->token > right->token) - (left->token < right->token);
}

static void mark_weak(struct enquiry *enquiry)
{
    struct asked_word **order = enquiry_array(enquiry, struct asked_word *, enquiry->words_len);
    size_t len = 0;

    for (size_t i = 0; order && i < enquiry->words_len; i++)
        if (enquiry->words[i].content)
            order[len++] = &enquiry->words[i];
    if (len > 0)
        qsort(order, len, sizeof *order, rarest_first);
    for (size_t i = 0; i < len && i < ENQUIRY_WEAK_WORDS; i++)
        order[i]->weak = true;
    enquiry->tree.failed = enquiry->tree.failed || !order;
    talloc_free(order);
}

struct glossary_match *enquiry_terms(struct enquiry *enquiry, struct words *const *in, size_t *len)
{
    const struct glossary *glossary = enquiry->index->generation->glossary;
    const struct glossary_query query = {in, enquiry->languages, enquiry->scope_len == 1 ? enquiry->scope[0] : -1};

    *len = 0;
    return glossary ? enquiry_had(enquiry, glossary_find(enquiry, glossary, &query, len)) : NULL;
}

void enquiry_settle(struct enquiry *enquiry)
{
    enquiry->matches = enquiry_terms(enquiry, enquiry->in, &enquiry->matches_len);
    mark_content(enquiry);
    mark_again(enquiry);
    mark_idf(enquiry);
    mark_weak(enquiry);
    if (enquiry->words_len > 0 && enquiry->request->typing)
        enquiry->words[enquiry->words_len - 1].last = true;
}
