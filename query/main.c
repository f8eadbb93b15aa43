/* SPDX-License-Identifier: GPL-3.0-or-later */
/* twc-search: asks an index from the command line. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "query/doctor.h"
#include "query/inspect.h"
#include "query/options.h"
#include "query/terminal.h"
#include "xapian-c/xapian-c.h"

enum { EXIT_HITS = 0, EXIT_NONE = 1, EXIT_ERROR = 2 };
enum { OUTPUT_MAX = 64 << 20, SUGGESTIONS = 10 };

struct session {
    void *ctx;
    const struct search_options *options;
    struct index *index;
    struct buffer out;
    struct error err;
};

/* As git looks for .git: here, then in each folder above. */
static const char *find_index(void *ctx, const char *asked)
{
    char here[PATH_MAX];

    if (asked)
        return asked;
    if (getenv("TWC_SEARCH_INDEX"))
        return getenv("TWC_SEARCH_INDEX");
    if (!getcwd(here, sizeof(here)))
        return ".twc-search/index";
    for (;;) {
        char *path = talloc_asprintf(ctx, "%s/.twc-search/index", here);
        char *last = strrchr(here, '/');
        if (file_exists(path))
            return path;
        if (!last || here[0] == '\0')
            return ".twc-search/index";
        *last = '\0';
    }
}

static bool is_colored(const char *when)
{
    const char *none = getenv("NO_COLOR");

    if (strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    return isatty(STDOUT_FILENO) && !(none && *none);
}

static int show_answer(struct session *session, const struct answer *answer)
{
    struct json json = json_new(&session->out);

    if (!answer)
        return EXIT_ERROR;
    if (session->options->json)
        answer_write_json(&json, answer);
    else
        terminal_answer(&session->out, answer, is_colored(session->options->color));
    if (session->options->json)
        buffer_char(&session->out, '\n');
    return answer->hits_len ? EXIT_HITS : EXIT_NONE;
}

static int show_suggestions(struct session *session)
{
    const struct request *request = session->options->request;
    struct suggestions *found = suggest(session->ctx, session->index, request->q ? request->q : "", request->lang,
                                        SUGGESTIONS, &session->err);
    struct json json = json_new(&session->out);

    if (!found)
        return EXIT_ERROR;
    if (session->options->json)
        suggestions_write_json(&json, found);
    else
        terminal_suggestions(&session->out, found);
    if (session->options->json)
        buffer_char(&session->out, '\n');
    return found->len ? EXIT_HITS : EXIT_NONE;
}

static int show_evaluation(struct session *session)
{
    char *below = NULL;
    struct evaluation *found = evaluate(session->ctx, session->index, session->options->judged, &session->err);

    if (!found || (session->options->floor &&
                   !evaluation_meets(session->ctx, found, session->options->floor, &below, &session->err)))
        return EXIT_ERROR;
    terminal_evaluation(&session->out, found);
    if (below && *below)
        fprintf(stderr, "twc-search: below the floor: %s\n", below);
    return below && *below ? EXIT_NONE : EXIT_HITS;
}

static int show_report(struct session *session)
{
    const struct search_options *options = session->options;
    const struct request *request = options->request;
    const char *path = options->counts;
    struct json json = json_new(&session->out);

    if (!path) {
        const char *index = find_index(session->ctx, options->index), *slash = strrchr(index, '/');
        path = talloc_asprintf(session->ctx, "%.*squeries.tsv", slash ? (int)(slash + 1 - index) : 0, index);
    }
    if (!options->counts && !file_exists(path)) {
        error_set(&session->err, ERROR_INPUT, path, 0, "there are no counts of queries",
                  "start twc-searchd with --log-queries FILE, and name that file: --report FILE");
        return EXIT_ERROR;
    }
    struct report *report = report_read(session->ctx, path, request->from, request->to, &session->err);
    if (!report)
        return EXIT_ERROR;
    if (options->json)
        report_write_json(&json, report, request->limit);
    else
        terminal_report(&session->out, report, path, request->limit, is_colored(options->color));
    if (options->json)
        buffer_char(&session->out, '\n');
    return report->len > 0 ? EXIT_HITS : EXIT_NONE;
}

/* 0: well; 1: somebody should look; 2: search does not work. */
static int show_diagnosis(struct session *session)
{
    const struct search_options *options = session->options;
    struct diagnosis *found = diagnose(session->ctx, find_index(session->ctx, options->index), options->daemon);
    struct json json = json_new(&session->out);

    if (!found) {
        fputs("twc-search: memory ran out\n", stderr);
        return EXIT_ERROR;
    }
    if (options->json)
        diagnosis_write_json(&json, found);
    else
        diagnosis_write(&session->out, found);
    fwrite(buffer_string(&session->out), 1, session->out.len, stdout);
    if (options->json)
        putchar('\n');
    return (int)diagnosis_state(found);
}

static int run(struct session *session)
{
    const struct search_options *options = session->options;

    switch (options->deed) {
    case SEARCH_SUGGEST:
        return show_suggestions(session);
    case SEARCH_SIMILAR:
        return show_answer(session, similar(session->ctx, session->index, options->page, options->request->lang,
                                            options->request->limit, &session->err));
    case SEARCH_INSPECT:
        return inspect(&session->out, session->index, options->page, &session->err) ? EXIT_HITS : EXIT_ERROR;
    case SEARCH_EVALUATE:
        return show_evaluation(session);
    default:
        return show_answer(session, search(session->ctx, session->index, options->request, &session->err));
    }
}

/* A question over shards is some hundreds of calls, and a person waits a moment longer than a box. */
static void allow_for_shards(struct session *session)
{
    enum { SECONDS_OVER_SHARDS = 5 };
    struct index_status status;

    index_status(session->index, &status);
    if (status.shards > 0)
        session->options->request->time_budget = SECONDS_OVER_SHARDS;
}

static int ask(void *ctx, int argc, char **argv)
{
    struct search_options options;
    struct session session = {.ctx = ctx, .options = &options, .out = buffer_new(ctx, OUTPUT_MAX)};
    int status = EXIT_ERROR;

    if (search_options_read(ctx, argc, argv, &options, &session.err)) {
        if (options.deed == SEARCH_HELP || options.deed == SEARCH_VERSION) {
            if (options.deed == SEARCH_HELP)
                fputs(search_help, stdout);
            else
                printf("twc-search %s (libxapian %s)\n", TWC_VERSION, xapc_version());
            return EXIT_HITS;
        }
        if (options.deed == SEARCH_DOCTOR)
            return show_diagnosis(&session);
        if (options.deed == SEARCH_REPORT) /* it needs no index */
            status = show_report(&session);
        else
            session.index = index_open(ctx, find_index(ctx, options.index), &session.err);
        if (session.index) {
            allow_for_shards(&session);
            status = run(&session);
        }
    }
    if (status == EXIT_ERROR)
        fprintf(stderr, "twc-search: %s\n", session.err.text);
    else
        fwrite(buffer_string(&session.out), 1, session.out.len, stdout);
    return status;
}

int main(int argc, char **argv)
{
    void *ctx = talloc_new(NULL);
    int status = ask(ctx, argc, argv);

    talloc_free(ctx);
    if (fflush(stdout) != 0) {
        perror("twc-search: cannot write the output");
        return EXIT_ERROR;
    }
    return status;
}
