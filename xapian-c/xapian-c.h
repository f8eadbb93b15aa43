/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian-c: libxapian for C.
 *
 * Whole values cross: a query goes in as a plain tree, a page of hits comes out as plain structs, freed by one call. No
 * iterator and no lazy getter leaves the library, and no exception: every function that can fail returns false or NULL
 * and sets *err, whose text says what is wrong and how to mend it; err may be NULL. *err and what the other out
 * parameters point to are left alone where they have nothing to say. Nothing here is thread-safe per object: give each
 * thread its own reader. All _free functions take NULL.
 *
 * Licence: GPL-2.0-or-later, as libxapian itself. */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XAPC_API __attribute__((visibility("default")))

/* ---- errors ---- */

enum xapc_code {
    XAPC_OK = 0,
    XAPC_INVALID,      /* an argument, a term over 245 bytes, an unknown stemmer: the caller's mistake */
    XAPC_NOT_FOUND,    /* no database there, no such document */
    XAPC_LOCKED,       /* another writer has it */
    XAPC_CHANGED,      /* the writer passed this reader: xapc_reader_reopen and ask again */
    XAPC_DAMAGED,      /* a file of the database is damaged or cut short */
    XAPC_VERSION,      /* made by a libxapian whose format this one does not read */
    XAPC_UNREACHABLE,  /* a remote shard does not answer, or not in time */
    XAPC_UNSUPPORTED,  /* this backend cannot do that */
    XAPC_SYSTEM,       /* the operating system: space, permission, I/O */
    XAPC_MEMORY,
    XAPC_INTERNAL      /* anything else that was thrown */
};

struct xapc_error {
    enum xapc_code code;
    char text[512]; /* one line, ends in the mend in parentheses where there is one */
};

XAPC_API const char *xapc_version(void); /* of the libxapian that runs: "1.4.22"; static */

/* ---- bytes ---- */

struct xapc_bytes {
    const char *at; /* borrowed; may hold any byte */
    size_t len;
};

/* ---- queries: a plain tree, borrowed while a call lasts; 250 levels deep and 10,000 queries large at most ---- */

enum xapc_op {
    XAPC_NOTHING = 0,   /* matches no document */
    XAPC_EVERYTHING,    /* matches all, weight 0 */
    XAPC_TERM,          /* term, wqf */
    XAPC_AND,
    XAPC_OR,
    XAPC_AND_NOT,       /* the first kid, less documents that any further one matches */
    XAPC_AND_MAYBE,     /* the first kid must match, the others add weight; in a SYNONYM it is its first kid */
    XAPC_FILTER,        /* the first kid's weight, documents that all kids match */
    XAPC_NEAR,          /* kids are terms; within window positions, any order */
    XAPC_PHRASE,        /* kids are terms; within window positions, in order */
    XAPC_SYNONYM,       /* kids count as one term: wdf added up. No CONSTANT, VALUE_RANGE or VALUE_WEIGHT inside */
    XAPC_SCALE,         /* the one kid's weight times factor (0: a pure filter) */
    XAPC_CONSTANT,      /* documents that the one kid matches, each with weight factor, whatever the kid's own */
    XAPC_VALUE_RANGE,   /* slot's value from low to high, both inclusive; an empty bound is open, no value no match */
    XAPC_VALUE_WEIGHT   /* documents with a number in slot (xapc_number, not negative), weight = factor times that;
                           mostly a further kid of an AND_MAYBE. Scaled above 1, it is UNSUPPORTED on remote shards */
};                      /* OP_MAX is left out on purpose: a use-after-free in libxapian 1.4.22 */

struct xapc_query {
    enum xapc_op op;
    struct xapc_bytes term;                  /* TERM */
    uint32_t wqf;                            /* TERM: how often the query says it; 0 counts as 1 */
    double factor;                           /* SCALE, CONSTANT, VALUE_WEIGHT; not negative */
    uint32_t window;                         /* NEAR, PHRASE; 0 is the number of kids */
    uint32_t slot;                           /* VALUE_RANGE, VALUE_WEIGHT */
    struct xapc_bytes low, high;             /* VALUE_RANGE */
    const struct xapc_query *const *kids;    /* NULLs among them are passed over */
    size_t kids_len;
};

