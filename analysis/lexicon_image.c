/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lexicon as a run of bytes that can be used where it lies: a head, the tables of starts and blocks, and its bytes. */
#include <talloc.h>

#include "analysis/lexicon_table.h"

static const char magic[16] = "twc-words 1\n";

/* As it lies in memory: another machine's does not pass for one of ours, by the sizes if not by the hash. */
struct head {
    char magic[sizeof magic];
    struct hash packed, body;
    uint64_t len, site_words;
    struct hash own; /* of the head before it */
};

static struct hash hash_head(const struct head *head)
{
    return hash_of((struct span){(const char *)head, offsetof(struct head, own)});
}

static size_t tables_len(const struct lexicon *lexicon)
{
    size_t len = lexicon->words_len;
    for (size_t i = 0; i < lexicon->languages_len; i++)
        len += lexicon->lists[i].blocks_len;
    return len;
}

static char *put(char *out, const void *from, size_t len)
{
    if (len > 0)
        memcpy(out, from, len);
    return out + len;
}

char *lexicon_image(void *ctx, const struct lexicon *lexicon, struct hash packed, size_t *len)
{
    size_t body = tables_len(lexicon) * sizeof(uint32_t) + lexicon->bytes.len;
    struct head head = {.packed = packed, .len = lexicon->bytes.len, .site_words = lexicon->site_words};
    char *image = talloc_size(ctx, sizeof head + body), *out;
    if (!image)
        return NULL;
    out = put(image + sizeof head, lexicon->starts, lexicon->words_len * sizeof(uint32_t));
    for (size_t i = 0; i < lexicon->languages_len; i++)
        out = put(out, lexicon->lists[i].blocks, lexicon->lists[i].blocks_len * sizeof(uint32_t));
    put(out, lexicon->bytes.at, lexicon->bytes.len);
    *len = sizeof head + body;
    memcpy(head.magic, magic, sizeof magic);
    head.body = hash_of((struct span){image + sizeof head, body});
    head.own = hash_head(&head);
    memcpy(image, &head, sizeof head);
    return image;
}

/* The tables and the bytes behind them. Nothing of them is walked: who looks a word up keeps within them. */
static bool find_parts(struct lexicon *lexicon, struct span body, const struct head *head)
{
    if (head->len > body.len || !lexicon_lay_out(lexicon, span_from(body, body.len - head->len)) ||
        body.len - head->len != tables_len(lexicon) * sizeof(uint32_t))
        return false;
    const uint32_t *tables = (const uint32_t *)(const void *)body.at;
    lexicon->starts = tables;
    tables += lexicon->words_len;
    for (size_t i = 0; i < lexicon->languages_len; i++) {
        lexicon->lists[i].blocks = tables;
        tables += lexicon->lists[i].blocks_len;
    }
    lexicon->site_words = head->site_words;
    return true;
}

struct lexicon *lexicon_of_image(void *ctx, struct span image, struct hash packed, bool compared)
{
    struct head head;
    if (image.len < sizeof head)
        return NULL;
    memcpy(&head, image.at, sizeof head);
    struct span body = span_from(image, sizeof head);
    if (memcmp(head.magic, magic, sizeof magic) != 0 || !hash_equal(head.packed, packed) ||
        !hash_equal(head.own, hash_head(&head)) || (compared && !hash_equal(head.body, hash_of(body))))
        return NULL;
    struct lexicon *lexicon = talloc_zero(ctx, struct lexicon);
    if (!lexicon || find_parts(lexicon, body, &head))
        return lexicon;
    talloc_free(lexicon);
    return NULL;
}
