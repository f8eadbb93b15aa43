/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the glossary says instead: the terms that mean the same, in the language of the pages. */
#include "query/enquiry.h"

#include <math.h>

#include "base/memory.h"
#include "query/weights.h"

enum { TARGET_WORDS_MAX = 8, GROUP_MAX = 32 };

/* ---- a term of the glossary as terms of the index ---- */

struct target {
    struct span stems[TARGET_WORDS_MAX], terms[TARGET_WORDS_MAX];
    size_t len, words;
};

static void push(struct enquiry *enquiry, struct target *target, int language, const struct word *word)
{
    if (target->len == TARGET_WORDS_MAX)
        return;
    target->stems[target->len] = word->stem;
    target->terms[target->len++] = enquiry_term(enquiry, TERM_STEM, 0, language, word->stem);
}

/* Its words that say something; all, where none does. A hyphenated one is its joined form where pages have that. */
static void read_words(struct enquiry *enquiry, struct target *target, int language, const struct words *words,
                       bool stops)
{
    for (size_t i = 0; i < words->len; i++) {
        const struct word *word = &words->at[i];
        if (!word->joined) {
            if (stops || !word->stop)
                push(enquiry, target, language, word);
            continue;
        }
        struct span term = enquiry_term(enquiry, TERM_STEM, 0, language, word->stem);
        if (enquiry_pages(enquiry, term) == 0)
            continue;
        for (size_t k = i; k > 0 && words->at[k - 1].start >= word->start && target->len > 0; k--)
            target->len -= span_equal(target->stems[target->len - 1], words->at[k - 1].stem);
        push(enquiry, target, language, word);
    }
}

/* "let go" is not go, and "weer aan het werk" not werk: of several words one alone says too little. */
static bool says_too_little(const struct target *target, const struct words *words)
{
    size_t plain = 0;
    bool joined = false;

    for (size_t i = 0; i < words->len; i++) {
        plain += !words->at[i].joined;
        joined = joined || words->at[i].joined;
    }
    return target->len == 0 || (target->len == 1 && plain > 1 && !joined);
}

/* False where some word of it is on no page. */
static bool read_target(struct enquiry *enquiry, struct target *target, int language, const struct words *words)
{
    target->len = 0;
    read_words(enquiry, target, language, words, false);
    if (says_too_little(target, words)) {
        target->len = 0;
        read_words(enquiry, target, language, words, true);
    }
    if (target->len == 0)
        return false;
    for (size_t i = 0; i < target->len; i++) {
        struct span inside = enquiry_term(enquiry, TERM_PART, 1, language, target->stems[i]);
        bool part = target->len == 1 && enquiry_pages(enquiry, inside) > 0;
        if (enquiry_pages(enquiry, target->terms[i]) == 0 && !part)
            return false;
    }
    return true;
}

/* ---- the words that it stands for ---- */

struct stretch {
    size_t first, len; /* words of the query */
    size_t content;    /* how many of them say something */
    size_t again;      /* how many of those were said before */
    double cover;      /* of a title that has a target: a navigation word is as good as the title itself */
    enum rung origin;
    double worth;
};

static bool stretch_of(const struct enquiry *enquiry, size_t first_token, size_t tokens, struct stretch *out)
{
    size_t least = SIZE_MAX, most = 0;

    for (size_t i = first_token; i < first_token + tokens; i++) {
        size_t word = enquiry->word_of[i];
        least = word < least ? word : least;
        most = word > most ? word : most;
    }
    if (tokens == 0)
        return false;
    *out = (struct stretch){least, most - least + 1, 0, 0, COVER_GLOSSARY, RUNG_WORDS, 1};
    for (size_t i = least; i <= most; i++) {
        const struct asked_word *word = &enquiry->words[i];
        out->content += word->content || word->again;
        out->again += word->again;
        out->origin = word->origin > out->origin ? word->origin : out->origin;
        out->worth = word->worth < out->worth ? word->worth : out->worth;
    }
    return out->content > out->again; /* what is said four hundred times is looked up once */
}

