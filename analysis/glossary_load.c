/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/glossary_table.h"

#include <stdlib.h>

uint32_t glossary_hash(int language, struct span stem)
{
    return hash_short(stem) ^ ((uint32_t)language + 1) * 2654435761u;
}

const struct word *glossary_joined(const struct words *words)
{
    const struct word *last = words->len ? &words->at[words->len - 1] : NULL;
    return last && last->joined && last->start == words->at[0].start ? last : NULL;
}

/* What is missing for want of memory is no damage. */
static bool had(struct glossary *glossary, const void *memory)
{
    glossary->starved = glossary->starved || !memory;
    return memory != NULL;
}

static bool add_key(struct glossary *glossary, const struct key *key)
{
    if (glossary->keys_len == glossary->keys_room) {
        size_t room = glossary->keys_room * 2 + 64;
        struct key *keys = array_resize(glossary, glossary->keys, struct key, room);
        if (!had(glossary, keys))
            return false;
        glossary->keys = keys;
        glossary->keys_room = room;
    }
    glossary->keys[glossary->keys_len++] = *key;
    return true;
}

static bool add_keys(struct glossary *glossary, struct key key, const struct words *words)
{
    const struct word *joined = glossary_joined(words);
    if (words->len == 0)
        return true;
    key.hash = glossary_hash(key.language, words->at[0].stem);
    key.whole = words->len == 1;
    if (!add_key(glossary, &key))
        return false;
    if (!joined)
        return true;
    key.hash = glossary_hash(key.language, joined->stem);
    key.whole = true;
    return add_key(glossary, &key);
}

static int compare_keys(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash > y->hash ? 1 : -1;
    if (x->concept != y->concept)
        return x->concept > y->concept ? 1 : -1;
    return (x->term > y->term) - (x->term < y->term);
}

/* A language's code, once for all terms; NULL when there are too many, or no memory. */
static const char *keep_language(struct glossary *glossary, struct span lang)
{
    for (size_t i = 0; i < glossary->languages_len; i++)
        if (span_is(lang, glossary->languages[i]))
            return glossary->languages[i];
    if (glossary->languages_len == GLOSSARY_LANGUAGES_MAX)
        return NULL;
    const char *copy = span_copy(glossary, lang);
    if (had(glossary, copy))
        glossary->languages[glossary->languages_len++] = copy;
    return copy;
}

static bool load_term(struct glossary *glossary, struct unpack *in, struct key key, struct term *term)
{
    struct span lang = unpack_span(in);
    term->text = unpack_span(in);
    term->lang = in->bad ? NULL : keep_language(glossary, lang);
    if (!term->lang)
        return false;
    int language = analyser_language(glossary->analyser, term->lang);
    if (language < 0 || language > INT8_MAX)
        return true; /* no page is in it, so nobody asks in it */
    key.language = (int8_t)language;
    struct words *words = analyse(NULL, glossary->analyser, language, term->text);
    bool added = had(glossary, words) && add_keys(glossary, key, words);
    talloc_free(words);
    return added;
}

static bool load_concept(struct glossary *glossary, struct unpack *in, size_t number)
{
    struct concept *concept = &glossary->concepts[number];
    concept->flags = (unsigned)unpack_number(in);
    concept->terms_len = unpack_count(in, 2);
    if (in->bad || concept->terms_len > UINT16_MAX)
        return false;
    concept->terms = array_new(glossary->concepts, struct term, concept->terms_len);
    if (!had(glossary, concept->terms))
        return false;
    for (size_t i = 0; i < concept->terms_len; i++) {
        struct key key = {.concept = (uint32_t)number, .term = (uint16_t)i};
        if (!load_term(glossary, in, key, &concept->terms[i]))
            return false;
    }
    return true;
}

static bool load_all(struct glossary *glossary, struct span packed)
{
    if (packed.len == 0)
        return true; /* none was asked for */
    glossary->packed = span_copy(glossary, packed);
    if (!had(glossary, glossary->packed))
        return false;
    struct unpack in = unpack_new((struct span){glossary->packed, packed.len});
    glossary->concepts_len = unpack_count(&in, 2);
    glossary->concepts = array_new(glossary, struct concept, glossary->concepts_len);
    if (in.bad || !had(glossary, glossary->concepts))
        return false;
    for (size_t i = 0; i < glossary->concepts_len; i++)
        if (!load_concept(glossary, &in, i))
            return false;
    if (glossary->keys_len > 0)
        qsort(glossary->keys, glossary->keys_len, sizeof *glossary->keys, compare_keys);
    return in.rest.len == 0;
}

struct glossary *glossary_load(void *ctx, struct span packed, struct analyser *analyser, struct error *err)
{
    struct glossary *glossary = talloc_zero(ctx, struct glossary);
    if (!glossary) {
        error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
        return NULL;
    }
    glossary->analyser = analyser;
    if (load_all(glossary, packed))
        return glossary;
    if (glossary->starved)
        error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
    else
        error_set(err, ERROR_INDEX, NULL, 0, "the index's glossary is damaged", "make it anew: twc-index --rebuild");
    talloc_free(glossary);
    return NULL;
}
