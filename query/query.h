/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of query/: a person's words into hits.
 *
 * An index is opened once a thread. A query never fails for what was typed: only for the index (ERROR_INDEX, ERROR_BUSY),
 * memory, or a parameter out of its range (ERROR_INPUT, which names it). */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "base/base.h"
#include "query/evaluate.h"

struct xapc_reader;

/* ---- an index, opened for reading ---- */

struct index;

/* path: the folder that holds `current` (or a database itself, or a stub: see below). ERROR_INDEX when there is none or its schema is
 * not ours, with the command that mends it. Talloc child of ctx. */
struct index *index_open(void *ctx, const char *path, struct error *err);
/* Where indexes that each thread opens for itself keep in common what is large; must outlive them. NULL: no memory. */
struct lexicons;
struct lexicons *lexicons_new(void *ctx);
/* As index_open, but where `current` leads to an index that this program cannot read, the generation at kept (which may be
 * NULL) is asked until it leads to one that it can. lexicons may be NULL: then it has its own. */
struct index *index_open_kept(void *ctx, const char *path, const char *kept, struct lexicons *, struct error *err);
/* The folder of the generation that is asked, for kept above; borrowed until the next refresh. NULL: not known. */
const char *index_place(const struct index *);
/* The same over a reader that is somebody else's, a writer's uncommitted view say; it must outlive the index. */
struct index *index_over(void *ctx, struct xapc_reader *, struct error *err);

/* ---- an index in shards ---- */

/* Many databases asked as one, which a stub lists: servers elsewhere, or folders here. Those that do not answer are left
 * out, and answers say that they are partial. */
struct shards;

enum { SHARD_LIMIT_MS = 250 };

/* Whether path is a stub or a folder of shards, rather than an index in one piece. */
bool shards_are_at(const char *path);
/* Reads the stub and looks up the servers' names; connects to none. No call to a shard takes longer than limit_ms. Shared
 * by all threads, freed after the indexes that are open over it. ERROR_INPUT with the stub's line where it is wrong. */
struct shards *shards_open(void *ctx, const char *path, unsigned limit_ms, struct error *err);
/* A thread a shard looks twice a second whether it answers, how quickly, and what it serves, until the shards are freed.
 * Without it, one that failed stays left out. */
bool shards_watch(struct shards *, struct error *err);
size_t shards_len(const struct shards *);

struct shard_status {
    const char *name;               /* as the stub has it; borrowed */
    const char *address;            /* in digits; NULL for a path */
    unsigned port;
    const char *path;
    bool up;
    char generation[40];            /* "" where it is not known */
    char why[ERROR_TEXT_MAX];       /* it is not up */
};
void shards_status(struct shards *, size_t shard, struct shard_status *out);

/* Over those that answer. ERROR_BUSY where none does. */
struct index *index_open_shards(void *ctx, struct shards *, struct error *err);

/* To the newest generation; cheap when nothing changed. False, and the generation before is asked on, where the newest
 * cannot be read. search() and the others do it themselves, and on an index that
 * changed under them reopen, retry, open anew, retry, and then give ERROR_BUSY. */
bool index_refresh(struct index *, struct error *err);

struct index_status {
    const char *generation;   /* "20260811T180203Z-9f3c21aa"; borrowed until the next refresh */
    int64_t published;        /* when that generation was published */
    int64_t next_change;      /* when a page expires or becomes due, 0 for never: from then on answers of one generation
                                 differ, since what has expired is left out */
    uint32_t documents;
    uint64_t retries;         /* how often a search had to be asked again */
    size_t shards, shards_up; /* 0 for an index in one piece */
    const char *const *languages; /* codes, the site's default first */
    size_t languages_len;
    const char *base_url;
    const char *program, *xapian; /* what made it */
    const char *word_list;
};
void index_status(const struct index *, struct index_status *out);
const char *index_site_title(const struct index *, const char *lang);
const char *index_language_label(const struct index *, const char *lang);
bool index_language_is_rtl(const struct index *, const char *lang);

/* ---- asking ---- */

enum { QUERY_MAX_BYTES = 4096, QUERY_MAX_TERMS = 256, QUERY_MAX_LIMIT = 50, QUERY_MAX_DEPTH = 1000, QUERY_MAX_SUGGEST = 20 };

enum request_sort { SORT_RELEVANCE, SORT_DATE };

/* All tags of `all` must be there, each of which is a list of alternatives. */
struct request_filter {
    const char *facet;              /* "tag", "section", "lang", "year", "tax.NAME" */
    const char **alternatives;
    size_t alternatives_len;
};

