/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index's schema: every term prefix, value slot and metadata key, in one place.
 *
 * One document a page. Text terms carry the language of the text, so that two stemmers never mix. A term's name is
 * PREFIX LANG ':' TEXT, "Zen:council"; a filter's is PREFIX TEXT. Terms longer than SCHEMA_TERM_MAX bytes end in a hash.
 *
 * Only stems have positions and a wdf: a page's length is that of its own words, whatever weak fields it also carries
 * (a translation's words, the parts of compounds), which have wdf 0 and get a constant weight when asked. How often a
 * weak term stands in its text is told by levels: level 1 is there at all, 2 and 3 are there often; a page at level 3
 * has all three terms. */
#ifndef ANALYSIS_SCHEMA_H
#define ANALYSIS_SCHEMA_H

#include "base/base.h"

enum { SCHEMA_VERSION = 3 };
enum { SCHEMA_TERM_MAX = 200 };
enum { SCHEMA_LEVELS = 3 };

/* Text terms, with a language. */
#define TERM_STEM "Z"        /* stems of all fields, with positions; wdf by field (see the weights below) */
#define TERM_EXACT "X"       /* folded forms that differ from their stem; wdf 0, no positions */
#define TERM_MARKED "A"      /* forms as they are spelt, where marks were folded away: Anl:café; wdf 0, no positions */
#define TERM_TITLE "S"       /* stems in the title; wdf 0 */
#define TERM_HEADING "H"     /* stems in headings; wdf 0 */
#define TERM_PART "C"        /* stems of a compound's parts: C1nl:raad, C2nl:raad, C3nl:raad; wdf 0 */
#define TERM_SIBLING "T"     /* stems of the translations: T1en:strike …; the language is the sibling's; wdf 0 */
#define TERM_SIBLING_PART "U" /* stems of compound parts there: U1nl:raad …; wdf 0 */

/* Filters, wdf 0. */
#define TERM_PATH "Q"        /* the page's path: unique */
#define TERM_ID "I"          /* the page's id (record.h): pages of a translation set that differ by language alone share it */
#define TERM_LANG "L"        /* language code */
#define TERM_LONE "XL"       /* XLen: no page of its set is in that language, so it is what its readers have */
#define TERM_TAG "K"         /* a tag's key (fold_key), of the page or of a translation */
#define TERM_SECTION "P"     /* section, and "P" alone for the top */
#define TERM_TAXONOMY "XT"   /* XTcategories:key, likewise */
#define TERM_SET "J"         /* key of the translation set: "J" translation_key */
#define TERM_PIN "XP"        /* XPen:folded words of search.pin, stemmed and joined by blanks */

/* What the box completes, kept as terms of the page itself, so that it changes in the same transaction and a prefix walk
 * finds it: Y1en:TEXT for titles, Y2 for headings, Y3 for tags; TEXT is fold_key() of the line from one of its words on,
 * at most SUGGEST_KEY_MAX bytes of whole characters. wdf 0. The page's record then tells the line and its address. */
#define TERM_SUGGEST "Y"
enum suggest_level { SUGGEST_TITLE = 1, SUGGEST_HEADING, SUGGEST_TAG };
enum { SUGGEST_KEY_MAX = 40, SUGGEST_TITLE_STARTS = 8, SUGGEST_HEADING_STARTS = 4 };

/* wdf of a stem by the field it stands in. */
enum field { FIELD_TITLE, FIELD_HEADING, FIELD_TAG, FIELD_KEYWORD, FIELD_DESCRIPTION, FIELD_BODY, FIELD_ALT, FIELD_KIND, FIELDS };
extern const unsigned field_wdf[FIELDS]; /* 3, 2, 2, 3, 1, 1, 1, 3 */

/* Positions of the fields are this far apart, so that nearness and phrases never cross them; sections likewise. */
enum { FIELD_GAP = 100 };

enum slot {
    SLOT_DATE = 0,      /* seconds, xapc_number: range and sort; empty without a date */
    SLOT_SET = 1,       /* the translation set's key, for collapsing */
    SLOT_LANG = 2,
    SLOT_SECTION = 3,
    SLOT_TAGS = 4,      /* display names with FACET_SEPARATOR between */
    SLOT_YEAR = 5,
    SLOT_RANK = 6,      /* struct rank, packed: what the re-rank needs */
    SLOT_EXPIRY = 7,    /* seconds, xapc_number; empty for never */
    SLOT_PATH = 8,      /* in shards alone, where document numbers are an accident: equal weights are ordered by it */
    SLOT_NEWEST = 9,    /* likewise: in byte order the newest first and undated ones last, equal dates by path */
    SLOT_TAXONOMY = 16  /* and on, in the manifest's order of taxonomies */
};
#define FACET_SEPARATOR '\x1f'

/* An index in shards is a folder of indexes, one a shard, and this file beside them, which lists them. */
#define STUB_NAME "stub"

/* Metadata. */
#define META_SCHEMA "twc.schema"         /* SCHEMA_VERSION as decimal text: read before anything else */
#define META_MANIFEST "twc.manifest"     /* struct manifest, packed */
#define META_GENERATION "twc.generation" /* "20260811T180203Z-9f3c21aa" */
#define META_LEXICON "twc.lexicon"       /* struct lexicon, packed */
#define META_WORDS "twc.words"           /* the hash of the packed lexicon, 32 hex digits */
#define META_GLOSSARY "twc.glossary"     /* struct glossary, packed */
#define META_CONTENT "twc.content"       /* sum of the pages' hashes as 16 hex digits; its end is in the generation's id */
#define META_HUGO "twc.hugo"             /* hashes of Hugo's configuration files and of hugo-config.yaml, a blank between */
#define META_UNKNOWN "twc.unknown"       /* forms on changed pages that the lexicon did not know, added up, as decimal text */
#define META_PAGE "twc.page."            /* + path: the hash of what the page was indexed from, and of what others depend on */
#define META_FACTS "twc.facts"           /* facts_line: what a run that looks at some pages goes by */
#define META_SECTION "twc.section."      /* + path in Hugo's tree: the hashes and names of its _index files */

/* PREFIX [LEVEL] LANG ':' TEXT into out, "" level for 0; cut to SCHEMA_TERM_MAX by a hash. Borrowed from out. */
struct span schema_term(struct buffer *out, const char *prefix, int level, const char *lang, struct span text);
struct span schema_filter(struct buffer *out, const char *prefix, struct span text);

#endif
