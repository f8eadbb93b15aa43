/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers in threads, and readers beside a writer that commits without pause. */
#include "support.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 20, DOCUMENTS = 300 };

static const char *path;

/* All documents hold "word", and each its number and the round it was written in, so that a mix of two commits shows.
 */
static void write_round(struct xapc_writer *writer, int round)
{
    char name[16], words[64];
    struct xapc_error err;
    ok(xapc_writer_begin(writer, &err));
    for (int i = 0; i < DOCUMENTS; i++) {
        snprintf(name, sizeof name, "%d", i);
        snprintf(words, sizeof words, "word number%d round%d", i, round);
        char value[16];
        snprintf(value, sizeof value, "%d", round);
        put(writer, name, words, value, NULL);
    }
    commit(writer);
}

static int database_make(void **state)
{
    folder_make(state);
    path = strdup(in(state, "db"));
    struct xapc_writer *writer = writer_new(path);
    write_round(writer, 0);
    xapc_writer_free(writer);
    return 0;
}

static int database_remove(void **state)
{
    free((char *)path);
    return folder_remove(state);
}

struct tally {
    unsigned searches, changed, reopened, failed, mixed, opened_anew;
    char text[600];
};

static bool search_once(struct xapc_reader *reader, struct tally *tally, struct xapc_error *err)
{
    const struct xapc_query word = {.op = XAPC_TERM, .term = {"word", 4}};
    const struct xapc_query other = {.op = XAPC_TERM, .term = {"number7", 7}};
    const struct xapc_query *kids[] = {&word, &other};
    const struct xapc_query any = {.op = XAPC_OR, .kids = kids, .kids_len = 2};
    const uint32_t slots[] = {0};
    struct xapc_search search = search_for(&any, 20);
    search.facet_slots = search.value_slots = slots;
    search.facet_slots_len = search.value_slots_len = 1;
    struct xapc_hits *hits;
    if (!xapc_reader_search(reader, &search, &hits, err))
        return false;
    tally->searches++;
    tally->mixed += hits->matches != DOCUMENTS || hits->facets[0].counts_len != 1;
    tally->mixed += hits->len != 20 || strcmp(hits->hits[0].data.at, "7") != 0;
    xapc_hits_free(hits);
    return true;
}

static void *search_often(void *into)
{
    struct tally *tally = into;
    struct xapc_error err;
    struct xapc_reader *reader = xapc_reader_open(path, &err);
    for (int i = 0; reader && i < 100; i++)
        tally->failed += !xapc_reader_reopen(reader, NULL, &err) || !search_once(reader, tally, &err);
    tally->failed += !reader;
    xapc_reader_free(reader);
    return NULL;
}

static void twenty_threads_search_with_a_reader_each(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    struct tally tallies[THREADS] = {0};
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_often, &tallies[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(tallies[i].failed, 0);
        assert_int_equal(tallies[i].mixed, 0);
        assert_int_equal(tallies[i].searches, 100);
    }
}

static void *stem_often(void *into)
{
    struct tally *tally = into;
    struct xapc_stemmer *stemmer = xapc_stemmer_new("dutch", NULL);
    char out[32];
    for (int i = 0; i < 2000; i++)
        tally->failed += xapc_stem(stemmer, bytes("stakingen"), out, sizeof out) != 7 || memcmp(out, "staking", 7) != 0;
    xapc_stemmer_free(stemmer);
    tally->failed += strstr(xapc_stemmer_names(), "dutch") == NULL;
    return NULL;
}

static void threads_stem_with_a_stemmer_each(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    struct tally tallies[THREADS] = {0};
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, stem_often, &tallies[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(tallies[i].failed, 0);
    }
}

/* A reader that two commits passed. */
static void a_reader_passed_twice_is_told_and_mended_by_reopening(void **state)
{
    (void)state;
    struct xapc_reader *reader = reader_new(path);
    struct xapc_writer *writer = writer_new(path);
    struct xapc_error err = {0};
    struct tally tally = {0};
    int round = 1;
    bool told = false;
    for (; round < 10 && !told; round++) {
        write_round(writer, round);
        told = !search_once(reader, &tally, &err);
    }
    assert_true(told);
    fails(false, XAPC_CHANGED, "(reopen the reader and ask again)");
    bool changed = false;
    ok(xapc_reader_reopen(reader, &changed, &err));
    assert_true(changed);
    ok(search_once(reader, &tally, &err));
    assert_int_equal(tally.mixed, 0);
    xapc_writer_free(writer);
    xapc_reader_free(reader);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* As the daemon does it: reopen and ask again, else open anew and ask again. */
static void search_with_patience(struct xapc_reader **reader, struct tally *tally)
{
    struct xapc_error err;
    if (search_once(*reader, tally, &err))
        return;
    tally->changed += err.code == XAPC_CHANGED;
    if (xapc_reader_reopen(*reader, NULL, &err) && search_once(*reader, tally, &err)) {
        tally->reopened++;
        return;
    }
    struct xapc_reader *fresh = xapc_reader_open(path, &err);
    if (fresh && search_once(fresh, tally, &err)) {
        xapc_reader_free(*reader);
        *reader = fresh;
        tally->opened_anew++;
        return;
    }
    xapc_reader_free(fresh);
    tally->failed++;
    snprintf(tally->text, sizeof tally->text, "%d: %s", (int)err.code, err.text);
}

/* A reader that reopens only when told beside one that reopens before each search. */
static void readers_keep_up_with_a_writer_in_another_process(void **state)
{
    (void)state;
    const double seconds = 4;
    pid_t child = fork();
    if (child == 0) {
        struct xapc_writer *writer = writer_new(path);
        double end = now() + seconds;
        for (int round = 100; now() < end; round++)
            write_round(writer, round);
        xapc_writer_free(writer);
        _exit(0);
    }
    struct xapc_reader *lazy = reader_new(path), *eager = reader_new(path);
    struct tally lazily = {0}, eagerly = {0};
    int status = -1;
    while (waitpid(child, &status, WNOHANG) == 0) {
        search_with_patience(&lazy, &lazily);
        struct xapc_error err;
        if (!xapc_reader_reopen(eager, NULL, &err))
            eagerly.changed++;
        search_with_patience(&eager, &eagerly);
        usleep(3000);
    }
    assert_int_equal(status, 0);
    print_message("reopened when told: %u searches, %u told, %u mended, %u anew, %u failed %s\n", lazily.searches,
                  lazily.changed, lazily.reopened, lazily.opened_anew, lazily.failed, lazily.text);
    print_message("reopened before: %u searches, %u told, %u mended, %u anew, %u failed %s\n", eagerly.searches,
                  eagerly.changed, eagerly.reopened, eagerly.opened_anew, eagerly.failed, eagerly.text);
    assert_true(lazily.changed > 0);
    assert_true(lazily.searches > 10 && eagerly.searches > 10);
    assert_int_equal(lazily.mixed + eagerly.mixed, 0);
    /* Back to back commits may pass a reader even between its reopening and its search. */
    assert_true(lazily.failed * 20 <= lazily.searches);
    assert_true(eagerly.failed * 20 <= eagerly.searches);
    xapc_reader_free(lazy);
    xapc_reader_free(eager);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_threads_search_with_a_reader_each),
        cmocka_unit_test(threads_stem_with_a_stemmer_each),
        cmocka_unit_test(a_reader_passed_twice_is_told_and_mended_by_reopening),
        cmocka_unit_test(readers_keep_up_with_a_writer_in_another_process),
    };
    return cmocka_run_group_tests(tests, database_make, database_remove);
}
