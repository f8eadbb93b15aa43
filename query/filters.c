/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the request and the operators leave out. */
#include "query/levels.h"

#include <stdlib.h>

#include "base/memory.h"
#include "query/tags.h"

enum { KEY_MAX = 1 << 14, PHRASE_MAX = 64 };

struct sieve {
    struct enquiry *enquiry;
    const struct xapc_query **must, **without;
    size_t must_len, without_len, room;
};

static const struct xapc_query *filter_term(struct enquiry *enquiry, const char *prefix, struct span text)
{
    struct buffer name = buffer_new(enquiry, KEY_MAX);

    schema_filter(&name, prefix, text);
    return tree_term(&enquiry->tree, enquiry_had_in(enquiry, &name), 1);
}

/* Pages with the tag, in whichever language it is written. */
static const struct xapc_query *tagged(struct enquiry *enquiry, const char *prefix, struct span tag)
{
    const char *keys[TAG_KEYS];
    const struct xapc_query *kids[TAG_KEYS];
    size_t len = 0;

    enquiry->tree.failed = enquiry->tree.failed || !tag_keys(enquiry, enquiry->index->generation, tag, keys, &len);
    for (size_t i = 0; i < len; i++)
        kids[i] = filter_term(enquiry, prefix, span_of(keys[i]));
    return tree_join(&enquiry->tree, XAPC_OR, kids, len);
}

static void put(struct sieve *sieve, bool without, const struct xapc_query *tree)
{
    if (!tree)
        tree = tree_term(&sieve->enquiry->tree, SPAN("-"), 1); /* no page has it */
    if (without && sieve->without_len < sieve->room)
        sieve->without[sieve->without_len++] = tree;
    else if (!without && sieve->must_len < sieve->room)
        sieve->must[sieve->must_len++] = tree;
}

/* ---- the request's filters ---- */

static const struct xapc_query *year(struct enquiry *enquiry, const char *text)
{
    int64_t from, to;
    char *first = enquiry_had(enquiry, talloc_asprintf(enquiry, "%s-01-01", text)),
         *last = enquiry_had(enquiry, talloc_asprintf(enquiry, "%s-12-31", text));

    if (!instant_from_date(span_of(first), false, &from) || !instant_from_date(span_of(last), true, &to))
        return NULL;
    return tree_range(&enquiry->tree, SLOT_DATE, from, to);
}

static const struct xapc_query *alternative(struct enquiry *enquiry, const char *facet, const char *value)
{
    if (strcmp(facet, "tag") == 0)
        return tagged(enquiry, TERM_TAG, span_of(value));
    if (strcmp(facet, "section") == 0)
        return filter_term(enquiry, TERM_SECTION, span_of(value));
    if (strcmp(facet, "lang") == 0)
        return filter_term(enquiry, TERM_LANG, span_of(value));
    if (strcmp(facet, "year") == 0)
        return year(enquiry, value);
    if (strncmp(facet, "tax.", 4) == 0) {
        const char *prefix = enquiry_had(enquiry, talloc_asprintf(enquiry, "%s%s:", TERM_TAXONOMY, facet + 4));
        return prefix ? tagged(enquiry, prefix, span_of(value)) : NULL;
    }
    return NULL;
}

static void put_filters(struct sieve *sieve, const char *ignored)
{
    struct enquiry *enquiry = sieve->enquiry;

    for (size_t i = 0; i < enquiry->request->filters_len; i++) {
        const struct request_filter *filter = &enquiry->request->filters[i];
        if (ignored && strcmp(filter->facet, ignored) == 0)
            continue;
        const struct xapc_query **kids = enquiry_array(enquiry, const struct xapc_query *, filter->alternatives_len);
        for (size_t k = 0; kids && k < filter->alternatives_len; k++)
            kids[k] = alternative(enquiry, filter->facet, filter->alternatives[k]);
        put(sieve, false, kids ? tree_join(&enquiry->tree, XAPC_OR, kids, filter->alternatives_len) : NULL);
    }
}