/* ---- searching ---- */

enum xapc_scheme {
    XAPC_BM25,  /* parameters: k1, b, k3, minimum normalised length */
    XAPC_INEB2, /* parameters: c */
    XAPC_BOOLEAN
};

enum { XAPC_NO_SLOT = UINT32_MAX };

struct xapc_search {
    const struct xapc_query *query; /* NULL is NOTHING */
    uint32_t first, count;          /* the page of hits wanted; count 0 is fine where only counts are */
    uint32_t check_at_least;        /* how many matches to look at before counts may be estimates. In one database that
                                       lies here, without an order of its own, all are looked at anyhow. Elsewhere
                                       libxapian skips from there on what cannot reach the page, and 1.4.22 then misses
                                       a hit now and then (one OR in a thousand) */
    enum xapc_scheme scheme;
    double parameters[4];
    uint32_t collapse_slot;         /* one hit for each value there (the best), or XAPC_NO_SLOT */
    uint32_t sort_slot;             /* by that value first and weight second, or XAPC_NO_SLOT */
    bool sort_descending;
    bool order_ties;                /* hits of one weight by the value in tie_slot, in byte order, rather than by docid,
                                       which says nothing across shards. Not with a sort_slot */
    uint32_t tie_slot;
    double time_limit;              /* seconds; 0 is none. It ends check_at_least early and nothing else; facets
                                       keep what was counted until then. Remote shards do not know it. Such a
                                       search is always libxapian's own */
    const uint32_t *facet_slots;    /* count the values in these slots over the matches looked at */
    size_t facet_slots_len;
    char facet_separator;           /* a value holds several, with this between; 0: it is one */
    const uint32_t *value_slots;    /* fetch these values with each hit */
    size_t value_slots_len;
    bool data;                      /* fetch each hit's data */
};

struct xapc_hit {
    uint32_t docid;
    double weight;
    uint32_t collapsed;             /* at least so many others were collapsed into it */
    struct xapc_bytes data;         /* this, values and facets end in a NUL that len does not count */
    struct xapc_bytes *values;      /* value_slots_len of them, in that order */
};

struct xapc_count {
    struct xapc_bytes value;
    uint32_t count;
};

struct xapc_facet {
    uint32_t slot;
    struct xapc_count *counts;      /* most frequent first, equal ones by value */
    size_t counts_len;
};

struct xapc_hits {                  /* free with xapc_hits_free; everything it points to is its own */
    struct xapc_hit *hits;          /* equal weights in docid order, unless order_ties */
    size_t len;
    uint32_t matches_low, matches, matches_high; /* exact when low == high */
    double max_attained, max_possible;
    struct xapc_facet *facets;
    size_t facets_len;
    bool timed_out;
};

struct xapc_reader;

/* Talks with a xapian-tcpsrv, address in digits or a host's name. No call takes longer than limit_ms, connecting included:
 * then it is UNREACHABLE. After that, or when a search over several failed, what comes next from any of their connections
 * may belong to the call before: free them and connect anew. */
XAPC_API struct xapc_reader *xapc_reader_connect(const char *address, unsigned port, unsigned limit_ms,
                                                 struct xapc_error *err);
/* From now on each call on the reader asks stop first, which may be NULL: where it says true, the call is UNREACHABLE. So
 * dozens of calls to a server that each just keep its limit do not take dozens of limits. */
XAPC_API void xapc_reader_stop_when(struct xapc_reader *, bool (*stop)(void *self), void *self);
/* Whether a search over several failed in the midst, so that none of their connections can be used any more. Other calls ask one
 * after the other: when one of those fails, the connections to the rest are as good as before. */
