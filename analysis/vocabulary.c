/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/vocabulary.h"

#include "analysis/analyser.h"
#include "analysis/arena.h"

enum { FIRST_ROOM = 16, FIRST_CHUNK = 512 };

struct vocabulary {
    int language;
    struct vocabulary_word *at;
    uint32_t *hashes;
    uint32_t *table; /* open addressing: a word's number + 1, 0 where free; twice as many places as there is room */
    size_t len, room;
    struct arena arena;
};

static bool grow(struct vocabulary *vocabulary)
{
    size_t room = vocabulary->room ? vocabulary->room * 4 : FIRST_ROOM, mask = room * 2 - 1;
    struct vocabulary_word *at = array_resize(vocabulary, vocabulary->at, struct vocabulary_word, room);
    uint32_t *hashes = array_resize(vocabulary, vocabulary->hashes, uint32_t, room);
    uint32_t *table = talloc_zero_array(vocabulary, uint32_t, (unsigned)(room * 2));

    vocabulary->at = at ? at : vocabulary->at;
    vocabulary->hashes = hashes ? hashes : vocabulary->hashes;
    if (!at || !hashes || !table)
        return false;
    for (size_t i = 0; i < vocabulary->len; i++) {
        size_t place = hashes[i] & mask;
        while (table[place])
            place = (place + 1) & mask;
        table[place] = (uint32_t)i + 1;
    }
    talloc_free(vocabulary->table);
    vocabulary->table = table;
    vocabulary->room = room;
    return true;
}

struct vocabulary *vocabulary_new(void *ctx, int language)
{
    struct vocabulary *vocabulary = talloc_zero(ctx, struct vocabulary);

    if (!vocabulary)
        return NULL;
    vocabulary->language = language;
    vocabulary->arena = (struct arena){.ctx = vocabulary, .first = FIRST_CHUNK};
    if (grow(vocabulary))
        return vocabulary;
    talloc_free(vocabulary);
    return NULL;
}

int vocabulary_language(const struct vocabulary *vocabulary)
{
    return vocabulary->language;
}

size_t vocabulary_len(const struct vocabulary *vocabulary)
{
    return vocabulary->len;
}

const struct vocabulary_word *vocabulary_at(const struct vocabulary *vocabulary, size_t number)
{
    return &vocabulary->at[number];
}

/* Where the word's number stands in the table, or would. */
static size_t place_of(const struct vocabulary *vocabulary, struct span token, uint32_t hash, bool joined)
{
    size_t mask = vocabulary->room * 2 - 1, place = hash & mask;

    for (; vocabulary->table[place]; place = (place + 1) & mask) {
        uint32_t number = vocabulary->table[place] - 1;
        const struct vocabulary_word *word = &vocabulary->at[number];
        if (vocabulary->hashes[number] == hash && word->joined == joined && span_equal(word->token, token))
            break;
    }
    return place;
}

uint32_t vocabulary_find(const struct vocabulary *vocabulary, struct span token, uint32_t hash, bool joined)
{
    uint32_t number = vocabulary->table[place_of(vocabulary, token, hash, joined)];

    return number ? number - 1 : VOCABULARY_NONE;
}

/* Most words are written as their form is, and most forms begin with their stem. */
static struct span copy_unless_within(struct arena *arena, struct span text, struct span kept)
{
    return span_begins(kept, text) ? span_first(kept, text.len) : arena_copy(arena, text);
}

static const struct span *copy_parts(struct arena *arena, const struct vocabulary_word *word)
{
    struct span *parts = word->parts_len ? arena_take(arena, word->parts_len * sizeof *parts, true) : NULL;

    for (size_t i = 0; parts && i < word->parts_len; i++)
        parts[i] = arena_copy(arena, word->parts[i]);
    return parts;
}

/* Without a copy. */
static uint32_t add(struct vocabulary *vocabulary, const struct vocabulary_word *word, uint32_t hash)
{
    if (vocabulary->len == vocabulary->room && !grow(vocabulary))
        return VOCABULARY_NONE;
    vocabulary->at[vocabulary->len] = *word;
    vocabulary->hashes[vocabulary->len] = hash;
    vocabulary->table[place_of(vocabulary, word->token, hash, word->joined)] = (uint32_t)vocabulary->len + 1;
    return (uint32_t)vocabulary->len++;
}

uint32_t vocabulary_add(struct vocabulary *vocabulary, const struct vocabulary_word *word, uint32_t hash)
{
    struct arena *arena = &vocabulary->arena;
    struct vocabulary_word copy = *word;

    copy.token = arena_copy(arena, word->token);
    copy.form = copy_unless_within(arena, word->form, copy.token);
    copy.stem = copy_unless_within(arena, word->stem, copy.form);
    copy.parts = copy_parts(arena, word);
    return arena->failed ? VOCABULARY_NONE : add(vocabulary, &copy, hash);
}

