/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last word may be unfinished: words that begin with it. */
#include "query/enquiry.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/weights.h"

/* A prefix of two letters may begin thousands of words: so many are looked at, and the commonest taken. */
enum { LEAST_BYTES = 2, WALK_MAX = 600, FOUND_MAX = 3 * WALK_MAX, TOLD_MAX = 5 };

struct found {
    struct span term;
    uint32_t pages;
};

struct walk {
    struct enquiry *enquiry;
    int language;
    struct span form;
    struct found *found;
    size_t len;
    bool more;
};

static void add_found(struct walk *walk, struct span term, uint32_t pages)
{
    if (pages > 0 && walk->len < FOUND_MAX)
        walk->found[walk->len++] = (struct found){term, pages};
}

/* Terms of whose pages nothing is known yet. */
static void add_all(struct walk *walk, const struct span *terms, size_t len)
{
    uint32_t *pages = enquiry_array(walk->enquiry, uint32_t, len);

    if (!pages)
        return;
    index_frequencies(walk->enquiry->index, terms, len, pages);
    for (size_t i = 0; i < len; i++)
        add_found(walk, terms[i], pages[i]);
}

static struct span stem_of(struct walk *walk, struct span form)
{
    struct enquiry *enquiry = walk->enquiry;
    struct word word = analyse_word(enquiry, enquiry->index->generation->analyser, walk->language, form);

    return enquiry_term(enquiry, TERM_STEM, 0, walk->language, word.stem);
}

static struct span text_of(struct xapc_bytes term)
{
    struct span whole = span_of_bytes(term);
    size_t colon = 0;

    return span_find(whole, SPAN(":"), &colon) ? span_from(whole, colon + 1) : whole;
}

/* The index's own terms: what the lexicon does not know yet is among them. */
static void walk_terms(struct walk *walk, const char *prefix, int level)
{
    struct enquiry *enquiry = walk->enquiry;
    struct span beginning = enquiry_term(enquiry, prefix, level, walk->language, walk->form);
    struct xapc_terms *terms;
    struct span *stems = enquiry_array(enquiry, struct span, WALK_MAX);
    size_t len = 0;

    if (!index_well(enquiry->index) || !stems)
        return;
    terms = xapc_reader_terms(enquiry->index->reader, bytes_of(beginning), WALK_MAX, &enquiry->index->trouble);
    for (size_t i = 0; terms && i < terms->len; i++) {
        struct span text = text_of(terms->at[i].value);
        if (analyse_is_stop_anywhere(enquiry->index->generation->analyser, text))
            continue;
        if (strcmp(prefix, TERM_EXACT) == 0) {
            stems[len++] = stem_of(walk, span_of(enquiry_had(enquiry, span_copy(enquiry, text))));
        } else {
            struct span term = enquiry_term(enquiry, prefix, level, walk->language, text);
            if (!enquiry->tree.failed) /* else the name may be cut */
                index_learn(enquiry->index, term, terms->at[i].count);
            add_found(walk, term, terms->at[i].count);
        }
    }
    add_all(walk, stems, len);
    walk->more = walk->more || (terms && terms->more);
    xapc_terms_free(terms);
}

/* The commonest, where a walk in the order of the alphabet was cut. */
static void walk_lexicon(struct walk *walk)
{
    struct enquiry *enquiry = walk->enquiry;
    struct lexicon_word words[ENQUIRY_PREFIX_TERMS];
    struct span stems[ENQUIRY_PREFIX_TERMS];
    const struct lexicon *lexicon = enquiry->index->generation->lexicon;
    size_t len = lexicon ? lexicon_begins(lexicon, walk->form, words, ENQUIRY_PREFIX_TERMS) : 0;

    for (size_t i = 0; i < len; i++)
        stems[i] = stem_of(walk, words[i].form);
    add_all(walk, stems, len);
}

static int commonest_first(const void *a, const void *b)
{
    const struct found *left = a, *right = b;

    if (left->pages != right->pages)
        return left->pages > right->pages ? -1 : 1;
    return span_compare(left->term, right->term);
}

/* Sorted, each once, as many as are taken. */
static void settle(struct walk *walk)
{
    size_t kept = 0;

    if (walk->len > 0)
        qsort(walk->found, walk->len, sizeof *walk->found, commonest_first);
    for (size_t i = 0; i < walk->len && kept < ENQUIRY_PREFIX_TERMS; i++)
        if (kept == 0 || !span_equal(walk->found[kept - 1].term, walk->found[i].term))
            walk->found[kept++] = walk->found[i];
    walk->len = kept;
}

static const struct xapc_query *constants(struct walk *walk, double weight)
{
    struct tree *tree = &walk->enquiry->tree;
    const struct xapc_query **kids = array_new(tree->ctx, const struct xapc_query *, walk->len);

    for (size_t i = 0; kids && i < walk->len; i++)
        kids[i] = tree_constant(tree,
                                weight * WEIGHT_WEAK * WEIGHT_LEVEL_1 * enquiry_idf(walk->enquiry, walk->found[i].pages),
                                tree_term(tree, walk->found[i].term, 1));
    return kids ? tree_join(tree, XAPC_OR, kids, walk->len) : NULL;
}

