/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that nothing answers: corrected, or taken apart, or left alone. Each is tried in the order of ladder() below, and
 * the first rule that holds decides. Only what no page, no translation and no glossary knows is ever touched, so "works
 * council" never becomes "wordt council". */
#include "query/enquiry.h"

#include "base/memory.h"
#include "query/weights.h"

enum { CANDIDATES = 16, CORRECT_LEAST = 4, TWO_ERRORS_FROM = 8, FIRST_LETTER_BELOW = 6, GLUED_LEAST = 3,
       COMPOUND_FROM = 9, PREFIX_LEAST = 3 };

struct ladder {
    struct enquiry *enquiry;
    size_t at;
    struct span form;
    bool others_answered;
};

static const struct lexicon *lexicon_of(const struct ladder *ladder)
{
    return ladder->enquiry->index->generation->lexicon;
}

static size_t letters(struct span form)
{
    size_t count = 0;

    for (size_t i = 0; i < form.len; i++)
        count += ((unsigned char)form.at[i] & 0xC0) != 0x80;
    return count;
}

/* ---- 1: unfinished ---- */

static bool begins(struct enquiry *enquiry, const char *prefix, int level, int language, struct span form)
{
    struct span beginning = enquiry_term(enquiry, prefix, level, language, form);
    struct xapc_terms *terms =
        index_well(enquiry->index)
            ? xapc_reader_terms(enquiry->index->reader, bytes_of(beginning), 1, &enquiry->index->trouble)
            : NULL;
    bool any = terms && terms->len > 0;

    xapc_terms_free(terms);
    return any;
}

static bool is_unfinished(const struct ladder *ladder)
{
    struct enquiry *enquiry = ladder->enquiry;

    if (!enquiry->words[ladder->at].last || letters(ladder->form) < PREFIX_LEAST)
        return false;
    for (size_t k = 0; k < enquiry->scope_len; k++)
        if (begins(enquiry, TERM_STEM, 0, enquiry->scope[k], ladder->form) ||
            begins(enquiry, TERM_EXACT, 0, enquiry->scope[k], ladder->form) ||
            begins(enquiry, TERM_PART, 1, enquiry->scope[k], ladder->form))
            return true;
    return false;
}

/* ---- 2: one half of a word that is known ---- */

static bool joins(const struct ladder *ladder, size_t first)
{
    struct enquiry *enquiry = ladder->enquiry;
    struct span a = enquiry->words[first].form, b = enquiry->words[first + 1].form;
    static const char *const links[] = {"", "s"};
    bool known = false;

    for (size_t i = 0; i < 2 && !known; i++) {
        char *form =
            enquiry_had(enquiry, talloc_asprintf(enquiry, "%.*s%s%.*s", (int)a.len, a.at, links[i], (int)b.len, b.at));
        known = form && enquiry_answers(enquiry, span_of(form));
    }
    return known;
}

static bool joins_a_neighbour(const struct ladder *ladder)
{
    return (ladder->at > 0 && joins(ladder, ladder->at - 1)) ||
           (ladder->at + 1 < ladder->enquiry->words_len && joins(ladder, ladder->at));
}

/* ---- 3: a compound of known parts ---- */

static bool is_compound(const struct ladder *ladder)
{
    struct enquiry *enquiry = ladder->enquiry;

    for (size_t k = 0; k < enquiry->scope_len; k++) {
        int language = enquiry->scope[k];
        const struct word *word = enquiry_word(enquiry, ladder->at, language);
        size_t known = 0;
        for (size_t i = 0; i < word->parts_len; i++)
            known += enquiry_pages(enquiry, enquiry_term(enquiry, TERM_STEM, 0, language, word->parts[i])) > 0 ||
                     enquiry_pages(enquiry, enquiry_term(enquiry, TERM_PART, 1, language, word->parts[i])) > 0;
        if (word->parts_len >= 2 && known == word->parts_len)
            return true;
    }
    return false;
}

/* ---- 4: a word like any other, that the site happens not to have ---- */

static bool is_real_word(const struct ladder *ladder)
{
    struct lexicon_word word;

    return ladder->others_answered && lexicon_find(lexicon_of(ladder), ladder->form, &word) && word.listed;
}

/* ---- 5: a typing error ---- */

static bool same_letter(struct span a, struct span b)
{
    size_t len_a, len_b;

    return a.len > 0 && b.len > 0 && utf8_decode(a, &len_a) == utf8_decode(b, &len_b);
}

/* The first letter is seldom the wrong one. In short words, and where two letters are, it must hold, or have changed
 * places with the second. */
