/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Hugo's configuration says, language by language, with Hugo's defaults filled in. */
#ifndef CORPUS_HUGO_H
#define CORPUS_HUGO_H

#include "corpus/config_files.h"
#include "corpus/site.h"

struct permalink {
    const char *kind; /* globs; NULL: all */
    const char *path;
    const char *lang;
    const char *pattern; /* "/:year/:slug/" */
};

struct date_sources { /* keys of front matter, ":filename" and the like; in the order in which they are asked */
    struct strings date, lastmod, publish, expiry;
};

struct hugo_language {
    const char *code;
    double weight;
    bool disabled;
    struct language shown; /* what others see of it */
    const char *prefix;    /* first part of its addresses: "nl", or "" */
    const char *base_path; /* path of the base URL: "/sub", or "" */
    const char *base_url;
    const char *time_zone; /* NULL: UTC */
    struct permalink *permalinks;
    size_t permalinks_len;
    const struct yaml *ugly; /* uglyURLs as it is written: a bool, sections with bools, or NULL */
    const struct yaml *cascade;
    const struct yaml *outputs; /* by kind */
    struct date_sources dates;
    struct strings disabled_kinds;
    struct strings taxonomies; /* plurals, tags among them where configured */
    bool path_to_lower, remove_accents;
    bool drafts, future, expired;
    struct markup markup;
};

struct hugo {
    const char *name;                /* of the configuration file, for messages */
    struct hugo_language *languages; /* in order of weight, disabled ones too */
    size_t languages_len;
    struct hugo_language *fallback; /* the language of files that name none */
    bool multilingual;              /* more than one that is not disabled */
    bool multihost;                 /* each language has a base URL of its own */
    bool html;                      /* .html files may be content */
    bool git;                       /* enableGitInfo: dates that are not ours to know */
    const char *base_url;
    const char *title;
    const struct yaml *cascade; /* of the whole site */
    struct strings ignore;      /* ignoreFiles */
};

/* False: a part of it is of a shape that leaves no address to be known, with file, line and mend. */
bool hugo_read(void *ctx, const struct config_files *, const struct listener *, struct hugo *out, struct error *err);

const struct hugo_language *hugo_language(const struct hugo *, const char *code); /* NULL: none of the site */
bool hugo_language_disabled(const struct hugo *, const char *code);
bool hugo_kind_enabled(const struct hugo_language *, const char *kind);
bool hugo_is_ugly(const struct hugo_language *, const char *section);

/* ignoreFiles, before anything else is known. */
void hugo_ignored_files(void *ctx, const struct yaml *root, struct strings *out);

/* One of the values of a configuration: missing ones are fallback, or false where Hugo leaves out what is. */
bool hugo_flag(const struct config_files *, const struct yaml *root, const char *path, bool fallback);

void permalinks_read(void *ctx, const struct yaml *node, struct hugo_language *);
void goldmark_read(void *ctx, const struct config_files *, const struct yaml *root, struct markup *out);
void date_sources_read(void *ctx, const struct yaml *node, struct date_sources *out);

#endif
