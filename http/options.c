/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/settings.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>
#include <unistd.h>

#include "query/query.h"

enum kind { TEXT, TEXTS, NETS, NUMBER, BYTES, OCTAL, LEVEL, OFF, END_HELP, END_VERSION };

struct option_row {
    const char *name;
    enum kind kind;
    size_t at; /* where in struct settings */
    uint64_t least, most;
    const char *argument; /* NULL: it takes none */
    const char *help;     /* ends in the default */
};

#define AT(member) offsetof(struct settings, member)

static const struct option_row rows[] = {
    {"index", TEXT, AT(index), 0, 0, "DIR|STUB",
     "the index, as twc-index made it, or a list of its shards (default $TWC_SEARCH_INDEX, else .twc-search/index)"},
    {"listen", TEXTS, AT(listen), 0, 0, "ADDR:PORT|unix:PATH",
     "where to listen; may be repeated; port 0 picks one (default 127.0.0.1:8080)"},
    {"socket-mode", OCTAL, AT(socket_mode), 0, 0777, "MODE", "who may use a unix: socket (default 0660)"},
    {"metrics-listen", TEXT, AT(metrics_listen), 0, 0, "ADDR:PORT",
     "metrics here and on no other listener (default: on all)"},
    {"allow-origin", TEXTS, AT(allow_origin), 0, 0, "ORIGIN...",
     "other sites whose scripts may ask; * is all (default none)"},
    {"trusted-proxy", NETS, AT(trusted), 0, 0, "ADDR[/BITS]...",
     "peers whose X-Forwarded-For is believed (default 127.0.0.0/8 ::1)"},
    {"rate", NUMBER, AT(limits.rate), 0, 1000000, "N",
     "requests a second for each /24 or /48; 0 is no limit (default 20)"},
    {"burst", NUMBER, AT(limits.burst), 1, 1000000, "N", "requests at once before that limit holds (default 60)"},
    {"cache", BYTES, AT(cache_bytes), 0, (uint64_t)1 << 32, "BYTES", "answers kept in memory; 0 is none (default 0)"},
    {"max-age", NUMBER, AT(max_age), 0, 31536000, "SECONDS", "how long others may keep an answer (default 60)"},
    {"log-level", LEVEL, AT(log.most), 0, 0, "error|warning|info", "what is told, and all that is worse (default info)"},
    {"log-queries", TEXT, AT(log_queries), 0, 0, "FILE",
     "append, each day, how often each query was asked that five clients asked (default: nothing)"},
    {"threads", NUMBER, AT(threads), 0, 256, "N", "threads a listener (default two a core, at least four)"},
    {"no-sandbox", OFF, AT(sandbox), 0, 0, NULL, "neither Landlock nor seccomp, for kernels that lack them"},
    {"max-connections", NUMBER, AT(limits.connections), 8, 100000, "N", "open at once, in all (default 2000)"},
    {"max-connections-per-client", NUMBER, AT(limits.connections_per_client), 1, 100000, "N",
     "open at once for each /24 or /48 (default 64)"},
    {"connection-memory", BYTES, AT(limits.connection_memory), 8192, 1048576, "BYTES",
     "for a connection's request head and buffers (default 32k)"},
    {"head-timeout", NUMBER, AT(limits.head_seconds), 1, 3600, "SECONDS",
     "until a whole request is there (default 15)"},
    {"answer-timeout", NUMBER, AT(limits.answer_seconds), 1, 3600, "SECONDS",
     "until its answer has been taken (default 30)"},
    {"max-url", BYTES, AT(limits.url_bytes), 256, 65536, "BYTES", "length of a URL (default 8k)"},
    {"max-parameters", NUMBER, AT(limits.parameters), 8, 10000, "N", "parameters in a URL (default 64)"},
    {"max-query", BYTES, AT(limits.query_bytes), 64, QUERY_MAX_BYTES, "BYTES",
     "of a query that are read; the rest is left out (default 4096)"},
    {"max-terms", NUMBER, AT(limits.query_terms), 8, QUERY_MAX_TERMS, "N",
     "words of a query that are looked for (default 256)"},
    {"send-memory", BYTES, AT(limits.send_memory), 4096, 4194304, "BYTES",
     "that the system keeps of an answer that is not taken (default 64k)"},
    {"time-budget", NUMBER, AT(limits.time_budget), 1, 60000, "MILLISECONDS",
     "for one search; past it the answer is partial (default 50; over shards 500)"},
    {"shard-time", NUMBER, AT(limits.shard_time), 10, 60000, "MILLISECONDS",
     "for one call to a shard; a slower one is left out (default a fifth of --time-budget, 250 at most)"},
    {"count-exactly", NUMBER, AT(limits.count_exactly), 100, 10000000, "N",
     "matches up to which totals are exact (default 10000)"},
    {"help", END_HELP, 0, 0, 0, NULL, "this text"},
    {"version", END_VERSION, 0, 0, 0, NULL, "the version"},
};

