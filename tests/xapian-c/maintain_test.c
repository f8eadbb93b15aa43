/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merging, checking, and what a damaged database does. */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void make(const char *path, const char *name, const char *key, const char *value)
{
    struct xapc_error err;
    struct xapc_writer *writer = writer_new(path);
    char words[64];
    for (int i = 0; i < 200; i++) {
        char unique[16];
        snprintf(unique, sizeof unique, "%s%d", name, i);
        snprintf(words, sizeof words, "word %s n%d", name, i);
        put(writer, unique, words, unique, NULL);
    }
    if (key)
        ok(xapc_writer_set_metadata(writer, key, bytes(value), &err));
    commit(writer);
    xapc_writer_free(writer);
}

static void metadata_is(struct xapc_reader *reader, const char *key, const char *expected)
{
    struct xapc_error err;
    char *value;
    size_t len;
    ok(xapc_reader_metadata(reader, key, &value, &len, &err));
    assert_string_equal(value, expected);
    free(value);
}

static void merging_keeps_all_documents_in_the_order_of_sources(void **state)
{
    struct xapc_error err;
    make(in(state, "one"), "a", NULL, NULL);
    make(in(state, "two"), "b", NULL, NULL);
    const char *sources[] = {in(state, "two"), in(state, "one")};
    ok(xapc_compact(sources, 2, in(state, "both"), &err));
    struct xapc_reader *reader = reader_new(in(state, "both"));
    assert_int_equal(documents(reader), 400);
    uint32_t docid;
    ok(xapc_reader_find(reader, bytes("b0"), &docid, &err));
    assert_int_equal(docid, 1);
    ok(xapc_reader_find(reader, bytes("a0"), &docid, &err));
    assert_int_equal(docid, 201);
    finds(reader, tree(XAPC_PHRASE, term("a"), term("n7"), NULL), "a7");
    xapc_reader_free(reader);
    size_t faults = 9;
    ok(xapc_check(in(state, "both"), &faults, &err));
    assert_int_equal(faults, 0);
}

static void merged_metadata_is_that_of_the_first_source(void **state)
{
    struct xapc_error err;
    make(in(state, "one"), "a", "same", "first");
    make(in(state, "two"), "b", "same", "second");
    make(in(state, "three"), "c", "other", "third");
    const char *sources[] = {in(state, "one"), in(state, "two"), in(state, "three")};
    ok(xapc_compact(sources, 3, in(state, "all"), &err));
    struct xapc_reader *reader = reader_new(in(state, "all"));
    metadata_is(reader, "same", "first");
    metadata_is(reader, "other", "");
    assert_int_equal(documents(reader), 600);
    xapc_reader_free(reader);
    ok(xapc_compact(sources, 1, in(state, "alone"), &err));
    reader = reader_new(in(state, "alone"));
    metadata_is(reader, "same", "first");
    assert_int_equal(documents(reader), 200);
    xapc_reader_free(reader);
}

static void merging_refuses_what_it_cannot_do(void **state)
{
    struct xapc_error err;
    make(in(state, "one"), "a", NULL, NULL);
    const char *sources[] = {in(state, "one"), in(state, "none")};
    fails(xapc_compact(sources, 1, in(state, "one"), &err), XAPC_INVALID,
          "/one is there already (name a new folder for the merged database)");
    fails(xapc_compact(sources, 0, in(state, "new"), &err), XAPC_INVALID,
          "there is nothing to merge (name one source at least)");
    fails(xapc_compact(sources, 2, in(state, "new"), &err), XAPC_NOT_FOUND, "/none");
    fails(xapc_compact(sources, 1, in(state, "none/below"), &err), XAPC_SYSTEM, "No such file or directory");
    struct xapc_reader *reader = reader_new(in(state, "one"));
    assert_int_equal(documents(reader), 200);
    xapc_reader_free(reader);
}

static void checking_what_is_not_there_is_not_found(void **state)
{
    struct xapc_error err;
    size_t faults = 9;
    fails(xapc_check(in(state, "none"), &faults, &err), XAPC_NOT_FOUND, "/none");
    assert_int_equal(faults, 9);
}

static void a_later_format_is_told(void **state)
{
    struct xapc_error err;
    make(in(state, "db"), "a", NULL, NULL);
    int fd = open(in(state, "db/iamglass"), O_RDWR);
    char head[16];
    assert_int_equal(pread(fd, head, sizeof head, 0), sizeof head);
    head[15]++; /* after "\x0f\x0dXapian Glass" the format's number */
    assert_int_equal(pwrite(fd, head, sizeof head, 0), sizeof head);
    close(fd);
    fails(xapc_reader_open(in(state, "db"), &err) != NULL, XAPC_VERSION,
          "(use the libxapian that wrote it, or index anew with this one)");
}

static bool is_trouble(enum xapc_code code)
{
    return code == XAPC_DAMAGED || code == XAPC_NOT_FOUND || code == XAPC_VERSION || code == XAPC_CHANGED ||
           code == XAPC_SYSTEM || code == XAPC_MEMORY;
}

