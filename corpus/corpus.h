/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of corpus/: a site of Markdown files as Hugo publishes it.
 *
 * site_open reads the settings, Hugo's configuration and every page's front matter, and decides as Hugo would which
 * files are pages, in which languages, at which addresses, whose translations they are. page_body then reads one page's
 * text. The rules and their sources: ../shared/reference/hugo-rules.md in the founders' papers, told again in
 * ARCHITECTURE.md where code depends on them. */
#ifndef CORPUS_CORPUS_H
#define CORPUS_CORPUS_H

#include "base/base.h"

/* ---- settings: twc-search.yaml, beside it what Hugo says ---- */

struct language {
    const char *code;      /* lower case, as Hugo has it: "en", "pt-br" */
    const char *stemmer;   /* Snowball's name, "none", or NULL: by the primary subtag */
    const char *title;     /* the site's title in it, or "" */
    const char *label;     /* "Nederlands", or the code */
    bool right_to_left;
};

struct section_setting {
    const char *name;
    double weight;         /* 1 where not set */
    bool news;             /* recency counts */
};

struct glossary_entry {    /* one concept; the i-th list is of languages[i] of the site */
    struct glossary_terms {
        const char *lang;
        const char **terms;
        size_t terms_len;
    } *sides;
    size_t sides_len;
    bool one_way;          /* the first side asks for the others, not back */
    bool whole_query;      /* only when it is all that was asked (navigation words) */
};

struct glossary_file {
    const char *path;
    struct glossary_entry *entries;
    size_t entries_len;
};

struct settings {
    const char *base_url;                /* "https://www.example.org/" or "" */
    const struct language *languages;    /* in Hugo's order of weight; the default one first where none is given */
    size_t languages_len;
    const char *default_language;
    const char **translate;              /* languages that lend each other terms */
    size_t translate_len;
    const struct section_setting *sections;
    size_t sections_len;
    const char **taxonomies;             /* plural names besides tags that the configuration has: "categories" */
    size_t taxonomies_len;
    const struct glossary_file *glossary; /* NULL where none is asked for */
    const char *compound_list;           /* path of a word list, a relative one joined to SITE; "" for none; default Debian's */
    const char **compound_never;         /* words that are never split */
    size_t compound_never_len;
    const char *golden, *floor;          /* paths under SITE, or NULL */
    double max_shrink;                   /* 0.2 */
    size_t max_page;                     /* bytes, 8 MiB */
    struct hash hash;                    /* of the files that twc-search.yaml names and pages are made with: templates of
                                            shortcodes, words that are never split. Another one asks for a rebuild */
};

/* ---- pages ---- */

struct taxonomy_terms {
    const char *taxonomy;
    const char **terms;
    size_t terms_len;
};

struct page {
    const char *path;         /* source file relative to SITE, less a leading content/; with the language where one file
                                 gives pages in several (sites.matrix): unique in a site either way */
    const char *file;         /* where it is on disk, for reading and for messages */
    const char *lang;
    const char *url;          /* as RelPermalink */
    const char *title;        /* as Hugo has it, "" where that is empty; mojibake mended, one line */
    struct instant date, lastmod, publish, expiry; /* as Hugo resolves them */
    const char **tags;
    size_t tags_len;
    const struct taxonomy_terms *taxonomies; /* the others; tags are not among them */
    size_t taxonomies_len;
    const char *section;      /* first folder of the path under content, "" at the top */
    const char *kind;         /* "page", "section", "home", "term", "taxonomy" */
    const char *description;  /* "" where there is none */
    const char *summary;      /* front matter's, "" where it has none; page_body has the resolved one */
    const char *translation_key;
    const struct page **translations; /* the other pages of its set, sorted by path */
    size_t translations_len;
    const char **keywords;    /* search.keywords */
    size_t keywords_len;
    const char **pins;        /* search.pin: words for which it comes first */
    size_t pins_len;
    double boost;             /* search.boost, 1 */
    bool unlisted;            /* build.list never, search.list false: found, never suggested */
    int front_matter_lines;   /* how many lines come before the text, for messages */
    struct hash content;      /* of the file's bytes */
    struct hash meta;         /* of everything above that configuration, cascade and other pages decide */
    struct hash ties;         /* of what other pages depend on: its address, language, translation key, dates, and where
                                 the site has pages for terms, its terms */
    struct file_state state;
};