/* A question over shards is some dozens of calls, one after the other. */
enum { BUDGET_MS = 50, BUDGET_OVER_SHARDS_MS = 500, SHARE_OF_A_CALL = 5, SHARD_TIME_LEAST = 10 };

enum { ROWS = sizeof rows / sizeof rows[0] };

struct settings *settings_new(void *ctx)
{
    struct settings *s = talloc_zero(ctx, struct settings);
    if (!s)
        return NULL;
    s->max_age = 60;
    s->socket_mode = 0660;
    s->sandbox = true;
    s->log = (struct log){LOG_LEVEL_INFO, isatty(STDERR_FILENO) == 1}; /* asked now: the sandbox does not let us */
    s->limits = (struct limits){
        .connections = 2000,
        .connections_per_client = 64,
        .connection_memory = 32768,
        .head_seconds = 15,
        .answer_seconds = 30,
        .url_bytes = 8192,
        .parameters = 64,
        .rate = 20,
        .burst = 60,
        .query_bytes = QUERY_MAX_BYTES,
        .query_terms = QUERY_MAX_TERMS,
        .send_memory = 65536,
        .count_exactly = 10000,
    };
    return s;
}

unsigned settings_threads(const struct settings *s)
{
    if (s->threads > 0)
        return (unsigned)s->threads;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 2 ? (unsigned)(cores < 128 ? 2 * cores : 256) : 4;
}

uint64_t settings_time_budget(const struct settings *s, bool shards)
{
    return s->limits.time_budget > 0 ? s->limits.time_budget : shards ? BUDGET_OVER_SHARDS_MS : BUDGET_MS;
}

/* What a call that is not answered takes must leave time to ask the others. */
unsigned settings_shard_time(const struct settings *s)
{
    uint64_t share = settings_time_budget(s, true) / SHARE_OF_A_CALL;

    if (s->limits.shard_time > 0)
        return (unsigned)s->limits.shard_time;
    return (unsigned)(share > SHARD_LIMIT_MS ? SHARD_LIMIT_MS : share > SHARD_TIME_LEAST ? share : SHARD_TIME_LEAST);
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "there is no memory", NULL);
}

static bool append_text(struct settings *s, struct texts *list, struct span text, struct error *err)
{
    const char **longer = array_resize(s, list->at, const char *, list->len + 1);
    if (longer)
        list->at = longer;
    char *copy = longer ? span_copy(longer, text) : NULL;
    if (!copy)
        return no_memory(err);
    list->at[list->len++] = copy;
    return true;
}

static bool append_net(struct settings *s, struct span text, struct error *err)
{
    struct net net;
    if (!net_read(text, &net))
        return error_setf(err, ERROR_INPUT, NULL, 0, "write it as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32",
                          "--trusted-proxy: '%.*s' is not an address", (int)text.len, text.at);
    struct net *longer = array_resize(s, s->trusted, struct net, s->trusted_len + 1);
    if (!longer)
        return no_memory(err);
    s->trusted = longer;
    s->trusted[s->trusted_len++] = net;
    return true;
}

/* An argument may hold several, parted by commas or blanks. */
static bool append_all(struct settings *s, const struct option_row *row, const char *argument, struct error *err)
{
    for (const char *at = argument; *at;) {
        size_t len = strcspn(at, ", \t");
        struct span piece = {at, len};
        if (len && !(row->kind == NETS ? append_net(s, piece, err)
                                       : append_text(s, (struct texts *)(void *)((char *)s + row->at), piece, err)))
            return false;
        at += len + (at[len] != '\0');
    }
    return true;
}

