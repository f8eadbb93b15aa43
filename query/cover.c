/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/cover.h"

#include "base/memory.h"
#include "query/weights.h"

/* From a stem to the ways that it meets. Many stems are looked up and few are there, so misses must be cheap. */
enum { BUCKETS = 1024, NEEDS_MAX = 32, ALIKE_MAX = 64, ALIKE_WORDS = 3 };

struct meeting {
    uint32_t stem;   /* as rank records have it, the lowest bit 0 */
    uint32_t way, need;
    bool sibling;
    int32_t next;    /* in the same bucket; -1 ends */
};

struct cover {
    const struct enquiry *enquiry;
    int32_t buckets[BUCKETS];
    struct meeting *meetings;
    size_t len, room;
    uint32_t *met;        /* by way: bit a need */
    size_t *touched;      /* ways with some bit */
    double *credit;       /* by word */
    double idf;           /* of all words that are to be found */
    struct rank_stems begin[ENQUIRY_LANGUAGES];
    uint32_t *site;       /* the site's own name, in each language: a title that says it says no more */
    size_t site_len, site_room;
};

static uint32_t stem_of(struct span name)
{
    return hash_short(name) & ~1u;
}

/* "Zen:council" or "T1en:council" less its prefix, and whether it is the translation's. */
static bool line_name(struct span term, struct span *name, bool *sibling)
{
    *sibling = span_begins(term, SPAN(TERM_SIBLING "1"));
    if (*sibling)
        *name = span_from(term, 2);
    else if (span_begins(term, SPAN(TERM_STEM)))
        *name = span_from(term, 1);
    else
        return false;
    return true;
}

static void add_meeting(struct cover *cover, size_t way, size_t need, struct span term)
{
    struct span name;
    bool sibling;

    if (need >= NEEDS_MAX || cover->len == cover->room || !line_name(term, &name, &sibling))
        return;

    uint32_t stem = stem_of(name);
    int32_t *bucket = &cover->buckets[(stem >> 1) % BUCKETS];

    cover->meetings[cover->len] = (struct meeting){stem, (uint32_t)way, (uint32_t)need, sibling, *bucket};
    *bucket = (int32_t)cover->len++;
}

static size_t count_terms(const struct enquiry *enquiry)
{
    size_t len = 0;

    for (size_t i = 0; i < enquiry->ways_len; i++)
        for (size_t k = 0; k < enquiry->ways[i].needs_len; k++)
            len += enquiry->ways[i].needs[k].len;
    return len;
}

static bool add_ways(struct cover *cover)
{
    const struct enquiry *enquiry = cover->enquiry;

    cover->room = count_terms(enquiry);
    cover->meetings = array_new(cover, struct meeting, cover->room);
    if (!cover->meetings)
        return false;
    for (size_t i = 0; i < enquiry->ways_len; i++)
        for (size_t k = 0; k < enquiry->ways[i].needs_len && enquiry->ways[i].cover > 0; k++)
            for (size_t t = 0; t < enquiry->ways[i].needs[k].len; t++)
                add_meeting(cover, i, k, enquiry->ways[i].needs[k].terms[t]);
    return true;
}

static bool add_begin(struct cover *cover, int language)
{
    const struct enquiry *enquiry = cover->enquiry;
    const struct words *words = enquiry->in[language];
    uint32_t *stems = array_new(cover, uint32_t, words->len);
    const char *code = enquiry_code(enquiry, language);
    struct buffer name = buffer_new(cover, 1 << 16);

    if (!stems)
        return false;
    for (size_t i = 0; i < words->len; i++)
        stems[i] = stem_of(schema_term(&name, "", 0, code, words->at[i].stem));
    index_had(enquiry->index, !name.starved);
    talloc_free(name.at);
    cover->begin[language] = (struct rank_stems){stems, words->len};
    return true;
}

static void add_site_word(struct cover *cover, int language, struct span stem)
{
    struct buffer name = buffer_new(cover, 1 << 16);

    if (cover->site_len < cover->site_room)
        cover->site[cover->site_len++] =
            stem_of(schema_term(&name, "", 0, enquiry_code(cover->enquiry, language), stem));
    index_had(cover->enquiry->index, !name.starved);
    talloc_free(name.at);
}

