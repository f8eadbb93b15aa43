/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/hits.h"

#include "base/memory.h"
#include "query/sections.h"
#include "query/snippet.h"
#include "query/weights.h"

enum { SUB_RESULTS = 4, TOLD_MAX = 32, URL_MAX = 8192, EXPLANATION_MAX = 4096 };

/* A further section is shown when it answers at least so much of what the best one does. */
#define SUB_RESULT_SHARE 0.3

struct making_hit {
    void *ctx;
    const struct hit_maker *maker;
    struct view *view;
    struct hit *hit;
    struct told told;
    struct section_score best[SUB_RESULTS];
    size_t best_len;
};

/* ---- what the record says ---- */

static const char *text(const struct making_hit *making, struct span span)
{
    const char *copy = span_copy(making->ctx, span);

    index_had(making->view->index, copy);
    return copy;
}

static bool set_tags(struct making_hit *making)
{
    const struct record *record = making->view->record;
    const char **tags = array_new(making->ctx, const char *, record->tags_len);

    for (size_t i = 0; tags && i < record->tags_len; i++)
        tags[i] = text(making, record->tags[i]);
    making->hit->tags = tags;
    making->hit->tags_len = record->tags_len;
    return tags != NULL;
}

static bool set_translations(struct making_hit *making)
{
    const struct record *record = making->view->record;
    struct hit_translation *translations = array_new(making->ctx, struct hit_translation, record->siblings_len);

    for (size_t i = 0; translations && i < record->siblings_len; i++)
        translations[i] = (struct hit_translation){text(making, record->siblings[i].lang),
                                                   text(making, record->siblings[i].url),
                                                   text(making, record->siblings[i].title)};
    making->hit->translations = translations;
    making->hit->translations_len = record->siblings_len;
    return translations != NULL;
}

static bool set_record(struct making_hit *making)
{
    const struct record *record = making->view->record;
    struct hit *hit = making->hit;

    hit->id = text(making, record->id);
    hit->path = text(making, record->path);
    hit->lang = text(making, record->lang);
    hit->url = text(making, record->url);
    hit->section = text(making, record->section);
    hit->date = record->date_text.len > 0 ? text(making, record->date_text) : NULL;
    return set_tags(making) && set_translations(making);
}

/* ---- the snippet ---- */

static struct passage text_of(const struct record *record, size_t section)
{
    return (struct passage){record->sections[section].text, record->sections[section].position};
}

static struct passage first_text(const struct record *record)
{
    for (size_t i = 0; i < record->sections_len; i++)
        if (span_trim(record->sections[i].text).len > 0)
            return text_of(record, i);
    return (struct passage){record->display_title, record->title_position};
}

/* The best section's text, or the description where that says more, or where nothing in the text does. */
static struct passage passage_of(const struct making_hit *making)
{
    const struct record *record = making->view->record;
    double lead = sections_lead(making->view);
    const struct section_score *best = making->best_len > 0 ? &making->best[0] : NULL;

    if (best && best->score >= lead && span_trim(record->sections[best->section].text).len > 0)
        return text_of(record, best->section);
    if (record->description.len > 0)
        return (struct passage){record->description, record->description_position};
    return first_text(record);
}

static bool set_title(struct making_hit *making)
{
    const struct record *record = making->view->record;

    return snippet_line(making->ctx, making->view, (struct passage){record->display_title, record->title_position},
                        &making->told, &making->hit->title);
}

static bool set_text(struct making_hit *making)
{
    struct snippet snippet;

    if (!snippet_make(making->ctx, making->view, passage_of(making), &making->told, &snippet))
        return false;
    making->hit->snippet = snippet.text;
    return true;
}

/* ---- sections ---- */

static const char *section_url(struct making_hit *making, const struct record_section *section, const char *fragment)
{
    struct buffer url = buffer_new(making->ctx, URL_MAX);

    buffer_span(&url, making->view->record->url);
    buffer_char(&url, '#');
    url_escape(&url, section->id);
    if (fragment && *fragment && url.len + strlen(fragment) + 8 < URL_MAX)
        buffer_format(&url, ":~:text=%s", fragment);
    index_had(making->view->index, !url.starved);
    return buffer_string(&url);
}

static bool add_section(struct making_hit *making, size_t at)
{
    const struct record_section *section = &making->view->record->sections[at];
    struct sub_result *out = &making->hit->sub_results[making->hit->sub_results_len];
    struct snippet snippet;

    if (!snippet_make(making->ctx, making->view, text_of(making->view->record, at), &making->told, &snippet))
        return false;
    out->title = text(making, section->title);
    out->anchor = text(making, section->id);
    out->url = section_url(making, section, snippet.fragment);
    out->snippet = snippet.text;
    making->hit->sub_results_len++;
    return true;
}

