/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/levels.h"

#include "base/memory.h"
#include "query/weights.h"

/* ---- pages by rung ---- */

static const struct xapc_query *in_language(struct enquiry *enquiry, int language, const struct xapc_query *tree)
{
    struct buffer name = buffer_new(enquiry, 4096);

    /* With two languages the terms say it already: a translation's words stand on the other language's pages. */
    if (!tree || enquiry->scope_len < 3)
        return tree;
    schema_filter(&name, TERM_LANG, span_of(enquiry_code(enquiry, language)));
    return tree_two(&enquiry->tree, XAPC_FILTER, tree, tree_term(&enquiry->tree, enquiry_had_in(enquiry, &name), 1));
}

static const struct xapc_query *word_at(struct enquiry *enquiry, size_t word, int language, enum rung rung)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, enquiry->ways_len);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->ways_len; i++) {
        const struct way *way = &enquiry->ways[i];
        if (way->language == language && way->rung <= rung && way->first <= word && word < way->first + way->len)
            kids[len++] = way->matched;
    }
    return kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL;
}

static const struct xapc_query *all_words(struct enquiry *enquiry, int language, enum rung rung)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, enquiry->words_len);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->words_len; i++) {
        if (!enquiry->words[i].content)
            continue;
        kids[len] = word_at(enquiry, i, language, rung);
        if (!kids[len++])
            return NULL;
    }
    return kids ? tree_join(&enquiry->tree, XAPC_AND, kids, len) : NULL;
}

static const struct xapc_query *any_word(struct enquiry *enquiry, int language)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, enquiry->ways_len);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->ways_len; i++)
        if (enquiry->ways[i].language == language)
            kids[len++] = enquiry->ways[i].matched;
    return kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL;
}

const struct xapc_query *level_tree(struct enquiry *enquiry, enum rung rung)
{
    const struct xapc_query *kids[ENQUIRY_LANGUAGES];

    for (size_t k = 0; k < enquiry->scope_len; k++) {
        int language = enquiry->scope[k];
        kids[k] = in_language(enquiry, language,
                              rung < RUNG_ANY_WORD ? all_words(enquiry, language, rung) : any_word(enquiry, language));
    }
    return tree_join(&enquiry->tree, XAPC_OR, kids, enquiry->scope_len);
}

/* ---- what ranks them ---- */

static const struct xapc_query *scored_in(struct enquiry *enquiry, size_t k)
{
    const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, enquiry->ways_len + 1);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->ways_len; i++)
        if (enquiry->ways[i].language == enquiry->scope[k])
            kids[len++] = enquiry->ways[i].scored;
    if (kids && len > 0)
        kids[len++] = enquiry->extra[k];
    return in_language(enquiry, enquiry->scope[k], kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL);
}

/* Stop words move pages that are found already; they find none. */
static const struct xapc_query *stop_words(struct enquiry *enquiry)
{
    const struct xapc_query **kids =
        enquiry_array(enquiry, const struct xapc_query *, enquiry->words_len * enquiry->scope_len);
    size_t len = 0;

    for (size_t i = 0; kids && i < enquiry->words_len; i++)
        for (size_t k = 0; k < enquiry->scope_len && !enquiry->words[i].content && !enquiry->words[i].again; k++) {
            struct span stem = enquiry_word(enquiry, i, enquiry->scope[k])->stem;
            struct span term = enquiry_term(enquiry, TERM_STEM, 0, enquiry->scope[k], stem);
            if (enquiry_pages(enquiry, term) > 0)
                kids[len++] = tree_term(&enquiry->tree, term, 1);
        }
    return tree_scale(&enquiry->tree, WEIGHT_STOP, kids ? tree_join(&enquiry->tree, XAPC_OR, kids, len) : NULL);
}

/* The query's stems in a row, as search.pin in front matter is kept. */
static const struct xapc_query *pins(struct enquiry *enquiry)
{
    const struct xapc_query *kids[ENQUIRY_LANGUAGES] = {NULL};

    for (size_t k = 0; k < enquiry->scope_len; k++) {
        struct buffer key = buffer_new(enquiry, QUERY_MAX_BYTES * 4);
        const struct words *words = enquiry->in[enquiry->scope[k]];
        for (size_t i = 0; i < words->len; i++) {
            if (words->at[i].joined)
                continue;
            buffer_text(&key, key.len ? " " : "");
            buffer_span(&key, words->at[i].stem);
        }
        struct span term = enquiry_term(enquiry, TERM_PIN, 0, enquiry->scope[k], enquiry_had_in(enquiry, &key));
        if (key.len > 0 && enquiry_pages(enquiry, term) > 0)
            kids[k] = tree_constant(&enquiry->tree, WEIGHT_PIN, tree_term(&enquiry->tree, term, 1));
    }
    return tree_join(&enquiry->tree, XAPC_OR, kids, enquiry->scope_len);
}

const struct xapc_query *rank_tree(struct enquiry *enquiry)
{
    const struct xapc_query *kids[ENQUIRY_LANGUAGES], *tree;

    for (size_t k = 0; k < enquiry->scope_len; k++)
        kids[k] = scored_in(enquiry, k);
    tree = tree_join(&enquiry->tree, XAPC_OR, kids, enquiry->scope_len);
    tree = tree_two(&enquiry->tree, XAPC_AND_MAYBE, tree, stop_words(enquiry));
    return tree_two(&enquiry->tree, XAPC_OR, tree, pins(enquiry));
}