static void put_dates(struct sieve *sieve, const char *ignored)
{
    const struct request *request = sieve->enquiry->request;
    int64_t from = INT64_MIN, to = INT64_MAX;

    if (ignored && strcmp(ignored, "year") == 0)
        return;
    if (request->from)
        instant_from_date(span_of(request->from), false, &from);
    if (request->to)
        instant_from_date(span_of(request->to), true, &to);
    if (request->from || request->to)
        put(sieve, false, tree_range(&sieve->enquiry->tree, SLOT_DATE, from, to));
}

static void put_languages(struct sieve *sieve)
{
    struct enquiry *enquiry = sieve->enquiry;
    const struct xapc_query *kids[ENQUIRY_LANGUAGES];

    if (enquiry->readers >= 0) {
        struct span code = span_of(enquiry_code(enquiry, enquiry->readers));
        put(sieve, false, tree_two(&enquiry->tree, XAPC_OR, filter_term(enquiry, TERM_LANG, code),
                                   filter_term(enquiry, TERM_LONE, code)));
        return;
    }
    if (enquiry->scope_len == enquiry->languages)
        return;
    for (size_t k = 0; k < enquiry->scope_len; k++)
        kids[k] = filter_term(enquiry, TERM_LANG, span_of(enquiry_code(enquiry, enquiry->scope[k])));
    put(sieve, false, tree_join(&enquiry->tree, XAPC_OR, kids, enquiry->scope_len));
}

/* A page that expired since the index was made is gone already. */
static void put_expiry(struct sieve *sieve)
{
    struct enquiry *enquiry = sieve->enquiry;
    int64_t due = enquiry->index->generation->first_change, now = due ? instant_now() : 0;

    if (due != 0 && due <= now)
        put(sieve, true, tree_range(&enquiry->tree, SLOT_EXPIRY, 0, now));
}

/* ---- operators ---- */

/* The words in a row, in a language. A hyphenated word's joined form may stand for it. */
static const struct xapc_query *row(struct enquiry *enquiry, int language, struct span value, bool exact)
{
    struct words *words = enquiry_had(enquiry, analyse(enquiry, enquiry->index->generation->analyser, language, value));
    struct span stems[PHRASE_MAX];
    const struct xapc_query *kids[PHRASE_MAX + 1];
    size_t len = 0, forms = 0;

    for (size_t i = 0; words && i < words->len && len < PHRASE_MAX; i++) {
        const struct word *word = &words->at[i];
        /* Letters written as one, u.s.a., are only there joined. */
        if (word->joined && i > 0 && words->at[i - 1].start >= word->start)
            continue;
        stems[len++] = enquiry_term(enquiry, TERM_STEM, 0, language, word->stem);
        if (exact && !span_equal(word->form, word->stem) && forms < PHRASE_MAX)
            kids[forms++] = tree_term(&enquiry->tree, enquiry_term(enquiry, TERM_EXACT, 0, language, word->form), 1);
    }
    for (size_t i = 0; i < len; i++)
        if (enquiry_pages(enquiry, stems[i]) == 0)
            return NULL;
    kids[forms++] = tree_near(&enquiry->tree, XAPC_PHRASE, stems, len, (uint32_t)len);
    return len > 0 ? tree_join(&enquiry->tree, XAPC_AND, kids, forms) : NULL;
}

static const struct xapc_query *title_words(struct enquiry *enquiry, int language, struct span value)
{
    struct words *words = enquiry_had(enquiry, analyse(enquiry, enquiry->index->generation->analyser, language, value));
    const struct xapc_query *kids[PHRASE_MAX];
    size_t len = 0;

    for (size_t i = 0; words && i < words->len && len < PHRASE_MAX; i++)
        if (!words->at[i].joined)
            kids[len++] =
                tree_term(&enquiry->tree, enquiry_term(enquiry, TERM_TITLE, 0, language, words->at[i].stem), 1);
    return tree_join(&enquiry->tree, XAPC_AND, kids, len);
}

