/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an index keeps of a page beside its terms: the record (a document's data), for showing; the rank (a value), for
 * ordering the best candidates without reading their records. Packed little-endian; loading checks every bound and
 * crashes on no input. */
#ifndef ANALYSIS_RECORD_H
#define ANALYSIS_RECORD_H

#include "base/base.h"

struct record_sibling {
    struct span lang, url, title, path;
};

struct record_section {
    int level;             /* 0 for the part before the first heading */
    struct span id;        /* empty where there is none */
    struct span title;     /* heading text */
    struct span text;      /* visible text */
    uint32_t title_position; /* of the heading's first word among the page's positions */
    uint32_t position;     /* of the text's first word; the section ends at position + its words */
};

struct record {            /* every span is borrowed from the packed bytes */
    struct span path, id, lang, url, title, display_title, section, description, summary, set;
    int64_t date, lastmod, expiry; /* seconds; INT64_MIN where unknown */
    struct span date_text;         /* 2025-04-21 as shown, or empty */
    bool unlisted;
    uint32_t title_position, description_position; /* of their first word */
    const struct span *tags, *tag_keys;
    size_t tags_len;
    const struct record_sibling *siblings;
    size_t siblings_len;
    const struct record_section *sections;
    size_t sections_len;
};

char *record_pack(void *ctx, const struct record *, size_t *len);
/* Talloc child of ctx, borrowing from packed. ERROR_INDEX when damaged. */
struct record *record_load(void *ctx, struct span packed, struct error *err);

/* Stems as 32-bit hashes of "lang:stem" (hash_short), stop words marked, in the order of the words. */
struct rank_stems {
    const uint32_t *at;    /* hash with the lowest bit replaced: 1 for a stop word */
    size_t len;
};

enum rank_kind {
    RANK_PAGE,
    RANK_NEWS,  /* in a section that the settings call news: recency counts */
    RANK_ISSUE, /* one of a periodical (posts/2026-06): names many topics, treats few */
    RANK_LIST,  /* a section's own page */
    RANK_HOME
};

struct rank {
    double prior;                      /* section weight × boost */
    enum rank_kind kind;
    uint32_t title_key;                /* hash_short of fold_key(display title) */
    struct rank_stems title;
    const uint32_t *title_ends;        /* how many of the title's words are before each of its inner ends, as in
                                          "Getting fired? Here is what …" or "Summer | Reading group" */
    size_t title_ends_len;
    const struct rank_stems *sibling_titles; /* by languages of the siblings, in order */
    size_t sibling_titles_len;
    const struct rank_stems *headings; /* one a section after the first */
    const uint32_t *heading_keys;      /* hash_short of fold_key(heading) */
    size_t headings_len;
};

char *rank_pack(void *ctx, const struct rank *, size_t *len);
struct rank *rank_load(void *ctx, struct span packed, struct error *err);

#endif