/* A heading that repeats the page's title leads to what the hit itself leads to. */
static bool is_worth_a_line(const struct making_hit *making, const struct record_section *section)
{
    return section->id.len > 0 && !span_equal(section->title, making->view->record->display_title);
}

static bool set_sections(struct making_hit *making)
{
    const struct record_section *sections = making->view->record->sections;
    making->hit->sub_results = array_new(making->ctx, struct sub_result, SUB_RESULTS);
    if (!making->hit->sub_results)
        return false;
    for (size_t i = 0; i < making->best_len; i++) {
        if (making->best[i].score < SUB_RESULT_SHARE * making->best[0].score)
            break;
        if (is_worth_a_line(making, &sections[making->best[i].section]) &&
            !add_section(making, making->best[i].section))
            return false;
    }
    return true;
}

/* ---- how it was found ---- */

/* Its own figures do not say why it comes before pages that have more. */
static void tell_place(struct buffer *out, const struct ranked *ranked)
{
    static const char *const because[] = {
        [NAMED_NOWHERE] = "is in front", [NAMED_HEADING] = "has the query as a heading", [NAMED_TITLE] = "has the query as its title"};

    if (ranked->pinned)
        buffer_text(out, ", pinned");
    if (ranked->score > ranked->earned)
        buffer_format(out, ", raised to the next page's %.4f, since it %s", ranked->score,
                      ranked->pinned ? "is pinned" : because[ranked->named]);
    if (ranked->stands_in)
        buffer_text(out, ", as a translation of it that is shown here");
}

static const char *explanation(struct making_hit *making, const struct ranked *ranked)
{
    const struct enquiry *enquiry = making->view->enquiry;
    struct buffer out = buffer_new(making->ctx, EXPLANATION_MAX);

    buffer_format(&out,
                  "score %.4f = %.2f x %.2f exact title + %.2f x %.2f part of the title + %.2f heading as typed + "
                  "%.2f x %.2f alike + %.4f (weight %.3f of the best) x %.3f (section, kind, age, boost) "
                  "x (1 + %.2f x %.3f title + %.2f x %.3f heading + %.2f)",
                  ranked->earned, TIER_EXACT_TITLE, ranked->exact, TIER_EXACT_PART, ranked->part,
                  order_typed(enquiry, ranked), TIER_ALIKE, ranked->alike, ranked->share, ranked->weight, ranked->prior,
                  WEIGHT_TITLE, ranked->title, WEIGHT_HEADING, ranked->heading, ranked->tier);
    tell_place(&out, ranked);
    buffer_char(&out, ';');
    for (size_t i = 0; i < enquiry->words_len; i++)
        if (enquiry->words[i].content)
            buffer_format(&out, " %.*s: %s (idf %.2f);", (int)enquiry->words[i].form.len, enquiry->words[i].form.at,
                          making->view->rungs[i] == RUNG_ANY_WORD ? "not here" : rung_name(making->view->rungs[i]),
                          enquiry->words[i].idf);
    index_had(enquiry->index, !out.starved);
    return buffer_string(&out);
}

bool hit_make(void *ctx, const struct hit_maker *maker, const struct ranked *ranked, struct hit *out,
              struct error *err)
{
    struct index *index = maker->enquiry->index;
    struct making_hit making = {ctx, maker, NULL, out, {array_new(ctx, const char *, TOLD_MAX), 0, TOLD_MAX}, {{0}}, 0};

    *out = (struct hit){.score = 0};
    making.view = view_new(NULL, maker->roll, index, ranked->docid, ranked->language, err);
    if (!making.view)
        return false;
    if (!maker->title_alone)
        making.best_len = sections_best(making.view, making.best, SUB_RESULTS);

    bool made = making.told.at && set_record(&making) && set_title(&making) &&
                (maker->title_alone || (set_text(&making) && set_sections(&making)));

    bool foreign = maker->other_language || order_is_foreign(maker->enquiry, ranked->language);

    out->rung = rung_name(foreign ? RUNG_OTHER_LANGUAGE : view_rung(making.view));
    out->matched_terms = making.told.at;
    out->matched_terms_len = making.told.len;
    out->score = maker->full > 0 ? ranked->score / maker->full : 0;
    out->score = out->score > 1 ? 1 : out->score;
    if (maker->explain)
        out->explanation = explanation(&making, ranked);
    made = made && !index->starved; /* text() and others cannot do without */
    talloc_free(making.view);
    if (!made)
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
    return made;
}
