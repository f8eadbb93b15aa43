/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/analyser.h"

#include <talloc.h>

#include "analysis/compound.h"
#include "analysis/lexicon.h"
#include "analysis/memo.h"
#include "analysis/stemmer.h"
#include "analysis/stop.h"
#include "analysis/subtag.h"
#include "analysis/token.h"
#include "analysis/vocabulary.h"

enum { REMEMBERED = 1024, FOLD_ROOM = 1 << 16 };

struct language {
    const char *code;
    struct stemmer *stemmer;
    struct splitter *splitter; /* NULL: compounds stay whole */
    const struct stop_list *stop;
    bool elides; /* l’union is union */
};

struct analyser {
    const struct lexicon *lexicon;
    struct language *languages;
    size_t languages_len;
    struct memo *memo;
    struct buffer form; /* work space */
    bool starved;
    char stem[TOKEN_FORM_MAX + 64];
    char parts[MEMO_PARTS][TOKEN_FORM_MAX];
};

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
}

static bool elides(const char *code)
{
    return subtag_is(code, "fr") || subtag_is(code, "it") || subtag_is(code, "ca");
}

static bool open_language(struct analyser *analyser, const struct analyser_language *from,
                          const struct lexicon *lexicon, struct language *language, struct error *err)
{
    language->code = from->code;
    language->stop = stop_list_find(from->code);
    language->elides = elides(from->code);
    language->stemmer = stemmer_new(analyser, from->code, from->stemmer, err);
    if (!language->stemmer)
        return false;
    const struct compounding *compounding = compounding_find(from->code);
    int number = lexicon ? lexicon_language(lexicon, from->code) : -1;
    if (!compounding || number < 0)
        return true;
    language->splitter = splitter_new(analyser, compounding, lexicon, number, language->stemmer);
    return language->splitter || no_memory(err);
}

static bool open_languages(struct analyser *analyser, const struct analyser_language *languages, size_t languages_len,
                           const struct lexicon *lexicon, struct error *err)
{
    analyser->languages = talloc_zero_array(analyser, struct language, (unsigned)languages_len);
    if (!analyser->languages)
        return no_memory(err);
    analyser->languages_len = languages_len;
    for (size_t i = 0; i < languages_len; i++)
        if (!open_language(analyser, &languages[i], lexicon, &analyser->languages[i], err))
            return false;
    return true;
}

struct analyser *analyser_new(void *ctx, const struct analyser_language *languages, size_t languages_len,
                              const struct lexicon *lexicon, struct error *err)
{
    struct analyser *analyser = talloc_zero(ctx, struct analyser);
    if (!analyser) {
        no_memory(err);
        return NULL;
    }
    analyser->lexicon = lexicon;
    analyser->form = buffer_new(analyser, FOLD_ROOM);
    if (!analyser_remember(analyser, REMEMBERED)) {
        no_memory(err);
        goto failed;
    }
    if (!open_languages(analyser, languages, languages_len, lexicon, err))
        goto failed;
    return analyser;

failed:
    talloc_free(analyser);
    return NULL;
}

bool analyser_remember(struct analyser *analyser, size_t words)
{
    size_t slots = 1;
    while (slots < words && slots < (size_t)1 << 24)
        slots *= 2;
    struct memo *memo = memo_new(analyser, slots);
    if (!memo)
        return false;
    talloc_free(analyser->memo);
    analyser->memo = memo;
    return true;
}

static size_t primary_len(const char *code)
{
    return strcspn(code, "-_");
}

int analyser_language(const struct analyser *analyser, const char *code)
{
    for (size_t i = 0; i < analyser->languages_len; i++)
        if (strcmp(analyser->languages[i].code, code) == 0)
            return (int)i;
    for (size_t i = 0; i < analyser->languages_len; i++) {
        const char *own = analyser->languages[i].code;
        if (primary_len(own) == primary_len(code) && strncmp(own, code, primary_len(code)) == 0)
            return (int)i;
    }
    return -1;
}

/* NULL for -1 and other numbers that it does not have. */
static const struct language *find_language(const struct analyser *analyser, int language)
{
    if (language < 0 || (size_t)language >= analyser->languages_len)
        return NULL;
    return &analyser->languages[language];
}

const char *analyser_code(const struct analyser *analyser, int language)
{
    const struct language *found = find_language(analyser, language);
    return found ? found->code : "und";
}

size_t analyser_languages(const struct analyser *analyser)
{
    return analyser->languages_len;
}

const struct lexicon *analyser_lexicon(const struct analyser *analyser)
{
    return analyser->lexicon;
}

bool analyser_splits(const struct analyser *analyser, int language)
{
    const struct language *found = find_language(analyser, language);
    return found && compounding_find(found->code);
}

bool analyse_is_stop(const struct analyser *analyser, int language, struct span form)
{
    const struct language *found = find_language(analyser, language);
    return found && stop_list_has(found->stop, form);
}

