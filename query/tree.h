/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Query trees, a node at a time, from one talloc context that is freed with the whole. */
#ifndef QUERY_TREE_H
#define QUERY_TREE_H

#include "query/index.h"

struct tree {
    void *ctx;
    bool failed; /* memory ran out: the tree lacks something and must not be asked */
};

/* Each returns NULL where there is nothing to look for, and takes NULL for such a part. */
const struct xapc_query *tree_term(struct tree *, struct span term, uint32_t times);
const struct xapc_query *tree_scale(struct tree *, double factor, const struct xapc_query *);
const struct xapc_query *tree_constant(struct tree *, double weight, const struct xapc_query *);
const struct xapc_query *tree_join(struct tree *, enum xapc_op, const struct xapc_query *const *kids, size_t len);
const struct xapc_query *tree_two(struct tree *, enum xapc_op, const struct xapc_query *, const struct xapc_query *);
/* NEAR or PHRASE; terms that are the same in neighbouring places are one for NEAR. */
const struct xapc_query *tree_near(struct tree *, enum xapc_op, const struct span *terms, size_t len, uint32_t window);
const struct xapc_query *tree_terms(struct tree *, enum xapc_op, const struct span *terms, size_t len);
/* The terms as one, each with the number of its pages. libxapian guesses from those how rare the one is, and rounds at each
 * branch of the tree that it makes, which is another on each shard; so its branches are made here. */
const struct xapc_query *tree_synonym(struct tree *, const struct span *terms, const uint32_t *pages, size_t len);
/* slot's number from low to high, both inclusive; INT64_MIN and INT64_MAX are open. */
const struct xapc_query *tree_range(struct tree *, uint32_t slot, int64_t low, int64_t high);
const struct xapc_query *tree_everything(struct tree *);

#endif
