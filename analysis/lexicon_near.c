/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spelling: the words near a form, by a walk over the sorted words that keeps the distance rows of what neighbours
 * share and leaps over all that begin in a hopeless way. */
#include "analysis/lexicon_table.h"

enum { LETTERS = LEXICON_FORM_MAX + 1, DISTANCE_MAX = 2 };

/* A form as code points; offsets[i] is where the i-th begins. */
struct letters {
    int32_t at[LETTERS];
    uint8_t offsets[LETTERS + 1];
    size_t len;
};

/* rows[i][j]: the distance between the first i letters of the word at hand and the first j of the form. */
struct walk {
    const struct lexicon *lexicon;
    int language, distance;
    struct letters form, word;
    struct span word_bytes; /* of the word whose rows stand there */
    uint8_t rows[LETTERS][LETTERS];
    size_t rows_len; /* so many of its letters are in the rows */
    struct lexicon_near *out;
    size_t room, len;
};

/* From byte offset from on, whose letter is the first-th. */
static void read_letters(struct letters *letters, struct span form, size_t first, size_t from)
{
    letters->len = first;
    while (from < form.len && letters->len < LETTERS - 1) {
        size_t len;
        letters->offsets[letters->len] = (uint8_t)from;
        letters->at[letters->len++] = utf8_decode(span_from(form, from), &len);
        from += len;
    }
    letters->offsets[letters->len] = (uint8_t)from;
}

static uint8_t least(unsigned a, unsigned b)
{
    return (uint8_t)(a < b ? a : b);
}

/* The i-th row (i > 0) from those before; false when all of it is past the distance. OSA: a letter is added, left out,
 * changed, or swapped with its neighbour, each once. Only a band of 2 × distance + 1 cells can be within the distance.
 */
static bool fill_row(struct walk *walk, size_t i)
{
    const size_t band = (size_t)walk->distance;
    const int32_t *form = walk->form.at, *word = walk->word.at;
    uint8_t *row = walk->rows[i];
    const uint8_t *above = walk->rows[i - 1];
    size_t first = i > band ? i - band : 0, last = i + band < walk->form.len ? i + band : walk->form.len;
    unsigned best = UINT8_MAX;
    if (first > 0)
        row[first - 1] = UINT8_MAX - 1;
    for (size_t j = first; j <= last; j++) {
        uint8_t cell = j == 0 ? (uint8_t)i : UINT8_MAX - 1;
        if (j < i + band)
            cell = least(cell, above[j] + 1u);
        if (j > 0) {
            cell = least(cell, row[j - 1] + 1u);
            cell = least(cell, above[j - 1] + (unsigned)(word[i - 1] != form[j - 1]));
        }
        if (i > 1 && j > 1 && word[i - 1] == form[j - 2] && word[i - 2] == form[j - 1])
            cell = least(cell, walk->rows[i - 2][j - 2] + 1u);
        row[j] = cell;
        best = least(best, cell);
    }
    return first <= last && best <= (unsigned)walk->distance;
}

static size_t shared_letters(const struct walk *walk, struct span next)
{
    size_t bytes = 0, letters = 0;
    while (bytes < next.len && bytes < walk->word_bytes.len && next.at[bytes] == walk->word_bytes.at[bytes])
        bytes++;
    while (letters < walk->rows_len && walk->word.offsets[letters + 1] <= bytes)
        letters++;
    return letters;
}

/* The rows of the next word. 0 when they are all there; else so many bytes of it begin nothing that is near. */
static size_t fill_rows(struct walk *walk, struct span next)
{
    size_t i = shared_letters(walk, next);
    read_letters(&walk->word, next, i, i == 0 ? 0 : walk->word.offsets[i]);
    walk->word_bytes = next;
    for (; i < walk->word.len; i++)
        if (!fill_row(walk, i + 1)) {
            walk->rows_len = i;
            return walk->word.offsets[i + 1];
        }
    walk->rows_len = i;
    return 0;
}

/* Nearest first, then more pages in the language, more in all, prominent, by bytes. */
static bool is_before(const struct walk *walk, const struct lexicon_near *a, const struct lexicon_near *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    if (walk->language >= 0) {
        uint32_t own_a = a->word.pages[walk->language], own_b = b->word.pages[walk->language];
        if (own_a != own_b)
            return own_a > own_b;
    }
    uint64_t all_a = lexicon_pages(&a->word), all_b = lexicon_pages(&b->word);
    if (all_a != all_b)
        return all_a > all_b;
    if (!a->word.prominent != !b->word.prominent)
        return a->word.prominent != 0;
    return span_compare(a->word.form, b->word.form) < 0;
}

static void keep_near(struct walk *walk, const struct lexicon_near *near)
{
    size_t at = walk->len;
    while (at > 0 && is_before(walk, near, &walk->out[at - 1]))
        at--;
    if (at == walk->room)
        return;
    size_t moved = walk->len - at - (walk->len == walk->room);
    memmove(walk->out + at + 1, walk->out + at, moved * sizeof *near);
    walk->out[at] = *near;
    walk->len += walk->len < walk->room;
}

static void judge(struct walk *walk, size_t i)
{
    size_t word = walk->word.len, form = walk->form.len;
    if (word > form + (size_t)walk->distance || form > word + (size_t)walk->distance)
        return;
    struct lexicon_near near = {.distance = walk->rows[word][form]};
    if (near.distance > walk->distance)
        return;
    near.word = lexicon_at(walk->lexicon, i);
    if (near.word.known || lexicon_pages(&near.word) > 0)
        keep_near(walk, &near);
}

/* The first word behind i that does not begin so. */
static size_t leap(const struct lexicon *lexicon, size_t i, struct span beginning)
{
    size_t step = 1, low = i;
    while (low + step < lexicon->words_len && span_begins(lexicon_form(lexicon, low + step), beginning)) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < lexicon->words_len ? low + step : lexicon->words_len;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (span_begins(lexicon_form(lexicon, middle), beginning))
            low = middle;
        else
            high = middle;
    }
    return high;
}

static void walk_words(struct walk *walk)
{
    for (size_t i = 0; i < walk->lexicon->words_len;) {
        struct span next = lexicon_form(walk->lexicon, i);
        size_t hopeless = fill_rows(walk, next);
        if (hopeless > 0) {
            i = leap(walk->lexicon, i, span_first(next, hopeless));
            continue;
        }
        judge(walk, i);
        i++;
    }
}

size_t lexicon_nearest(const struct lexicon *lexicon, int language, struct span form, int distance,
                       struct lexicon_near *out, size_t room)
{
    if (form.len > LEXICON_FORM_MAX || distance < 0 || room == 0)
        return 0;
    struct walk walk;
    walk.lexicon = lexicon;
    walk.language = language >= 0 && (size_t)language < lexicon->languages_len ? language : -1;
    walk.distance = distance < DISTANCE_MAX ? distance : DISTANCE_MAX;
    walk.word_bytes = SPAN("");
    walk.word.len = walk.rows_len = 0;
    walk.word.offsets[0] = 0;
    walk.out = out;
    walk.room = room;
    walk.len = 0;
    read_letters(&walk.form, form, 0, 0);
    for (size_t j = 0; j <= walk.form.len; j++)
        walk.rows[0][j] = (uint8_t)j;
    walk_words(&walk);
    return walk.len;
}
