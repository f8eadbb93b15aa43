/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and folders, with errors that name them. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/span.h"

struct file_state { /* what tells one state of a file from another without reading it */
    int64_t size;
    int64_t mtime_ns;
    uint64_t inode;
};

/* The whole of a regular file: yours, talloc child of ctx, NUL behind its len bytes. Never blocks: a folder, FIFO,
 * socket or device is ERROR_INPUT. name is what messages call it (NULL: path). More than max bytes: ERROR_INPUT with
 * the size and the mend. state may be NULL. */
char *file_read(void *ctx, const char *path, const char *name, size_t max, size_t *len, struct file_state *state,
                struct error *err);

/* Writes beside and renames over, synced: after a crash the old or the new content is there, never a part. */
bool file_write(const char *path, struct span content, struct error *err);

/* Whether a file of this name is one that file_write began and did not end, killed: who owns the folder may remove it. */
bool file_is_unfinished(const char *name);

bool folder_make(const char *path, mode_t mode, struct error *err); /* and its parents; fine when it is there */
bool folder_remove(const char *path, struct error *err);            /* and all in it; follows no link; fine when gone */
bool file_exists(const char *path);
int64_t folder_bytes(const char *path); /* of the files in it, those of folders in it left out; 0 where it is not there */

#endif