XAPC_API bool xapc_reader_in_doubt(const struct xapc_reader *);
/* Whether an error came from the server there. */
XAPC_API bool xapc_error_is_of(const struct xapc_error *, const char *address, unsigned port);

/* path: a database, or a stub. Errors: NOT_FOUND, DAMAGED, VERSION, SYSTEM, UNREACHABLE. */
XAPC_API struct xapc_reader *xapc_reader_open(const char *path, struct xapc_error *err);
XAPC_API void xapc_reader_free(struct xapc_reader *);

/* To the newest commit; *changed says whether there was one (may be NULL). Follows the path anew where a symlink, a
 * folder or a stub file on the way was replaced; where nothing is there any more, it goes on with what it has open.
 * Costs 6 to 9 us when nothing changed. Reopen before each search: a reader that the writer passed once answers from
 * old pages in silence, one that it passed twice answers CHANGED. */
XAPC_API bool xapc_reader_reopen(struct xapc_reader *, bool *changed, struct xapc_error *err);

/* Errors: INVALID, CHANGED, DAMAGED, UNREACHABLE, MEMORY. On CHANGED or DAMAGED reopen and ask again, once. */
XAPC_API bool xapc_reader_search(struct xapc_reader *, const struct xapc_search *, struct xapc_hits **out,
                                 struct xapc_error *err);
XAPC_API void xapc_hits_free(struct xapc_hits *);

/* The tree as libxapian prints it, for explanations; free() it. */
XAPC_API char *xapc_query_describe(const struct xapc_query *, struct xapc_error *err);

/* ---- looking things up ---- */

struct xapc_stats {
    uint32_t documents, last_docid;
    double average_length;
    uint64_t revision; /* 0 where the backend has none */
};

XAPC_API bool xapc_reader_stats(struct xapc_reader *, struct xapc_stats *out, struct xapc_error *err);

struct xapc_frequency {
    uint32_t documents;   /* how many hold the term */
    uint32_t occurrences; /* its wdf, added up */
};

/* of[i] for each of terms_len terms. */
XAPC_API bool xapc_reader_frequencies(struct xapc_reader *, const struct xapc_bytes *terms, size_t terms_len,
                                      struct xapc_frequency *of, struct xapc_error *err);

/* Only how many documents hold each; of several parts all are asked at the same time, in one or two round trips for
 * hundreds of terms. */
XAPC_API bool xapc_reader_documents(struct xapc_reader *, const struct xapc_bytes *terms, size_t terms_len, uint32_t *of,
                                    struct xapc_error *err);

/* A list of terms with numbers; what count means is said where it is returned. Free with xapc_terms_free. */
struct xapc_terms {
    struct xapc_count *at;
    size_t len;
    bool more; /* the limit cut it */
};

XAPC_API void xapc_terms_free(struct xapc_terms *);

/* The database's terms that begin with prefix, in byte order, limit at most; count: documents. */
XAPC_API struct xapc_terms *xapc_reader_terms(struct xapc_reader *, struct xapc_bytes prefix, size_t limit,
                                              struct xapc_error *err);
/* A document's terms that begin with prefix; count: wdf. */
XAPC_API struct xapc_terms *xapc_reader_document_terms(struct xapc_reader *, uint32_t docid, struct xapc_bytes prefix,
                                                       struct xapc_error *err);

/* Which of terms (in byte order, each once) the document holds: held[i]. One walk through the document's own list, so
 * it is cheap for many terms. */
XAPC_API bool xapc_reader_holds(struct xapc_reader *, uint32_t docid, const struct xapc_bytes *terms, size_t terms_len,
                                bool *held, struct xapc_error *err);
/* The first document that holds term; *docid is 0 when none does. */
XAPC_API bool xapc_reader_find(struct xapc_reader *, struct xapc_bytes term, uint32_t *docid, struct xapc_error *err);

