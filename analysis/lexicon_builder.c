/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a lexicon: words are counted in a hash table, sorted and packed at the end. */
#include <stdlib.h>

#include <talloc.h>

#include "analysis/arena.h"
#include "analysis/compound.h"
#include "analysis/lexicon_table.h"
#include "analysis/stemmer.h"
#include "analysis/word_list.h"

enum { PACK_MAX = 1 << 29 };

struct entry {
    struct span form;
    uint16_t prominent, listed, known;
    bool never;
    uint32_t pages[]; /* languages_len */
};

struct entry_table {
    struct entry **slots; /* a power of two, half of them empty */
    size_t room, len;
};

struct lexicon_builder {
    struct arena arena;
    size_t languages_len;
    const char *languages[LEXICON_LANGUAGES];
    struct stemmer *stemmers[LEXICON_LANGUAGES]; /* NULL: not asked for yet */
    struct entry_table table;
    struct word_list lists[LEXICON_LANGUAGES];
    bool failed; /* out of memory */
};

struct lexicon_builder *lexicon_builder_new(void *ctx, const char *const *languages, size_t languages_len)
{
    struct lexicon_builder *builder = talloc_zero(ctx, struct lexicon_builder);
    if (!builder)
        return NULL;
    builder->arena.ctx = builder;
    builder->languages_len = languages_len < LEXICON_LANGUAGES ? languages_len : LEXICON_LANGUAGES;
    for (size_t i = 0; i < builder->languages_len; i++) {
        builder->languages[i] = talloc_strdup(builder, languages[i]);
        if (!builder->languages[i])
            return talloc_free(builder), NULL;
    }
    return builder;
}

bool lexicon_use_stemmer(struct lexicon_builder *builder, int language, const char *stemmer, struct error *err)
{
    if (!builder || language < 0 || (size_t)language >= builder->languages_len)
        return true;
    struct stemmer *made = stemmer_new(builder, builder->languages[language], stemmer, err);
    if (!made)
        return false;
    talloc_free(builder->stemmers[language]);
    builder->stemmers[language] = made;
    return true;
}

/* ---- counting ---- */

static struct entry **find_slot(const struct entry_table *table, struct span form)
{
    size_t at = hash_short(form) & (table->room - 1);
    while (table->slots[at] && !span_equal(table->slots[at]->form, form))
        at = (at + 1) & (table->room - 1);
    return &table->slots[at];
}

static bool grow(struct lexicon_builder *builder)
{
    struct entry_table *table = &builder->table, larger = {.room = table->room ? table->room * 2 : 4096};
    larger.slots = talloc_zero_array(builder, struct entry *, (unsigned)larger.room);
    if (!larger.slots)
        return false;
    larger.len = table->len;
    for (size_t i = 0; i < table->room; i++)
        if (table->slots[i])
            *find_slot(&larger, table->slots[i]->form) = table->slots[i];
    talloc_free(table->slots);
    *table = larger;
    return true;
}

static struct entry *entry_new(struct lexicon_builder *builder, struct span form)
{
    size_t size = sizeof(struct entry) + builder->languages_len * sizeof(uint32_t);
    struct entry *entry = arena_take(&builder->arena, size, true);
    if (!entry)
        return NULL;
    memset(entry, 0, size);
    entry->form = arena_copy(&builder->arena, form);
    return entry->form.len == form.len ? entry : NULL;
}

/* The entry of a form, made where there is none; NULL for a form that is no word, and out of memory. */
static struct entry *entry_of(struct lexicon_builder *builder, struct span form)
{
    if (form.len == 0 || form.len > LEXICON_FORM_MAX || builder->failed)
        return NULL;
    struct entry_table *table = &builder->table;
    if (table->len * 2 >= table->room && !grow(builder)) {
        builder->failed = true;
        return NULL;
    }
    struct entry **slot = find_slot(table, form);
    if (*slot)
        return *slot;
    *slot = entry_new(builder, form);
    table->len += *slot != NULL;
    builder->failed = !*slot;
    return *slot;
}

static bool has_language(const struct lexicon_builder *builder, int language)
{
    return language >= 0 && (size_t)language < builder->languages_len;
}

void lexicon_add_count(struct lexicon_builder *builder, const struct lexicon_count *count)
{
    struct entry *entry = has_language(builder, count->language) ? entry_of(builder, count->form) : NULL;
    if (!entry)
        return;
    entry->pages[count->language] += count->pages;
    if (count->prominent)
        entry->prominent |= (uint16_t)(1u << count->language);
}