static const struct xapc_query *as_one(struct walk *walk)
{
    struct span *terms = enquiry_array(walk->enquiry, struct span, walk->len);
    uint32_t *pages = enquiry_array(walk->enquiry, uint32_t, walk->len);

    for (size_t i = 0; terms && pages && i < walk->len; i++) {
        terms[i] = walk->found[i].term;
        pages[i] = walk->found[i].pages;
    }
    return terms && pages ? tree_synonym(&walk->enquiry->tree, terms, pages, walk->len) : NULL;
}

static void add_walk(struct walk *walk, size_t at, const struct xapc_query *scored, double cover)
{
    struct enquiry *enquiry = walk->enquiry;
    struct span *terms = enquiry_array(enquiry, struct span, walk->len);

    for (size_t i = 0; terms && i < walk->len; i++)
        terms[i] = walk->found[i].term;
    if (!terms || walk->len == 0)
        return;
    enquiry_add(enquiry, (struct way){
                             .rung = RUNG_PREFIX,
                             .language = walk->language,
                             .first = at,
                             .len = 1,
                             .cover = cover,
                             .needs = enquiry_need(enquiry, terms, walk->len),
                             .needs_len = 1,
                             .matched = tree_terms(&enquiry->tree, XAPC_OR, terms, walk->len),
                             .scored = scored,
                         });
}

/* Not the word itself, which has a way of its own. */
static void leave_out(struct walk *walk, struct span term)
{
    size_t kept = 0;

    for (size_t i = 0; i < walk->len; i++)
        if (!span_equal(walk->found[i].term, term))
            walk->found[kept++] = walk->found[i];
    walk->len = kept;
}

static bool has_others(const struct walk *walk, struct span term)
{
    for (size_t i = 0; i < walk->len; i++)
        if (!span_equal(walk->found[i].term, term))
            return true;
    return false;
}

/* No word that is known: "ondernem" is the stem of many, and none of them. */
static bool is_fragment(const struct enquiry *enquiry, size_t at, int language)
{
    const struct lexicon *lexicon = enquiry->index->generation->lexicon;
    int its = lexicon ? lexicon_language(lexicon, enquiry_code(enquiry, language)) : -1;
    struct lexicon_word word;

    return its >= 0 &&
           (!lexicon_find(lexicon, enquiry->words[at].form, &word) || (word.pages[its] == 0 && !word.listed));
}

/* What a fragment meets by its stem is one of the words that begin with it, and scored among them. */
static void take_literal(struct enquiry *enquiry, size_t at, int language)
{
    for (size_t i = 0; i < enquiry->ways_len; i++) {
        struct way *way = &enquiry->ways[i];
        if (way->first != at || way->len != 1 || way->language != language || way->rung != RUNG_WORDS)
            continue;
        way->rung = RUNG_PREFIX;
        way->cover = COVER_PREFIX;
        way->scored = NULL;
    }
}

static void expand(struct enquiry *enquiry, size_t at, int language)
{
    const struct asked_word *word = &enquiry->words[at];
    struct walk walk = {enquiry, language, word->form, enquiry_array(enquiry, struct found, FOUND_MAX), 0, false};

    if (!walk.found)
        return;
    walk_terms(&walk, TERM_STEM, 0);
    /* Where forms have another beginning than their stems, as leden has of lid: of few all, of many the commonest. */
    if (walk.len < ENQUIRY_PREFIX_TERMS || !enquiry->index->generation->lexicon)
        walk_terms(&walk, TERM_EXACT, 0);
    if (walk.more || walk.len >= ENQUIRY_PREFIX_TERMS)
        walk_lexicon(&walk);
    settle(&walk);

    struct span own = enquiry_term(enquiry, TERM_STEM, 0, language, enquiry_word(enquiry, at, language)->stem);
    bool fragment = is_fragment(enquiry, at, language) && has_others(&walk, own);

    if (fragment)
        take_literal(enquiry, at, language);
    else
        leave_out(&walk, own);
    for (size_t i = 0; i < walk.len && i < TOLD_MAX; i++)
        enquiry_expand(enquiry, word->form, text_of(bytes_of(walk.found[i].term)), language, "prefix");

    add_walk(&walk, at, tree_scale(&enquiry->tree, fragment ? WEIGHT_UNFINISHED : WEIGHT_PREFIX, as_one(&walk)),
             COVER_PREFIX);
    /* And inside compounds: recht begins extreem-rechtse's second part. */
    walk.len = 0;
    walk_terms(&walk, TERM_PART, 1);
    settle(&walk);
    leave_out(&walk, enquiry_term(enquiry, TERM_PART, 1, language, enquiry_word(enquiry, at, language)->stem));
    add_walk(&walk, at, constants(&walk, WEIGHT_PREFIX * WEIGHT_PART), 0);
    talloc_free(walk.found);
}

/* One letter says too little beside others; alone, and where it is no word of any page, it is the beginning of one. */
static bool is_enough(struct enquiry *enquiry, struct span form)
{
    return form.len >= LEAST_BYTES || (enquiry->words_len == 1 && !enquiry_answers(enquiry, form));
}

void ways_of_prefix(struct enquiry *enquiry)
{
    size_t at = enquiry->words_len;

    if (at == 0 || !enquiry->words[at - 1].last || !enquiry->words[at - 1].content || enquiry->words[at - 1].gram ||
        !is_enough(enquiry, enquiry->words[at - 1].form))
        return;
    for (size_t k = 0; k < enquiry->scope_len; k++)
        expand(enquiry, at - 1, enquiry->scope[k]);
}