static bool bad_number(const struct option_row *row, const char *argument, struct error *err)
{
    return error_setf(err, ERROR_INPUT, NULL, 0, NULL, "--%s: '%s' is not a number from %llu to %llu%s", row->name,
                      argument, (unsigned long long)row->least, (unsigned long long)row->most,
                      row->kind == BYTES ? " (k and M are understood)" : "");
}

static bool read_number(const struct option_row *row, const char *argument, uint64_t *out, struct error *err)
{
    char *end;
    unsigned long long value = strtoull(argument, &end, row->kind == OCTAL ? 8 : 10);
    unsigned shift = row->kind != BYTES ? 0 : *end == 'k' || *end == 'K' ? 10 : *end == 'M' ? 20 : *end == 'G' ? 30 : 0;
    if (shift)
        end++;
    if (argument[0] < '0' || argument[0] > '9' || *end || value > (UINT64_MAX >> shift))
        return bad_number(row, argument, err);
    *out = (uint64_t)value << shift;
    return (*out >= row->least && *out <= row->most) || bad_number(row, argument, err);
}

static bool take(struct settings *s, const struct option_row *row, const char *argument, struct error *err)
{
    void *at = (char *)s + row->at;
    switch (row->kind) {
    case TEXT:
        *(const char **)at = argument;
        return true;
    case TEXTS:
    case NETS:
        return append_all(s, row, argument, err);
    case NUMBER:
    case BYTES:
    case OCTAL:
        return read_number(row, argument, at, err);
    case LEVEL:
        return log_level_read(argument, at) || error_setf(err, ERROR_INPUT, NULL, 0, "say error, warning or info",
                                                          "--%s: '%s' is not a level", row->name, argument);
    default:
        *(bool *)at = false;
        return true;
    }
}

static void long_options(struct option out[ROWS + 1])
{
    for (size_t i = 0; i < ROWS; i++)
        out[i] =
            (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, (int)(256 + i)};
    out[ROWS] = (struct option){NULL, 0, NULL, 0};
}

static enum options_end unknown(const char *word, struct error *err)
{
    error_setf(err, ERROR_INPUT, NULL, 0, "twc-searchd --help lists them",
               "'%s' is not an option, or its argument is missing", word);
    return OPTIONS_BAD;
}

static bool fill_in(struct settings *s, struct error *err)
{
    if (!s->index)
        s->index = getenv("TWC_SEARCH_INDEX");
    if (!s->index || !*s->index)
        s->index = ".twc-search/index";
    return s->trusted_len > 0 || (append_net(s, SPAN("127.0.0.0/8"), err) && append_net(s, SPAN("::1"), err));
}

enum options_end options_read(struct settings *s, int argc, char **argv, struct error *err)
{
    struct option options[ROWS + 1];
    long_options(options);
    const struct option_row *list = NULL; /* the option before, where it goes on taking words */
    optind = 0;
    for (;;) {
        int got = getopt_long(argc, argv, "-:h", options, NULL);
        if (got == -1)
            break;
        const struct option_row *row = got >= 256 ? &rows[got - 256] : got == 1 ? list : NULL;
        if (got == 'h' || (row && row->kind == END_HELP))
            return OPTIONS_HELP;
        if (row && row->kind == END_VERSION)
            return OPTIONS_VERSION;
        if (!row)
            return unknown(argv[optind - 1], err);
        if (!take(s, row, optarg, err))
            return OPTIONS_BAD;
        list = row->kind == TEXTS || row->kind == NETS ? row : NULL;
    }
    if (optind < argc)
        return unknown(argv[optind], err);
    return fill_in(s, err) ? OPTIONS_RUN : OPTIONS_BAD;
}

char *options_help(void *ctx)
{
    char *out = talloc_strdup(
        ctx, "Usage: twc-searchd [OPTIONS]\n\nAnswers queries over HTTP from an index that twc-index made.\n\n");
    for (size_t i = 0; i < ROWS && out; i++) {
        char name[80];
        snprintf(name, sizeof name, "--%s%s%s", rows[i].name, rows[i].argument ? " " : "",
                 rows[i].argument ? rows[i].argument : "");
        out = talloc_asprintf_append(out, "  %-34s%s%s\n", name,
                                     strlen(name) < 34 ? "" : "\n                                    ", rows[i].help);
    }
    return out;
}