static const struct xapc_query *in_text(struct enquiry *enquiry, const struct clause *clause, enum phrases phrases)
{
    const struct xapc_query *kids[ENQUIRY_LANGUAGES];

    for (size_t k = 0; k < enquiry->scope_len; k++)
        kids[k] = clause->kind == CLAUSE_TITLE
                      ? title_words(enquiry, enquiry->scope[k], clause->value)
                      : row(enquiry, enquiry->scope[k], clause->value, phrases == PHRASES_EXACT && !clause->without);
    return tree_join(&enquiry->tree, XAPC_OR, kids, enquiry->scope_len);
}

static void put_clause(struct sieve *sieve, const struct clause *clause, enum phrases phrases)
{
    struct enquiry *enquiry = sieve->enquiry;
    const struct xapc_query *tree = NULL;

    switch (clause->kind) {
    case CLAUSE_PHRASE:
    case CLAUSE_WORD:
    case CLAUSE_TITLE:
        if (clause->kind != CLAUSE_TITLE && !clause->without && phrases == PHRASES_LOOSE)
            return;
        tree = in_text(enquiry, clause, phrases);
        break;
    case CLAUSE_TAG:
        tree = tagged(enquiry, TERM_TAG, clause->value);
        break;
    case CLAUSE_SECTION:
        tree = filter_term(enquiry, TERM_SECTION, clause->value);
        break;
    case CLAUSE_LANG:
        if (!clause->without)
            return; /* the scope says it */
        tree = filter_term(
            enquiry, TERM_LANG,
            span_of(enquiry_code(enquiry, analyser_language(enquiry->index->generation->analyser,
                                                            enquiry_had(enquiry, span_copy(enquiry, clause->value))))));
        break;
    case CLAUSE_BEFORE:
        tree = tree_range(&enquiry->tree, SLOT_DATE, INT64_MIN, clause->moment - 1);
        break;
    case CLAUSE_AFTER:
        tree = tree_range(&enquiry->tree, SLOT_DATE, clause->moment, INT64_MAX);
        break;
    }
    put(sieve, clause->without, tree);
}

/* ---- the whole ---- */

const struct xapc_query *filtered(struct enquiry *enquiry, const struct xapc_query *tree, const char *facet,
                                  enum phrases phrases)
{
    size_t room = enquiry->request->filters_len + enquiry->typed->clauses_len + 4;
    struct sieve sieve = {enquiry,
                          enquiry_array(enquiry, const struct xapc_query *, room),
                          enquiry_array(enquiry, const struct xapc_query *, room),
                          0,
                          0,
                          room};

    if (!sieve.must || !sieve.without)
        enquiry->tree.failed = true;
    if (!tree || enquiry->tree.failed)
        return NULL;
    sieve.must[sieve.must_len++] = tree;
    if (!facet || strcmp(facet, "lang") != 0)
        put_languages(&sieve);
    put_filters(&sieve, facet);
    put_dates(&sieve, facet);
    put_expiry(&sieve);
    for (size_t i = 0; i < enquiry->typed->clauses_len; i++)
        put_clause(&sieve, &enquiry->typed->clauses[i], phrases);
    tree = tree_join(&enquiry->tree, XAPC_FILTER, sieve.must, sieve.must_len);
    return tree_two(&enquiry->tree, XAPC_AND_NOT, tree,
                    tree_join(&enquiry->tree, XAPC_OR, sieve.without, sieve.without_len));
}

bool has_phrases(const struct understood *typed)
{
    for (size_t i = 0; i < typed->clauses_len; i++)
        if (typed->clauses[i].kind == CLAUSE_PHRASE && !typed->clauses[i].without)
            return true;
    return false;
}