/* All documents that hold term, in docid order, up to limit. free() *docids. */
XAPC_API bool xapc_reader_postings(struct xapc_reader *, struct xapc_bytes term, size_t limit, uint32_t **docids,
                                   size_t *len, struct xapc_error *err);

/* Where term stands in the document: free() *positions; none is no error. */
XAPC_API bool xapc_reader_positions(struct xapc_reader *, uint32_t docid, struct xapc_bytes term, uint32_t **positions,
                                    size_t *len, struct xapc_error *err);

/* free() *data, which ends in a NUL that len does not count. NOT_FOUND when there is no such document. */
XAPC_API bool xapc_reader_data(struct xapc_reader *, uint32_t docid, char **data, size_t *len, struct xapc_error *err);
XAPC_API bool xapc_reader_value(struct xapc_reader *, uint32_t docid, uint32_t slot, char **value, size_t *len,
                                struct xapc_error *err);

/* Likewise; a key that is not there has the empty value. */
XAPC_API bool xapc_reader_metadata(struct xapc_reader *, const char *key, char **value, size_t *len,
                                   struct xapc_error *err);
/* Keys that begin with prefix; count is 0. */
XAPC_API struct xapc_terms *xapc_reader_metadata_keys(struct xapc_reader *, const char *prefix, struct xapc_error *err);

/* ---- writing ---- */

enum xapc_open {
    XAPC_CREATE_OR_OPEN,
    XAPC_OPEN,            /* it must be there */
    XAPC_CREATE_OR_OVERWRITE
};

struct xapc_writer_options {
    enum xapc_open open;
    bool wait_for_lock;   /* rather than LOCKED at once */
    bool no_sync;         /* for a segment that is synced as a whole later; a crash may lose it */
};

struct xapc_writer;

/* One writer at a time. Never fork while it is open: the child would keep the lock. options may be NULL: create or
 * open. Errors: LOCKED, NOT_FOUND, DAMAGED, VERSION, SYSTEM. */
XAPC_API struct xapc_writer *xapc_writer_open(const char *path, const struct xapc_writer_options *,
                                              struct xapc_error *err);
/* Gives up what was not committed, and lets go of the lock. */
XAPC_API void xapc_writer_free(struct xapc_writer *);

/* Inside a transaction nothing is visible to readers until commit, then all at once; cancel undoes it. Outside one,
 * commit makes visible what was put since the last one, and cancel undoes that. begin with such changes pending, or
 * inside a transaction, is INVALID. After a commit that failed nothing of it is in the database. */
XAPC_API bool xapc_writer_begin(struct xapc_writer *, struct xapc_error *err);
XAPC_API bool xapc_writer_commit(struct xapc_writer *, struct xapc_error *err);
XAPC_API bool xapc_writer_cancel(struct xapc_writer *, struct xapc_error *err);

struct xapc_posting {
    struct xapc_bytes term;      /* 1 to 245 bytes */
    uint32_t wdf;                /* what it adds to the document's length; 0 for filters and weak fields */
    const uint32_t *positions;   /* may be NULL */
    size_t positions_len;
};

struct xapc_value {
    uint32_t slot;
    struct xapc_bytes value;
};

struct xapc_document {
    struct xapc_bytes data;
    const struct xapc_posting *postings; /* the same term twice adds up */
    size_t postings_len;
    const struct xapc_value *values;
    size_t values_len;
};

/* Adds the document, or replaces the one that holds the unique term (which the document should hold too).
 * unique may be empty: always adds. */
XAPC_API bool xapc_writer_put(struct xapc_writer *, struct xapc_bytes unique, const struct xapc_document *,
                              uint32_t *docid, struct xapc_error *err);
/* Deletes all documents that hold the term; that there is none is no error. */
XAPC_API bool xapc_writer_delete(struct xapc_writer *, struct xapc_bytes unique, struct xapc_error *err);
/* An empty value takes the key out. */
XAPC_API bool xapc_writer_set_metadata(struct xapc_writer *, const char *key, struct xapc_bytes value,
                                       struct xapc_error *err);

