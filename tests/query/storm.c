/* SPDX-License-Identifier: GPL-3.0-or-later */
/* storm [--queries N] [--seed N] [--minutes N] [--state FILE] [--only NUMBER] FOLDER
 *
 * Asks an index of the site in FOLDER queries that nobody wrote, all in this process: none may end in an error, in an
 * answer that is not whole, or long after its time. Meant for a build with sanitizers. --state keeps how far it came, so
 * that the same command goes on; --only asks one again, and prints it. */
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "indexer/indexer.h"
#include "tests/query/storm_queries.h"
#include "tests/support/folder.h"

/* An answer that takes its budget says `partial`; ten times as much means that nothing looked at the clock. In time of the
 * processor: what else the machine does is no matter. */
enum { BUDGET_MS = 50, GROSS = 10, JSON_MAX = 16 << 20, SAVE_EACH = 2000 };

struct count {
    unsigned long long seed, asked, hits, none, partial, late;
    double slowest;
    unsigned long long slowest_number;
};

struct storm {
    void *ctx;
    const char *folder, *state;
    double minutes;
    unsigned long long queries;
    long long only;
    struct storm_words *words;
    struct index *index;
    struct count count;
    struct error err;
};

static double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- what an answer must be ---- */

static const char *wrong_html(const char *html)
{
    int open = 0;

    for (const char *at = html; *at; at++) {
        if (*at == '<' && strncmp(at, "<mark>", 6) == 0)
            open++;
        else if (*at == '<' && strncmp(at, "</mark>", 7) == 0)
            open--;
        else if (*at == '<')
            return "a snippet holds a tag";
        if (open < 0 || open > 1)
            return "marks do not pair";
    }
    return open ? "a mark is not closed" : NULL;
}

static const char *wrong_hit(const struct hit *hit)
{
    if (!hit->path || !*hit->path || !hit->url || !hit->title.plain || !hit->snippet.plain || !hit->rung)
        return "a hit lacks what it must have";
    if (!isfinite(hit->score) || hit->score < 0 || hit->score > 1)
        return "a score is not from 0 to 1";
    if (wrong_html(hit->title.html))
        return wrong_html(hit->title.html);
    for (size_t i = 0; i < hit->sub_results_len; i++)
        if (wrong_html(hit->sub_results[i].snippet.html))
            return wrong_html(hit->sub_results[i].snippet.html);
    return wrong_html(hit->snippet.html);
}

static const char *wrong_answer(void *ctx, const struct answer *answer)
{
    struct buffer out = buffer_new(ctx, JSON_MAX);
    struct json json = json_new(&out);

    if (answer->total_hits > answer->total_matches || answer->hits_len > answer->request->limit ||
        answer->hits_len > answer->total_matches)
        return "the totals do not agree";
    for (size_t i = 0; i < answer->hits_len; i++)
        if (wrong_hit(&answer->hits[i]))
            return wrong_hit(&answer->hits[i]);
    answer_write_json(&json, answer);
    return out.full || !utf8_valid(buffer_view(&out)) ? "the JSON is not whole or not UTF-8" : NULL;
}

/* ---- asking ---- */

static bool tell_wrong(struct storm *storm, const struct request *request, unsigned long long number, const char *what)
{
    printf("query %llu of seed %llu: %s\n", number, storm->count.seed, what);
    printf("  %s\n", request_link(storm->ctx, request, request->offset));
    return false;
}

static void count_time(struct count *count, double milliseconds, unsigned long long number)
{
    count->late += milliseconds > BUDGET_MS;
    if (milliseconds > count->slowest) {
        count->slowest = milliseconds;
        count->slowest_number = number;
    }
}

/* What was typed, as suggestions too, now and then. */
static bool ask_suggestions(struct storm *storm, void *ctx, const struct request *request)
{
    return suggest(ctx, storm->index, request->q, request->lang, 10, &storm->err) != NULL;
}

/* Pages like the best one, likewise. */
static bool ask_similar(struct storm *storm, void *ctx, const struct answer *answer)
{
    return answer->hits_len == 0 ||
           similar(ctx, storm->index, answer->hits[0].id, answer->hits[0].lang, 10, &storm->err) != NULL;
}

static bool ask(struct storm *storm, unsigned long long number)
{
    void *ctx = talloc_new(storm->ctx);
    struct request *request = storm_request(ctx, storm->words, storm->count.seed, number);
    double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    struct answer *answer = search(ctx, storm->index, request, &storm->err);
    double milliseconds = 1000 * (seconds_of(CLOCK_THREAD_CPUTIME_ID) - start);
    const char *wrong = answer ? wrong_answer(ctx, answer) : storm->err.text;
    bool good;

    if (!wrong && number % 8 == 0 && !ask_suggestions(storm, ctx, request))
        wrong = storm->err.text;
    if (!wrong && number % 16 == 1 && !ask_similar(storm, ctx, answer))
        wrong = storm->err.text;
    if (!wrong && milliseconds > BUDGET_MS * GROSS)
        wrong = "it took ten times its time";
    good = !wrong || tell_wrong(storm, request, number, wrong);
    if (answer) {
        storm->count.hits += answer->hits_len > 0;
        storm->count.none += answer->hits_len == 0;
        storm->count.partial += answer->partial;
    }
    count_time(&storm->count, milliseconds, number);
    if (storm->only >= 0)
        printf("%s\n%.2f ms, %zu hits\n", request_link(ctx, request, request->offset), milliseconds,
               answer ? answer->hits_len : 0);
    talloc_free(ctx);
    return good;
}

