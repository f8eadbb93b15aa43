/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page that is going to be shown: its record, which of the query's words it has and how, and where they stand. */
#ifndef QUERY_VIEW_H
#define QUERY_VIEW_H

#include "query/enquiry.h"

/* All terms of all ways, once each, in byte order: asked of every page in one walk. */
struct roll {
    const struct enquiry *enquiry;
    struct xapc_bytes *terms;
    size_t len;
};

struct roll *roll_new(void *ctx, const struct enquiry *);

struct place {
    uint32_t position;
    uint32_t word;      /* of the enquiry */
    double worth;
    bool joined;        /* the query's next word follows it as it was typed */
};

/* A stem that stands inside words of the page, where positions do not tell. */
struct inside {
    struct span stem;
    uint32_t word;
    double worth;
};

struct view {
    const struct enquiry *enquiry;
    struct index *index;
    uint32_t docid;
    int language;
    struct record *record;
    enum rung *rungs;           /* by word: the tightest that the page has it at, RUNG_ANY_WORD for not at all */
    struct place *places;       /* by position */
    size_t places_len;
    struct inside *insides;
    size_t insides_len;
};

/* Talloc child of ctx. NULL when the index has trouble, the record is damaged (err) or memory ran out. */
struct view *view_new(void *ctx, const struct roll *, struct index *, uint32_t docid, int language, struct error *err);

/* The loosest rung that any of the words needed. */
enum rung view_rung(const struct view *);

/* What places[at] adds to those from places[first] on: its worth, less when its word stands there already; more when the
 * next word follows it. */
double view_worth(const struct place *places, size_t first, size_t at, double again);

/* Places from `from` on and before `to`. */
const struct place *view_places(const struct view *, uint32_t from, uint32_t to, size_t *len);

/* The word of the query that stands inside this word of the text (a compound's part), NULL where none does. */
const struct inside *view_inside(const struct view *, void *scratch, struct span token);

#endif
