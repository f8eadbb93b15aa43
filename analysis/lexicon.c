/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/lexicon_table.h"

#include <talloc.h>

/* ---- loading ---- */

static bool damaged(struct error *err)
{
    return error_set(err, ERROR_INDEX, NULL, 0, "the index's word table is damaged",
                     "make it anew: twc-index --rebuild");
}

/* What is missing for want of memory is no damage. */
static bool had(struct lexicon *lexicon, const void *memory)
{
    lexicon->starved = lexicon->starved || !memory;
    return memory != NULL;
}

static bool read_languages(struct lexicon *lexicon, struct unpack *in)
{
    lexicon->languages_len = unpack_count(in, 1);
    if (in->bad || lexicon->languages_len > LEXICON_LANGUAGES)
        return false;
    for (size_t i = 0; i < lexicon->languages_len; i++)
        if (!had(lexicon, lexicon->languages[i] = span_copy(lexicon, unpack_span(in))))
            return false;
    return !in->bad;
}

/* The bytes of a run of things and how many they are, each of least bytes. */
static struct span read_run(struct unpack *in, size_t least, size_t *count)
{
    *count = unpack_count(in, 1);
    struct span run = unpack_span(in);
    if (*count > run.len / least)
        in->bad = true;
    return run;
}

/* A length as packed here is one byte, so that looking up need not decode. */
static uint64_t read_length(struct unpack *in)
{
    if (in->rest.len == 0 || (unsigned char)in->rest.at[0] > LEXICON_FORM_MAX)
        in->bad = true;
    return unpack_number(in);
}

/* A form: its length, and its bytes. */
static struct span read_form(struct unpack *in)
{
    struct unpack ahead = *in;
    read_length(&ahead);
    in->bad = in->bad || ahead.bad;
    return unpack_span(in);
}

/* Numbers that stand for languages. */
static uint16_t read_mask(struct unpack *in, size_t languages_len)
{
    uint64_t mask = unpack_number(in);
    if (mask >> languages_len)
        in->bad = true;
    return (uint16_t)mask;
}

static void read_pages(struct unpack *in, size_t languages_len, struct lexicon_word *word)
{
    unsigned mask = read_mask(in, languages_len);
    for (size_t i = 0; i < languages_len; i++)
        if (mask & 1u << i)
            word->pages[i] = (uint32_t)unpack_number(in);
}

static void read_word(struct unpack *in, size_t languages_len, struct lexicon_word *word)
{
    word->form = read_form(in);
    uint64_t facts = unpack_number(in);
    if (facts & FACT_PAGES)
        read_pages(in, languages_len, word);
    if (facts & FACT_PROMINENT)
        word->prominent = read_mask(in, languages_len);
    if (facts & FACT_LISTED)
        word->listed = read_mask(in, languages_len);
    if (facts & FACT_KNOWN)
        word->known = read_mask(in, languages_len);
    word->never_split = facts & FACT_NEVER;
}

/* Walks all words once: after that every one can be read without a check. */
static bool index_words(struct lexicon *lexicon)
{
    uint32_t *starts = array_new(lexicon, uint32_t, lexicon->words_len);
    if (!had(lexicon, starts))
        return false;
    lexicon->starts = starts;
    struct unpack each = unpack_new(lexicon->words);
    struct span before = SPAN("");
    for (size_t i = 0; i < lexicon->words_len; i++) {
        struct lexicon_word word = {0};
        starts[i] = (uint32_t)(each.rest.at - lexicon->words.at);
        read_word(&each, lexicon->languages_len, &word);
        if (each.bad || span_compare(before, word.form) >= 0)
            return false;
        lexicon->site_words += lexicon_pages(&word) > 0;
        before = word.form;
    }
    return each.rest.len == 0;
}

/* The length at *at and, where with_bytes, so many bytes behind it; false where they do not fit. *len is the length. */
static bool step(const char **at, const char *end, bool with_bytes, size_t *len)
{
    if (*at == end)
        return false;
    *len = (unsigned char)*(*at)++;
    if (!with_bytes)
        return true;
    if (*len > (size_t)(end - *at))
        return false;
    *at += *len;
    return true;
}

