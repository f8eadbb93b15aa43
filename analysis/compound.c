/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/compound.h"

#include <stdlib.h>

#include <talloc.h>

#include "analysis/compound_words.h"
#include "analysis/lexicon_table.h"
#include "analysis/stop.h"
#include "analysis/token.h"

enum { WORD_MIN = 7, WORD_MAX = 60, PART_MIN = 3, DEPTH_MAX = 3 };

/* How sure a part is a word. */
enum rank {
    RANK_NONE,
    RANK_LISTED, /* in the word list alone */
    RANK_LIKELY, /* on the site alone, or listed and on the site in another form */
    RANK_SURE,   /* on the site and in the list, or on three pages */
};

struct splitter {
    const struct compounding *rules;
    const struct lexicon *lexicon;
    int language;
    struct stemmer *stemmer;
    const struct stop_list *stop;
    uint32_t *never; /* hashes of the stems of words that stay whole, sorted */
    size_t never_len;
};

/* ---- what a part may be ---- */

static bool is_one_of(struct span text, const char *const *words)
{
    for (; *words; words++)
        if (text.at[0] == **words && span_is(text, *words))
            return true;
    return false;
}

static bool has_vowel(struct span text)
{
    for (size_t i = 0; i < text.len; i++)
        if (strchr("aeiouy", text.at[i]))
            return true;
    return false;
}

/* gesp-, verst-, beha-: little more than a prefix. */
static bool is_prefix_stub(const struct compounding *rules, struct span part)
{
    if (is_one_of(part, rules->stubs_allowed))
        return false;
    for (const char *const *prefix = rules->stub_prefixes; *prefix; prefix++)
        if (part.at[0] == **prefix && part.len <= strlen(*prefix) + 2 && span_begins(part, span_of(*prefix)))
            return true;
    for (const char *const *particle = rules->particles; *particle; particle++)
        if (part.at[0] == **particle && part.len <= strlen(*particle) + 1 && span_begins(part, span_of(*particle)))
            return true;
    return false;
}

static bool is_shape_of_part(const struct splitter *splitter, struct span part)
{
    const struct compounding *rules = splitter->rules;
    if (part.len < PART_MIN + 1 && !is_one_of(part, rules->short_parts))
        return false;
    return has_vowel(part) && !stop_list_has(splitter->stop, part);
}

static bool may_be_first(const struct splitter *splitter, struct span part)
{
    const struct compounding *rules = splitter->rules;
    return is_shape_of_part(splitter, part) && !is_one_of(part, rules->never_first) && !is_prefix_stub(rules, part);
}

static bool may_be_last(const struct splitter *splitter, struct span part)
{
    return is_shape_of_part(splitter, part) && !is_one_of(part, splitter->rules->never_last);
}

/* ---- what the lexicon says ---- */

static bool site_has_stem(const struct splitter *splitter, struct span form)
{
    char stem[TOKEN_FORM_MAX + 64];
    size_t len = stemmer_stem(splitter->stemmer, form, stem, sizeof stem);
    return lexicon_has_stem(splitter->lexicon, splitter->language, (struct span){stem, len});
}

static enum rank rank_of(const struct splitter *splitter, struct span form, uint32_t *pages)
{
    enum { LIKELY_LETTERS = 5, SURE_PAGES = 3 };
    struct lexicon_word word;
    *pages = 0;
    if (!lexicon_find(splitter->lexicon, form, &word))
        return RANK_NONE;
    unsigned bit = 1u << splitter->language;
    bool listed = word.listed & bit;
    *pages = word.pages[splitter->language];
    if (*pages >= SURE_PAGES || (listed && (*pages > 0 || word.known & bit)))
        return RANK_SURE;
    if (*pages > 0 || word.known & bit)
        return RANK_LIKELY;
    if (!listed)
        return RANK_NONE;
    return form.len >= LIKELY_LETTERS && site_has_stem(splitter, form) ? RANK_LIKELY : RANK_LISTED;
}

static int compare_hashes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t stem_hash(struct stemmer *stemmer, struct span form)
{
    char stem[TOKEN_FORM_MAX + 64];
    return hash_short((struct span){stem, stemmer_stem(stemmer, form, stem, sizeof stem)});
}

/* Words that a settled list, or the site, keeps whole, in all their forms. */
static bool stays_whole(const struct splitter *splitter, struct span form)
{
    char stem[TOKEN_FORM_MAX + 64];
    struct lexicon_word word;
    struct span stemmed = {stem, stemmer_stem(splitter->stemmer, form, stem, sizeof stem)};
    uint32_t hash = hash_short(stemmed);
    if (splitter->never_len > 0 && bsearch(&hash, splitter->never, splitter->never_len, sizeof hash, compare_hashes))
        return true;
    return (lexicon_find(splitter->lexicon, form, &word) && word.never_split) ||
           (lexicon_find(splitter->lexicon, stemmed, &word) && word.never_split);
}

