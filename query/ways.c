/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A word's own ways: its stem, inside compounds, in the translation, other spellings, its parts. */
#include "query/enquiry.h"

#include "base/fold.h"
#include "base/memory.h"
#include "query/months.h"
#include "query/weights.h"

enum { PARTS_MAX = 8, MARKED_MAX = 4096 };

static enum rung looser(enum rung a, enum rung b)
{
    return a > b ? a : b;
}

/* Of no term: none. */
static struct need need_of(struct enquiry *enquiry, const struct span *terms, size_t len)
{
    const struct need *need = len > 0 ? enquiry_need(enquiry, terms, len) : NULL;

    return need ? *need : (struct need){NULL, 0};
}

static void add_way(struct enquiry *enquiry, size_t at, int language, enum rung rung, double cover, struct span term,
                    const struct xapc_query *scored)
{
    enquiry_add(enquiry, (struct way){
                             .rung = looser(rung, enquiry->words[at].origin),
                             .language = language,
                             .first = at,
                             .len = 1,
                             .cover = cover,
                             .needs = enquiry_need(enquiry, &term, 1),
                             .needs_len = 1,
                             .matched = tree_term(&enquiry->tree, term, 1),
                             .scored = scored,
                         });
}

/* ---- is the word at home here? ---- */

static uint32_t stem_pages(struct enquiry *enquiry, int language, struct span stem)
{
    return enquiry_pages(enquiry, enquiry_term(enquiry, TERM_STEM, 0, language, stem));
}

bool enquiry_foreign(struct enquiry *enquiry, size_t at, int language)
{
    uint32_t here = stem_pages(enquiry, language, enquiry_word(enquiry, at, language)->stem), there = 0;

    for (size_t i = 0; i < enquiry->languages; i++) {
        uint32_t pages = (int)i == language ? 0 : stem_pages(enquiry, (int)i, enquiry_word(enquiry, at, (int)i)->stem);
        there = pages > there ? pages : there;
    }
    return there > FOREIGN_TIMES * here;
}

/* ---- as typed, or by stem ---- */

static const struct xapc_query *form(struct enquiry *enquiry, struct span term, double weight)
{
    uint32_t pages = enquiry_pages(enquiry, term);

    if (pages == 0)
        return NULL;
    return tree_constant(&enquiry->tree, weight * WEIGHT_LEVEL_1 * enquiry_idf(enquiry, pages),
                         tree_term(&enquiry->tree, term, 1));
}

static const struct xapc_query *exact_form(struct enquiry *enquiry, int language, const struct word *word, double weight)
{
    if (span_equal(word->form, word->stem))
        return NULL;
    return form(enquiry, enquiry_term(enquiry, TERM_EXACT, 0, language, word->form), weight * WEIGHT_EXACT);
}

/* With the marks that were typed, where the site has it without them too. */
static const struct xapc_query *marked_form(struct enquiry *enquiry, int language, const struct word *word, double weight)
{
    struct buffer spelt = buffer_new(enquiry, MARKED_MAX), plain = buffer_new(enquiry, MARKED_MAX);
    const struct span typed = {enquiry->text + word->start, word->end - word->start};
    const char *exact = span_equal(word->form, word->stem) ? TERM_STEM : TERM_EXACT;

    fold_text(&plain, typed); /* an apostrophe is no mark, however it is typed */
    if (!fold_marked(&spelt, typed) || span_equal(enquiry_had_in(enquiry, &spelt), word->form) ||
        span_equal(buffer_view(&spelt), enquiry_had_in(enquiry, &plain)))
        return NULL;

    struct span term = enquiry_term(enquiry, TERM_MARKED, 0, language, buffer_view(&spelt));

    if (enquiry_pages(enquiry, term) >= enquiry_pages(enquiry, enquiry_term(enquiry, exact, 0, language, word->form)))
        return NULL;
    return form(enquiry, term, weight * WEIGHT_MARKED);
}

static void add_literal(struct enquiry *enquiry, size_t at, int language, double worth)
{
    const struct word *word = enquiry_word(enquiry, at, language);
    struct span term = enquiry_term(enquiry, TERM_STEM, 0, language, word->stem);
    uint32_t occurrences, pages = index_frequency(enquiry->index, term, &occurrences);
    uint32_t times = enquiry->words[at].times;

    if (pages == 0)
        return;

    double weight = worth * times * ((double)occurrences + 1) / (double)pages;
    const struct xapc_query *exact = tree_two(&enquiry->tree, XAPC_OR, exact_form(enquiry, language, word, weight),
                                              marked_form(enquiry, language, word, weight));
    double stem = span_equal(word->form, word->stem) ? 1 : WEIGHT_STEM;

    add_way(enquiry, at, language, RUNG_WORDS, 1, term,
            tree_two(&enquiry->tree, XAPC_OR,
                     tree_scale(&enquiry->tree, worth * stem, tree_term(&enquiry->tree, term, times)), exact));
}