struct page_section {
    int level;                /* 0 for what comes before the first heading, else 1 to 6 */
    const char *id;           /* Hugo's id for the heading, NULL where it gives none */
    const char *title;        /* the heading's text, "" for level 0 */
    const char *text;         /* visible text, the heading left out, blocks a newline apart */
};

struct page_body {
    const char *display_title; /* title, else the first h1, else the file's name in words */
    const char *summary;       /* manual, front matter's, or automatic, as Hugo resolves it */
    const struct page_section *sections; /* in order; the first has level 0 (its text may be "") */
    size_t sections_len;
    const char **alts;         /* image alternatives, in order, empty ones left out */
    size_t alts_len;
};

struct site;

struct site_options {
    const char *folder;        /* SITE */
    const char *config;        /* --config, or NULL: SITE/twc-search.yaml where there is one */
    int64_t now;               /* seconds; drafts and dates are judged by it */
    const char *data_folder;   /* where glossaries/ ships */
    const struct hash *seen;   /* NULL, or: read no page where site_files is this */
    const struct site_part *part; /* NULL: the whole site */
};

/* Some pages and what the whole site was found to be, so that they can be read as if all had been. Holds only where
 * site_part_trouble says nothing, and where each page's ties are what they were. */
struct site_part {
    const char *const *names;  /* of files: what page.path is where a file gives one page */
    size_t len;
    bool terms;                /* site_has_terms */
    const char *(*section)(void *self, const char *path); /* the files of site_section; NULL where there is none. Its own until the
                                                             site is open */
    void *self;
};

/* A section that has _index files. */
struct site_section {
    const char *path;          /* in Hugo's tree: "/posts", "/" */
    const char *files;         /* for each a line: the hash of its content, a blank, its name */
};

/* Reads all but the pages' texts. Pages with errors are told (NOTICE_SKIPPED) and left out. NULL when nothing could be
 * done: no such folder, twc-search.yaml wrong. The site is a talloc child of ctx and owns all that it returns. */
struct site *site_open(void *ctx, const struct site_options *, const struct listener *, struct error *err);

const struct settings *site_settings(const struct site *);
size_t site_len(const struct site *);
const struct page *site_page(const struct site *, size_t i); /* sorted by path */
size_t site_skipped(const struct site *);                    /* how many were left out for an error */
const char *const *site_skipped_paths(const struct site *);  /* theirs, sorted; an index keeps what it has of them */
/* Of Hugo's own configuration files, those in TOML too, and of hugo-config.yaml. Where the first changed since an index
 * was made and the second did not, hugo-config.yaml is out of date. */
struct hash site_config_hash(const struct site *);
struct hash site_resolved_hash(const struct site *);
int64_t site_next_change(const struct site *); /* when a page becomes due or expires next; 0: never */

/* Of the names and states of all files that may be pages: the same, nobody changed one, by size, times of content and of
 * state, and inode. Says nothing where site_settled does not hold: a file that was changed a moment ago may be changed
 * again and look the same. */
struct hash site_files(const struct site *);
bool site_settled(const struct site *);
/* Sorted by path. */
size_t site_sections(const struct site *);
const struct site_section *site_section(const struct site *, size_t i);
bool site_has_terms(const struct site *); /* a taxonomy or a term has a file of its own */
bool site_is_page_name(const char *path); /* by its extension */
const char *site_part_trouble(const struct site *); /* why a part cannot stand for the whole; NULL where it can */

bool site_unread(const struct site *); /* they were as seen, so no page was read: site_len is 0 */

/* Reads and renders one page: yours, talloc child of ctx. Errors: the file is gone, too large, or its work budget ran
 * out (ERROR_INPUT with the line). Thread-safe and fork-safe: site is only read. */
struct page_body *page_body_read(void *ctx, const struct site *, const struct page *, const struct listener *,
                                 struct error *err);

/* All visible text: headings and sections in order, a newline between. Talloc child of ctx. */
char *page_body_text(void *ctx, const struct page_body *);

/* The line of `twc-index --dry-run --json` (api.md), without the newline. */
void page_write_json(struct json *, const struct page *, const struct page_body *);

#endif