/* ---- a new database, written at once ----
 *
 * For many documents that are all new: several times faster than a writer, which looks each term of each document up.
 * Documents are numbered 1, 2 and so on. What was added is in memory (about twice the text's size, data apart) until
 * finish writes it; before that there is an empty database. It is an ordinary one: what is merged, opened by a writer or a
 * reader later. Of a libxapian whose format is not known here it is written by that libxapian. */

struct xapc_builder_options {
    bool no_sync;      /* as a writer's */
    bool by_libxapian; /* all of it, as of one whose format is not known */
};

struct xapc_builder;

/* Overwrites a database that is there. options may be NULL. Errors: LOCKED, SYSTEM. */
XAPC_API struct xapc_builder *xapc_builder_open(const char *path, const struct xapc_builder_options *,
                                                struct xapc_error *err);
/* After a failure, and after finish, nothing but free. */
XAPC_API bool xapc_builder_add(struct xapc_builder *, const struct xapc_document *, struct xapc_error *err);
XAPC_API bool xapc_builder_finish(struct xapc_builder *, struct xapc_error *err);
XAPC_API void xapc_builder_free(struct xapc_builder *);

/* A reader of what several hold together, as one database: weights are those of one, docids are interleaved (the first
 * document of each, then the second …), metadata is the first's. It shares what is inside of the readers, which may be
 * writers' views, so that reopening one of them moves it too where the part is remote; free it before them. INVALID where
 * there is none. */
XAPC_API struct xapc_reader *xapc_reader_join(struct xapc_reader *const *parts, size_t parts_len, struct xapc_error *err);

/* A reader of what the writer holds, uncommitted changes included. Free it before the writer. */
XAPC_API struct xapc_reader *xapc_writer_view(struct xapc_writer *, struct xapc_error *err);

/* Merges the databases at sources into a new one at target, compacted. Metadata is that of the first source; docids
 * are numbered anew in the order of sources. INVALID when something is at target; what a merge that failed leaves there
 * is yours to remove. */
XAPC_API bool xapc_compact(const char *const *sources, size_t sources_len, const char *target, struct xapc_error *err);

/* Compares the database's two halves: each document's list of terms, and each term's of documents. It reads both whole, and
 * nothing else, so it needs no right to write; it finds what a query can't, a block of zeros, which reads like an empty
 * one. False with DAMAGED where they differ. */
XAPC_API bool xapc_reader_compare(struct xapc_reader *, struct xapc_error *err);

/* Checks a database's files; faults is how many were found. What is too damaged to be looked at is DAMAGED. */
XAPC_API bool xapc_check(const char *path, size_t *faults, struct xapc_error *err);

/* ---- numbers in value slots, ordered as text as they are as numbers ---- */

enum { XAPC_NUMBER_MAX = 9 };

XAPC_API size_t xapc_number(double number, char out[XAPC_NUMBER_MAX]); /* how many bytes; 0, no value, for NaN */
XAPC_API double xapc_number_read(struct xapc_bytes);                   /* of other bytes: some number */

/* ---- stemmers ---- */

struct xapc_stemmer;

/* A Snowball name that xapc_stemmer_names lists, or a language's code: "english", "en", "kraaij_pohlmann"; "none"
 * leaves words as they are. INVALID when unknown. A stemmer is for one thread at a time. */
XAPC_API struct xapc_stemmer *xapc_stemmer_new(const char *name, struct xapc_error *err);
XAPC_API void xapc_stemmer_free(struct xapc_stemmer *);
/* The stem of a lower-case UTF-8 word into out; its length, 0 when it does not fit or memory ran out. */
XAPC_API size_t xapc_stem(struct xapc_stemmer *, struct xapc_bytes word, char *out, size_t room);
XAPC_API const char *xapc_stemmer_names(void); /* with blanks between; static */

#ifdef __cplusplus
}
#endif

#endif