/* ---- weak fields ---- */

static void add_levels(struct enquiry *enquiry, size_t at, int language, enum rung rung, const char *prefix,
                       int text_language, struct span stem, double weight, double cover)
{
    struct span first;
    const struct xapc_query *scored = enquiry_levels(enquiry, prefix, text_language, stem, weight, &first);

    if (scored)
        add_way(enquiry, at, language, rung, cover, first, scored);
}

/* A word of this language has nothing from the translation: what a page scores for its own words must not depend on
 * having one. */
static void add_siblings(struct enquiry *enquiry, size_t at, int language, double worth)
{
    for (int other = 0; other < (int)enquiry->languages; other++) {
        const struct word *word = enquiry_word(enquiry, at, other);
        if (other == language)
            continue;
        add_levels(enquiry, at, language, RUNG_TRANSLATION, TERM_SIBLING, other, word->stem, worth * WEIGHT_SIBLING,
                   COVER_SIBLING);
        add_levels(enquiry, at, language, RUNG_TRANSLATION, TERM_SIBLING_PART, other, word->stem,
                   worth * WEIGHT_SIBLING_PART, 0);
    }
}

/* ---- other spellings ---- */

static void add_variants(struct enquiry *enquiry, size_t at, int language, int text_language, double worth)
{
    struct analyser *analyser = enquiry->index->generation->analyser;
    size_t len;
    struct span *forms = analyse_variants(enquiry, analyser, text_language, enquiry->words[at].form, &len);

    for (size_t i = 0; forms && i < len; i++) {
        struct word word = analyse_word(enquiry, analyser, text_language, forms[i]);
        struct span term = enquiry_term(enquiry, TERM_STEM, 0, text_language, word.stem);
        if (text_language != language) {
            add_levels(enquiry, at, language, RUNG_TRANSLATION, TERM_SIBLING, text_language, word.stem,
                       worth * WEIGHT_SIBLING * WEIGHT_VARIANT, COVER_SIBLING);
        } else if (enquiry_pages(enquiry, term) > 0) {
            add_way(enquiry, at, language, RUNG_VARIANT, 1, term,
                    tree_scale(&enquiry->tree, worth * WEIGHT_VARIANT, tree_term(&enquiry->tree, term, 1)));
            enquiry_expand(enquiry, enquiry->words[at].form, forms[i], language, "variant");
        }
    }
}

/* "doe mee" for meedoen: the particle near the verb's stem. */
static void add_separable(struct enquiry *enquiry, size_t at, int language, double worth)
{
    static const char *const particles[] = {"aan", "af", "bij", "door", "in", "mee", "na", "neer", "om", "op",
                                            "over", "samen", "terug", "toe", "uit", "voor", "weg"};
    struct span form = enquiry->words[at].form;

    if (strncmp(enquiry_code(enquiry, language), "nl", 2) != 0)
        return;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        struct span particle = span_of(particles[i]), verb = span_from(form, particle.len);
        if (!span_begins(form, particle) || verb.len < 4)
            continue;
        struct word rest = analyse_word(enquiry, enquiry->index->generation->analyser, language, verb);
        struct word prefix = analyse_word(enquiry, enquiry->index->generation->analyser, language, particle);
        struct span terms[] = {enquiry_term(enquiry, TERM_STEM, 0, language, rest.stem),
                               enquiry_term(enquiry, TERM_STEM, 0, language, prefix.stem)};
        if (enquiry_pages(enquiry, terms[0]) == 0 || enquiry_pages(enquiry, terms[1]) == 0)
            continue;
        const struct xapc_query *near = tree_near(&enquiry->tree, XAPC_NEAR, terms, 2, SEPARABLE_WINDOW);
        struct need *needs = enquiry_array(enquiry, struct need, 2);
        for (size_t k = 0; needs && k < 2; k++)
            needs[k] = need_of(enquiry, &terms[k], 1);
        enquiry_add(enquiry, (struct way){looser(RUNG_VARIANT, enquiry->words[at].origin), language, at, 1, 1, needs, 2,
                                          near, tree_scale(&enquiry->tree, worth * WEIGHT_SEPARABLE, near), SEPARABLE_WINDOW});
    }
}

