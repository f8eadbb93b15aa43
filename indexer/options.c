/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "indexer/shards.h"

const char options_help[] =
    "usage: twc-index [OPTIONS] [SITE]\n"
    "\n"
    "Indexes a site kept as Markdown, the folder SITE (default: this one), for twc-search and twc-searchd.\n"
    "\n"
    "  --config FILE      settings (default SITE/twc-search.yaml)\n"
    "  --index DIR        where the index is (default SITE/.twc-search/index)\n"
    "  --shards N         in so many parts, for several machines; once made, it stays so\n"
    "  --rebuild          make it anew, beside, and swap it in\n"
    "  --accept-shrink    publish although many pages are gone\n"
    "  --changed PATH...  look at these files of the site in this folder only: no others have changed\n"
    "  --changed-from0    the same for SITE, the names from standard input, a NUL behind each\n"
    "  --wait             wait for another twc-index to finish\n"
    "  --watch            stay, and bring it up to date after every change of the site\n"
    "  --install-hook     let git do so after a commit, merge, checkout or push\n"
    "  --rollback         let the previous generation serve again\n"
    "  --export DIR       a whole copy of the index, with checksums, for shipping elsewhere\n"
    "  --import DIR       let a copy of such an export serve, where it is whole\n"
    "  --related FILE     then write, for each page, which others are like it, as data for templates\n"
    "  --forget           bring it up to date, then drop every trace of what is gone, earlier generations too\n"
    "  --dry-run          index nothing, list the pages; with --json an object a line\n"
    "  --check-config     read the settings, say what is assumed, index nothing\n"
    "  --json             the last line as JSON\n"
    "  --quiet            errors only      --verbose  say more\n"
    "  --help             this             --version  the version\n"
    "\n"
    "Exit: 0 done; 1 some pages were skipped; 2 nothing could be done; 3 refused by the publish gate, the old index\n"
    "serves on; 75 another twc-index is at work.\n";

