/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/word_list.h"

#include <stdlib.h>

#include "analysis/lexicon.h"
#include "base/fold.h"

enum { LIST_FILE_MAX = 64 << 20 };

/* ---- reading ---- */

/* Lower-case letters alone, two at least: names, abbreviations and phrases make bad parts. */
static bool is_plain_word(struct span line)
{
    size_t letters = 0;
    for (size_t at = 0, len; at < line.len; at += len) {
        enum fold_class class = fold_class(utf8_decode(span_from(line, at), &len));
        if (class != FOLD_LOWER && class != FOLD_LETTER && class != FOLD_MARK)
            return false;
        letters += class != FOLD_MARK;
    }
    return letters >= 2;
}

static bool list_add(struct arena *arena, struct word_list *list, struct span form)
{
    if (form.len > LEXICON_FORM_MAX)
        return true;
    if (list->len == list->room) {
        size_t room = list->room * 2 + 1024;
        struct span *words = array_resize(arena->ctx, list->words, struct span, room);
        if (!words)
            return false;
        list->words = words;
        list->room = room;
    }
    struct span copy = arena_copy(arena, form);
    list->words[list->len] = copy;
    list->len += copy.len > 0;
    return copy.len > 0;
}

static bool ready_next(struct span *ready, struct span *word)
{
    if (ready->len == 0)
        return false;
    *word = (struct span){ready->at + 1, (unsigned char)*ready->at};
    *ready = span_from(*ready, 1 + word->len);
    return true;
}

int word_compare(struct span a, struct span b)
{
    size_t n = 0, least = a.len < b.len ? a.len : b.len;
    while (n < least && a.at[n] == b.at[n])
        n++;
    return n < least ? (unsigned char)a.at[n] - (unsigned char)b.at[n] : (a.len > b.len) - (a.len < b.len);
}

/* A word that needs some work. */
static bool list_fold(struct arena *arena, struct word_list *list, struct span line, struct buffer *form)
{
    line = span_trim(line);
    if (line.len > LEXICON_FORM_MAX * 2 || !is_plain_word(line))
        return true;
    buffer_clear(form);
    fold_text(form, line);
    return list_add(arena, list, buffer_view(form));
}

struct taking {
    struct word_list *list;
    char *out;          /* behind what is ready */
    struct span last;
};

/* A word of small letters, which folding leaves as it is. In its place in the order it is put behind the ready ones,
 * where the file that was read has room: its length takes that of the end of its line. */
static bool take_small(struct arena *arena, struct taking *taking, struct span word)
{
    int order = word_compare(taking->last, word);
    if (word.len < 2 || word.len > LEXICON_FORM_MAX || order == 0)
        return true;
    if (order > 0)
        return list_add(arena, taking->list, word);
    memmove(taking->out + 1, word.at, word.len);
    *taking->out = (char)word.len;
    taking->last = (struct span){taking->out + 1, word.len};
    taking->out += 1 + word.len;
    return true;
}

static bool take_lines(struct arena *arena, struct word_list *list, char *file, size_t len)
{
    const char *at = file, *end = file + len;
    struct taking taking = {list, file, SPAN("")};
    struct buffer form = buffer_new(file, LEXICON_FORM_MAX * 8);
    bool taken = true;
    while (taken && at < end) {
        struct span line = {at, 0};
        while (at < end && *at >= 'a' && *at <= 'z')
            at++;
        bool small = at < end && *at == '\n';
        if (!small)
            at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at : end;
        line.len = (size_t)(at - line.at);
        at += at < end;
        taken = small ? take_small(arena, &taking, line) : list_fold(arena, list, line, &form);
    }
    list->ready = (struct span){file, (size_t)(taking.out - file)};
    return taken;
}

bool word_list_read(struct word_list *list, struct arena *arena, const char *path, struct error *err)
{
    size_t len;
    char *file = file_read(arena->ctx, path, NULL, LIST_FILE_MAX, &len, NULL, err);
    if (!file)
        return false;
    struct span before = list->ready, word;
    bool taken = take_lines(arena, list, file, len);
    /* Of a second list all words are sorted in: there is one run of ready ones. */
    while (taken && ready_next(&before, &word))
        taken = list_add(arena, list, word);
    return taken || error_set(err, ERROR_MEMORY, path, 0, "memory ran out", NULL);
}

/* ---- walking ---- */

static int compare_spans(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

struct word_walk word_walk_new(const struct word_list *list)
{
    struct word_walk walk = {list->ready, list->words, list->len ? list->words + list->len : list->words, SPAN("")};
    if (list->len > 1)
        qsort(list->words, list->len, sizeof *list->words, compare_spans);
    ready_next(&walk.ready, &walk.next);
    return walk;
}

bool word_walk_next(struct word_walk *walk, struct span *word)
{
    bool odd = walk->word < walk->end;
    if (odd && (walk->next.len == 0 || word_compare(*walk->word, walk->next) < 0)) {
        *word = *walk->word++;
        return true;
    }
    *word = walk->next;
    walk->next = SPAN("");
    ready_next(&walk->ready, &walk->next);
    return word->len > 0;
}

size_t word_list_room(const struct word_list *list)
{
    size_t room = 2 * list->ready.len;
    for (size_t i = 0; i < list->len; i++)
        room += list->words[i].len + 2;
    return room;
}
