/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small site of Markdown, indexed, and questions to it. Trouble ends the test. */
#ifndef TESTS_QUERY_WORLD_H
#define TESTS_QUERY_WORLD_H

#include "base/base.h"
#include "query/query.h"

struct world {              /* free it with talloc_free: the folder goes with it */
    char *site, *index_path;
    struct index *index;    /* after world_index */
    struct error err;
};

struct world *world_new(void);
/* A page: its file under content/, its title, further front matter (lines, or ""), and its text. */
void world_page(struct world *, const char *path, const char *title, const char *front, const char *text);
/* Any other file of the site. */
void world_file(struct world *, const char *path, const char *content);
/* Writes twc-search.yaml. */
void world_settings(struct world *, const char *yaml);
/* The two languages en and nl, in files named x.en.md and x.nl.md. */
void world_bilingual(struct world *, const char *more_settings);
/* Runs the indexer and opens the index. Again after a change: the index is brought up to date. */
void world_index(struct world *);
/* Indexes the site in a folder that is there already. */
void world_index_folder(struct world *, const char *site);

/* Asks in a language (NULL: in all), ten hits. */
struct answer *world_ask(struct world *, const char *lang, const char *q);
/* Any request: pairs of parameter and value, NULL at the end. */
struct answer *world_request(struct world *, const char *first, ...);

/* The hits' ids with blanks between: "strike union". */
const char *world_ids(struct world *, const struct answer *);
/* The names of relaxed likewise. */
const char *world_relaxed(struct world *, const struct answer *);

/* The folder of materials that are shared beside the source and not part of it; skips the test where it is absent. */
const char *world_shared(struct world *, const char *path);

#endif