/* ---- one target ---- */

/* Terms of one word that mean the same: they count as one word, however many there are. */
struct group {
    struct span terms[GROUP_MAX];
    uint32_t pages[GROUP_MAX];
    size_t len;
    double weight;
};

static void add_single(struct enquiry *enquiry, const struct stretch *stretch, int language,
                       const struct target *target, double weight, struct group *group)
{
    struct tree *tree = &enquiry->tree;
    struct span terms[2], inside;
    size_t len = 0, ways = enquiry->ways_len;
    const struct xapc_query *levels =
        enquiry_levels(enquiry, TERM_PART, language, target->stems[0], weight * WEIGHT_PART, &inside);
    uint32_t stem = enquiry_pages(enquiry, target->terms[0]);

    if (stem > 0)
        terms[len++] = target->terms[0];
    if (levels)
        terms[len++] = inside;
    enquiry_add(enquiry, (struct way){
                             .rung = stretch->origin > RUNG_GLOSSARY ? stretch->origin : RUNG_GLOSSARY,
                             .language = language,
                             .first = stretch->first,
                             .len = stretch->len,
                             .cover = stretch->cover,
                             .needs = enquiry_need(enquiry, terms, len),
                             .needs_len = 1,
                             .matched = tree_terms(tree, XAPC_OR, terms, len),
                             .scored = levels,
                         });
    if (stem > 0 && enquiry->ways_len > ways && group->len < GROUP_MAX) {
        group->pages[group->len] = stem;
        group->terms[group->len++] = target->terms[0];
        group->weight = weight > group->weight ? weight : group->weight;
    }
}

static void score_group(struct enquiry *enquiry, const struct group *group)
{
    struct way *last = enquiry->ways_len > 0 ? &enquiry->ways[enquiry->ways_len - 1] : NULL;

    if (group->len > 0)
        last->scored = tree_two(&enquiry->tree, XAPC_OR, last->scored,
                                tree_scale(&enquiry->tree, group->weight,
                                           tree_synonym(&enquiry->tree, group->terms, group->pages, group->len)));
}

static void add_several(struct enquiry *enquiry, const struct stretch *stretch, int language,
                        const struct target *target, double weight)
{
    struct need *needs = enquiry_array(enquiry, struct need, target->len);
    const struct xapc_query *near = tree_near(&enquiry->tree, XAPC_NEAR, target->terms, target->len,
                                              (uint32_t)target->len + 2);

    for (size_t i = 0; needs && i < target->len; i++) {
        struct need *need = enquiry_need(enquiry, &target->terms[i], 1);
        if (!need)
            return;
        needs[i] = *need;
    }
    enquiry_add(enquiry, (struct way){
                             .rung = stretch->origin > RUNG_GLOSSARY ? stretch->origin : RUNG_GLOSSARY,
                             .language = language,
                             .first = stretch->first,
                             .len = stretch->len,
                             .cover = stretch->cover,
                             .needs = needs,
                             .needs_len = target->len,
                             .matched = near,
                             .scored = tree_scale(&enquiry->tree, weight, near),
                             .window = (uint32_t)target->len + 2,
                         });
}

static size_t targets_here(struct enquiry *enquiry, const struct glossary_match *match, int language)
{
    size_t len = 0;
    struct target target;

    for (size_t i = 0; i < match->targets_len; i++)
        len += strcmp(match->targets[i].lang, enquiry_code(enquiry, language)) == 0 &&
               read_target(enquiry, &target, language, match->targets[i].words);
    return len;
}

/* AI, OR, WW: at most five letters, all of them capitals. */
static bool is_abbreviation(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < 'A' || text.at[i] > 'Z')
            return false;
    return text.len > 1 && text.len <= 5;
}

static bool abbreviates(const struct glossary_match *match, const struct glossary_target *told, const char *code)
{
    return strcmp(match->lang, code) == 0 && (is_abbreviation(match->text) || is_abbreviation(told->text));
}

