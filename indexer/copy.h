/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files copied with their checksums: what --export writes and --import takes in. */
#ifndef INDEXER_COPY_H
#define INDEXER_COPY_H

#include "base/base.h"

#define COPY_SUMS "SHA256SUMS" /* a line a file, as sha256sum(1) writes and checks it: 64 hex digits, two spaces, name */
enum { COPY_HEX = 65 };        /* the digits and a NUL */

/* Copies the file from to the file to, which must not be there yet, synced to the disk; hex becomes its SHA-256.
 * ERROR_SYSTEM names the file that cannot be read or written. */
bool copy_file(const char *from, const char *to, char hex[static COPY_HEX], struct error *err);

#endif
