/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranking-bench INDEX JUDGED [NAME=VALUE…]
 *
 * Asks an index the judged queries with the defaults that a person has, but for the weights that are named, and prints
 * for each hit: id, rank, path, tabs between. ranking-bench --weights prints every weight with its value.
 *
 * There is no time budget, or the figures would be the machine's. */
#include <stdio.h>
#include <stdlib.h>

#include "query/query.h"
#include "tests/ranking/tuned.h"

enum { FILE_MAX = 64 << 20 };

static bool set_weight(const char *setting)
{
    for (size_t i = 0; i < tuned_len; i++) {
        size_t len = strlen(tuned_names[i]);
        if (strncmp(setting, tuned_names[i], len) == 0 && setting[len] == '=') {
            tuned_weights[i] = strtod(setting + len + 1, NULL);
            return true;
        }
    }
    fprintf(stderr, "ranking-bench: there is no weight for %s (--weights names them)\n", setting);
    return false;
}

static bool ask(void *ctx, struct index *index, struct span line, struct error *err)
{
    struct span id, lang = {0}, q = {0};
    void *scratch = talloc_new(ctx);
    struct request *request = request_new(scratch);
    struct answer *answer;

    if (!span_cut(&line, '\t', &id) || !span_cut(&line, '\t', &lang) || !span_cut(&line, '\t', &q))
        return error_set(err, ERROR_INPUT, NULL, 0, "a line has no query", NULL);
    request->time_budget = 0;
    if (!request_set(request, "q", span_copy(scratch, q), err) ||
        !request_set(request, "lang", span_copy(scratch, lang), err))
        return false;
    answer = search(scratch, index, request, err);
    for (size_t i = 0; answer && i < answer->hits_len; i++)
        printf("%.*s\t%zu\t%s\n", (int)id.len, id.at, i + 1, answer->hits[i].path);
    talloc_free(scratch);
    return answer != NULL;
}

static bool ask_all(void *ctx, const char *path, const char *judged, struct error *err)
{
    size_t len;
    struct index *index = index_open(ctx, path, err);
    char *text = index ? file_read(ctx, judged, NULL, FILE_MAX, &len, NULL, err) : NULL;
    struct span rest = {text, text ? len : 0}, line;

    if (!text)
        return false;
    while (span_cut(&rest, '\n', &line))
        if (span_trim(line).len > 0 && *line.at != '#' && !ask(ctx, index, line, err))
            return false;
    return true;
}

int main(int argc, char **argv)
{
    void *ctx = talloc_new(NULL);
    struct error err;
    bool good;

    if (argc == 2 && strcmp(argv[1], "--weights") == 0) {
        for (size_t i = 0; i < tuned_len; i++)
            printf("%s\t%g\n", tuned_names[i], tuned_weights[i]);
        return 0;
    }
    if (argc < 3) {
        fputs("usage: ranking-bench INDEX JUDGED [NAME=VALUE...]\n", stderr);
        return 2;
    }
    for (int i = 3; i < argc; i++)
        if (!set_weight(argv[i]))
            return 2;
    good = ask_all(ctx, argv[1], argv[2], &err);
    if (!good)
        fprintf(stderr, "ranking-bench: %s\n", err.text);
    talloc_free(ctx);
    return good ? 0 : 1;
}