/* Walks a block's words; false where a length does not fit. */
static bool check_block(const char **at, const char *end, size_t count)
{
    size_t before, shared, rest;
    if (!step(at, end, true, &before))
        return false;
    for (size_t i = 1; i < count; i++) {
        if (!step(at, end, false, &shared) || shared > before || !step(at, end, true, &rest))
            return false;
        before = shared + rest;
        if (before > LEXICON_FORM_MAX)
            return false;
    }
    return before <= LEXICON_FORM_MAX;
}

static bool index_list(struct lexicon *lexicon, struct list *list)
{
    uint32_t *blocks = array_new(lexicon, uint32_t, list->blocks_len);
    if (!had(lexicon, blocks))
        return false;
    list->blocks = blocks;
    const char *at = list->bytes.at, *end = at + list->bytes.len;
    for (size_t i = 0, left = list->words; i < list->blocks_len; i++, left -= LIST_BLOCK) {
        blocks[i] = (uint32_t)(at - list->bytes.at);
        if (!check_block(&at, end, left < LIST_BLOCK ? left : LIST_BLOCK))
            return false;
    }
    return at == end;
}

static bool lay_out_list(struct list *list, struct unpack *in)
{
    list->bytes = read_run(in, 1, &list->words);
    list->blocks_len = (list->words + LIST_BLOCK - 1) / LIST_BLOCK;
    return !in->bad && list->bytes.len <= UINT32_MAX;
}

bool lexicon_lay_out(struct lexicon *lexicon, struct span bytes)
{
    struct unpack in = unpack_new(bytes);
    lexicon->bytes = bytes;
    if (!read_languages(lexicon, &in))
        return false;
    lexicon->words = read_run(&in, 2, &lexicon->words_len);
    if (in.bad || lexicon->words.len > UINT32_MAX)
        return false;
    for (size_t i = 0; i < lexicon->languages_len; i++) {
        size_t count;
        lexicon->stems[i] = read_run(&in, sizeof(uint32_t), &count);
        if (in.bad || lexicon->stems[i].len != count * sizeof(uint32_t) || !lay_out_list(&lexicon->lists[i], &in))
            return false;
    }
    return in.rest.len == 0;
}

static bool read_all(struct lexicon *lexicon, struct span bytes)
{
    bool read = lexicon_lay_out(lexicon, bytes) && index_words(lexicon);
    for (size_t i = 0; i < lexicon->languages_len && read; i++)
        read = index_list(lexicon, &lexicon->lists[i]);
    return read;
}

struct lexicon *lexicon_load(void *ctx, struct span packed, struct error *err)
{
    struct lexicon *lexicon = talloc_zero(ctx, struct lexicon);
    size_t len;
    if (!lexicon) {
        error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
        return NULL;
    }
    char *bytes = deflated_open(lexicon, packed, LEXICON_MAGIC, LEXICON_FORMAT, &len, &lexicon->starved);
    if (bytes && read_all(lexicon, (struct span){bytes, len}))
        return lexicon;
    if (lexicon->starved)
        error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
    else
        damaged(err);
    talloc_free(lexicon);
    return NULL;
}

/* ---- looking up ---- */

size_t lexicon_languages(const struct lexicon *lexicon)
{
    return lexicon->languages_len;
}

int lexicon_language(const struct lexicon *lexicon, const char *code)
{
    for (size_t i = 0; i < lexicon->languages_len; i++)
        if (strcmp(lexicon->languages[i], code) == 0)
            return (int)i;
    return -1;
}

static struct unpack word_bytes(const struct lexicon *lexicon, size_t i)
{
    return unpack_new(span_from(lexicon->words, lexicon->starts[i]));
}

/* A length and so many bytes, which were checked when the lexicon was loaded; those of an image may not be what they were. */
static struct span form_at(struct span bytes, size_t at)
{
    if (at >= bytes.len || (unsigned char)bytes.at[at] >= bytes.len - at || (unsigned char)bytes.at[at] > LEXICON_FORM_MAX)
        return SPAN("");
    return (struct span){bytes.at + at + 1, (unsigned char)bytes.at[at]};
}

struct span lexicon_form(const struct lexicon *lexicon, size_t i)
{
    return form_at(lexicon->words, lexicon->starts[i]);
}

struct lexicon_word lexicon_at(const struct lexicon *lexicon, size_t i)
{
    struct lexicon_word word = {0};
    struct unpack in = word_bytes(lexicon, i);
    read_word(&in, lexicon->languages_len, &word);
    return word;
}