/* ---- a typed compound's parts ---- */

struct split {
    struct need needs[PARTS_MAX];
    const struct xapc_query *matched[PARTS_MAX], *scored[PARTS_MAX];
    size_t len, known;
};

static void add_part(struct enquiry *enquiry, struct split *split, int language, struct span stem, double worth)
{
    struct span terms[2], inside;
    size_t len = 0;
    const struct xapc_query *stems = NULL;
    const struct xapc_query *levels =
        enquiry_levels(enquiry, TERM_PART, language, stem, worth * WEIGHT_PART, &inside);
    struct span term = enquiry_term(enquiry, TERM_STEM, 0, language, stem);

    if (enquiry_pages(enquiry, term) > 0) {
        stems = tree_scale(&enquiry->tree, worth, tree_term(&enquiry->tree, term, 1));
        terms[len++] = term;
    }
    if (levels)
        terms[len++] = inside;
    split->scored[split->len] = tree_two(&enquiry->tree, XAPC_OR, stems, levels);
    split->matched[split->len] = tree_terms(&enquiry->tree, XAPC_OR, terms, len);
    split->needs[split->len] = need_of(enquiry, terms, len);
    split->known += len > 0;
    split->len++;
}

/* All parts are the compound, apart; one is a hit, and not the word. */
static void add_split(struct enquiry *enquiry, size_t at, int language, const struct split *split)
{
    struct tree *tree = &enquiry->tree;
    struct need *needs = enquiry_array(enquiry, struct need, split->len);
    enum rung rung = looser(RUNG_COMPOUND, enquiry->words[at].origin);
    const struct xapc_query *scored = tree_join(tree, XAPC_OR, split->scored, split->len);

    if (!needs || split->known == 0)
        return;
    memcpy(needs, split->needs, split->len * sizeof *needs);
    if (split->known == split->len) {
        enquiry_add(enquiry, (struct way){rung, language, at, 1, WEIGHT_JOINED, needs, split->len,
                                          tree_join(tree, XAPC_AND, split->matched, split->len), scored, 0});
        scored = NULL;
    }
    for (size_t i = 0; i < split->len; i++) {
        if (split->needs[i].len > 0)
            enquiry_add(enquiry, (struct way){RUNG_ANY_WORD, language, at, 1, WEIGHT_SPLIT / 2, &needs[i], 1,
                                              split->matched[i], scored, 0});
        scored = split->needs[i].len > 0 ? NULL : scored;
    }
}

static void add_parts(struct enquiry *enquiry, size_t at, int language, double worth)
{
    const struct word *word = enquiry_word(enquiry, at, language);
    struct span loose[PARTS_MAX], parts[PARTS_MAX];
    size_t len = word->parts_len < PARTS_MAX ? word->parts_len : PARTS_MAX;
    struct analyser *analyser = enquiry->index->generation->analyser;
    struct split split = {.len = 0};

    for (size_t i = 0; i < len; i++)
        parts[i] = word->parts[i];
    if (len == 0 && !enquiry_answers(enquiry, word->form)) {
        len = analyse_split(analyser, language, word->form, loose, PARTS_MAX);
        for (size_t i = 0; i < len; i++)
            parts[i] = analyse_word(enquiry, analyser, language, loose[i]).stem;
    }
    if (len < 2)
        return;
    for (size_t i = 0; i < len; i++)
        add_part(enquiry, &split, language, parts[i], worth * WEIGHT_SPLIT);
    add_split(enquiry, at, language, &split);
}

/* ---- the whole ---- */

static void add_word(struct enquiry *enquiry, size_t at, int language)
{
    const struct asked_word *word = &enquiry->words[at];
    bool foreign = enquiry_foreign(enquiry, at, language);
    double worth = word->worth * (foreign ? WEIGHT_FOREIGN : 1);

    add_literal(enquiry, at, language, worth);
    if (!word->weak || word->gram)
        return;
    add_variants(enquiry, at, language, language, worth);
    add_levels(enquiry, at, language, RUNG_COMPOUND, TERM_PART, language, enquiry_word(enquiry, at, language)->stem,
               worth * WEIGHT_PART, 0);
    add_separable(enquiry, at, language, worth);
    add_parts(enquiry, at, language, worth);
    if (!foreign)
        return;
    add_siblings(enquiry, at, language, word->worth);
    for (int other = 0; other < (int)enquiry->languages; other++)
        if (other != language)
            add_variants(enquiry, at, language, other, word->worth);
}

