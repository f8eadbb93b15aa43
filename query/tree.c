/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/tree.h"

#include <stdlib.h>

#include "base/memory.h"

static struct xapc_query *node(struct tree *tree, enum xapc_op op)
{
    struct xapc_query *made = talloc_zero(tree->ctx, struct xapc_query);

    if (!made) {
        tree->failed = true;
        return NULL;
    }
    made->op = op;
    return made;
}

const struct xapc_query *tree_term(struct tree *tree, struct span term, uint32_t times)
{
    struct xapc_query *made = node(tree, XAPC_TERM);

    if (!made)
        return NULL;
    made->term = bytes_of(term);
    made->wqf = times;
    return made;
}

static const struct xapc_query *one_kid(struct tree *tree, enum xapc_op op, double factor,
                                        const struct xapc_query *kid)
{
    if (!kid)
        return NULL;

    struct xapc_query *made = node(tree, op);
    const struct xapc_query **kids = array_new(tree->ctx, const struct xapc_query *, 1);

    if (!made || !kids) {
        tree->failed = true;
        return NULL;
    }
    kids[0] = kid;
    made->kids = kids;
    made->kids_len = 1;
    made->factor = factor;
    return made;
}

const struct xapc_query *tree_scale(struct tree *tree, double factor, const struct xapc_query *kid)
{
    return factor == 1 ? kid : one_kid(tree, XAPC_SCALE, factor, kid);
}

const struct xapc_query *tree_constant(struct tree *tree, double weight, const struct xapc_query *kid)
{
    return one_kid(tree, XAPC_CONSTANT, weight, kid);
}

const struct xapc_query *tree_join(struct tree *tree, enum xapc_op op, const struct xapc_query *const *kids,
                                   size_t len)
{
    struct xapc_query *made;
    const struct xapc_query **own;
    size_t count = 0;

    for (size_t i = 0; i < len; i++)
        count += kids[i] != NULL;
    if (count == 0)
        return NULL;
    made = node(tree, op);
    own = array_new(tree->ctx, const struct xapc_query *, count);
    if (!made || !own) {
        tree->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < len; i++)
        if (kids[i])
            own[made->kids_len++] = kids[i];
    made->kids = own;
    return count == 1 ? own[0] : made;
}

const struct xapc_query *tree_two(struct tree *tree, enum xapc_op op, const struct xapc_query *first,
                                  const struct xapc_query *second)
{
    const struct xapc_query *kids[] = {first, second};

    if (!first && op != XAPC_OR)
        return NULL;
    return tree_join(tree, op, kids, 2);
}

const struct xapc_query *tree_terms(struct tree *tree, enum xapc_op op, const struct span *terms, size_t len)
{
    const struct xapc_query **kids = array_new(tree->ctx, const struct xapc_query *, len);

    if (!kids) {
        tree->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < len; i++)
        kids[i] = tree_term(tree, terms[i], 1);
    return tree_join(tree, op, kids, len);
}

/* ---- terms as one ---- */

struct branch {
    const struct xapc_query *query;
    uint64_t pages;
};

static int rarest_first(const void *a, const void *b)
{
    const struct branch *left = a, *right = b;

    if (left->pages != right->pages)
        return left->pages < right->pages ? -1 : 1;
    return span_compare(span_of_bytes(left->query->term), span_of_bytes(right->query->term));
}

/* The one of the two rarest that is next: of the terms, or of the branches made so far. Both are sorted. */
static struct branch rarest(const struct branch *terms, size_t terms_len, size_t *term, const struct branch *made,
                            size_t made_len, size_t *branch)
{
    if (*branch == made_len || (*term < terms_len && terms[*term].pages <= made[*branch].pages))
        return terms[(*term)++];
    return made[(*branch)++];
}

/* As a code of Huffman's is made: what is met most often is near the top. An OR inside of an OR would be made one with it;
 * one in a SCALE is let alone. */
static const struct xapc_query *grow(struct tree *tree, const struct branch *terms, struct branch *made, size_t len)
{
    size_t term = 0, branch = 0, made_len = 0;

    while (made_len + 1 < len) {
        struct branch first = rarest(terms, len, &term, made, made_len, &branch);
        struct branch second = rarest(terms, len, &term, made, made_len, &branch);
        const struct xapc_query *kids[] = {second.query, first.query};
        bool whole = made_len + 2 == len;
        const struct xapc_query *joined = tree_join(tree, whole ? XAPC_SYNONYM : XAPC_OR, kids, 2);
        made[made_len].query = whole ? joined : one_kid(tree, XAPC_SCALE, 1, joined);
        made[made_len++].pages = first.pages + second.pages;
    }
    return made[made_len - 1].query;
}

const struct xapc_query *tree_synonym(struct tree *tree, const struct span *terms, const uint32_t *pages, size_t len)
{
    struct branch *leaves = array_new(tree->ctx, struct branch, 2 * len);
    const struct xapc_query *whole;

    for (size_t i = 0; leaves && i < len; i++)
        leaves[i] = (struct branch){tree_term(tree, terms[i], 1), pages[i]};
    if (!leaves || tree->failed || len < 2) {
        tree->failed = tree->failed || !leaves;
        return leaves && len == 1 ? leaves[0].query : NULL;
    }
    qsort(leaves, len, sizeof *leaves, rarest_first);
    whole = grow(tree, leaves, leaves + len, len);
    talloc_free(leaves);
    return whole;
}

/* ---- places ---- */

static bool all_different(const struct span *terms, size_t len)
{
    for (size_t i = 0; i < len; i++)
        for (size_t k = i + 1; k < len; k++)
            if (span_equal(terms[i], terms[k]))
                return false;
    return true;
}

const struct xapc_query *tree_near(struct tree *tree, enum xapc_op op, const struct span *terms, size_t len,
                                   uint32_t window)
{
    /* Xapian's NEAR wants a position of its own for each term: the same one twice is asked for in order instead. */
    if (op == XAPC_NEAR && !all_different(terms, len))
        op = XAPC_PHRASE;

    const struct xapc_query *kids = tree_terms(tree, op, terms, len);

    if (!kids || kids->op != op)
        return kids;

    struct xapc_query *made = node(tree, op);

    if (!made)
        return NULL;
    *made = *kids;
    made->window = window;
    return made;
}

static struct xapc_bytes number(struct tree *tree, int64_t value)
{
    char *bytes = talloc_size(tree->ctx, XAPC_NUMBER_MAX);

    if (!bytes) {
        tree->failed = true;
        return (struct xapc_bytes){"", 0};
    }
    return (struct xapc_bytes){bytes, xapc_number((double)value, bytes)};
}

const struct xapc_query *tree_range(struct tree *tree, uint32_t slot, int64_t low, int64_t high)
{
    struct xapc_query *made = node(tree, XAPC_VALUE_RANGE);

    if (!made)
        return NULL;
    made->slot = slot;
    if (low != INT64_MIN)
        made->low = number(tree, low);
    if (high != INT64_MAX)
        made->high = number(tree, high);
    return made;
}

const struct xapc_query *tree_everything(struct tree *tree)
{
    return node(tree, XAPC_EVERYTHING);
}