void word_know(struct word *word, const struct vocabulary_word *known)
{
    word->form = known->form;
    word->stem = known->stem;
    word->parts = known->parts;
    word->parts_len = known->parts_len;
    word->stop = known->stop;
    word->gram = known->gram;
}

/* ---- as bytes ---- */

enum { KNOWN_JOINED = 1, KNOWN_GRAM = 2, KNOWN_STOP = 4, KNOWN_BEGINS = 8 /* the form begins with its stem */ };

static void pack_known(struct buffer *out, const struct vocabulary_word *word)
{
    bool begins = span_begins(word->form, word->stem);

    buffer_char(out, (char)((word->joined ? KNOWN_JOINED : 0) | (word->gram ? KNOWN_GRAM : 0) |
                            (word->stop ? KNOWN_STOP : 0) | (begins ? KNOWN_BEGINS : 0)));
    pack_span(out, word->form);
    if (begins)
        pack_number(out, word->stem.len);
    else
        pack_span(out, word->stem);
}

static struct vocabulary_word unpack_known(struct unpack *in)
{
    uint64_t flags = unpack_number(in);
    struct vocabulary_word word = {.form = unpack_span(in)};

    word.joined = flags & KNOWN_JOINED;
    word.gram = flags & KNOWN_GRAM;
    word.stop = flags & KNOWN_STOP;
    word.stem = flags & KNOWN_BEGINS ? span_first(word.form, unpack_number(in)) : unpack_span(in);
    return word;
}

void vocabulary_pack(struct buffer *out, const struct vocabulary *vocabulary)
{
    pack_signed(out, vocabulary->language);
    pack_number(out, vocabulary->len);
    for (size_t i = 0; i < vocabulary->len; i++)
        pack_known(out, &vocabulary->at[i]);
}

struct vocabulary *vocabulary_unpack(void *ctx, struct analyser *analyser, struct unpack *in)
{
    struct vocabulary *vocabulary = talloc_zero(ctx, struct vocabulary);

    if (!vocabulary)
        return NULL;
    vocabulary->language = (int)unpack_signed(in);
    vocabulary->room = unpack_count(in, 3);
    vocabulary->at = array_new(vocabulary, struct vocabulary_word, vocabulary->room);
    vocabulary->arena = (struct arena){.ctx = vocabulary, .first = FIRST_CHUNK};
    for (; vocabulary->at && vocabulary->len < vocabulary->room; vocabulary->len++) {
        struct vocabulary_word *word = &vocabulary->at[vocabulary->len];
        struct span parts[ANALYSER_PARTS];
        *word = unpack_known(in);
        word->parts = parts;
        word->parts_len = analyser_parts(analyser, vocabulary->language, word, parts);
        word->parts = copy_parts(&vocabulary->arena, word);
    }
    if (vocabulary->at && !vocabulary->arena.failed && !in->bad)
        return vocabulary;
    talloc_free(vocabulary);
    return NULL;
}

enum { WORD_JOINED = 1, WORD_PART = 2, WORD_UPPER = 4, WORD_FLAGS = 3 /* bits of them */ };

void words_pack(struct buffer *out, const struct words *words)
{
    struct word before = {0};

    pack_number(out, words->len);
    pack_number(out, words->positions);
    for (size_t i = 0; i < words->len; i++) {
        const struct word *word = &words->at[i];
        int64_t step = (int64_t)word->position - before.position;
        int flags = (word->joined ? WORD_JOINED : 0) | (word->part ? WORD_PART : 0) | (word->upper ? WORD_UPPER : 0);
        pack_signed(out, step * (1 << WORD_FLAGS) + flags);
        pack_signed(out, (int64_t)word->start - before.start);
        pack_number(out, word->end - word->start);
        pack_number(out, word->number);
        before = *word;
    }
}

static struct word unpack_word(struct unpack *in, const struct word *before)
{
    int64_t step = unpack_signed(in);
    struct word word = {.start = before->start + (uint32_t)unpack_signed(in)};

    word.end = word.start + (uint32_t)unpack_number(in);
    word.number = (uint32_t)unpack_number(in);
    word.position = before->position + (uint32_t)(step >> WORD_FLAGS);
    word.joined = step & WORD_JOINED;
    word.part = step & WORD_PART;
    word.upper = step & WORD_UPPER;
    return word;
}

struct words *words_unpack(void *ctx, const struct vocabulary *vocabulary, struct unpack *in)
{
    struct words *words = talloc_zero(ctx, struct words);
    size_t len = unpack_count(in, 4);
    struct word before = {0};

    if (!words)
        return NULL;
    words->positions = (uint32_t)unpack_number(in);
    words->at = array_new(words, struct word, len);
    for (; words->at && words->len < len && !in->bad; words->len++) {
        before = unpack_word(in, &before);
        in->bad = in->bad || before.number >= vocabulary->len;
        if (!in->bad)
            word_know(&before, &vocabulary->at[before.number]);
        words->at[words->len] = before;
    }
    return words->at && !in->bad ? words : NULL;
}