/* ---- the best split ---- */

/* One cut of a word: first, a link, and last. */
struct cut {
    size_t first, link, last; /* lengths of the first part and the link; where the last part begins */
    enum rank first_rank, last_rank;
    int score;
    size_t imbalance;
    bool links_s;
};

/* A word being cut: what is known of its beginnings and ends is asked of the lexicon once. */
struct cutting {
    const struct splitter *splitter;
    struct span word;
    int8_t first_ranks[WORD_MAX + 1], last_ranks[WORD_MAX + 1]; /* -1: not asked yet */
    uint32_t pages[WORD_MAX + 1];                               /* of the ends */
};

static enum rank first_rank(struct cutting *cutting, size_t len)
{
    if (cutting->first_ranks[len] < 0) {
        struct span part = span_first(cutting->word, len);
        uint32_t pages;
        bool may = may_be_first(cutting->splitter, part);
        cutting->first_ranks[len] = (int8_t)(may ? rank_of(cutting->splitter, part, &pages) : RANK_NONE);
    }
    return (enum rank)cutting->first_ranks[len];
}

static enum rank last_rank(struct cutting *cutting, size_t from)
{
    if (cutting->last_ranks[from] < 0) {
        struct span part = span_from(cutting->word, from);
        bool may = may_be_last(cutting->splitter, part);
        cutting->last_ranks[from] = (int8_t)(may ? rank_of(cutting->splitter, part, &cutting->pages[from]) : RANK_NONE);
    }
    return (enum rank)cutting->last_ranks[from];
}

static struct cutting cutting_new(const struct splitter *splitter, struct span word)
{
    struct cutting cutting = {.splitter = splitter, .word = word};
    memset(cutting.first_ranks, -1, sizeof cutting.first_ranks);
    memset(cutting.last_ranks, -1, sizeof cutting.last_ranks);
    return cutting;
}

static bool is_better(const struct cut *a, const struct cut *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->imbalance != b->imbalance)
        return a->imbalance < b->imbalance;
    return a->links_s && !b->links_s;
}

/* bedrijf-s-tak rather than bedrijf-stak. */
static bool takes_s(const struct compounding *rules, struct span first)
{
    for (const char *const *end = rules->taking_s; *end; end++)
        if (span_ends(first, span_of(*end)))
            return true;
    return false;
}

static void judge(struct cutting *cutting, size_t first, struct span link, struct cut *best)
{
    size_t last = first + link.len;
    if (last + PART_MIN > cutting->word.len || !span_begins(span_from(cutting->word, first), link))
        return;
    struct cut cut = {.first = first, .link = link.len, .last = last};
    cut.first_rank = first_rank(cutting, first);
    if (cut.first_rank == RANK_NONE)
        return;
    cut.last_rank = last_rank(cutting, last);
    if (cut.last_rank == RANK_NONE)
        return;
    int low = (int)(cut.first_rank < cut.last_rank ? cut.first_rank : cut.last_rank);
    size_t last_len = cutting->word.len - last;
    cut.score = 10 * low + (int)cut.first_rank + (int)cut.last_rank;
    cut.imbalance = first > last_len ? first - last_len : last_len - first;
    cut.links_s = span_is(link, "s");
    cut.score += cut.links_s && takes_s(cutting->splitter->rules, span_first(cutting->word, first));
    if (is_better(&cut, best))
        *best = cut;
}

/* Of all cuts into two known words the best; score 0 where there is none. */
static struct cut best_cut(struct cutting *cutting)
{
    struct cut best = {0};
    for (size_t first = PART_MIN; first + PART_MIN <= cutting->word.len; first++)
        for (const char *const *link = cutting->splitter->rules->links; *link; link++)
            judge(cutting, first, span_of(*link), &best);
    return best;
}

static void add_part(struct split *split, struct span part, bool known)
{
    if (split->len == COMPOUND_PARTS)
        return;
    split->known[split->len] = known;
    split->parts[split->len++] = part;
}

static bool split_known(const struct splitter *, struct span, bool for_query, int depth, struct split *);

/* A part, and what it is made of itself. A query is content with a part that the site has. */
static void add_known(const struct splitter *splitter, struct span part, bool for_query, int depth, struct split *split)
{
    uint32_t pages;
    struct split inner = {.len = 0};
    bool on_site = rank_of(splitter, part, &pages) >= RANK_LIKELY;
    bool splits =
        depth < DEPTH_MAX && !(for_query && on_site) && split_known(splitter, part, for_query, depth + 1, &inner);
    if (!for_query || !splits)
        add_part(split, part, true);
    for (size_t i = 0; i < inner.len; i++)
        add_part(split, inner.parts[i], inner.known[i]);
}