static bool add_site_name(struct cover *cover, int language)
{
    struct index *index = cover->enquiry->index;
    const char *title = index_site_title(index, enquiry_code(cover->enquiry, language));
    struct words *words = analyse(cover, index->generation->analyser, language, span_of(title));
    size_t room = cover->site_room;

    for (size_t i = 0; words && i < words->len; i++)
        room += 1 + words->at[i].parts_len;
    uint32_t *site = array_resize(cover, cover->site, uint32_t, room);
    if (!words || (!site && room > 0))
        return false;
    cover->site = site;
    cover->site_room = room;
    for (size_t i = 0; i < words->len; i++) {
        add_site_word(cover, language, words->at[i].stem);
        for (size_t k = 0; k < words->at[i].parts_len; k++)
            add_site_word(cover, language, words->at[i].parts[k]);
    }
    talloc_free(words);
    return true;
}

static bool is_site_name(const struct cover *cover, uint32_t stem)
{
    for (size_t i = 0; i < cover->site_len; i++)
        if (cover->site[i] == stem)
            return true;
    return false;
}

/* What no page has in any way no title can be blamed for. */
static bool is_somewhere(const struct enquiry *enquiry, size_t word)
{
    for (size_t i = 0; i < enquiry->ways_len; i++)
        if (enquiry->ways[i].first <= word && word < enquiry->ways[i].first + enquiry->ways[i].len)
            return enquiry->words[word].content;
    return false;
}

struct cover *cover_new(void *ctx, const struct enquiry *enquiry)
{
    struct cover *cover = talloc_zero(ctx, struct cover);

    if (!cover)
        return NULL;
    cover->enquiry = enquiry;
    memset(cover->buckets, 0xFF, sizeof cover->buckets);
    cover->met = talloc_zero_array(cover, uint32_t, (unsigned)enquiry->ways_len);
    cover->touched = array_new(cover, size_t, enquiry->ways_len);
    cover->credit = array_new(cover, double, enquiry->words_len);
    bool made = cover->met && cover->touched && cover->credit && add_ways(cover);
    for (size_t k = 0; k < enquiry->scope_len && made; k++)
        made = add_begin(cover, enquiry->scope[k]);
    for (size_t k = 0; k < enquiry->languages && made; k++)
        made = add_site_name(cover, (int)k);
    for (size_t i = 0; i < enquiry->words_len; i++)
        cover->idf += is_somewhere(enquiry, i) ? enquiry->words[i].idf : 0;
    if (made)
        return cover;
    talloc_free(cover);
    return NULL;
}

/* ---- a line ---- */

struct line {
    struct cover *cover;
    int language;
    bool sibling;
    size_t touched;      /* ways */
    double words, found; /* of the line, stop words left out */
};

static bool meet(struct line *line, uint32_t stem)
{
    struct cover *cover = line->cover;
    bool any = false;

    for (int32_t i = cover->buckets[(stem >> 1) % BUCKETS]; i >= 0; i = cover->meetings[i].next) {
        const struct meeting *meeting = &cover->meetings[i];
        if (meeting->stem != stem || meeting->sibling != line->sibling ||
            cover->enquiry->ways[meeting->way].language != line->language)
            continue;
        if (cover->met[meeting->way] == 0)
            cover->touched[line->touched++] = meeting->way;
        cover->met[meeting->way] |= 1u << meeting->need;
        any = true;
    }
    return any;
}

/* Stop words and the site's name count as words where they were asked for. */
static void read_line(struct line *line, struct rank_stems stems)
{
    for (size_t i = 0; i < stems.len; i++) {
        bool found = meet(line, stems.at[i] & ~1u);
        bool stop = (stems.at[i] & 1) || is_site_name(line->cover, stems.at[i] & ~1u);
        line->words += !stop || found;
        line->found += found;
    }
}

static bool is_met(const struct cover *cover, size_t way)
{
    size_t needs = cover->enquiry->ways[way].needs_len;
    uint32_t all = needs >= NEEDS_MAX ? UINT32_MAX : (1u << needs) - 1;

    return cover->met[way] == all;
}

static void give_credit(struct line *line)
{
    struct cover *cover = line->cover;

    for (size_t i = 0; i < line->touched; i++) {
        const struct way *way = &cover->enquiry->ways[cover->touched[i]];
        for (size_t k = way->first; k < way->first + way->len && is_met(cover, cover->touched[i]); k++)
            cover->credit[k] = way->cover > cover->credit[k] ? way->cover : cover->credit[k];
        cover->met[cover->touched[i]] = 0;
    }
}

