/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An opened index from the inside: the reader, what its generation says of itself, and what it was asked before. */
#ifndef QUERY_INDEX_H
#define QUERY_INDEX_H

#include "analysis/analysis.h"
#include "query/query.h"
#include "xapian-c/xapian-c.h"

struct frequencies;
struct part;

/* Everything that is read from the metadata; made anew when another generation was published. */
struct generation {
    char *name;
    int64_t published;
    struct manifest *manifest;
    struct lexicon *lexicon;     /* NULL where the index has none */
    struct glossary *glossary;   /* likewise */
    int64_t first_change;        /* when the first page becomes due or expires; 0: never */
    struct analyser *analyser;
    const char **codes;          /* the analyser's languages, in its order, which is the manifest's */
    size_t languages;
    struct section_title *titles; /* of sections that were shown, as far as they were looked up; title NULL: it has none */
    size_t titles_len;
};

struct index {
    char *path;                  /* where the newest is looked for; NULL: the reader is somebody else's */
    char *place;                 /* the folder that is open; NULL: not known */
    char *refused;               /* the newest place, when it cannot be read and the one before is kept */
    struct error why_refused;
    struct xapc_reader *reader;
    struct generation *generation;
    struct xapc_stats stats;
    struct frequencies *frequencies;
    struct lexicons *lexicons;   /* or NULL */
    uint64_t retries;
    bool sound;                  /* it agreed with its checksums, or was looked through, since it last changed */
    bool damaged;                /* it did not agree with them */
    struct shards *shards;       /* NULL: in one piece. Then order among equals is that of document numbers, else of values */
    struct part *parts;          /* what this thread has of each */
    size_t parts_len;
    uint64_t turn;               /* of the shards' news, that the parts follow */
    bool given_up;               /* the question, between two calls: a shard that it asks was found out */
    bool missing;                /* a shard is left out: answers are partial */
    struct xapc_error trouble;   /* the first that the reader had with the present question */
    bool starved;                /* memory ran out in it, and something would be missing */
};

/* Whether the reader still answers. Once it had trouble, everything that asks it gives 0 or nothing, and the question is
 * put again by index_ask. */
static inline bool index_well(const struct index *index)
{
    return index->trouble.code == XAPC_OK;
}

/* What an answer cannot do without: itself. Where there was no memory for it the question fails as a whole, whatever is
 * made of it: index_ask says so. */
static inline bool index_had(struct index *index, bool memory)
{
    index->starved = index->starved || !memory;
    return memory;
}

/* Refreshes, then calls work, which returns false when err is set or the index had trouble. On trouble: reopens and calls
 * it again, then opens anew and calls it again, then gives up with ERROR_BUSY, or ERROR_INDEX where it is damaged.
 * ERROR_MEMORY where something was missing of what index_had was told, or of what the analyser made. */
bool index_ask(struct index *, bool (*work)(void *self), void *self, struct error *err);

/* suggest() within index_ask: of the generation that is being asked. NULL: err is set, or the index had trouble. */
struct suggestions *suggest_now(void *ctx, struct index *, const char *q, const char *lang, size_t limit, struct error *err);

/* For an answer without a hit: whether that is what the index says. A zeroed block reads like an empty one, and libxapian
 * notices nothing; so a small index is looked through, once until it changes. False: it is damaged, and err says so. */
bool index_is_sound(struct index *, struct error *err);

/* After the reader moved: what is remembered is forgotten, and the generation read where it is another one. */
bool index_load(struct index *, struct error *err);

#define INDEX_MEND "make it anew: twc-index --rebuild"

/* A reader's trouble as our error. */
bool index_error(const struct index *, const struct xapc_error *, struct error *err);

/* On how many pages a term stands, and how often in all (occurrences may be NULL). Remembered until the index changes. */
uint32_t index_frequency(struct index *, struct span term, uint32_t *occurrences);

/* On how many pages each stands. Over shards all that is not known yet is asked in one go. */
void index_frequencies(struct index *, const struct span *terms, size_t len, uint32_t *pages);

/* What a list of the index's terms said already. */
void index_learn(struct index *, struct span term, uint32_t pages);

static inline struct xapc_bytes bytes_of(struct span span)
{
    return (struct xapc_bytes){span.at, span.len};
}

static inline struct span span_of_bytes(struct xapc_bytes bytes)
{
    return (struct span){bytes.at, bytes.len};
}

#endif