bool analyse_is_stop_anywhere(const struct analyser *analyser, struct span form)
{
    for (size_t i = 0; i < analyser->languages_len; i++)
        if (stop_list_has(analyser->languages[i].stop, form))
            return true;
    return false;
}

/* ---- one word ---- */

static struct span stem_of(struct analyser *analyser, const struct language *language, struct span form, char *out,
                           size_t room)
{
    (void)analyser;
    if (!language)
        return form;
    return (struct span){out, stemmer_stem(language->stemmer, form, out, room)};
}

static bool has_span(const struct span *spans, size_t len, struct span one)
{
    for (size_t i = 0; i < len; i++)
        if (span_equal(spans[i], one))
            return true;
    return false;
}

/* The stems of a compound's known parts, each once. */
static void find_parts(struct analyser *analyser, const struct language *language, struct memo_word *word)
{
    struct split split = compound_split(language->splitter, word->form, false);
    word->parts_len = 0;
    for (size_t i = 0; i < split.len && word->parts_len < MEMO_PARTS; i++) {
        if (!split.known[i])
            continue;
        size_t n = word->parts_len;
        word->parts[n] = stem_of(analyser, language, split.parts[i], analyser->parts[n], sizeof analyser->parts[n]);
        if (!has_span(word->parts, n, word->parts[n]) && !span_equal(word->parts[n], word->stem))
            word->parts_len++;
    }
}

/* All there is to know of a form; whole: its parts are not wanted. Borrowed from the analyser until the next word. */
static void study(struct analyser *analyser, const struct language *language, struct span form, bool whole,
                  struct memo_word *word)
{
    word->form = form;
    word->stem = stem_of(analyser, language, form, analyser->stem, sizeof analyser->stem);
    word->stop = language && stop_list_has(language->stop, form);
    word->parts_len = 0;
    if (language && language->splitter && !whole && !word->stop)
        find_parts(analyser, language, word);
}

/* False when memory ran out; what was cut for it must not be remembered. */
static bool know_token(struct analyser *analyser, int number, struct span token, uint32_t hash, bool gram,
                       struct memo_word *known)
{
    const struct language *language = gram ? NULL : find_language(analyser, number);
    if (memo_find(analyser->memo, number, token, hash, known))
        return true;
    token_fold(&analyser->form, token, language && language->elides);
    if (analyser->form.full)
        return false;
    study(analyser, language, buffer_view(&analyser->form), false, known);
    memo_put(analyser->memo, number, token, hash, known);
    return true;
}

size_t analyser_parts(struct analyser *analyser, int language, const struct vocabulary_word *word,
                      struct span out[ANALYSER_PARTS])
{
    const struct language *found = find_language(analyser, language);
    if (!found || !found->splitter || word->joined || word->gram || word->stop)
        return 0;
    struct memo_word known = {.form = word->form, .stem = word->stem};
    int forms = language + (int)analyser->languages_len; /* a form in the memo is not that form as a token */
    uint32_t hash = hash_short(word->form) + (uint32_t)forms;
    if (!memo_find(analyser->memo, forms, word->form, hash, &known)) {
        find_parts(analyser, found, &known);
        memo_put(analyser->memo, forms, word->form, hash, &known);
    }
    memcpy(out, known.parts, known.parts_len * sizeof *out);
    return known.parts_len;
}

/* ---- a text ---- */

struct result {
    struct words *words;
    size_t room;
    struct vocabulary *vocabulary;
    bool failed;
};

static void result_add(struct result *result, const struct word *word)
{
    struct words *words = result->words;
    if (words->len == result->room) {
        size_t room = result->room * 2 + 4;
        struct word *at = array_resize(words, words->at, struct word, room);
        if (!at) {
            result->failed = true;
            return;
        }
        words->at = at;
        result->room = room;
    }
    words->at[words->len++] = *word;
}

static void keep(struct result *result, struct word *word, uint32_t number)
{
    word->number = number;
    result->failed = result->failed || number == VOCABULARY_NONE;
    if (!result->failed)
        word_know(word, vocabulary_at(result->vocabulary, number));
}

static uint32_t add_known(struct result *result, const struct memo_word *known, struct span token, uint32_t hash,
                          const struct word *word)
{
    const struct vocabulary_word fresh = {.token = token,
                                          .form = known->form,
                                          .stem = known->stem,
                                          .parts = known->parts,
                                          .parts_len = known->parts_len,
                                          .joined = word->joined,
                                          .gram = word->gram,
                                          .stop = known->stop};
    return vocabulary_add(result->vocabulary, &fresh, hash);
}

static void know(struct analyser *analyser, struct result *result, struct span token, struct word *word)
{
    int language = vocabulary_language(result->vocabulary);
    uint32_t hash = hash_short(token) + (uint32_t)language;
    uint32_t number = vocabulary_find(result->vocabulary, token, hash, false);
    struct memo_word known;
    if (number == VOCABULARY_NONE && know_token(analyser, language, token, hash, word->gram, &known))
        number = add_known(result, &known, token, hash, word);
    keep(result, word, number);
}