/* Everything a reader can do, once. The exit code: 0 fine, 1 an error that fits, 2 one that does not. */
static int use(const char *path, struct xapc_error *err)
{
    struct xapc_reader *reader = xapc_reader_open(path, err);
    if (!reader)
        return is_trouble(err->code) ? 1 : 2;
    const uint32_t slots[] = {0};
    struct xapc_search search =
        search_for(tree(XAPC_OR, term("word"), tree(XAPC_PHRASE, term("a"), term("n7"), NULL), term("n3"), NULL), 300);
    search.facet_slots = search.value_slots = slots;
    search.facet_slots_len = search.value_slots_len = 1;
    struct xapc_hits *hits;
    bool fine = xapc_reader_search(reader, &search, &hits, err);
    if (fine)
        xapc_hits_free(hits);
    struct xapc_terms *terms = fine ? xapc_reader_terms(reader, bytes(""), 1000, err) : NULL;
    for (uint32_t docid = 1; terms && docid <= 200; docid += 13) {
        struct xapc_terms *own = xapc_reader_document_terms(reader, docid, bytes(""), err);
        fine = fine && own;
        xapc_terms_free(own);
    }
    fine = fine && terms;
    xapc_terms_free(terms);
    xapc_reader_free(reader);
    return fine ? 0 : is_trouble(err->code) ? 1 : 2;
}

static void copy(const char *from, const char *to, const char *name)
{
    char path[2][600], block[65536];
    snprintf(path[0], sizeof path[0], "%s/%s", from, name);
    snprintf(path[1], sizeof path[1], "%s/%s", to, name);
    int in_fd = open(path[0], O_RDONLY), out_fd = open(path[1], O_CREAT | O_TRUNC | O_WRONLY, 0600);
    for (ssize_t len; (len = read(in_fd, block, sizeof block)) > 0;)
        assert_int_equal(write(out_fd, block, (size_t)len), len);
    close(in_fd), close(out_fd);
}

static const char *const files[] = {"docdata.glass", "position.glass", "postlist.glass", "termlist.glass", "iamglass"};
enum { FILES = 5 };

static void copy_all(const char *from, const char *to)
{
    for (int i = 0; i < FILES; i++)
        copy(from, to, files[i]);
}

static void cut_file(const char *path, off_t size)
{
    assert_int_equal(truncate(path, size), 0);
}

static void a_file_cut_short_is_damage(void **state)
{
    make(in(state, "good"), "a", NULL, NULL);
    assert_int_equal(mkdir(in(state, "bad"), 0700), 0);
    for (int i = 0; i < FILES; i++) {
        copy_all(in(state, "good"), in(state, "bad"));
        char path[600];
        snprintf(path, sizeof path, "%s/%s", in(state, "bad"), files[i]);
        struct stat status;
        assert_int_equal(stat(path, &status), 0);
        const off_t sizes[] = {status.st_size / 2, 10, 0};
        for (int s = 0; s < 3; s++) {
            cut_file(path, sizes[s]);
            struct xapc_error err;
            int outcome = use(in(state, "bad"), &err);
            if (outcome != 1)
                print_error("%s cut to %ld: %s\n", files[i], (long)sizes[s], outcome ? err.text : "no error");
            assert_int_equal(outcome, 1);
            assert_int_equal(err.code, XAPC_DAMAGED);
            assert_non_null(strstr(err.text, "(reopen once; if it stays, check the database and restore a copy or "));
        }
    }
}

/* The other two are made only when there is something to put in: without docdata.glass all documents are empty. */
static void a_missing_file_is_told(void **state)
{
    const char *const needed[] = {"iamglass", "postlist.glass", "termlist.glass"};
    make(in(state, "good"), "a", NULL, NULL);
    assert_int_equal(mkdir(in(state, "bad"), 0700), 0);
    for (int i = 0; i < 3; i++) {
        copy_all(in(state, "good"), in(state, "bad"));
        char path[600];
        snprintf(path, sizeof path, "%s/%s", in(state, "bad"), needed[i]);
        assert_int_equal(unlink(path), 0);
        struct xapc_error err = {0};
        int outcome = use(in(state, "bad"), &err);
        if (outcome != 1)
            print_error("without %s: %d %s\n", needed[i], (int)err.code, outcome ? err.text : "no error");
        assert_int_equal(outcome, 1);
    }
}

/* In a child, so that a crash is told and not had. */
static int use_in_child(const char *path)
{
    pid_t child = fork();
    if (child == 0) {
        struct xapc_error err;
        alarm(20);
        int outcome = use(path, &err);
        if (outcome == 2)
            fprintf(stderr, "%d: %s\n", (int)err.code, err.text);
        _exit(outcome);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) <= 1);
    return WEXITSTATUS(status);
}