static bool may_become(struct span form, const struct lexicon_near *near)
{
    size_t len;

    if (letters(form) >= FIRST_LETTER_BELOW && near->distance < 2)
        return true;
    if (same_letter(form, near->word.form))
        return true;
    utf8_decode(form, &len);
    return near->distance < 2 && same_letter(span_from(form, len), near->word.form) &&
           span_equal(span_from(form, len * 2), span_from(near->word.form, len * 2));
}

struct candidate {
    struct span form;
    int distance;
    bool slip;       /* two letters transposed, or one doubled or not */
    bool here;       /* a word of the language asked for */
    bool stop;       /* a word that says nothing */
    bool prominent;
    uint32_t pages;
};

/* Whether both are the same once letters that are doubled are written once. */
static bool same_undoubled(struct span a, struct span b)
{
    size_t i = 0, k = 0;

    while (i < a.len && k < b.len && a.at[i] == b.at[k]) {
        char letter = a.at[i];
        while (i < a.len && a.at[i] == letter)
            i++;
        while (k < b.len && b.at[k] == letter)
            k++;
    }
    return i == a.len && k == b.len;
}

static bool same_transposed(struct span a, struct span b)
{
    size_t i = 0;

    while (a.len == b.len && i < a.len && a.at[i] == b.at[i])
        i++;
    return a.len == b.len && i + 1 < a.len && a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i] &&
           span_equal(span_from(a, i + 2), span_from(b, i + 2));
}

static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->distance != b->distance)
        return a->distance < b->distance;
    if (a->slip != b->slip)
        return a->slip;
    if (a->here != b->here)
        return a->here;
    if (a->stop != b->stop)
        return b->stop;
    if (a->prominent != b->prominent)
        return a->prominent;
    return a->pages > b->pages;
}

static struct candidate candidate_of(const struct ladder *ladder, const struct lexicon_near *near, int language)
{
    const struct enquiry *enquiry = ladder->enquiry;
    const struct span form = near->word.form;
    struct candidate candidate = {form, near->distance,
                                  same_undoubled(ladder->form, form) || same_transposed(ladder->form, form), false,
                                  analyse_is_stop_anywhere(enquiry->index->generation->analyser, form),
                                  near->word.prominent != 0, 0};

    for (size_t k = 0; k < enquiry->scope_len; k++) {
        int scope = lexicon_language(lexicon_of(ladder), enquiry_code(enquiry, enquiry->scope[k]));
        candidate.here = candidate.here || (scope >= 0 && near->word.pages[scope] > 0);
    }
    candidate.pages = language >= 0 ? near->word.pages[language] : 0;
    return candidate;
}

/* Among others nobody looks for "between"; alone it is asked for. */
static bool says_nothing(const struct enquiry *enquiry, struct span form)
{
    return enquiry->words_len > 1 && analyse_is_stop_anywhere(enquiry->index->generation->analyser, form);
}

static bool correct_within(const struct ladder *ladder, struct span form, int distance, struct candidate *best)
{
    struct enquiry *enquiry = ladder->enquiry;
    struct lexicon_near near[CANDIDATES];
    const char *code = enquiry_code(enquiry, enquiry->scope[0]);
    int language = lexicon_language(lexicon_of(ladder), code);
    size_t len = lexicon_nearest(lexicon_of(ladder), language, form, distance, near, CANDIDATES);
    bool found = false;

    for (size_t i = 0; i < len; i++) {
        struct candidate candidate = candidate_of(ladder, &near[i], language);
        if (near[i].distance == 0 || !may_become(form, &near[i]) || (found && !is_better(&candidate, best)) ||
            says_nothing(enquiry, candidate.form) || !enquiry_answers(enquiry, candidate.form))
            continue;
        *best = candidate;
        found = true;
    }
    return found;
}

static bool correct(const struct ladder *ladder, struct candidate *best)
{
    size_t len = letters(ladder->form);

    return len >= CORRECT_LEAST &&
           correct_within(ladder, ladder->form, len >= TWO_ERRORS_FROM ? 2 : 1, best);
}

/* ---- 6: two words without the blank ---- */

static bool is_known_word(const struct ladder *ladder, struct span form)
{
    struct lexicon_word word;

    return letters(form) >= GLUED_LEAST && lexicon_find(lexicon_of(ladder), form, &word) &&
           (lexicon_pages(&word) > 0 || word.known);
}

