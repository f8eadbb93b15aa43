/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/options.h"

#include <getopt.h>

const char search_help[] =
    "usage: twc-search [OPTIONS] QUERY...\n"
    "\n"
    "Searches a site that twc-index has indexed.\n"
    "\n"
    "  --index DIR      the index (else $TWC_SEARCH_INDEX, else .twc-search/index here or in a folder above)\n"
    "  --lang CODE      pages in this language; others only when it has none\n"
    "  --tag, --section NAME   only these (repeat: all of them; commas: any)\n"
    "  --from, --to DATE       only pages of these days, as 2024-03-31\n"
    "  --sort relevance|date   --limit N (10)   --offset N\n"
    "  --facets NAMES   with --json: counts by tag, section, lang, year, tax.NAME\n"
    "  --json           the answer as the daemon gives it\n"
    "  --explain        where each score comes from\n"
    "  --suggest        what the words may become\n"
    "  --similar PATH   pages like this one\n"
    "  --inspect PATH   what the index holds of a page\n"
    "  --evaluate FILE  scores judged queries; --floor FILE: exit 1 below these figures\n"
    "  --report [FILE]  what people asked, from the counts of twc-searchd --log-queries\n"
    "  --doctor [URL]   what is wrong with the index or a daemon, and how to mend it; exit 1 look, 2 broken\n"
    "  --color auto|always|never   --help   --version\n"
    "\n"
    "\"quoted words\" stand so; -word is not there; tag: section: lang: title: before: after: narrow it down.\n"
    "Exit: 0 with hits, 1 with none, 2 on an error.\n";

enum option_name {
    OPTION_INDEX = 256,
    OPTION_PARAMETER,
    OPTION_JSON,
    OPTION_EXPLAIN,
    OPTION_SUGGEST,
    OPTION_SIMILAR,
    OPTION_INSPECT,
    OPTION_EVALUATE,
    OPTION_FLOOR,
    OPTION_REPORT,
    OPTION_COLOR,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_DOCTOR
};

/* A parameter's option has the parameter's own name. */
static const struct option_row {
    const char *name;
    int has_value;
    enum option_name option;
} rows[] = {
    {"index", required_argument, OPTION_INDEX},       {"lang", required_argument, OPTION_PARAMETER},
    {"tag", required_argument, OPTION_PARAMETER},     {"section", required_argument, OPTION_PARAMETER},
    {"from", required_argument, OPTION_PARAMETER},    {"to", required_argument, OPTION_PARAMETER},
    {"sort", required_argument, OPTION_PARAMETER},    {"limit", required_argument, OPTION_PARAMETER},
    {"offset", required_argument, OPTION_PARAMETER},  {"facets", required_argument, OPTION_PARAMETER},
    {"json", no_argument, OPTION_JSON},               {"explain", no_argument, OPTION_EXPLAIN},
    {"suggest", no_argument, OPTION_SUGGEST},         {"similar", required_argument, OPTION_SIMILAR},
    {"inspect", required_argument, OPTION_INSPECT},   {"evaluate", required_argument, OPTION_EVALUATE},
    {"floor", required_argument, OPTION_FLOOR},       {"color", required_argument, OPTION_COLOR},
    {"report", optional_argument, OPTION_REPORT},     {"help", no_argument, OPTION_HELP},               {"version", no_argument, OPTION_VERSION},
    {"doctor", optional_argument, OPTION_DOCTOR},
};

enum { ROWS = sizeof(rows) / sizeof(*rows), QUERY_ROOM = 1 << 20 };

static bool set_parameter(struct search_options *out, const char *name, const char *value, struct error *err)
{
    struct error why;

    if (request_set(out->request, name, value, &why))
        return true;
    return error_setf(err, ERROR_INPUT, NULL, 0, NULL, "--%s %s: %s", name, value, why.text);
}