void ways_of_words(struct enquiry *enquiry)
{
    for (size_t i = 0; i < enquiry->words_len; i++)
        for (size_t k = 0; k < enquiry->scope_len && enquiry->words[i].content; k++)
            add_word(enquiry, i, enquiry->scope[k]);
}

/* ---- nearness ---- */

/* In all languages together: a few words in ever other orders make more pairs than there are words. */
enum { NEAR_PAIRS = 2 * QUERY_MAX_TERMS };

static struct span stem_term(struct enquiry *enquiry, size_t word, int language)
{
    struct span term =
        enquiry_term(enquiry, TERM_STEM, 0, language, enquiry_word(enquiry, word, language)->stem);

    return enquiry_pages(enquiry, term) > 0 ? term : (struct span){NULL, 0};
}

static const struct xapc_query *two_near(struct enquiry *enquiry, struct span first, struct span second)
{
    const struct span terms[] = {first, second};

    if (first.len == 0 || second.len == 0 || span_equal(first, second))
        return NULL;
    return tree_near(&enquiry->tree, XAPC_NEAR, terms, 2, NEAR_WINDOW);
}

/* Neighbours among the words that say something: stop words between them do not part them. */
static const struct xapc_query *neighbours(struct enquiry *enquiry, int language)
{
    const struct xapc_query **pairs = enquiry_array(enquiry, const struct xapc_query *, enquiry->words_len);
    struct span before = {NULL, 0};
    size_t len = 0;

    enquiry->tree.failed = enquiry->tree.failed || !pairs;
    for (size_t i = 0; pairs && i < enquiry->words_len && len < NEAR_PAIRS / enquiry->scope_len; i++) {
        if (!enquiry->words[i].content && !enquiry->words[i].again)
            continue;
        struct span term = stem_term(enquiry, i, language);
        pairs[len++] = two_near(enquiry, before, term);
        before = term;
    }
    return pairs ? tree_scale(&enquiry->tree, WEIGHT_NEAR, tree_join(&enquiry->tree, XAPC_OR, pairs, len)) : NULL;
}

/* "may 2025" stands so in what is dated so (indexer/kind.c); elsewhere "you may" and "in 2025" are two things. */
static const struct xapc_query *month_of_year(struct enquiry *enquiry, int language)
{
    for (size_t i = 0; i < enquiry->words_len; i++) {
        const struct span terms[] = {is_month_of_year(enquiry, i) ? stem_term(enquiry, i, language) : SPAN(""),
                                     i + 1 < enquiry->words_len ? stem_term(enquiry, i + 1, language) : SPAN("")};
        if (terms[0].len > 0 && terms[1].len > 0)
            return tree_scale(&enquiry->tree, WEIGHT_MONTH, tree_near(&enquiry->tree, XAPC_PHRASE, terms, 2, 2));
    }
    return NULL;
}

static bool is_among(struct span form, const char *const *words)
{
    while (*words && !span_is(form, *words))
        words++;
    return *words != NULL;
}

/* What is a union: a page that says "a union is …" says what it is. */
static const struct xapc_query *definition(struct enquiry *enquiry, int language)
{
    static const char *const asking[] = {"what", "whats", "wat", NULL}, *const verbs[] = {"is", "are", "zijn", NULL};
    const struct asked_word *words = enquiry->words;
    size_t len = enquiry->words_len;

    if (len < 3 || !is_among(words[0].form, asking) || !is_among(words[1].form, verbs) || !words[len - 1].content ||
        enquiry->content_len > 2)
        return NULL;
    const struct span terms[] = {stem_term(enquiry, len - 1, language), stem_term(enquiry, 1, language)};
    return terms[0].len > 0 && terms[1].len > 0
               ? tree_scale(&enquiry->tree, WEIGHT_DEFINED, tree_near(&enquiry->tree, XAPC_PHRASE, terms, 2, 2))
               : NULL;
}

void ways_near(struct enquiry *enquiry)
{
    for (size_t k = 0; k < enquiry->scope_len; k++) {
        int language = enquiry->scope[k];
        const struct xapc_query *near[] = {neighbours(enquiry, language), month_of_year(enquiry, language),
                                           definition(enquiry, language)};
        enquiry->extra[k] = tree_join(&enquiry->tree, XAPC_OR, near, sizeof near / sizeof *near);
    }
}
