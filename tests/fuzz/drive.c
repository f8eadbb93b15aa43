/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target without libFuzzer: every file of the given folders, then changed ones for so many seconds.
 *
 *     fuzz-NAME SECONDS SEED FOLDER…
 *     starve-NAME SECONDS SEED FOLDER…
 *
 * The second kind is linked with starve.c: it tries every file with one of our allocations failing, or that and all after
 * it; drawn, so many seconds long, or with 0 seconds each one in turn.
 *
 * What is being tried is kept in fuzz-NAME.trying, so that a crash can be had again: it is told at the end. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/starve.h"

#pragma weak LLVMFuzzerInitialize /* not every target has something to begin with */

enum { INPUT_MAX = 1 << 16, CHANGES_MAX = 6, STARVED_A_TIME = 20 };

struct inputs {
    struct span *at;
    size_t len;
};

struct trying { /* in a file that outlives us */
    size_t len;
    uint8_t bytes[INPUT_MAX];
};

static uint64_t seed;

static size_t below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return n ? (size_t)(seed >> 33) % n : 0;
}

static void add_file(struct inputs *inputs, const char *path)
{
    struct error err;
    struct span bytes = {.len = 0};
    bytes.at = file_read(NULL, path, path, INPUT_MAX, &bytes.len, NULL, &err);
    if (!bytes.at)
        return;
    inputs->at = array_resize(NULL, inputs->at, struct span, inputs->len + 1);
    MUST(inputs->at);
    inputs->at[inputs->len++] = bytes;
}

static void add(struct inputs *inputs, const char *path)
{
    DIR *folder = opendir(path);
    if (!folder)
        add_file(inputs, path);
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
        if (entry->d_name[0] == '.')
            continue;
        char *below = talloc_asprintf(NULL, "%s/%s", path, entry->d_name);
        add(inputs, below);
        talloc_free(below);
    }
    if (folder)
        closedir(folder);
}

static struct trying *open_trying(const char *program)
{
    char *path = talloc_asprintf(NULL, "%s.trying", program);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    MUST(fd >= 0 && ftruncate(fd, sizeof(struct trying)) == 0);
    struct trying *trying = mmap(NULL, sizeof *trying, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    MUST(trying != MAP_FAILED);
    close(fd);
    talloc_free(path);
    return trying;
}

static void try_it(const struct trying *trying)
{
    uint8_t *exact = malloc(trying->len ? trying->len : 1); /* so that a byte too far is seen */
    MUST(exact);
    memcpy(exact, trying->bytes, trying->len);
    LLVMFuzzerTestOneInput(exact, trying->len);
    free(exact);
}

static void set(struct trying *trying, struct span bytes)
{
    trying->len = bytes.len;
    memcpy(trying->bytes, bytes.at, bytes.len);
}

#ifdef TWC_STARVE

/* How many allocations there were, or would have been. */
static long try_starved(const struct trying *trying, long nth, bool all)
{
    uint8_t *exact = malloc(trying->len ? trying->len : 1);
    MUST(exact);
    memcpy(exact, trying->bytes, trying->len);
    fuzz_starving = all ? -nth : nth;
    starve(nth, all);
    LLVMFuzzerTestOneInput(exact, trying->len);
    long made = starve_end();
    fuzz_starving = 0;
    free(exact);
    return made;
}

static size_t starve_each(const struct inputs *inputs, struct trying *trying)
{
    size_t runs = 0;
    for (size_t i = 0; i < inputs->len; i++) {
        set(trying, inputs->at[i]);
        long made = try_starved(trying, 0, false);
        for (long nth = 1; nth <= made; nth++, runs += 2) {
            try_starved(trying, nth, false);
            try_starved(trying, nth, true);
        }
    }
    return runs;
}

static size_t starve_some(const struct inputs *inputs, struct trying *trying, long seconds)
{
    size_t runs = 0;
    for (time_t last = time(NULL) + seconds; time(NULL) < last; runs++) {
        set(trying, inputs->at[below(inputs->len)]);
        long made = try_starved(trying, 0, false);
        for (int i = 0; i < STARVED_A_TIME && made > 0; i++, runs++)
            try_starved(trying, 1 + (long)below((size_t)made), below(2));
    }
    return runs;
}

/* Once with memory before, so that what is made once is there. */
static size_t work(const struct inputs *inputs, struct trying *trying, long seconds)
{
    for (size_t i = 0; i < inputs->len; i++) {
        set(trying, inputs->at[i]);
        try_it(trying);
    }
    return seconds > 0 ? starve_some(inputs, trying, seconds) : starve_each(inputs, trying);
}

#else

/* A piece of another input goes in where one of this goes out. */
static void put_in(struct trying *t, struct span other)
{
    size_t at = below(t->len + 1), out = below((t->len - at) / 2 + 1), from = below(other.len), in = below(other.len - from);
    if (t->len - out + in > INPUT_MAX)
        return;
    memmove(t->bytes + at + in, t->bytes + at + out, t->len - at - out);
    memcpy(t->bytes + at, other.at + from, in);
    t->len = t->len - out + in;
}

static void change(struct trying *t, const struct inputs *inputs)
{
    static const uint8_t telling[] = {0, 1, 0x7F, 0x80, 0xFF, '\n', ' ', '-', ':', '"', '\'', '[', '{', '<', '*', '%', '/', '\\', 'a', '0'};
    size_t at = below(t->len);
    switch (below(5)) {
    case 0:
        if (t->len)
            t->bytes[at] ^= (uint8_t)(1u << below(8));
        break;
    case 1:
        if (t->len)
            t->bytes[at] = telling[below(sizeof telling)];
        break;
    case 2:
        t->len = at;
        break;
    default:
        put_in(t, inputs->at[below(inputs->len)]);
    }
}

static size_t work(const struct inputs *inputs, struct trying *trying, long seconds)
{
    size_t runs = 0;
    for (size_t i = 0; i < inputs->len; i++) {
        set(trying, inputs->at[i]);
        try_it(trying);
    }
    for (time_t last = time(NULL) + seconds; time(NULL) < last; runs++) {
        set(trying, inputs->at[below(inputs->len)]);
        for (size_t i = below(CHANGES_MAX) + 1; i > 0; i--)
            change(trying, inputs);
        try_it(trying);
    }
    return runs;
}

#endif

int main(int argc, char **argv)
{
    struct inputs inputs = {0};
    MUST(argc > 2);
    long seconds = strtol(argv[1], NULL, 10);
    seed = strtoull(argv[2], NULL, 10);
    printf("seed %llu; a crash's input is in %s.trying after its length of 8 bytes\n", (unsigned long long)seed, argv[0]);
    fflush(stdout);
    signal(SIGPIPE, SIG_IGN);
    MUST(!LLVMFuzzerInitialize || LLVMFuzzerInitialize(&argc, &argv) == 0);
    struct trying *trying = open_trying(argv[0]);
    for (int i = 3; i < argc; i++)
        add(&inputs, argv[i]);
    MUST(inputs.len > 0); /* or nothing would be tried */
    size_t runs = work(&inputs, trying, seconds);
    printf("%zu inputs, and %zu runs with something changed\n", inputs.len, runs);
    for (size_t i = 0; i < inputs.len; i++)
        talloc_free((void *)inputs.at[i].at);
    talloc_free(inputs.at);
    char *path = talloc_asprintf(NULL, "%s.trying", argv[0]);
    unlink(path);
    talloc_free(path);
    return 0;
}