static const char *unglue(const struct ladder *ladder)
{
    struct span form = ladder->form;
    size_t best = 0, best_least = 0;

    for (size_t cut = 1; cut < form.len; cut++) {
        size_t least = cut < form.len - cut ? cut : form.len - cut;
        if (((unsigned char)form.at[cut] & 0xC0) == 0x80 || least <= best_least ||
            !is_known_word(ladder, span_first(form, cut)) || !is_known_word(ladder, span_from(form, cut)))
            continue;
        best = cut;
        best_least = least;
    }
    if (best == 0)
        return NULL;
    return enquiry_had(ladder->enquiry, talloc_asprintf(ladder->enquiry, "%.*s %.*s", (int)best, form.at,
                                                        (int)(form.len - best), form.at + best));
}

/* ---- 5 again, for compounds: a known first part, and an error in the second ---- */

/* A word like any other is no mistake: gemeld in ziekgemeld. */
static bool is_listed(const struct ladder *ladder, struct span form)
{
    struct lexicon_word word;

    return lexicon_find(lexicon_of(ladder), form, &word) && word.listed;
}

static const char *correct_second_part(const struct ladder *ladder)
{
    struct span form = ladder->form;
    struct candidate best;

    if (form.len < COMPOUND_FROM ||
        !analyser_splits(ladder->enquiry->index->generation->analyser, ladder->enquiry->scope[0]))
        return NULL;
    for (size_t cut = form.len - CORRECT_LEAST; cut >= CORRECT_LEAST; cut--) {
        struct span head = span_first(form, cut), tail = span_from(form, cut);
        struct span stem = head.at[head.len - 1] == 's' ? span_first(head, head.len - 1) : head;
        if (((unsigned char)*tail.at & 0xC0) == 0x80 ||
            is_listed(ladder, tail) || (!is_known_word(ladder, head) && !is_known_word(ladder, stem)) ||
            !correct_within(ladder, tail, 1, &best))
            continue;
        return enquiry_had(ladder->enquiry, talloc_asprintf(ladder->enquiry, "%.*s%.*s", (int)head.len, head.at,
                                                            (int)best.form.len, best.form.at));
    }
    return NULL;
}

/* ---- the ladder ---- */

static bool climb(const struct ladder *ladder, struct fix *fix)
{
    struct candidate best;

    if (is_unfinished(ladder) || joins_a_neighbour(ladder) || is_compound(ladder))
        return false;
    if (!lexicon_of(ladder) || is_real_word(ladder))
        return false;

    bool corrected = correct(ladder, &best);
    const char *apart = !corrected || best.distance > 1 ? unglue(ladder) : NULL;
    const char *compound = !corrected && !apart ? correct_second_part(ladder) : NULL;

    if (apart) {
        fix->instead = apart;
        fix->rung = RUNG_COMPOUND;
    } else if (corrected || compound) {
        fix->instead = compound ? compound : enquiry_had(ladder->enquiry, span_copy(ladder->enquiry, best.form));
        fix->rung = RUNG_SPELLING;
    }
    return fix->instead != NULL;
}

static bool has_letter(struct span form)
{
    size_t len;

    for (; form.len > 0; form = span_from(form, len))
        if (utf8_is_letter(utf8_decode(form, &len)))
            return true;
    return false;
}

/* Words of a term of the glossary are known with it: handdruk in "gouden handdruk". */
static void mark_glossed(struct enquiry *enquiry, bool *answered)
{
    for (size_t i = 0; enquiry->matches && i < enquiry->matches_len; i++)
        for (size_t k = enquiry->matches[i].first; k < enquiry->matches[i].first + enquiry->matches[i].len; k++)
            answered[enquiry->word_of[k]] = true;
}

size_t mend(struct enquiry *enquiry, struct fix *fixes)
{
    bool *answered = talloc_zero_array(enquiry, bool, (unsigned)enquiry->words_len + 1);
    size_t len = 0, answers = 0;

    if (answered)
        mark_glossed(enquiry, answered);
    for (size_t i = 0; answered && i < enquiry->words_len; i++) {
        answered[i] = enquiry->words[i].content && (answered[i] || enquiry_answers(enquiry, enquiry->words[i].form));
        answers += answered[i];
    }
    for (size_t i = 0; answered && i < enquiry->words_len && len < FIXES_MAX; i++) {
        const struct asked_word *word = &enquiry->words[i];
        const struct ladder ladder = {enquiry, i, word->form, answers > 0};
        struct fix fix = {word->start, word->end, NULL, RUNG_WORDS};
        if (word->content && word->weak && !answered[i] && !word->gram && has_letter(word->form) &&
            climb(&ladder, &fix))
            fixes[len++] = fix;
    }
    enquiry->tree.failed = enquiry->tree.failed || !answered;
    talloc_free(answered);
    return len;
}