struct request {
    const char *q;
    const char *lang;               /* prefers; NULL: all languages, one hit for each set of translations, shown in the
                                       language whose words were typed */
    struct request_filter *filters; /* each must hold */
    size_t filters_len;
    const char *from, *to;          /* ISO dates as they were given, or NULL; inclusive */
    enum request_sort sort;
    uint32_t offset, limit;
    const char **facets;
    size_t facets_len;
    const char **fields;            /* what is written of the answer, "hits.url" say; none: all of it */
    size_t fields_len;
    uint32_t suggest;               /* so many suggestions are wanted beside the hits; 0 */
    bool explain;
    bool typing;                    /* the last word is being typed (the box): it is a prefix too. Default true */
    uint32_t count_exactly;         /* matches up to which totals are exact; 10,000 */
    double time_budget;             /* seconds; 0.05 */
    size_t query_bytes;             /* so much of q is read; QUERY_MAX_BYTES, or less */
    size_t query_terms;             /* so many words of it are looked for; QUERY_MAX_TERMS, or less */
};

struct request *request_new(void *ctx);        /* with the defaults above */

/* Sets one parameter by its name in the URL: q, lang, tag, section, tax.NAME, from, to, sort, offset, limit, facets, fields,
 * suggest, explain. Unknown names are passed over. A bad value: false, ERROR_INPUT, whose text is the reason alone ("limit must be
 * between 1 and 50"). name and value are copied. */
bool request_set(struct request *, const char *name, const char *value, struct error *err);
/* Checks what only the whole can tell: offset + limit, from after to. *name is the parameter at fault. */
bool request_check(const struct request *, const char **name, struct error *err);
/* Whether a member of the answer is to be written: "hits.sub_results.url", or "hits" for any of it. */
bool request_wants(const struct request *, const char *field);
/* The request with its parameters sorted and its text cleaned, for caches and ETags; equal requests have equal texts.
 * NULL when memory ran out. */
char *request_normal(void *ctx, const struct request *);
/* The same as a query string for links, offset replaced: "q=works+councils&lang=en&offset=10". */
char *request_link(void *ctx, const struct request *, uint32_t offset);

/* ---- answers ---- */

struct marked {
    const char *plain;              /* text */
    const char *html;               /* escaped, with <mark> */
};

struct sub_result {
    const char *title, *anchor, *url;
    struct marked snippet;
};

struct hit_translation {
    const char *lang, *url, *title;
};

struct hit {
    const char *id, *path, *lang, *url, *section, *date; /* date NULL where there is none */
    const char **tags;
    size_t tags_len;
    const char *rung;
    struct marked title, snippet;
    struct sub_result *sub_results;
    size_t sub_results_len;
    struct hit_translation *translations;
    size_t translations_len;
    const char **matched_terms;
    size_t matched_terms_len;
    double score;                   /* 0 to 1 */
    const char *explanation;        /* NULL unless asked */
};

struct expansion {
    const char *from, *to, *lang, *source; /* source: glossary, variant, compound, prefix, translation */
};

struct facet_count {
    const char *value;
    uint32_t count;
};

struct facet {
    const char *name;
    struct facet_count *counts;
    size_t counts_len;
};

/* A section by the title of its own page in that language. */
struct section_title {
    const char *section, *lang, *title;
};

struct answer {
    const struct request *request;  /* borrowed */
    double milliseconds;
    uint32_t total_hits, total_matches;
    bool exact, facets_exact, truncated, partial;
    const char **relaxed;
    size_t relaxed_len;
    const char *correction;         /* the query as it was corrected, or NULL */
    struct expansion *expansions;
    size_t expansions_len;
    struct hit *hits;
    size_t hits_len;
    struct facet *facets;
    size_t facets_len;
    const char *generation;
    struct section_title *section_titles; /* of the sections of hits and facets that have one */
    size_t section_titles_len;
    const struct suggestions *suggestions; /* NULL unless asked */
    uint32_t documents;
    const char *explanation;        /* the query tree, NULL unless asked */
};

/* Talloc child of ctx; request must outlive it. */
struct answer *search(void *ctx, struct index *, const struct request *, struct error *err);
/* The object of api.md. */
void answer_write_json(struct json *, const struct answer *);
/* Its array of hits alone, as /api/v1/similar has it. */
void hits_write_json(struct json *, const struct answer *);

/* ---- while typing, and beside a page ---- */

struct suggestion {
    const char *text, *kind, *url;  /* kind: title, heading, tag, word; url NULL for words */
};
struct suggestions {
    const char *query;
    struct suggestion *at;
    size_t len;
    const char *generation;
    bool partial;                   /* a shard did not answer; there may be more */
};
struct suggestions *suggest(void *ctx, struct index *, const char *q, const char *lang, size_t limit, struct error *err);
void suggestions_write_json(struct json *, const struct suggestions *);

/* Pages like the one with this id or path, best first. ERROR_INPUT when there is none. */
struct answer *similar(void *ctx, struct index *, const char *id, const char *lang, uint32_t limit, struct error *err);

#endif
