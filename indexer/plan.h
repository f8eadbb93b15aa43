/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run has to do: the site as it is now against the pages that the index holds. */
#ifndef INDEXER_PLAN_H
#define INDEXER_PLAN_H

#include "corpus/corpus.h"
#include "indexer/named.h"
#include "indexer/standing.h"
#include "xapian-c/xapian-c.h"

enum plan_deed { PLAN_KEEP, PLAN_ADD, PLAN_CHANGE };

struct planned {
    const struct page *page;
    enum plan_deed deed;
    bool tried, written;       /* its set was worked on; its document went into the writer */
    size_t piece;              /* 0 where the plan is in one piece */
    struct hash fingerprint;   /* of all that the page's document is made from, its translations included */
};

struct plan {
    struct planned *pages;     /* one for each page of the site (of the share), in its order */
    size_t len;
    const char **gone;         /* paths that the index holds and the site has no more */
    size_t gone_len;
    size_t added, changed, kept;
    uint64_t content;          /* sum over the pages that the index will hold: what the generation's id is made from */
};

/* Into pieces of at most about so many bytes of source and not many fewer than least (1 or more), 64 at most, in the order
 * in which they are written, no translation set in two. How many pieces. */
size_t plan_pieces(struct plan *, size_t bytes, size_t least);

/* The one for a page; NULL where it is not planned. */
struct planned *plan_find(struct plan *, const struct page *);

/* The metadata key of a page, META_PAGE and its path, bounded as terms are; its value is half the fingerprint, half
 * the hash of its file and half its ties, in hex, a blank and the path. Borrowed from out. */
const char *page_key(struct buffer *out, const char *path);
char *page_key_value(void *ctx, const struct planned *);
bool page_key_ties(struct span value, const struct page *);  /* whether they are those that the page has now */
bool page_key_is_of(struct span value, const struct page *); /* and whether the file is still the same */

/* What is looked at: of an index in shards, one (shards 0: it is in one piece); and of its pages, those that are named
 * (NULL: all). */
struct plan_share {
    unsigned shards, shard;
    const struct named *named;
    const struct standing *only; /* NULL, or: the site has those pages only that are to be looked at, of this index */
};

/* reader NULL: there is no index, everything is to be added. A page that could not be read this time (site_skipped) is
 * kept as it was, and so is one whose own file has changed and is not named. What is gone is taken out, named or not. Talloc child of
 * ctx. */
struct plan *plan_new(void *ctx, const struct site *, struct plan_share, struct xapc_reader *, struct error *err);

#endif