/* A known beginning, a link and an end that is made of known words itself: trein-staking-s-leider. */
static bool split_three(struct cutting *cutting, bool for_query, int depth, struct split *split)
{
    const struct splitter *splitter = cutting->splitter;
    for (size_t first = cutting->word.len - PART_MIN; first >= PART_MIN; first--) {
        if (first_rank(cutting, first) < RANK_LIKELY)
            continue;
        for (const char *const *link = splitter->rules->links; *link; link++) {
            struct split inner = {.len = 0};
            struct span rest = span_from(cutting->word, first);
            if (!span_begins(rest, span_of(*link)) ||
                !split_known(splitter, span_from(rest, strlen(*link)), for_query, depth + 1, &inner))
                continue;
            add_known(splitter, span_first(cutting->word, first), for_query, depth, split);
            for (size_t i = 0; i < inner.len; i++)
                add_part(split, inner.parts[i], inner.known[i]);
            return true;
        }
    }
    return false;
}

static bool is_splittable(struct span form)
{
    if (form.len < WORD_MIN || form.len > WORD_MAX)
        return false;
    for (size_t i = 0; i < form.len; i++)
        if (form.at[i] < 'a' || form.at[i] > 'z')
            return false;
    return true;
}

static bool split_known(const struct splitter *splitter, struct span form, bool for_query, int depth,
                        struct split *split)
{
    if (!is_splittable(form) || stays_whole(splitter, form))
        return false;
    struct cutting cutting = cutting_new(splitter, form);
    struct cut cut = best_cut(&cutting);
    if (cut.score == 0)
        return depth < DEPTH_MAX && split_three(&cutting, for_query, depth, split);
    add_known(splitter, span_first(form, cut.first), for_query, depth, split);
    add_known(splitter, span_from(form, cut.last), for_query, depth, split);
    return true;
}

/* gsm-netwerken: an unknown word before one that the site uses. The longest such end. */
static bool split_unknown(const struct splitter *splitter, struct span form, bool for_query, struct split *split)
{
    enum { HEAD_MIN = 5, PAGES_MIN = 2 };
    struct lexicon_word whole;
    bool listed = lexicon_find(splitter->lexicon, form, &whole) && whole.listed; /* the list would have its parts too */
    if (listed || !is_splittable(form) || stays_whole(splitter, form))
        return false;
    struct cutting cutting = cutting_new(splitter, form);
    for (size_t last = PART_MIN; last + HEAD_MIN <= form.len; last++) {
        struct span first = span_first(form, last), head = span_from(form, last);
        if (!may_be_first(splitter, first) || span_ends(first, SPAN("ge")) || last_rank(&cutting, last) < RANK_SURE ||
            cutting.pages[last] < PAGES_MIN)
            continue;
        if (compounding_is_verbal(splitter->rules, head))
            continue;
        add_part(split, first, false);
        add_known(splitter, head, for_query, 0, split);
        return true;
    }
    return false;
}

struct split compound_split(const struct splitter *splitter, struct span form, bool for_query)
{
    struct split split = {.len = 0};
    if (!split_known(splitter, form, for_query, 0, &split))
        split_unknown(splitter, form, for_query, &split);
    return split;
}

/* ---- making one ---- */

static bool hash_never(struct splitter *splitter)
{
    const char *const *words = splitter->rules->never;
    size_t len = 0;
    while (words[len])
        len++;
    splitter->never = array_new(splitter, uint32_t, len);
    if (!splitter->never)
        return false;
    for (size_t i = 0; i < len; i++)
        splitter->never[i] = stem_hash(splitter->stemmer, span_of(words[i]));
    if (len > 0)
        qsort(splitter->never, len, sizeof *splitter->never, compare_hashes);
    splitter->never_len = len;
    return true;
}

struct splitter *splitter_new(void *ctx, const struct compounding *rules, const struct lexicon *lexicon, int language,
                              struct stemmer *stemmer)
{
    struct splitter *splitter = talloc_zero(ctx, struct splitter);
    if (!splitter)
        return NULL;
    splitter->rules = rules;
    splitter->lexicon = lexicon;
    splitter->language = language;
    splitter->stemmer = stemmer;
    splitter->stop = stop_list_find(rules->language);
    if (!hash_never(splitter))
        return talloc_free(splitter), NULL;
    return splitter;
}