static bool set_color(struct search_options *out, const char *value, struct error *err)
{
    if (strcmp(value, "auto") != 0 && strcmp(value, "always") != 0 && strcmp(value, "never") != 0)
        return error_setf(err, ERROR_INPUT, NULL, 0, "say auto, always or never", "--color %s is unknown", value);
    out->color = value;
    return true;
}

static bool set(struct search_options *out, const struct option_row *row, const char *value, struct error *err)
{
    switch (row->option) {
    case OPTION_INDEX:
        out->index = value;
        return true;
    case OPTION_PARAMETER:
        return set_parameter(out, row->name, value, err);
    case OPTION_JSON:
        out->json = true;
        return true;
    case OPTION_EXPLAIN:
        return set_parameter(out, "explain", "1", err);
    case OPTION_SUGGEST:
        out->deed = SEARCH_SUGGEST;
        return true;
    case OPTION_SIMILAR:
    case OPTION_INSPECT:
        out->deed = row->option == OPTION_SIMILAR ? SEARCH_SIMILAR : SEARCH_INSPECT;
        out->page = value;
        return true;
    case OPTION_EVALUATE:
        out->deed = SEARCH_EVALUATE;
        out->judged = value;
        return true;
    case OPTION_REPORT:
        out->deed = SEARCH_REPORT;
        out->counts = value;
        return true;
    case OPTION_FLOOR:
        out->floor = value;
        return true;
    case OPTION_COLOR:
        return set_color(out, value, err);
    case OPTION_HELP:
        out->deed = SEARCH_HELP;
        return true;
    case OPTION_VERSION:
        out->deed = SEARCH_VERSION;
        return true;
    case OPTION_DOCTOR:
        out->deed = SEARCH_DOCTOR;
        out->daemon = value;
        return true;
    }
    return false;
}

static void long_options(struct option *out)
{
    for (size_t i = 0; i < ROWS; i++)
        out[i] = (struct option){rows[i].name, rows[i].has_value, NULL, (int)rows[i].option};
    out[ROWS] = (struct option){0};
}

static bool set_query(void *ctx, struct search_options *out, int argc, char **argv, struct error *err)
{
    struct buffer q = buffer_new(ctx, QUERY_ROOM);

    for (int i = optind; i < argc; i++) {
        buffer_text(&q, i > optind ? " " : "");
        buffer_text(&q, argv[i]);
    }
    return request_set(out->request, "q", buffer_string(&q), err);
}

bool search_options_read(void *ctx, int argc, char **argv, struct search_options *out, struct error *err)
{
    struct option table[ROWS + 1];
    const char *at_fault;
    int found, row = 0;

    *out = (struct search_options){.color = "auto", .request = request_new(ctx)};
    if (!out->request)
        return error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    long_options(table);
    opterr = 0;
    while ((found = getopt_long(argc, argv, "+:", table, &row)) != -1) {
        if (found == '?')
            return error_setf(err, ERROR_INPUT, NULL, 0, "twc-search --help lists them; a query that begins with - stands behind --",
                              "there is no option %s", argv[optind - 1]);
        if (found == ':')
            return error_setf(err, ERROR_INPUT, NULL, 0, "twc-search --help tells", "%s wants a value",
                              argv[optind - 1]);
        /* `--report FILE` as well as `--report=FILE`, and `--report` alone */
        if (rows[row].has_value == optional_argument && !optarg && optind < argc && argv[optind][0] != '-')
            optarg = argv[optind++];
        if (!set(out, &rows[row], optarg, err))
            return false;
    }
    if (out->floor && out->deed != SEARCH_EVALUATE)
        return error_set(err, ERROR_INPUT, NULL, 0, "--floor goes with --evaluate", "name the judged queries too");
    if ((out->deed == SEARCH_REPORT || out->deed == SEARCH_DOCTOR) && optind < argc)
        return error_setf(err, ERROR_INPUT, NULL, 0, "twc-search --help tells", "--%s takes no query, and '%s' is one",
                          out->deed == SEARCH_REPORT ? "report" : "doctor", argv[optind]);
    return set_query(ctx, out, argc, argv, err) && request_check(out->request, &at_fault, err);
}
