/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

long fuzz_starving;

void fuzz_broken(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, what);
    if (fuzz_starving)
        fprintf(stderr, "while allocation %ld%s failed\n", labs(fuzz_starving), fuzz_starving < 0 ? " and all after it" : "");
    abort();
}

void fuzz_missing(const char *file, int line, const char *what)
{
    if (!fuzz_starving)
        fuzz_broken(file, line, what);
}

bool fuzz_same(int nth, struct span came)
{
    static struct hash usual[8];
    struct hash hash = hash_of(came);
    if (!fuzz_starving)
        usual[nth] = hash;
    return memcmp(&usual[nth], &hash, sizeof hash) == 0;
}

bool fuzz_text(const char *text)
{
    return !text || utf8_valid(span_of(text));
}

const char *fuzz_file(int number, struct span bytes)
{
    static struct {
        int fd;
        char path[40];
    } files[4];
    if (files[number].fd == 0) {
        files[number].fd = memfd_create("fuzz", MFD_CLOEXEC);
        snprintf(files[number].path, sizeof files[number].path, "/proc/self/fd/%d", files[number].fd);
    }
    MUST(files[number].fd > 0);
    MUST(ftruncate(files[number].fd, 0) == 0);
    MUST(pwrite(files[number].fd, bytes.at, bytes.len, 0) == (ssize_t)bytes.len);
    return files[number].path;
}
