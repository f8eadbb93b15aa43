/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that the page writes together and the query apart, and the other way round. */
#include "query/enquiry.h"

#include "base/memory.h"
#include "query/weights.h"

#define JOINED_USUAL 0.5 /* the share from which on a site writes two words as one */

enum { JOINED_MAX = 40, APART_LEAST = 3, APART_WORD = 6, APART_TRIES = 2 };

enum { AGAINST_MAX = 3 };

/* How the site itself writes it decides: below a quarter of the pages it is not what was meant. */
static double share_of(uint32_t this_way, uint32_t other_way)
{
    double share = (double)this_way / (double)(this_way + other_way);

    return this_way == 0 || other_way > AGAINST_MAX * this_way ? 0 : share;
}

/* ---- "burn out" for burnout ---- */

struct pair {
    size_t at;         /* the first word; the second follows */
    struct span form;  /* of the two together */
    bool joined_here;
};

/* Its parts by themselves are less than they would be: most pages that hold them do not speak of it. */
static void lessen_parts(struct enquiry *enquiry, const struct pair *pair, int language, double share)
{
    for (size_t i = 0; i < enquiry->ways_len; i++) {
        struct way *way = &enquiry->ways[i];
        if (way->rung == RUNG_WORDS && way->len == 1 && way->language == language &&
            (way->first == pair->at || way->first == pair->at + 1))
            way->scored = tree_scale(&enquiry->tree, 1 - share * (1 - WEIGHT_OF_JOINED), way->scored);
    }
}

static void add_joined_stem(struct enquiry *enquiry, struct pair *pair, int language, const struct word *word)
{
    struct span stem = enquiry_term(enquiry, TERM_STEM, 0, language, word->stem);
    struct span first =
        enquiry_term(enquiry, TERM_STEM, 0, language, enquiry_word(enquiry, pair->at, language)->stem);
    struct span second =
        enquiry_term(enquiry, TERM_STEM, 0, language, enquiry_word(enquiry, pair->at + 1, language)->stem);
    uint32_t joined = enquiry_pages(enquiry, stem);
    uint32_t enough = AGAINST_MAX * joined + 1;
    double share = joined > 0 ? share_of(joined, enquiry_phrase_pages(enquiry, first, second, enough)) : 0;

    if (share == 0)
        return;
    enquiry_add(enquiry, (struct way){
                             .rung = RUNG_COMPOUND,
                             .language = language,
                             .first = pair->at,
                             .len = 2,
                             .cover = 1,
                             .needs = enquiry_need(enquiry, &stem, 1),
                             .needs_len = 1,
                             .matched = tree_term(&enquiry->tree, stem, 1),
                             .scored = tree_scale(&enquiry->tree, 2 * WEIGHT_JOINED * share,
                                                  tree_term(&enquiry->tree, stem, 1)),
                         });
    pair->joined_here = true;
    if (share >= JOINED_USUAL)
        lessen_parts(enquiry, pair, language, share);
    enquiry_expand(enquiry, (struct span){enquiry->text + enquiry->words[pair->at].start,
                                          enquiry->words[pair->at + 1].end - enquiry->words[pair->at].start},
                   word->form, language, "compound");
}

/* In the parts of longer compounds, and in the translation. */
static void add_joined_levels(struct enquiry *enquiry, const struct pair *pair, int language, const char *prefix,
                              int text_language, struct span stem, double weight, enum rung rung, double cover)
{
    struct span first;
    const struct xapc_query *scored = enquiry_levels(enquiry, prefix, text_language, stem, weight, &first);

    if (!scored)
        return;
    enquiry_add(enquiry, (struct way){
                             .rung = rung,
                             .language = language,
                             .first = pair->at,
                             .len = 2,
                             .cover = cover,
                             .needs = enquiry_need(enquiry, &first, 1),
                             .needs_len = 1,
                             .matched = tree_term(&enquiry->tree, first, 1),
                             .scored = scored,
                         });
}

static void join_in(struct enquiry *enquiry, struct pair *pair, int language)
{
    struct analyser *analyser = enquiry->index->generation->analyser;
    struct word word = analyse_word(enquiry, analyser, language, pair->form);

    pair->joined_here = false;
    add_joined_stem(enquiry, pair, language, &word);
    add_joined_levels(enquiry, pair, language, TERM_PART, language, word.stem, WEIGHT_PART * WEIGHT_JOINED,
                      RUNG_COMPOUND, 0);
    for (int other = 0; other < (int)enquiry->languages && !pair->joined_here; other++) {
        struct word there = analyse_word(enquiry, analyser, other, pair->form);
        if (other != language)
            add_joined_levels(enquiry, pair, language, TERM_SIBLING, other, there.stem,
                              2 * WEIGHT_SIBLING * WEIGHT_JOINED, RUNG_TRANSLATION, COVER_SIBLING);
    }
}

