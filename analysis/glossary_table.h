/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A glossary in memory: what glossary_load.c makes and glossary.c looks things up in. Internal to analysis/. */
#ifndef ANALYSIS_GLOSSARY_TABLE_H
#define ANALYSIS_GLOSSARY_TABLE_H

#include "analysis/glossary.h"
#include "analysis/glossary_pack.h"

enum { GLOSSARY_LANGUAGES_MAX = 32 };

/* Terms are kept as text and analysed when a query may hold them: analysed, a thousand take a megabyte a thread. */
struct term {
    const char *lang;
    struct span text; /* in packed */
};

struct concept {
    struct term *terms;
    size_t terms_len;
    unsigned flags;
};

/* Where a term may be found: by the stem of its first word, and by its joined form's (burn-out, and burnout). */
struct key {
    uint32_t hash; /* glossary_hash() */
    uint32_t concept;
    uint16_t term;
    int8_t language;
    bool whole; /* the stem is that of the whole term */
};

struct glossary {
    struct analyser *analyser;
    char *packed;
    const char *languages[GLOSSARY_LANGUAGES_MAX];
    size_t languages_len;
    struct concept *concepts;
    size_t concepts_len;
    struct key *keys; /* sorted by hash */
    size_t keys_len, keys_room;
    bool starved; /* while it was loaded */
};

uint32_t glossary_hash(int language, struct span stem);
/* The whole term as one joined form; NULL where it has none. */
const struct word *glossary_joined(const struct words *);

#endif