struct covered cover_line(struct cover *cover, int language, struct rank_stems stems, bool sibling)
{
    const struct enquiry *enquiry = cover->enquiry;
    struct line line = {cover, language, sibling, 0, 0, 0};
    double sum = 0, least = 1, weakest = 1;

    read_line(&line, stems);
    if (line.touched == 0 || cover->idf <= 0)
        return (struct covered){0};
    memset(cover->credit, 0, enquiry->words_len * sizeof *cover->credit);
    give_credit(&line);
    for (size_t i = 0; i < enquiry->words_len; i++) {
        if (!enquiry->words[i].content)
            continue;
        sum += cover->credit[i] * enquiry->words[i].idf;
        least = cover->credit[i] < least ? cover->credit[i] : least;
        if (cover->credit[i] > 0 && cover->credit[i] < weakest)
            weakest = cover->credit[i];
    }

    double share = line.words > 0 ? line.found / line.words : 0, of_query = sum / cover->idf;

    return (struct covered){
        .share = of_query * (1 - COVER_SHARE + COVER_SHARE * share),
        .exact = share >= 1 ? least : 0,
        .within = share >= 1 && weakest >= 1 ? of_query : 0,
    };
}

static bool is_at(struct rank_stems stems, size_t first, struct rank_stems typed)
{
    for (size_t i = 0; i < typed.len; i++)
        if ((stems.at[first + i] & ~1u) != typed.at[i])
            return false;
    return true;
}

bool cover_is_within(const struct cover *cover, int language, struct rank_stems stems)
{
    struct rank_stems typed = cover->begin[language];

    for (size_t first = 0; stems.len >= 2 && first + stems.len <= typed.len; first++) {
        size_t same = 0;
        while (same < stems.len && (stems.at[same] & ~1u) == typed.at[first + same])
            same++;
        if (same == stems.len)
            return true;
    }
    return false;
}

bool cover_is_query_but_site(const struct cover *cover, int language, struct rank_stems stems)
{
    struct rank_stems typed = cover->begin[language];
    size_t at = 0, names = 0;

    for (size_t i = 0; i < typed.len; i++) {
        if (is_site_name(cover, typed.at[i]))
            names++;
        else if (at < stems.len && (stems.at[at] & ~1u) == typed.at[i])
            at++;
        else
            return false;
    }
    return names > 0 && at > 0 && at == stems.len;
}

bool cover_names_site(const struct cover *cover, int language, struct rank_stems stems)
{
    struct rank_stems typed = cover->begin[language];
    bool named = false;

    if (typed.len == 0 || typed.len >= stems.len || !is_at(stems, 0, typed))
        return false;
    for (size_t i = typed.len; i < stems.len; i++) {
        bool name = is_site_name(cover, stems.at[i] & ~1u);
        if (!name && !(stems.at[i] & 1))
            return false;
        named = named || name;
    }
    return named;
}

/* The longest row of words that both have. */
static size_t in_common(struct rank_stems stems, struct rank_stems typed)
{
    size_t row[ALIKE_MAX + 1] = {0};

    for (size_t i = 0; i < stems.len; i++) {
        size_t before = 0; /* of the line above, one to the left */
        for (size_t k = 0; k < typed.len; k++) {
            size_t above = row[k + 1];
            if ((stems.at[i] & ~1u) == typed.at[k])
                row[k + 1] = before + 1;
            else
                row[k + 1] = above > row[k] ? above : row[k];
            before = above;
        }
    }
    return row[typed.len];
}

double cover_alike(const struct cover *cover, int language, struct rank_stems stems)
{
    struct rank_stems typed = cover->begin[language];
    size_t shorter = stems.len < typed.len ? stems.len : typed.len, both = stems.len + typed.len;

    if (shorter < ALIKE_WORDS || stems.len > ALIKE_MAX || typed.len > ALIKE_MAX ||
        2 * (double)shorter < ALIKE_LEAST * (double)both)
        return 0;

    size_t common = in_common(stems, typed);

    return common < ALIKE_WORDS ? 0 : 2 * (double)common / (double)both;
}

enum stands cover_stands(const struct cover *cover, int language, struct rank_stems stems)
{
    struct rank_stems typed = cover->begin[language];

    for (size_t first = 0; typed.len >= 2 && first + typed.len <= stems.len; first++)
        if (is_at(stems, first, typed))
            return first == 0 ? STANDS_FIRST : STANDS_WITHIN;
    return STANDS_NOWHERE;
}