void lexicon_add(struct lexicon_builder *builder, int language, struct span form, bool prominent)
{
    lexicon_add_count(builder, &(struct lexicon_count){language, form, 1, prominent});
}

bool lexicon_counts(const struct lexicon_builder *builder, void (*tell)(void *self, const struct lexicon_count *),
                    void *self)
{
    const struct entry_table *table = &builder->table;
    for (size_t i = 0; i < table->room; i++)
        for (size_t k = 0; table->slots[i] && k < builder->languages_len; k++)
            if (table->slots[i]->pages[k] > 0)
                tell(self, &(struct lexicon_count){(int)k, table->slots[i]->form, table->slots[i]->pages[k],
                                                   table->slots[i]->prominent >> k & 1});
    return !builder->failed;
}

void lexicon_add_known(struct lexicon_builder *builder, int language, struct span form)
{
    struct entry *entry = has_language(builder, language) ? entry_of(builder, form) : NULL;
    if (entry)
        entry->known |= (uint16_t)(1u << language);
}

void lexicon_add_never(struct lexicon_builder *builder, struct span form)
{
    struct entry *entry = entry_of(builder, form);
    if (entry)
        entry->never = true;
}

/* ---- word lists ---- */

bool lexicon_add_list(struct lexicon_builder *builder, int language, const char *path, struct error *err)
{
    if (!has_language(builder, language))
        return true;
    if (word_list_read(&builder->lists[language], &builder->arena, path, err))
        return true;
    if (err->kind != ERROR_MEMORY)
        return false;
    builder->failed = true;
    return true;
}

/* ---- packing ---- */

static int compare_entries(const void *a, const void *b)
{
    return span_compare((*(struct entry *const *)a)->form, (*(struct entry *const *)b)->form);
}

/* The table's entries to its front, sorted; the table is one no more. */
static void sort_entries(struct entry_table *table)
{
    size_t n = 0;
    for (size_t i = 0; i < table->room; i++)
        if (table->slots[i])
            table->slots[n++] = table->slots[i];
    if (n > 0)
        qsort(table->slots, n, sizeof *table->slots, compare_entries);
}

static unsigned pages_mask(const struct entry *entry, size_t languages_len)
{
    unsigned mask = 0;
    for (size_t i = 0; i < languages_len; i++)
        if (entry->pages[i] > 0)
            mask |= 1u << i;
    return mask;
}

static void pack_mask(struct buffer *out, uint16_t mask)
{
    if (mask)
        pack_number(out, mask);
}

static void pack_entry(struct buffer *out, const struct entry *entry, size_t languages_len)
{
    unsigned pages = pages_mask(entry, languages_len);
    pack_span(out, entry->form);
    pack_number(out, (pages ? FACT_PAGES : 0u) | (entry->prominent ? FACT_PROMINENT : 0u) |
                         (entry->listed ? FACT_LISTED : 0u) | (entry->known ? FACT_KNOWN : 0u) |
                         (entry->never ? FACT_NEVER : 0u));
    if (pages)
        pack_number(out, pages);
    for (size_t i = 0; i < languages_len; i++)
        if (entry->pages[i] > 0)
            pack_number(out, entry->pages[i]);
    pack_mask(out, entry->prominent);
    pack_mask(out, entry->listed);
    pack_mask(out, entry->known);
}

static void pack_entries(struct buffer *out, const struct lexicon_builder *builder)
{
    struct buffer run = buffer_new(out->ctx, PACK_MAX);
    for (size_t i = 0; i < builder->table.len; i++)
        pack_entry(&run, builder->table.slots[i], builder->languages_len);
    pack_number(out, builder->table.len);
    pack_span(out, buffer_view(&run));
    out->full = out->full || run.full;
    talloc_free(run.at);
}

/* ---- lists ---- */

static char *put_word(char *out, struct span before, struct span word, bool first)
{
    size_t shared = 0;
    while (!first && shared < before.len && shared < word.len && before.at[shared] == word.at[shared])
        shared++;
    if (!first)
        *out++ = (char)shared;
    *out++ = (char)(word.len - shared);
    memcpy(out, word.at + shared, word.len - shared);
    return out + word.len - shared;
}

