/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long answers take inside the process, beside the floor and beside what libxapian itself takes of them.
 *
 *   bench-answers INDEX QUERIES ROUNDS [FACETS [FILE]]
 *
 * QUERIES: a line is KIND <tab> QUERY <tab> PATH, the path of the page that must come first or nothing. Each round asks
 * each query both ways, one after the other, ours with its JSON. Prints one JSON object: for ours, bare (floor/bare.h),
 * tree (the dearest search within ours), trees (all of them) and mset (the dearest by libxapian's own matcher) the CPU
 * microseconds p50, p99 and mean over the queries, of each query's median over the rounds; how often the page came first, of
 * how many; bytes of JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <talloc.h>
#include <time.h>

#include "analysis/analysis.h"
#include "query/query.h"
#include "tests/bench/floor/bare.h"
#include "xapian-c/xapian-c.h"

enum { QUERIES_MAX = 10000, TERMS_MAX = 64, ROUNDS_MAX = 1000, LINE_ROOM = 8192, JSON_MAX = 1 << 22 };

enum way { OURS, BARE, TREE, TREES, MSET, WAYS };

static const char *const way_names[WAYS] = {"ours", "bare", "tree", "trees", "mset"};

struct query {
    char *text, *path;
    const char *terms[TERMS_MAX];
    size_t terms_len;
    double *taken[WAYS]; /* by round */
};

struct bench {
    struct index *index;
    struct analyser *analyser;
    struct bare *bare;
    const char *facets;
    struct query queries[QUERIES_MAX];
    size_t len;
    size_t first, expected, bytes, unanswered;
};

static double cpu(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* ---- what libxapian takes of it ---- */

static double tree_dearest, tree_all, mset_dearest, beside; /* of the answer that is being made */
static struct xapc_reader *plain;                           /* a joined one is searched by libxapian's matcher */

bool __real_xapc_reader_search(struct xapc_reader *, const struct xapc_search *, struct xapc_hits **, struct xapc_error *);
bool __wrap_xapc_reader_search(struct xapc_reader *, const struct xapc_search *, struct xapc_hits **, struct xapc_error *);

static void ask_libxapian(const struct xapc_search *search)
{
    struct xapc_hits *hits;
    double start = cpu(), taken;

    if (__real_xapc_reader_search(plain, search, &hits, NULL))
        xapc_hits_free(hits);
    taken = cpu() - start;
    mset_dearest = taken > mset_dearest ? taken : mset_dearest;
    beside += taken;
}

bool __wrap_xapc_reader_search(struct xapc_reader *reader, const struct xapc_search *search, struct xapc_hits **out,
                               struct xapc_error *err)
{
    double start = cpu();
    bool done = __real_xapc_reader_search(reader, search, out, err);
    double taken = cpu() - start;

    tree_all += taken;
    tree_dearest = taken > tree_dearest ? taken : tree_dearest;
    ask_libxapian(search);
    return done;
}

/* ---- asking ---- */

static void fail(const char *what, const struct error *err)
{
    fprintf(stderr, "bench-answers: %s %s\n", what, err ? err->text : "");
    exit(2);
}

static void ask(struct bench *bench, struct query *query, size_t round)
{
    struct error err = {0};
    double start = cpu();
    void *ctx = talloc_new(NULL);
    struct request *request = request_new(ctx);

    tree_dearest = tree_all = mset_dearest = beside = 0;
    if (!request_set(request, "q", query->text, &err) ||
        (bench->facets && !request_set(request, "facets", bench->facets, &err)))
        fail(query->text, &err);

    struct answer *answer = search(ctx, bench->index, request, &err);

    if (!answer)
        fail(query->text, &err);

    struct buffer out = buffer_new(ctx, JSON_MAX);
    struct json json = json_new(&out);

    answer_write_json(&json, answer);
    query->taken[OURS][round] = cpu() - start - beside;
    query->taken[MSET][round] = mset_dearest;
    query->taken[TREE][round] = tree_dearest;
    query->taken[TREES][round] = tree_all;
    if (round == 0) {
        bench->bytes += out.len;
        bench->unanswered += answer->hits_len == 0;
        bench->expected += *query->path != '\0';
        bench->first += *query->path && answer->hits_len > 0 && strcmp(answer->hits[0].path, query->path) == 0;
    }
    talloc_free(ctx);

    start = cpu();
    bare_search(bench->bare, query->terms, query->terms_len);
    query->taken[BARE][round] = cpu() - start;
}

/* ---- queries ---- */

static void add_terms(struct bench *bench, struct query *query, int language)
{
    struct words *words = analyse(bench, bench->analyser, language, span_of(query->text));
    struct buffer term = buffer_new(bench, 1 << 12);

    for (size_t i = 0; words && i < words->len && query->terms_len < TERMS_MAX; i++) {
        if (words->at[i].stop || words->at[i].joined)
            continue;
        struct span text =
            schema_term(&term, TERM_STEM, 0, analyser_code(bench->analyser, language), words->at[i].stem);
        query->terms[query->terms_len++] = talloc_strndup(bench, text.at, text.len);
    }
}

static void read_queries(struct bench *bench, const char *path, size_t rounds, size_t languages)
{
    char line[LINE_ROOM];
    FILE *in = fopen(path, "r");

    if (!in)
        fail(path, NULL);
    while (bench->len < QUERIES_MAX && fgets(line, sizeof line, in)) {
        struct query *query = &bench->queries[bench->len++];
        char *text = strchr(line, '\t'), *expected = text ? strchr(text + 1, '\t') : NULL;
        if (!expected)
            fail("a line is KIND, QUERY and PATH with tabs between:", NULL);
        *expected++ = '\0';
        expected[strcspn(expected, "\n")] = '\0';
        query->text = talloc_strdup(bench, text + 1);
        query->path = talloc_strdup(bench, expected);
        for (int way = 0; way < WAYS; way++)
            query->taken[way] = talloc_zero_array(bench, double, (unsigned)rounds);
        for (size_t i = 0; i < languages; i++)
            add_terms(bench, query, (int)i);
    }
    fclose(in);
}

static void open_all(struct bench *bench, const char *path, size_t *languages)
{
    struct error err = {0};
    struct index_status status;
    struct analyser_language codes[64];
    char database[4096];

    bench->index = index_open(bench, path, &err);
    if (!bench->index)
        fail(path, &err);
    index_status(bench->index, &status);
    *languages = status.languages_len < 64 ? status.languages_len : 64;
    for (size_t i = 0; i < *languages; i++)
        codes[i] = (struct analyser_language){status.languages[i], NULL};
    bench->analyser = analyser_new(bench, codes, *languages, NULL, &err);
    if (!bench->analyser)
        fail(path, &err);
    snprintf(database, sizeof database, "%s/current", path);
    bench->bare = bare_open(database);

    struct xapc_reader *part = xapc_reader_open(database, NULL);

    plain = part ? xapc_reader_join(&part, 1, NULL) : NULL;
    if (!bench->bare || !plain)
        exit(2);
}

/* ---- the result ---- */

static int by_number(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return (one > other) - (one < other);
}

static double at_share(double *sorted, size_t len, double share)
{
    size_t at = (size_t)(share * (double)len);

    return sorted[at < len ? at : len - 1];
}

static void tell(const struct bench *bench, enum way way, size_t rounds)
{
    double medians[QUERIES_MAX], sum = 0;

    for (size_t i = 0; i < bench->len; i++) {
        qsort(bench->queries[i].taken[way], rounds, sizeof(double), by_number);
        medians[i] = at_share(bench->queries[i].taken[way], rounds, 0.5);
        sum += medians[i];
    }
    qsort(medians, bench->len, sizeof *medians, by_number);
    printf("\"%s\": {\"p50\": %.1f, \"p99\": %.1f, \"mean\": %.1f}, ", way_names[way],
           at_share(medians, bench->len, 0.5), at_share(medians, bench->len, 0.99), sum / (double)bench->len);
}

/* What each query took, its dearest kinds to be looked for: QUERY, ours, bare and trees, tabs between. */
static void list(const struct bench *bench, const char *path, size_t rounds)
{
    FILE *out = fopen(path, "w");

    for (size_t i = 0; out && i < bench->len; i++) {
        const struct query *query = &bench->queries[i];
        fprintf(out, "%s\t%.1f\t%.1f\t%.1f\n", query->text, query->taken[OURS][rounds / 2],
                query->taken[BARE][rounds / 2], query->taken[TREES][rounds / 2]);
    }
    if (out)
        fclose(out);
}

int main(int argc, char **argv)
{
    struct bench *bench = talloc_zero(NULL, struct bench);
    size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 0, languages;

    if (rounds == 0 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: bench-answers INDEX QUERIES ROUNDS [FACETS [FILE]]\n");
        return 2;
    }
    bench->facets = argc > 4 && *argv[4] ? argv[4] : NULL;
    open_all(bench, argv[1], &languages);
    read_queries(bench, argv[2], rounds, languages);
    if (bench->len == 0)
        fail("there are no queries in", NULL);
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < bench->len; i++)
            ask(bench, &bench->queries[i], round);
    printf("{");
    for (int way = 0; way < WAYS; way++)
        tell(bench, (enum way)way, rounds);
    printf("\"queries\": %zu, \"first\": %zu, \"expected\": %zu, \"unanswered\": %zu, \"bytes\": %zu}\n", bench->len,
           bench->first, bench->expected, bench->unanswered, bench->bytes / bench->len);
    if (argc > 5)
        list(bench, argv[5], rounds);
    bare_free(bench->bare);
    talloc_free(bench);
    return 0;
}