static bool can_join(const struct enquiry *enquiry, size_t at)
{
    const struct asked_word *first = &enquiry->words[at], *second = &enquiry->words[at + 1];

    return !first->gram && !second->gram && (first->content || second->content) && (first->weak || second->weak) &&
           first->form.len + second->form.len <= JOINED_MAX;
}

static void join(struct enquiry *enquiry, size_t at)
{
    static const char *const links[] = {"", "s"};

    for (size_t i = 0; i < 2; i++) {
        const struct asked_word *first = &enquiry->words[at], *second = &enquiry->words[at + 1];
        char *form = enquiry_had(enquiry, talloc_asprintf(enquiry, "%.*s%s%.*s", (int)first->form.len, first->form.at,
                                                          links[i], (int)second->form.len, second->form.at));
        struct pair pair = {at, span_of(form), false};
        for (size_t k = 0; form && k < enquiry->scope_len; k++)
            if (i == 0 || analyser_splits(enquiry->index->generation->analyser, enquiry->scope[k]))
                join_in(enquiry, &pair, enquiry->scope[k]);
    }
}

/* ---- burnout for "burn out" ---- */

static bool is_site_word(const struct enquiry *enquiry, struct span form)
{
    struct lexicon_word word;

    return lexicon_find(enquiry->index->generation->lexicon, form, &word) && lexicon_pages(&word) > 0;
}

static bool add_apart(struct enquiry *enquiry, size_t at, int language, struct span first, struct span second)
{
    struct analyser *analyser = enquiry->index->generation->analyser;
    struct span whole =
        enquiry_term(enquiry, TERM_STEM, 0, language, enquiry_word(enquiry, at, language)->stem);
    struct span terms[] = {
        enquiry_term(enquiry, TERM_STEM, 0, language, analyse_word(enquiry, analyser, language, first).stem),
        enquiry_term(enquiry, TERM_STEM, 0, language, analyse_word(enquiry, analyser, language, second).stem)};
    double share = share_of(enquiry_phrase_pages(enquiry, terms[0], terms[1], enquiry->request->count_exactly),
                            enquiry_pages(enquiry, whole));
    const struct xapc_query *phrase;
    struct need *needs;

    if (share == 0)
        return false;
    phrase = tree_near(&enquiry->tree, XAPC_PHRASE, terms, 2, 2);
    needs = enquiry_array(enquiry, struct need, 2);
    for (size_t i = 0; needs && i < 2; i++) {
        const struct need *need = enquiry_need(enquiry, &terms[i], 1);
        if (!need)
            return false;
        needs[i] = *need;
    }
    enquiry_add(enquiry, (struct way){
                             .rung = RUNG_COMPOUND,
                             .language = language,
                             .first = at,
                             .len = 1,
                             .cover = 1,
                             .needs = needs,
                             .needs_len = 2,
                             .matched = phrase,
                             .scored = tree_scale(&enquiry->tree, WEIGHT_APART / 2 * share, phrase),
                             .window = 2,
                         });
    enquiry_expand(enquiry, enquiry->words[at].form,
                   span_of(enquiry_had(enquiry, talloc_asprintf(enquiry, "%.*s %.*s", (int)first.len, first.at,
                                                                (int)second.len, second.at))),
                   language, "compound");
    return true;
}

static void part(struct enquiry *enquiry, size_t at)
{
    struct span form = enquiry->words[at].form;
    int tries = 0;

    for (size_t cut = APART_LEAST; cut + APART_LEAST <= form.len && tries < APART_TRIES; cut++) {
        struct span first = span_first(form, cut), second = span_from(form, cut);
        if (((unsigned char)*second.at & 0xC0) == 0x80 || !is_site_word(enquiry, first) ||
            !is_site_word(enquiry, second))
            continue;
        tries++;
        for (size_t k = 0; k < enquiry->scope_len; k++)
            add_apart(enquiry, at, enquiry->scope[k], first, second);
    }
}

void ways_of_joined(struct enquiry *enquiry)
{
    for (size_t i = 0; i + 1 < enquiry->words_len; i++)
        if (can_join(enquiry, i))
            join(enquiry, i);
    for (size_t i = 0; i < enquiry->words_len && enquiry->index->generation->lexicon; i++)
        if (enquiry->words[i].content && enquiry->words[i].weak && enquiry->words[i].form.len >= APART_WORD)
            part(enquiry, i);
}