/* `at` and `len` within the file called name; what is written there is noise, or zeros where seed is NULL. */
static void overwrite(const char *folder, const char *name, off_t at, size_t len, unsigned *seed)
{
    char path[600], noise[4096] = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (size_t i = 0; seed && i < len; i++)
        noise[i] = (char)rand_r(seed);
    int fd = open(path, O_RDWR);
    assert_int_equal(pwrite(fd, noise, len, at), (ssize_t)len);
    close(fd);
}

static off_t size_of(const char *folder, const char *name)
{
    char path[600];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(stat(path, &status), 0);
    return status.st_size;
}

/* What a file system leaves after a power cut. */
static void a_page_of_zeros_never_crashes(void **state)
{
    const char *good = in(state, "good"), *bad = in(state, "bad");
    make(good, "a", NULL, NULL);
    assert_int_equal(mkdir(bad, 0700), 0);
    int told = 0;
    for (int i = 0; i < FILES - 1; i++)
        for (off_t at = 0; at + 4096 <= size_of(good, files[i]); at += 4096) {
            copy_all(good, bad);
            overwrite(bad, files[i], at, 4096, NULL);
            told += use_in_child(bad);
        }
    assert_true(told > 0);
}

/* Whether somebody is told: at opening, while reading, or when the halves are compared. *right: all is answered as ever. */
static bool is_told(const char *folder, bool *right)
{
    struct xapc_error err;
    struct xapc_reader *reader = xapc_reader_open(folder, &err);
    bool told = !reader || !xapc_reader_compare(reader, &err);
    uint32_t docid = 0;
    *right = reader != NULL;
    for (int i = 0; reader && i < 200; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        *right = xapc_reader_find(reader, bytes(name), &docid, &err) && docid == (uint32_t)i + 1 && *right;
    }
    xapc_reader_free(reader);
    return told;
}

/* A query finds less then, and notices nothing. */
static void postings_that_are_zeros_are_seen_when_the_halves_are_compared(void **state)
{
    const char *good = in(state, "good"), *bad = in(state, "bad");
    make(good, "a", NULL, NULL);
    assert_int_equal(mkdir(bad, 0700), 0);
    bool right;
    assert_false(is_told(good, &right));
    assert_true(right);
    int lost = 0;
    for (off_t at = 0; at + 4096 <= size_of(good, "postlist.glass"); at += 4096) {
        copy_all(good, bad);
        overwrite(bad, "postlist.glass", at, 4096, NULL);
        bool told = is_told(bad, &right);
        assert_true(told || right);
        lost += !right;
    }
    assert_true(lost > 0);
}

/* AddressSanitizer or valgrind, which would see libxapian read beyond a block whose inner lengths are wrong. Without
 * them nothing comes of it. */
static bool is_watched(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    const char *preload = getenv("LD_PRELOAD");
    return preload && strstr(preload, "vgpreload");
#endif
}

/* A glass database holds no checksums: a few bytes may go unseen. */
static void overwritten_bytes_never_crash(void **state)
{
    if (is_watched())
        skip();
    const char *good = in(state, "good"), *bad = in(state, "bad");
    make(good, "a", NULL, NULL);
    assert_int_equal(mkdir(bad, 0700), 0);
    unsigned seed = 20240301;
    int told = 0;
    for (int round = 0; round < 150; round++) {
        const char *name = files[round % (FILES - 1)];
        copy_all(good, bad);
        size_t len = 1 + (size_t)rand_r(&seed) % 16;
        overwrite(bad, name, rand_r(&seed) % (size_of(bad, name) - (off_t)len), len, &seed);
        told += use_in_child(bad);
    }
    assert_true(told > 0);
}

static void checking_finds_overwritten_bytes(void **state)
{
    struct xapc_error err;
    make(in(state, "db"), "a", NULL, NULL);
    size_t faults = 9;
    ok(xapc_check(in(state, "db"), &faults, &err));
    assert_int_equal(faults, 0);
    int fd = open(in(state, "db/postlist.glass"), O_RDWR);
    char noise[200];
    memset(noise, 0x5a, sizeof noise);
    for (off_t at = 100; at < 8192; at += 1000)
        assert_int_equal(pwrite(fd, noise, sizeof noise, at), sizeof noise);
    close(fd);
    if (xapc_check(in(state, "db"), &faults, &err))
        assert_true(faults > 0);
    else
        assert_int_equal(err.code, XAPC_DAMAGED);
}

#define with_folder(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_folder(merging_keeps_all_documents_in_the_order_of_sources),
        with_folder(merged_metadata_is_that_of_the_first_source),
        with_folder(merging_refuses_what_it_cannot_do),
        with_folder(checking_what_is_not_there_is_not_found),
        with_folder(a_later_format_is_told),
        with_folder(a_file_cut_short_is_damage),
        with_folder(a_missing_file_is_told),
        with_folder(a_page_of_zeros_never_crashes),
        with_folder(postings_that_are_zeros_are_seen_when_the_halves_are_compared),
        with_folder(overwritten_bytes_never_crash),
        with_folder(checking_finds_overwritten_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