size_t lexicon_lower_bound(const struct lexicon *lexicon, size_t low, struct span form)
{
    size_t high = lexicon->words_len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span_compare(lexicon_form(lexicon, middle), form) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct span block_first(const struct list *list, size_t block)
{
    return form_at(list->bytes, list->blocks[block]);
}

/* Whether form stands in the block, whose words are rebuilt one after the other. */
static bool block_has(const struct list *list, size_t block, struct span form)
{
    size_t at = list->blocks[block];
    size_t count = list->words - block * LIST_BLOCK;
    char word[LEXICON_FORM_MAX];
    for (size_t i = 0; i < count && i < LIST_BLOCK; i++) {
        size_t shared = i == 0 ? 0 : at < list->bytes.len ? (unsigned char)list->bytes.at[at++] : LEXICON_FORM_MAX + 1;
        struct span rest = form_at(list->bytes, at);
        if (shared + rest.len > LEXICON_FORM_MAX)
            return false;
        memcpy(word + shared, rest.at, rest.len);
        at += 1 + rest.len;
        int order = span_compare((struct span){word, shared + rest.len}, form);
        if (order >= 0)
            return order == 0;
    }
    return false;
}

bool list_has(const struct list *list, struct span form)
{
    size_t low = 0, high = list->blocks_len; /* the last block whose first word is not above form */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span_compare(block_first(list, middle), form) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 && block_has(list, low - 1, form);
}

bool lexicon_find(const struct lexicon *lexicon, struct span form, struct lexicon_word *out)
{
    size_t i = lexicon_lower_bound(lexicon, 0, form);
    if (i < lexicon->words_len && span_equal(lexicon_form(lexicon, i), form)) {
        *out = lexicon_at(lexicon, i);
        return true;
    }
    *out = (struct lexicon_word){.form = form};
    for (size_t l = 0; l < lexicon->languages_len; l++)
        if (list_has(&lexicon->lists[l], form))
            out->listed |= (uint16_t)(1u << l);
    return out->listed != 0;
}

bool lexicon_knows(const struct lexicon *lexicon, struct span form)
{
    struct lexicon_word word;
    return lexicon_find(lexicon, form, &word);
}

size_t lexicon_listed(const struct lexicon *lexicon, int language)
{
    bool has = language >= 0 && (size_t)language < lexicon->languages_len;
    return has ? lexicon->lists[language].words : 0;
}

static uint32_t stem_hash_at(struct span stems, size_t i)
{
    struct unpack in = unpack_new(span_from(stems, i * sizeof(uint32_t)));
    return unpack_u32(&in);
}

bool lexicon_has_stem(const struct lexicon *lexicon, int language, struct span stem)
{
    if (language < 0 || (size_t)language >= lexicon->languages_len)
        return false;
    struct span stems = lexicon->stems[language];
    uint32_t hash = hash_short(stem);
    size_t low = 0, high = stems.len / sizeof hash;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stem_hash_at(stems, middle) < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < stems.len / sizeof hash && stem_hash_at(stems, low) == hash;
}

/* ---- completing ---- */

uint64_t lexicon_pages(const struct lexicon_word *word)
{
    uint64_t pages = 0;
    for (size_t i = 0; i < LEXICON_LANGUAGES; i++)
        pages += word->pages[i];
    return pages;
}

/* Into its place among the len best; the worst falls off the end of room. */
static size_t keep_best(struct lexicon_word *best, size_t len, size_t room, const struct lexicon_word *word)
{
    uint64_t pages = lexicon_pages(word);
    size_t at = len;
    while (at > 0 && lexicon_pages(&best[at - 1]) < pages)
        at--;
    if (at == room)
        return len;
    size_t moved = len - at - (len == room);
    memmove(best + at + 1, best + at, moved * sizeof *best);
    best[at] = *word;
    return len + (len < room);
}

size_t lexicon_begins(const struct lexicon *lexicon, struct span prefix, struct lexicon_word *out, size_t room)
{
    size_t len = 0;
    for (size_t i = lexicon_lower_bound(lexicon, 0, prefix); room > 0 && i < lexicon->words_len; i++) {
        if (!span_begins(lexicon_form(lexicon, i), prefix))
            break;
        struct lexicon_word word = lexicon_at(lexicon, i);
        if (lexicon_pages(&word) > 0)
            len = keep_best(out, len, room, &word);
    }
    return len;
}

size_t lexicon_site_words(const struct lexicon *lexicon)
{
    return lexicon->site_words;
}