static double share_of_target(const struct glossary_match *match, const struct glossary_target *told, const char *code)
{
    if (strcmp(match->lang, code) != 0)
        return WEIGHT_ACROSS;
    return abbreviates(match, told, code) ? WEIGHT_ABBREVIATION : WEIGHT_WITHIN;
}

/* Rare words for a common thing: their rarity says nothing about the page that happens to use them, and several of them
 * are one thing. */
static void level_literal(struct enquiry *enquiry, const struct stretch *stretch, int language, const struct group *group)
{
    uint32_t most = 0;

    for (size_t i = 0; i < group->len; i++) {
        uint32_t pages = enquiry_pages(enquiry, group->terms[i]);
        most = pages > most ? pages : most;
    }
    for (size_t i = 0; i < enquiry->ways_len; i++) {
        struct way *way = &enquiry->ways[i];
        if (way->rung != RUNG_WORDS || way->len != 1 || way->language != language ||
            way->first < stretch->first || way->first >= stretch->first + stretch->len)
            continue;
        double own = enquiry_idf(enquiry, enquiry_pages(enquiry, way->needs[0].terms[0]));
        double share = own > 0 ? enquiry_idf(enquiry, most) / own : 1;
        share = share > WEIGHT_RARE_LEAST ? share : WEIGHT_RARE_LEAST;
        if (share < 1)
            way->scored = tree_scale(&enquiry->tree, share / (double)stretch->content, way->scored);
    }
}

static void add_match(struct enquiry *enquiry, const struct glossary_match *match, const struct stretch *stretch,
                      int language)
{
    const char *code = enquiry_code(enquiry, language);
    double shared = pow((double)targets_here(enquiry, match, language), WEIGHT_TARGETS_POWER);
    struct group group = {.len = 0};
    struct target target;

    for (size_t i = 0; i < match->targets_len; i++) {
        const struct glossary_target *told = &match->targets[i];
        if (strcmp(told->lang, code) != 0 || !read_target(enquiry, &target, language, told->words))
            continue;
        double weight = stretch->worth * share_of_target(match, told, code) * (double)stretch->content;
        struct stretch its = *stretch;
        if (abbreviates(match, told, code) && its.cover < COVER_ABBREVIATION)
            its.cover = COVER_ABBREVIATION;
        if (target.len == 1)
            add_single(enquiry, &its, language, &target, weight, &group);
        else
            add_several(enquiry, &its, language, &target, weight / shared / (double)target.len);
        enquiry_expand(enquiry, match->text, told->text, language, "glossary");
    }
    score_group(enquiry, &group);
    if (group.len > 0 && strcmp(match->lang, code) == 0)
        level_literal(enquiry, stretch, language, &group);
}

/* ---- readings of the query ---- */

static void take(struct enquiry *enquiry, const struct glossary_match *matches, size_t len, bool *taken)
{
    struct stretch stretch;

    for (size_t i = 0; matches && i < len; i++) {
        if (!stretch_of(enquiry, matches[i].first, matches[i].len, &stretch))
            continue;
        if (stretch.len == enquiry->words_len && stretch.len > 1)
            stretch.cover = COVER_GLOSSARY_WHOLE;
        stretch.cover = matches[i].whole_query ? 1 : stretch.cover;
        bool overlaps = false;
        for (size_t k = stretch.first; k < stretch.first + stretch.len; k++)
            overlaps = overlaps || taken[k];
        for (size_t k = 0; k < enquiry->scope_len && !overlaps; k++)
            add_match(enquiry, &matches[i], &stretch, enquiry->scope[k]);
        for (size_t k = stretch.first; k < stretch.first + stretch.len; k++) {
            taken[k] = true;
            enquiry->words[k].glossed = stretch.len > 1;
        }
    }
}

/* The words with the first of their other spellings in their place, so that "labor union" is found as "labour union". NULL
 * where they have none. */
