/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/tally.h"

#include <stdlib.h>
#include <sys/random.h>

#include "http/metrics.h"

enum { SETS = 1024, WAYS = 8 };

struct entry {
    uint32_t count;                  /* 0: this place is free */
    uint32_t known;                  /* how many clients asked; from TALLY_CLIENTS on it stays there */
    uint64_t clients[TALLY_CLIENTS]; /* the first of them, until there are enough */
    uint64_t order;                  /* when it was asked last */
    unsigned kinds;                  /* of the last answer */
    char text[ASKED_TEXT_MAX];
};

struct tally {
    uint64_t order;
    uint8_t salt[16]; /* so that nobody can aim at another query's set */
    struct entry sets[SETS][WAYS];
};

struct tally *tally_new(void *ctx)
{
    struct tally *t = talloc_zero(ctx, struct tally);
    if (t && getrandom(t->salt, sizeof t->salt, 0) < 0)
        memcpy(t->salt, &t, sizeof t);
    return t;
}

static struct entry *set_of(struct tally *t, const char *text)
{
    char key[sizeof t->salt + ASKED_TEXT_MAX];
    size_t len = strlen(text);
    memcpy(key, t->salt, sizeof t->salt);
    memcpy(key + sizeof t->salt, text, len);
    return t->sets[hash_short((struct span){key, sizeof t->salt + len}) % SETS];
}

static bool is_worth_less(const struct entry *a, const struct entry *b)
{
    return a->known != b->known ? a->known < b->known : a->order < b->order;
}

static struct entry *entry_of(struct tally *t, const char *text)
{
    struct entry *set = set_of(t, text), *least = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].count > 0 && strcmp(set[i].text, text) == 0)
            return &set[i];
        if (is_worth_less(&set[i], least)) /* a free place knows nobody */
            least = &set[i];
    }
    if (least->known >= TALLY_CLIENTS)
        return NULL;
    memset(least, 0, sizeof *least);
    memcpy(least->text, text, strlen(text) + 1);
    return least;
}

/* Five are enough, and then it does not matter any more who they were. */
static void know(struct entry *e, uint64_t client)
{
    for (size_t i = 0; i < e->known; i++) {
        if (e->known >= TALLY_CLIENTS || e->clients[i] == client)
            return;
    }
    e->clients[e->known++] = client;
    if (e->known == TALLY_CLIENTS)
        memset(e->clients, 0, sizeof e->clients);
}

bool tally_count(struct tally *t, const struct asked *asked)
{
    struct entry *e = entry_of(t, asked->text);
    if (!e)
        return false;
    know(e, asked->client);
    e->count += e->count < UINT32_MAX;
    e->order = ++t->order;
    e->kinds = asked->kinds;
    return true;
}

static int by_count(const void *left, const void *right)
{
    const struct entry *a = *(const struct entry *const *)left, *b = *(const struct entry *const *)right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count) : strcmp(a->text, b->text);
}

void tally_write(struct tally *t, const char *date, struct buffer *out)
{
    const struct entry **told = array_new(t, const struct entry *, (size_t)SETS *WAYS);
    size_t len = 0;
    for (const struct entry *e = &t->sets[0][0]; told && e < &t->sets[0][0] + (size_t)SETS * WAYS; e++) {
        if (e->known >= TALLY_CLIENTS)
            told[len++] = e;
    }
    if (len > 0)
        qsort(told, len, sizeof *told, by_count);
    for (size_t i = 0; i < len; i++) {
        buffer_format(out, "%s\t%u\t", date, told[i]->count);
        if (told[i]->kinds & KIND_ZERO)
            buffer_text(out, "zero");
        else
            rungs_write(out, told[i]->kinds);
        buffer_format(out, "\t%s\n", told[i]->text);
    }
    talloc_free(told);
}

void tally_clear(struct tally *t)
{
    memset(t->sets, 0, sizeof t->sets);
}
