/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/words.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct mapped {
    void *at;
    size_t len;
};

static bool words_path(const char *folder, char *out, size_t room)
{
    return snprintf(out, room, "%s/words", folder) < (int)room;
}

static int unmap(struct mapped *mapped)
{
    munmap(mapped->at, mapped->len);
    return 0;
}

/* Nobody shortens it meanwhile: it is replaced by another, by who has the index's lock. */
static struct mapped *map(void *ctx, int fd, bool compared)
{
    struct stat state;
    struct mapped *mapped = fstat(fd, &state) == 0 && S_ISREG(state.st_mode) && state.st_size > 0
                                ? talloc_zero(ctx, struct mapped)
                                : NULL;

    if (!mapped)
        return NULL;
    mapped->len = (size_t)state.st_size;
    mapped->at = mmap(NULL, mapped->len, PROT_READ, MAP_PRIVATE | (compared ? MAP_POPULATE : 0), fd, 0);
    if (mapped->at == MAP_FAILED) {
        talloc_free(mapped);
        return NULL;
    }
    talloc_set_destructor(mapped, unmap);
    return mapped;
}

struct lexicon *words_open(void *ctx, const char *folder, struct hash packed, bool compared)
{
    char path[4200];
    int fd = words_path(folder, path, sizeof(path)) ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    struct mapped *mapped = fd >= 0 ? map(ctx, fd, compared) : NULL;
    struct lexicon *lexicon =
        mapped ? lexicon_of_image(ctx, (struct span){mapped->at, mapped->len}, packed, compared) : NULL;

    if (fd >= 0)
        close(fd);
    if (!lexicon)
        talloc_free(mapped);
    return lexicon;
}

void words_write(const char *folder, const struct lexicon *lexicon, struct hash packed)
{
    char path[4200];
    size_t len;
    char *image = lexicon_image(NULL, lexicon, packed, &len);
    struct error unwritten;

    if (words_path(folder, path, sizeof(path)) && (!image || !file_write(path, (struct span){image, len}, &unwritten)))
        unlink(path);
    talloc_free(image);
}