static char *respelt(struct enquiry *enquiry)
{
    struct analyser *analyser = enquiry->index->generation->analyser;
    struct buffer out = buffer_new(enquiry, QUERY_MAX_BYTES * 4);
    size_t done = 0;
    bool any = false;

    for (size_t i = 0; i < enquiry->words_len; i++) {
        const struct asked_word *word = &enquiry->words[i];
        for (int language = 0; language < (int)enquiry->languages && word->weak; language++) {
            size_t len;
            struct span *forms = analyse_variants(enquiry, analyser, language, word->form, &len);
            if (!forms || len == 0)
                continue;
            buffer_add(&out, enquiry->text + done, word->start - done);
            buffer_span(&out, forms[0]);
            done = word->end;
            any = true;
            break;
        }
    }
    buffer_text(&out, enquiry->text + done);
    enquiry_had_in(enquiry, &out);
    return any && !out.full ? out.at : NULL;
}

static void look_up_respelt(struct enquiry *enquiry, bool *taken)
{
    struct words *in[ENQUIRY_LANGUAGES];
    char *text = respelt(enquiry);

    struct glossary_match *matches;
    size_t len;

    for (size_t i = 0; text && i < enquiry->languages; i++) {
        in[i] = enquiry_had(enquiry, analyse(enquiry, enquiry->index->generation->analyser, (int)i, span_of(text)));
        if (!in[i] || in[i]->len != enquiry->in[i]->len)
            return;
    }
    if (!text)
        return;
    matches = enquiry_terms(enquiry, in, &len);
    take(enquiry, matches, len, taken);
}

/* Two words that the glossary has as one: "arbeids ongeschikt". */
static bool knows_joined(struct enquiry *enquiry, struct span form)
{
    const struct generation *generation = enquiry->index->generation;

    for (int language = 0; language < (int)enquiry->languages; language++) {
        struct word word = analyse_word(enquiry, generation->analyser, language, form);
        if (glossary_knows(generation->glossary, enquiry_code(enquiry, language), word.form, word.stem))
            return true;
    }
    return false;
}

static void look_up_joined(struct enquiry *enquiry, size_t at)
{
    const struct generation *generation = enquiry->index->generation;
    struct span first = enquiry->words[at].form, second = enquiry->words[at + 1].form;
    struct stretch stretch = {at, 2, 2, 0, COVER_GLOSSARY, RUNG_GLOSSARY, WEIGHT_JOINED};
    struct words *in[ENQUIRY_LANGUAGES];
    struct glossary_match *matches;
    char *form = enquiry_had(
        enquiry, talloc_asprintf(enquiry, "%.*s%.*s", (int)first.len, first.at, (int)second.len, second.at));
    size_t len;

    if (!form || !knows_joined(enquiry, span_of(form)))
        return;
    for (size_t i = 0; i < enquiry->languages; i++) {
        in[i] = enquiry_had(enquiry, analyse(enquiry, generation->analyser, (int)i, span_of(form)));
        if (!in[i])
            return;
    }
    matches = enquiry_terms(enquiry, in, &len);
    for (size_t i = 0; matches && i < len; i++)
        for (size_t k = 0; k < enquiry->scope_len; k++)
            if (!matches[i].whole_query || enquiry->words_len == 2)
                add_match(enquiry, &matches[i], &stretch, enquiry->scope[k]);
}

void ways_of_glossary(struct enquiry *enquiry)
{
    bool *taken = talloc_zero_array(enquiry, bool, (unsigned)enquiry->words_len + 1);

    if (!taken)
        enquiry->tree.failed = true;
    if (!taken || !enquiry->index->generation->glossary || enquiry->content_len > ENQUIRY_WEAK_WORDS)
        return;
    take(enquiry, enquiry->matches, enquiry->matches_len, taken);
    look_up_respelt(enquiry, taken);
    for (size_t i = 0; i + 1 < enquiry->words_len; i++)
        if (!taken[i] && !taken[i + 1] && enquiry->words[i].content && enquiry->words[i + 1].content)
            look_up_joined(enquiry, i);
    talloc_free(taken);
}
