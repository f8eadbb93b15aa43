/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <unistd.h>

enum { CHUNK = 1 << 16 };

static bool write_all(int fd, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t written = write(fd, bytes, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        len -= (size_t)written;
    }
    return true;
}

enum pumped { PUMPED, UNREAD, UNWRITTEN };

/* Copies what is left to read and adds it up; errno says why not. */
static enum pumped pump(int from, int to, struct sha256_ctx *sum)
{
    unsigned char chunk[CHUNK];
    ssize_t len;

    while ((len = read(from, chunk, sizeof(chunk))) != 0) {
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0)
            return UNREAD;
        if (!write_all(to, chunk, (size_t)len))
            return UNWRITTEN;
        sha256_update(sum, (size_t)len, chunk);
    }
    return fsync(to) == 0 ? PUMPED : UNWRITTEN;
}

static void in_hex(struct sha256_ctx *sum, char hex[static COPY_HEX])
{
    unsigned char digest[SHA256_DIGEST_SIZE];

    sha256_digest(sum, sizeof(digest), digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

bool copy_file(const char *from, const char *to, char hex[static COPY_HEX], struct error *err)
{
    int source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0)
        return error_errno(err, from, "cannot be opened", NULL);

    int target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    struct sha256_ctx sum;
    enum pumped pumped = UNWRITTEN;

    sha256_init(&sum);
    if (target >= 0)
        pumped = pump(source, target, &sum);
    if (pumped == UNREAD)
        error_errno(err, from, "cannot be read", "look at the disk");
    else if (pumped == UNWRITTEN)
        error_errno(err, to, "cannot be written", "see that there is space on the disk");
    else
        in_hex(&sum, hex);
    close(source);
    if (target >= 0)
        close(target);
    return pumped == PUMPED;
}
