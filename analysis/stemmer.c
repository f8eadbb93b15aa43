/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/stemmer.h"

#include <talloc.h>

#include "analysis/stop.h"
#include "analysis/subtag.h"
#include "analysis/token.h"
#include "xapian-c/xapian-c.h"

enum { ROOM = TOKEN_FORM_MAX + 40 }; /* a spelling rule or Snowball may lengthen a word by a few letters */

struct stemmer {
    struct xapc_stemmer *snowball; /* NULL: none */
    size_t (*normalise)(char *word, size_t len, size_t room);
    size_t (*finish)(char *stem, size_t len, struct span form);
    const struct stop_list *stop;
};

struct default_stemmer {
    const char *language, *name;
};

/* kraaij_pohlmann by name: what libxapian 1.4 calls dutch is Porter's, which parts huis from huizen. */
static const struct default_stemmer defaults[] = {
    {"ar", "arabic"},          {"hy", "armenian"},   {"eu", "basque"},    {"ca", "catalan"},   {"da", "danish"},
    {"nl", "kraaij_pohlmann"}, {"nl", "dutch"},      {"en", "english"},   {"eo", "esperanto"}, {"et", "estonian"},
    {"fi", "finnish"},         {"fr", "french"},     {"de", "german"},    {"el", "greek"},     {"hi", "hindi"},
    {"hu", "hungarian"},       {"id", "indonesian"}, {"ga", "irish"},     {"it", "italian"},   {"lt", "lithuanian"},
    {"ne", "nepali"},          {"nb", "norwegian"},  {"nn", "norwegian"}, {"no", "norwegian"}, {"pl", "polish"},
    {"pt", "portuguese"},      {"ro", "romanian"},   {"ru", "russian"},   {"sr", "serbian"},   {"es", "spanish"},
    {"sv", "swedish"},         {"ta", "tamil"},      {"tr", "turkish"},   {"yi", "yiddish"},
};

static bool is_available(const char *name)
{
    struct span names = span_of(xapc_stemmer_names()), one;
    while (span_cut(&names, ' ', &one))
        if (span_is(one, name))
            return true;
    return false;
}

static const char *default_name(const char *code)
{
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (subtag_is(code, defaults[i].language) && is_available(defaults[i].name))
            return defaults[i].name;
    return "none";
}

static int stemmer_close(struct stemmer *stemmer)
{
    xapc_stemmer_free(stemmer->snowball);
    return 0;
}

static bool open_snowball(struct stemmer *stemmer, const char *name, struct error *err)
{
    struct xapc_error trouble = {0};
    stemmer->snowball = xapc_stemmer_new(name, &trouble);
    if (stemmer->snowball)
        return true;
    if (trouble.code == XAPC_MEMORY)
        return error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
    struct buffer mend = buffer_new(stemmer, 1024);
    buffer_format(&mend, "there are: none %s", xapc_stemmer_names());
    return error_setf(err, ERROR_INPUT, NULL, 0, buffer_string(&mend), "there is no stemmer '%s'", name);
}

struct stemmer *stemmer_new(void *ctx, const char *code, const char *name, struct error *err)
{
    struct stemmer *stemmer = talloc_zero(ctx, struct stemmer);
    if (!stemmer) {
        error_set(err, ERROR_MEMORY, NULL, 0, "out of memory", NULL);
        return NULL;
    }
    if (!name)
        name = default_name(code);
    if (strcmp(name, "none") == 0)
        return stemmer;
    talloc_set_destructor(stemmer, stemmer_close);
    if (!open_snowball(stemmer, name, err)) {
        talloc_free(stemmer);
        return NULL;
    }
    stemmer->stop = stop_list_find(code);
    if (subtag_is(code, "en"))
        stemmer->normalise = english_normalise;
    if (subtag_is(code, "nl")) {
        stemmer->normalise = dutch_normalise;
        stemmer->finish = dutch_finish;
    }
    return stemmer;
}

/* Snowball is for words; 2fa, at&t and c++ are what they are. */
static bool is_stemmable(struct span form)
{
    for (size_t i = 0; i < form.len; i++) {
        unsigned char c = (unsigned char)form.at[i];
        if (c < 'a' || (c > 'z' && c < 0x80))
            return false;
    }
    return form.len > 0;
}

static size_t copy(struct span form, char *out, size_t room)
{
    size_t len = form.len < room ? form.len : room;
    memcpy(out, form.at, len);
    return len;
}

/* For a form whose stem will not do: less the -en or -s of a plural. */
static size_t less_plural(const char *word, size_t len)
{
    struct span form = {word, len};
    if (span_ends(form, SPAN("en")) && len > 5)
        return len - 2;
    return span_ends(form, SPAN("s")) && len > 3 ? len - 1 : len;
}

size_t stemmer_stem(struct stemmer *stemmer, struct span form, char *out, size_t room)
{
    char word[ROOM];
    if (!stemmer->snowball || form.len > TOKEN_FORM_MAX || !is_stemmable(form))
        return copy(form, out, room);
    size_t len = copy(form, word, sizeof word);
    if (stemmer->normalise)
        len = stemmer->normalise(word, len, sizeof word);
    size_t stem = xapc_stem(stemmer->snowball, (struct xapc_bytes){word, len}, out, room);
    if (stem > 0 && stemmer->finish)
        stem = stemmer->finish(out, stem, form);
    /* overheid must not become over, nor mening men: what carries a subject would drown in a stop word's postings. */
    bool drowns = stop_list_has(stemmer->stop, (struct span){out, stem}) && !stop_list_has(stemmer->stop, form);
    if (stem > 0 && !drowns)
        return stem;
    stem = copy((struct span){word, less_plural(word, len)}, out, room);
    return stemmer->finish ? stemmer->finish(out, stem, form) : stem;
}