/* ---- how far it came ---- */

static void load(struct storm *storm)
{
    struct count *count = &storm->count;
    FILE *file = storm->state ? fopen(storm->state, "r") : NULL;

    if (file && fscanf(file, "%llu %llu %llu %llu %llu %llu %lf %llu", &count->seed, &count->asked, &count->hits,
                       &count->none, &count->partial, &count->late, &count->slowest, &count->slowest_number) == 8)
        printf("goes on after %llu queries of seed %llu\n", count->asked, count->seed);
    if (file)
        fclose(file);
}

static void save(const struct storm *storm)
{
    const struct count *count = &storm->count;
    FILE *file = storm->state ? fopen(storm->state, "w") : NULL;

    if (!file)
        return;
    fprintf(file, "%llu %llu %llu %llu %llu %llu %f %llu\n", count->seed, count->asked, count->hits, count->none,
            count->partial, count->late, count->slowest, count->slowest_number);
    fclose(file);
}

static bool rage(struct storm *storm)
{
    double last = seconds_of(CLOCK_MONOTONIC) + 60 * storm->minutes;
    bool good = true;

    for (; good && storm->count.asked < storm->queries; storm->count.asked++) {
        if (storm->count.asked % SAVE_EACH == 0)
            save(storm);
        if (seconds_of(CLOCK_MONOTONIC) > last)
            break;
        good = ask(storm, storm->count.asked);
    }
    save(storm);
    return good;
}

/* ---- the program ---- */

static bool make_ready(struct storm *storm)
{
    char *index = test_path(storm->ctx, test_folder(storm->ctx), "index");
    const struct index_options options = {.site = storm->folder,
                                          .index = index,
                                          .data_folder = TWC_SOURCE_DIR "/corpus",
                                          .now = 1800000000,
                                          .accept_shrink = true};
    struct index_report report;

    if (!index_update(&options, NULL, &report, &storm->err))
        return false;
    storm->words = storm_words_of(storm->ctx, storm->folder, &storm->err);
    storm->index = storm->words ? index_open(storm->ctx, index, &storm->err) : NULL;
    return storm->index != NULL;
}

static bool read_options(struct storm *storm, int argc, char **argv)
{
    static const struct option options[] = {{"queries", 1, NULL, 'q'}, {"seed", 1, NULL, 's'}, {"minutes", 1, NULL, 'm'},
                                            {"state", 1, NULL, 'f'},   {"only", 1, NULL, 'o'}, {NULL, 0, NULL, 0}};

    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
        switch (option) {
        case 'q': storm->queries = strtoull(optarg, NULL, 10); break;
        case 's': storm->count.seed = strtoull(optarg, NULL, 10); break;
        case 'm': storm->minutes = strtod(optarg, NULL); break;
        case 'f': storm->state = optarg; break;
        case 'o': storm->only = strtoll(optarg, NULL, 10); break;
        default: return false;
        }
    storm->folder = optind + 1 == argc ? argv[optind] : NULL;
    return storm->folder != NULL;
}

static bool tell(const struct storm *storm, bool good)
{
    const struct count *count = &storm->count;

    printf("seed %llu: %llu queries, %llu with hits, %llu with none, %s; over their time of %d ms: %llu said partial, %llu of "
           "the processor's, the slowest %.1f ms (query %llu)\n",
           count->seed, count->asked, count->hits, count->none, good ? "no error, no crash" : "ENDED BY A FAULT", BUDGET_MS,
           count->partial, count->late, count->slowest, count->slowest_number);
    return good;
}

int main(int argc, char **argv)
{
    struct storm storm = {.ctx = talloc_new(NULL), .queries = 3000, .minutes = 10, .only = -1, .count = {.seed = 1}};
    bool good;

    if (!read_options(&storm, argc, argv)) {
        fputs("usage: storm [--queries N] [--seed N] [--minutes N] [--state FILE] [--only NUMBER] FOLDER\n", stderr);
        return 2;
    }
    if (!make_ready(&storm)) {
        fprintf(stderr, "%s\n", storm.err.text);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    load(&storm);
    good = storm.only >= 0 ? ask(&storm, (unsigned long long)storm.only) : tell(&storm, rage(&storm));
    talloc_free(storm.ctx);
    return good ? 0 : 1;
}
