/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums of a folder's files, kept in it: whether what is read is what was written.
 *
 * They are taken away before a file changes and made when all are whole again, so a folder that has them and does not agree
 * with them is damaged, and one that has none may just be at work. `xxhsum -c sums` reads them too. */
#ifndef BASE_SUMS_H
#define BASE_SUMS_H

#include <stdint.h>

#include "base/error.h"

#define SUMS_NAME "sums"

enum { SUMS_FILE_MAX = 256 };

/* Of the files in it, those of folders in it, hidden and empty ones left out. A folder with more than bytes_max is left
 * without: to read it at each change costs too much. So is one where they cannot be written, since all that is lost is that
 * damage shows later. */
void sums_write(const char *folder, int64_t bytes_max);

/* On the disk too, before this returns; fine where there are none. */
bool sums_remove(const char *folder, struct error *err);

enum sums_state {
    SUMS_NONE,  /* none that can be read, or a writer is at work: nothing is known */
    SUMS_SAME,
    SUMS_OTHER  /* file is gone, cannot be read, or is not as it was written */
};

/* Reads every file that has one. */
enum sums_state sums_check(const char *folder, char file[SUMS_FILE_MAX]);

#endif
