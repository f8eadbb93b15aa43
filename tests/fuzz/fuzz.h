/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every fuzz target has. libFuzzer (clang) or drive.c (any compiler) calls the first two; the
 * first may be left out. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* What must hold whatever the input was: says what did not, and aborts, so that the input is kept. */
#define MUST(what) ((what) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #what))
_Noreturn void fuzz_broken(const char *file, int line, const char *what);

/* What there is unless memory ran out: false only while our allocations are failed on purpose. */
#define GOT(what) fuzz_got((what) != 0, __FILE__, __LINE__, #what)
void fuzz_missing(const char *file, int line, const char *what);
static inline bool fuzz_got(bool got, const char *file, int line, const char *what)
{
    if (!got)
        fuzz_missing(file, line, what);
    return got;
}
extern long fuzz_starving; /* which of them; below 0: and all after it; 0: none */

/* With memory: remembers what came of the input, the nth thing of it below 8. While allocations fail: whether the same did. */
bool fuzz_same(int nth, struct span came);

/* Valid UTF-8, NULL excepted. */
bool fuzz_text(const char *text);

/* A file in memory that holds these bytes: its path, the same at every call but for its number (0 to 3). Aborts where
 * the system has none. */
const char *fuzz_file(int number, struct span bytes);

/* A small bilingual site's index, made when the target was built. */
#define FUZZ_INDEX TWC_BINARY_DIR "/tests/fuzz/index"

#endif