/* Each word once, less those that the table has: they are marked as listed there. */
static char *put_list(char *out, struct lexicon_builder *builder, size_t language, size_t *words)
{
    struct word_walk walk = word_walk_new(&builder->lists[language]);
    const struct entry_table *table = &builder->table;
    struct span before = SPAN(""), put = SPAN(""), word;
    size_t t = 0;
    for (*words = 0; word_walk_next(&walk, &word); before = word) {
        int order = -1;
        if (word_compare(before, word) == 0)
            continue;
        while (t < table->len && (order = word_compare(table->slots[t]->form, word)) < 0)
            t++;
        if (t < table->len && order == 0) {
            table->slots[t]->listed |= (uint16_t)(1u << language);
            continue;
        }
        out = put_word(out, put, word, (*words)++ % LIST_BLOCK == 0);
        put = word;
    }
    return out;
}

/* Its run of bytes, and of how many words; a talloc child of the builder. Before the table is packed, which it marks. */
static bool settle_list(struct lexicon_builder *builder, size_t language, struct span *run, size_t *words)
{
    char *bytes = talloc_size(builder, word_list_room(&builder->lists[language]) + 1);
    if (!bytes)
        return false;
    *run = (struct span){bytes, (size_t)(put_list(bytes, builder, language, words) - bytes)};
    return true;
}

static int compare_hashes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static size_t hash_stems(const struct lexicon_builder *builder, size_t language, uint32_t *hashes)
{
    char stem[LEXICON_FORM_MAX + 64];
    size_t n = 0;
    for (size_t i = 0; i < builder->table.len; i++) {
        const struct entry *entry = builder->table.slots[i];
        if (entry->pages[language] == 0)
            continue;
        size_t len = stemmer_stem(builder->stemmers[language], entry->form, stem, sizeof stem);
        hashes[n++] = hash_short((struct span){stem, len});
    }
    if (n > 0)
        qsort(hashes, n, sizeof *hashes, compare_hashes);
    return n;
}

/* The stems of the site's words: the splitter asks whether the site has a listed word in another form. */
static bool pack_stems(struct buffer *out, struct lexicon_builder *builder, size_t language, struct error *err)
{
    if (!compounding_find(builder->languages[language])) {
        pack_number(out, 0);
        pack_number(out, 0);
        return true;
    }
    if (!builder->stemmers[language] && !lexicon_use_stemmer(builder, (int)language, NULL, err))
        return false;
    uint32_t *hashes = array_new(builder, uint32_t, builder->table.len);
    if (!hashes)
        return error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
    size_t all = hash_stems(builder, language, hashes), len = 0;
    for (size_t i = 0; i < all; i++)
        if (i == 0 || hashes[i] != hashes[i - 1])
            hashes[len++] = hashes[i];
    pack_number(out, len);
    pack_number(out, len * sizeof *hashes);
    for (size_t i = 0; i < len; i++)
        pack_u32(out, hashes[i]);
    talloc_free(hashes);
    return true;
}

/* *plain: how many bytes at the end are lists, packed close as they are, and what is between them. */
static bool pack_all(struct buffer *out, struct lexicon_builder *builder, size_t *plain, struct error *err)
{
    struct span runs[LEXICON_LANGUAGES];
    size_t words[LEXICON_LANGUAGES], first_list = 0;
    sort_entries(&builder->table);
    for (size_t i = 0; i < builder->languages_len; i++)
        if (!settle_list(builder, i, &runs[i], &words[i]))
            return error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
    pack_number(out, builder->languages_len);
    for (size_t i = 0; i < builder->languages_len; i++)
        pack_span(out, span_of(builder->languages[i]));
    pack_entries(out, builder);
    for (size_t i = 0; i < builder->languages_len; i++) {
        if (!pack_stems(out, builder, i, err))
            return false;
        pack_number(out, words[i]);
        first_list = first_list == 0 && words[i] > 0 ? out->len : first_list;
        pack_span(out, runs[i]);
    }
    *plain = first_list > 0 ? out->len - first_list : 0;
    return true;
}

char *lexicon_pack(void *ctx, struct lexicon_builder *builder, size_t *len, struct error *err)
{
    struct buffer bytes = buffer_new(builder, PACK_MAX);
    struct deflating kind = {LEXICON_MAGIC, LEXICON_FORMAT, 0};
    if (!builder->failed && !pack_all(&bytes, builder, &kind.plain, err))
        return NULL;
    bool whole = !builder->failed && !bytes.full;
    char *packed = whole ? deflated_make(ctx, buffer_view(&bytes), kind, len) : NULL;
    talloc_free(bytes.at);
    if (!packed)
        error_set(err, ERROR_MEMORY, NULL, 0, "out of memory for the table of words", NULL);
    return packed;
}