enum option_name {
    OPTION_CONFIG = 256,
    OPTION_INDEX,
    OPTION_REBUILD,
    OPTION_ACCEPT_SHRINK,
    OPTION_WAIT,
    OPTION_ROLLBACK,
    OPTION_EXPORT,
    OPTION_IMPORT,
    OPTION_RELATED,
    OPTION_FORGET,
    OPTION_SHARDS,
    OPTION_WATCH,
    OPTION_CHANGED,
    OPTION_CHANGED_FROM0,
    OPTION_INSTALL_HOOK,
    OPTION_DRY_RUN,
    OPTION_CHECK_CONFIG,
    OPTION_JSON,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option_row {
    const char *name;
    int has_value;
    enum option_name option;
} rows[] = {
    {"config", required_argument, OPTION_CONFIG},
    {"index", required_argument, OPTION_INDEX},
    {"rebuild", no_argument, OPTION_REBUILD},
    {"accept-shrink", no_argument, OPTION_ACCEPT_SHRINK},
    {"wait", no_argument, OPTION_WAIT},
    {"rollback", no_argument, OPTION_ROLLBACK},
    {"export", required_argument, OPTION_EXPORT},
    {"import", required_argument, OPTION_IMPORT},
    {"related", required_argument, OPTION_RELATED},
    {"forget", no_argument, OPTION_FORGET},
    {"shards", required_argument, OPTION_SHARDS},
    {"watch", no_argument, OPTION_WATCH},
    {"changed", no_argument, OPTION_CHANGED},
    {"changed-from0", no_argument, OPTION_CHANGED_FROM0},
    {"install-hook", no_argument, OPTION_INSTALL_HOOK},
    {"dry-run", no_argument, OPTION_DRY_RUN},
    {"check-config", no_argument, OPTION_CHECK_CONFIG},
    {"json", no_argument, OPTION_JSON},
    {"quiet", no_argument, OPTION_QUIET},
    {"verbose", no_argument, OPTION_VERBOSE},
    {"help", no_argument, OPTION_HELP},
    {"version", no_argument, OPTION_VERSION},
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

static bool set_shards(struct options *out, const char *value, struct error *err)
{
    char *end;
    unsigned long count = strtoul(value, &end, 10);

    out->index.shards = (unsigned)count;
    return (*value >= '0' && *value <= '9' && *end == '\0' && count >= 1 && count <= SHARDS_MAX) ||
           error_setf(err, ERROR_INPUT, NULL, 0, "--shards 4 makes four of them", "--shards %s is not a number from 1 to %d",
                      value, SHARDS_MAX);
}

static bool set(struct options *out, const struct option_row *row, const char *value, struct error *err)
{
    switch (row->option) {
    case OPTION_CONFIG:
        out->index.config = value;
        return true;
    case OPTION_INDEX:
        out->index.index = value;
        return true;
    case OPTION_REBUILD:
        out->index.rebuild = true;
        return true;
    case OPTION_ACCEPT_SHRINK:
        out->index.accept_shrink = true;
        return true;
    case OPTION_WAIT:
        out->index.wait = true;
        return true;
    case OPTION_ROLLBACK:
        out->deed = DEED_ROLLBACK;
        return true;
    case OPTION_EXPORT:
        out->deed = DEED_EXPORT;
        out->export_to = value;
        return true;
    case OPTION_IMPORT:
        out->deed = DEED_IMPORT;
        out->import_from = value;
        return true;
    case OPTION_RELATED:
        out->related_to = value;
        return true;
    case OPTION_FORGET:
        out->index.forget = true;
        return true;
    case OPTION_SHARDS:
        return set_shards(out, value, err);
    case OPTION_WATCH:
        out->deed = DEED_WATCH;
        return true;
    case OPTION_CHANGED:
        out->changed_named = true;
        return true;
    case OPTION_CHANGED_FROM0:
        out->changed_from0 = true;
        return true;
    case OPTION_INSTALL_HOOK:
        out->deed = DEED_INSTALL_HOOK;
        return true;
    case OPTION_DRY_RUN:
        out->deed = DEED_DRY_RUN;
        return true;
    case OPTION_CHECK_CONFIG:
        out->deed = DEED_CHECK_CONFIG;
        return true;
    case OPTION_JSON:
        out->json = true;
        return true;
    case OPTION_QUIET:
        out->quiet = true;
        return true;
    case OPTION_VERBOSE:
        out->verbose = true;
        return true;
    case OPTION_HELP:
        out->deed = DEED_HELP;
        return true;
    case OPTION_VERSION:
        out->deed = DEED_VERSION;
        return true;
    }
    return false; /* the table names no other */
}

static void long_options(struct option *out)
{
    for (size_t i = 0; i < ROWS; i++)
        out[i] = (struct option){rows[i].name, rows[i].has_value, NULL, (int)rows[i].option};
    out[ROWS] = (struct option){0};
}

/* What is left on the command line: the site, or with --changed the paths. */
static bool take_operands(int argc, char **argv, struct options *out, struct error *err)
{
    bool named = out->changed_named || out->changed_from0;

    if (named && out->deed != DEED_INDEX && out->deed != DEED_HELP && out->deed != DEED_VERSION)
        return error_set(err, ERROR_INPUT, NULL, 0, "--changed goes with no other thing to do", "leave one of them out");
    if (out->changed_named && out->changed_from0)
        return error_set(err, ERROR_INPUT, NULL, 0, "--changed and --changed-from0 are two ways to say the same",
                         "leave one of them out");
    if (out->changed_named) {
        out->index.changed = (const char *const *)argv + optind;
        out->index.changed_len = (size_t)(argc - optind);
        return argc > optind || error_set(err, ERROR_INPUT, NULL, 0, "--changed wants paths",
                                          "name what has changed in the site that is here");
    }
    if (argc - optind > 1)
        return error_setf(err, ERROR_INPUT, NULL, 0, "name one folder", "one site at a time: %s is too much",
                          argv[optind + 1]);
    if (optind < argc)
        out->index.site = argv[optind];
    return true;
}

bool options_read(int argc, char **argv, struct options *out, struct error *err)
{
    struct option table[ROWS + 1];
    int found, row = 0;

    *out = (struct options){.index.site = ".", .index.now = instant_now()};
    long_options(table);
    opterr = 0;
    while ((found = getopt_long(argc, argv, ":", table, &row)) != -1) {
        if (found == '?')
            return error_setf(err, ERROR_INPUT, NULL, 0, "twc-index --help lists them", "there is no option %s",
                              argv[optind - 1]);
        if (found == ':')
            return error_setf(err, ERROR_INPUT, NULL, 0, "twc-index --help tells", "%s wants a value",
                              argv[optind - 1]);
        if (!set(out, &rows[row], optarg, err))
            return false;
    }
    return take_operands(argc, argv, out, err);
}
