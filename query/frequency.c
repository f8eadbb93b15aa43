/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/frequency.h"

#include "base/memory.h"
#include "query/index.h"

/* A table of fixed size: a term takes the place of another with the same slot. */
enum { SLOTS = 1 << 11 };

struct entry {
    struct hash term;
    struct frequency frequency;
    bool used;
};

struct frequencies {
    struct entry entries[SLOTS];
};

struct frequencies *frequencies_new(void *ctx)
{
    return talloc_zero(ctx, struct frequencies);
}

void frequencies_forget(struct frequencies *frequencies)
{
    memset(frequencies, 0, sizeof *frequencies);
}

bool frequencies_find(const struct frequencies *frequencies, struct hash term, struct frequency *out)
{
    const struct entry *entry = &frequencies->entries[term.low % SLOTS];

    if (!entry->used || !hash_equal(entry->term, term))
        return false;
    *out = entry->frequency;
    return true;
}

void frequencies_keep(struct frequencies *frequencies, struct hash term, struct frequency frequency)
{
    frequencies->entries[term.low % SLOTS] = (struct entry){term, frequency, true};
}

/* ---- how many pages ---- */

static struct frequency ask_both(struct index *index, struct span term)
{
    const struct xapc_bytes bytes = bytes_of(term);
    struct xapc_frequency asked = {0, 0};

    if (index_well(index))
        xapc_reader_frequencies(index->reader, &bytes, 1, &asked, &index->trouble);
    return (struct frequency){asked.documents, asked.occurrences};
}

static struct frequency ask_pages(struct index *index, struct span term)
{
    const struct xapc_bytes bytes = bytes_of(term);
    uint32_t pages = 0;

    if (index_well(index))
        xapc_reader_documents(index->reader, &bytes, 1, &pages, &index->trouble);
    return (struct frequency){pages, OCCURRENCES_UNKNOWN};
}

uint32_t index_frequency(struct index *index, struct span term, uint32_t *occurrences)
{
    struct frequency known = {0, OCCURRENCES_UNKNOWN};
    const struct hash hash = hash_of(term);
    bool found = frequencies_find(index->frequencies, hash, &known);

    if (!found || (occurrences && known.occurrences == OCCURRENCES_UNKNOWN)) {
        known = occurrences ? ask_both(index, term) : ask_pages(index, term);
        if (index_well(index))
            frequencies_keep(index->frequencies, hash, known);
    }
    if (!index_well(index))
        known = (struct frequency){0, 0};
    if (occurrences)
        *occurrences = (uint32_t)known.occurrences;
    return known.documents;
}

void index_learn(struct index *index, struct span term, uint32_t pages)
{
    const struct hash hash = hash_of(term);
    struct frequency known;

    if (!frequencies_find(index->frequencies, hash, &known))
        frequencies_keep(index->frequencies, hash, (struct frequency){pages, OCCURRENCES_UNKNOWN});
}

struct unknown {
    struct xapc_bytes *terms;
    size_t *of;
    uint32_t *pages;
    size_t len;
};

static bool begin_unknown(struct unknown *unknown, size_t len)
{
    *unknown = (struct unknown){.terms = array_new(NULL, struct xapc_bytes, len)};
    unknown->of = unknown->terms ? array_new(unknown->terms, size_t, len) : NULL;
    unknown->pages = unknown->terms ? array_new(unknown->terms, uint32_t, len) : NULL;
    return unknown->of && unknown->pages;
}

static void ask_unknown(struct index *index, const struct unknown *unknown, uint32_t *pages)
{
    if (unknown->len == 0 || !index_well(index) ||
        !xapc_reader_documents(index->reader, unknown->terms, unknown->len, unknown->pages, &index->trouble))
        return;
    for (size_t i = 0; i < unknown->len; i++) {
        pages[unknown->of[i]] = unknown->pages[i];
        index_learn(index, span_of_bytes(unknown->terms[i]), unknown->pages[i]);
    }
}

void index_frequencies(struct index *index, const struct span *terms, size_t len, uint32_t *pages)
{
    struct unknown unknown = {0};

    if (!index->shards || !begin_unknown(&unknown, len)) {
        for (size_t i = 0; i < len; i++)
            pages[i] = index_frequency(index, terms[i], NULL);
        talloc_free(unknown.terms);
        return;
    }
    for (size_t i = 0; i < len; i++) {
        struct frequency known = {0, 0};
        if (!frequencies_find(index->frequencies, hash_of(terms[i]), &known)) {
            unknown.of[unknown.len] = i;
            unknown.terms[unknown.len++] = bytes_of(terms[i]);
        }
        pages[i] = known.documents;
    }
    ask_unknown(index, &unknown, pages);
    talloc_free(unknown.terms);
}