static void know_joined(struct analyser *analyser, struct result *result, struct word *word)
{
    struct span form = buffer_view(&analyser->form);
    uint32_t hash = hash_short(form);
    uint32_t number = vocabulary_find(result->vocabulary, form, hash, true);
    struct memo_word known;
    if (number == VOCABULARY_NONE && !analyser->form.full) {
        study(analyser, find_language(analyser, vocabulary_language(result->vocabulary)), form, true, &known);
        number = add_known(result, &known, form, hash, word);
    }
    keep(result, word, number);
}

/* 1.500 and 1,500,000, but not a date or a version: groups of three digits behind the first. */
static bool is_thousands(const struct word *parts, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (parts[i].form.len > 3 || (i > 0 && parts[i].form.len < 3))
            return false;
    return parts[0].form.at[0] != '0';
}

static bool is_all_digits(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return true;
}

/* The forms of parts as one, in analyser->form; false where that is no word to look for. */
static bool join_forms(struct analyser *analyser, const struct word *parts, size_t len)
{
    size_t bytes = 0;
    for (size_t i = 0; i < len && bytes <= TOKEN_JOINED_MAX; i++)
        bytes += parts[i].form.len;
    if (bytes > TOKEN_JOINED_MAX)
        return false;
    buffer_clear(&analyser->form);
    for (size_t i = 0; i < len; i++)
        buffer_span(&analyser->form, parts[i].form);
    return !is_all_digits(buffer_view(&analyser->form)) || is_thousands(parts, len);
}

/* Behind the words from first on, which are the parts of one written word, the joined form. */
static void add_joined(struct analyser *analyser, struct result *result, size_t first)
{
    const struct words *words = result->words;
    if (words->len - first < 2 || !join_forms(analyser, words->at + first, words->len - first))
        return;
    struct word joined = {
        .start = words->at[first].start,
        .end = words->at[words->len - 1].end,
        .position = words->at[first].position,
        .joined = true,
        .upper = true,
    };
    for (size_t i = first; i < words->len; i++)
        joined.upper = joined.upper && words->at[i].upper;
    know_joined(analyser, result, &joined);
    result_add(result, &joined);
}

static void read_words(struct analyser *analyser, struct span text, struct result *result)
{
    struct scanner scanner = scanner_new(text);
    struct word word;
    size_t first = 0; /* part of the written word that is being read */
    bool within = false;
    while (!result->failed && scanner_next(&scanner, &word)) {
        know(analyser, result, (struct span){scanner.text.at + word.start, word.end - word.start}, &word);
        if (word.part && !within)
            first = result->words->len;
        result_add(result, &word);
        within = word.part && scanner_within(&scanner);
        if (word.part && !within && !result->failed)
            add_joined(analyser, result, first);
    }
    result->words->positions = scanner.position;
}

struct words *analyse_into(void *ctx, struct analyser *analyser, struct vocabulary *vocabulary, struct span text)
{
    struct result result = {.words = talloc_zero(ctx, struct words), .vocabulary = vocabulary};
    if (!result.words)
        return NULL;
    read_words(analyser, text, &result);
    if (result.failed)
        return talloc_free(result.words), NULL;
    return result.words;
}

struct words *analyse(void *ctx, struct analyser *analyser, int language, struct span text)
{
    struct vocabulary *vocabulary = vocabulary_new(ctx, language);
    struct words *words = vocabulary ? analyse_into(ctx, analyser, vocabulary, text) : NULL;
    if (words)
        talloc_steal(words, vocabulary);
    else
        talloc_free(vocabulary);
    return words;
}

struct word analyse_word(void *ctx, struct analyser *analyser, int language, struct span form)
{
    struct vocabulary *vocabulary = vocabulary_new(ctx, language);
    struct result result = {.vocabulary = vocabulary, .failed = !vocabulary};
    struct word word = {.end = (uint32_t)form.len};
    struct memo_word known;
    token_fold(&analyser->form, form, false);
    study(analyser, find_language(analyser, language), buffer_view(&analyser->form), false, &known);
    if (vocabulary)
        keep(&result, &word, add_known(&result, &known, form, 0, &word));
    analyser->starved = analyser->starved || result.failed || analyser->form.full;
    return word;
}

void analyser_starve(struct analyser *analyser)
{
    analyser->starved = true;
}

bool analyser_starved(struct analyser *analyser)
{
    bool starved = analyser->starved;

    analyser->starved = false;
    return starved;
}

size_t analyse_split(struct analyser *analyser, int language, struct span form, struct span *parts, size_t room)
{
    const struct language *found = find_language(analyser, language);
    if (!found || !found->splitter)
        return 0;
    struct split split = compound_split(found->splitter, form, true);
    if (split.len > room)
        return 0;
    for (size_t i = 0; i < split.len; i++)
        parts[i] = split.parts[i];
    return split.len;
}
