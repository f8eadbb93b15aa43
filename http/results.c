/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/ask.h"

#include <stdio.h>
#include <talloc.h>

#include "http/negotiate.h"
#include "http/page.h"
#include "http/routes.h"

/* One page of results as it is being written. */
struct sheet {
    struct exchange *x;
    struct buffer *out;
    const struct ask *ask;
    const struct answer *answer;
    const char *lang;
    const struct words *words;
    const char *prefix; /* before each hit's address */
};

static const char *const page_facets[] = {"tag", "section", "lang", "year"};

static void text(struct sheet *s, const char *escaped)
{
    html_escape(s->out, span_of(escaped));
}

static void link_to(struct sheet *s, const char *url)
{
    buffer_text(s->out, "<a href=\"");
    text(s, s->prefix);
    text(s, url);
    buffer_text(s->out, "\"");
}

static void own_link(struct sheet *s, const struct parameter *less, const struct parameter *more)
{
    struct buffer link = buffer_new(s->x, 64 << 10);
    parameters_link(&link, &s->x->parameters, less, more);
    exchange_had(s->x, link.starved ? NULL : s->x);
    buffer_text(s->out, "<a href=\"/search");
    text(s, buffer_string(&link));
    buffer_text(s->out, "\"");
}

static const char *title_of(const struct answer *answer, const char *section)
{
    for (size_t i = 0; i < answer->section_titles_len; i++) {
        if (strcmp(answer->section_titles[i].section, section) == 0)
            return answer->section_titles[i].title;
    }
    return NULL;
}

static const char *label_of(struct sheet *s, const char *facet, const char *value)
{
    const char *label = strcmp(facet, "lang") == 0      ? index_language_label(s->ask->index, value)
                        : strcmp(facet, "section") == 0 ? title_of(s->answer, value)
                                                        : NULL;
    return label && *label ? label : value;
}

/* ---- hits ---- */

static void write_sub_results(struct sheet *s, const struct hit *hit)
{
    if (hit->sub_results_len == 0)
        return;
    buffer_text(s->out, "<ul class=\"sections\">");
    for (size_t i = 0; i < hit->sub_results_len; i++) {
        const struct sub_result *sub = &hit->sub_results[i];
        buffer_text(s->out, "<li><h3>");
        link_to(s, sub->url);
        buffer_text(s->out, ">");
        text(s, sub->title);
        buffer_text(s->out, "</a></h3>");
        if (strcmp(sub->snippet.html, hit->snippet.html) != 0) /* which the page itself has just shown */
            buffer_format(s->out, "<p>%s</p>", sub->snippet.html);
        buffer_text(s->out, "</li>");
    }
    buffer_text(s->out, "</ul>");
}

static void write_translations(struct sheet *s, const struct hit *hit)
{
    for (size_t i = 0; i < hit->translations_len; i++) {
        const struct hit_translation *other = &hit->translations[i];
        buffer_format(s->out, "<span>%s ", s->words->also_in);
        link_to(s, other->url);
        buffer_text(s->out, " hreflang=\"");
        text(s, other->lang);
        buffer_text(s->out, "\">");
        text(s, label_of(s, "lang", other->lang));
        buffer_text(s->out, "</a></span>");
    }
}

static void write_meta(struct sheet *s, const struct hit *hit)
{
    buffer_text(s->out, "<p class=\"meta\">");
    if (strcmp(hit->lang, s->lang) != 0) {
        buffer_text(s->out, "<span class=\"lang\">");
        text(s, label_of(s, "lang", hit->lang));
        buffer_text(s->out, "</span>");
    }
    if (hit->section && *hit->section) {
        buffer_text(s->out, "<span>");
        text(s, label_of(s, "section", hit->section));
        buffer_text(s->out, "</span>");
    }
    if (hit->date) {
        char day[WORDS_DAY_SIZE];
        words_of_day(s->lang, hit->date, day);
        buffer_text(s->out, "<time datetime=\"");
        text(s, hit->date);
        buffer_text(s->out, "\">");
        text(s, day);
        buffer_text(s->out, "</time>");
    }
    write_translations(s, hit);
    buffer_text(s->out, "</p>");
}

static void write_hit(struct sheet *s, const struct hit *hit)
{
    buffer_text(s->out, "<li lang=\"");
    text(s, hit->lang);
    buffer_text(s->out, "\"><h2>");
    link_to(s, hit->url);
    buffer_text(s->out, ">");
    buffer_text(s->out, hit->title.html);
    buffer_text(s->out, "</a></h2>");
    write_meta(s, hit);
    buffer_text(s->out, "<p>");
    buffer_text(s->out, hit->snippet.html);
    buffer_text(s->out, "</p>");
    write_sub_results(s, hit);
    buffer_text(s->out, "</li>\n");
}

/* ---- above the hits ---- */

static void write_count(struct sheet *s)
{
    const struct answer *a = s->answer;
    const char *q = a->request->q;
    char number[16];
    uint32_t count = a->total_hits > 0 ? a->total_hits : a->total_matches;
    buffer_text(s->out, "<h1 id=\"count\">");
    snprintf(number, sizeof number, "%u", count);
    if (count == 0)
        page_fill(s->out, s->words->nothing, q ? q : "");
    else if (!q || !*q)
        text(s, s->words->newest);
    else
        page_fill(s->out,
                  !a->exact    ? s->words->about_results
                  : count == 1 ? s->words->one_result
                               : s->words->many_results,
                  number);
    buffer_text(s->out, "</h1>\n");
}

static void write_correction(struct sheet *s)
{
    if (!s->answer->correction)
        return;
    struct parameter less = {"q", NULL}, more = {"q", s->answer->correction};
    buffer_format(s->out, "<p class=\"note\">%s ", s->words->did_you_mean);
    own_link(s, &less, &more);
    buffer_text(s->out, ">");
    text(s, s->answer->correction);
    buffer_text(s->out, "</a></p>\n");
}

static void write_relaxed(struct sheet *s)
{
    const char *mark = " ";
    for (size_t i = 0; i < s->answer->relaxed_len && s->answer->hits_len > 0; i++) {
        const char *words = words_of_rung(s->lang, s->answer->relaxed[i]);
        if (!words)
            continue;
        if (*mark == ' ')
            buffer_format(s->out, "<p class=\"note\">%s", s->words->relaxed);
        buffer_format(s->out, "%s%s", mark, words);
        mark = ", ";
    }
    if (*mark == ',')
        buffer_text(s->out, ".</p>\n");
}

static void write_elsewhere(struct sheet *s)
{
    const struct index_status *status = &s->ask->status;
    const char *mark = s->words->search_in;
    for (size_t i = 0; i < status->languages_len; i++) {
        struct parameter every = {"lang", NULL}, one = {"lang", status->languages[i]};
        if (strcmp(one.value, s->lang) == 0)
            continue;
        buffer_format(s->out, "%s%s ", *mark == ',' ? "" : "<p class=\"note\">", mark);
        own_link(s, &every, &one);
        buffer_text(s->out, ">");
        text(s, label_of(s, "lang", one.value));
        buffer_text(s->out, "</a>");
        mark = ",";
    }
    if (*mark == ',')
        buffer_text(s->out, "</p>\n");
}

/* What the site has, of this language and whatever else was asked. */
static const struct facet *topics_of(struct sheet *s)
{
    static const char *const tag[] = {"tag"};
    struct request *every = request_new(s->x);
    struct error err;
    if (!exchange_had(s->x, every))
        return NULL;
    every->lang = s->lang;
    every->limit = 1;
    every->time_budget = ask_time_budget(s->x->server);
    every->facets = exchange_had(s->x, talloc_memdup(every, tag, sizeof tag));
    every->facets_len = every->facets ? 1 : 0;
    struct answer *there = search(s->x, s->ask->index, every, &err);
    if (!there && err.kind == ERROR_MEMORY)
        exchange_had(s->x, NULL);
    return there && there->facets_len > 0 ? &there->facets[0] : NULL;
}

enum { TOPICS_MAX = 8 };

static void write_topics(struct sheet *s)
{
    const struct facet *topics = topics_of(s);
    if (!topics || topics->counts_len == 0)
        return;
    buffer_text(s->out, "<ul class=\"chips topics\">");
    for (size_t i = 0; i < topics->counts_len && i < TOPICS_MAX; i++) {
        buffer_text(s->out, "<li><a class=\"chip\" href=\"/search?lang=");
        url_escape(s->out, span_of(s->lang));
        buffer_text(s->out, "&amp;tag=");
        url_escape(s->out, span_of(topics->counts[i].value));
        buffer_text(s->out, "\">");
        text(s, topics->counts[i].value);
        buffer_text(s->out, "</a></li>");
    }
    buffer_text(s->out, "</ul>\n");
}

/* Nothing found: what else there is. */
static void write_ways_out(struct sheet *s)
{
    write_elsewhere(s);
    buffer_format(s->out, "<p class=\"note\">%s</p>\n", s->words->nothing_help);
    write_topics(s);
}

static void write_notes(struct sheet *s)
{
    write_correction(s);
    write_relaxed(s);
    if (s->answer->truncated)
        buffer_format(s->out, "<p class=\"note\">%s</p>\n", s->words->truncated);
    if (s->answer->partial)
        buffer_format(s->out, "<p class=\"note\">%s</p>\n", s->words->partial);
    if (s->answer->total_matches == 0)
        write_ways_out(s);
}

/* ---- filters ---- */

static bool is_set(struct sheet *s, const struct parameter *one)
{
    for (size_t i = 0; i < s->x->parameters.len; i++) {
        const struct parameter *p = &s->x->parameters.at[i];
        if (strcmp(p->name, one->name) == 0 && strcmp(p->value, one->value) == 0)
            return true;
    }
    return false;
}

static void write_choice(struct sheet *s, const char *facet, const char *value, uint32_t count)
{
    bool is_lang = strcmp(facet, "lang") == 0;
    struct parameter one = {facet, value}, every = {facet, NULL};
    bool set = is_set(s, &one);
    buffer_text(s->out, "<li>");
    own_link(s, set ? &one : is_lang ? &every : NULL, set ? NULL : &one);
    if (set)
        buffer_format(s->out, " aria-current=\"true\" title=\"%s\"", s->words->remove);
    buffer_text(s->out, ">");
    text(s, label_of(s, facet, value));
    if (count > 0)
        buffer_format(s->out, " <small>%u</small>", count);
    buffer_text(s->out, "</a></li>");
}

static const char *heading_of(const struct words *words, const char *facet)
{
    return strcmp(facet, "tag") == 0       ? words->tag
           : strcmp(facet, "section") == 0 ? words->section
           : strcmp(facet, "lang") == 0    ? words->lang
           : strcmp(facet, "year") == 0    ? words->year
                                           : facet;
}

enum { CHOICES_MAX = 12 };

/* The languages that no hit is in: a reader may still want the page in them. */
static void write_other_languages(struct sheet *s, const struct facet *facet)
{
    const struct index_status *status = &s->ask->status;
    for (size_t i = 0; i < status->languages_len; i++) {
        bool counted = false;
        for (size_t k = 0; k < facet->counts_len; k++)
            counted = counted || strcmp(facet->counts[k].value, status->languages[i]) == 0;
        if (!counted)
            write_choice(s, "lang", status->languages[i], 0);
    }
}

static void write_facet(struct sheet *s, const struct facet *facet)
{
    /* year is counted by the index and is no parameter of its own: from and to are */
    if (facet->counts_len == 0 || strcmp(facet->name, "year") == 0)
        return;
    buffer_text(s->out, "<h2>");
    text(s, heading_of(s->words, facet->name));
    buffer_text(s->out, "</h2><ul>");
    for (size_t i = 0; i < facet->counts_len && i < CHOICES_MAX; i++)
        write_choice(s, facet->name, facet->counts[i].value, facet->counts[i].count);
    if (strcmp(facet->name, "lang") == 0)
        write_other_languages(s, facet);
    buffer_text(s->out, "</ul>");
}

static void write_facets(struct sheet *s)
{
    buffer_format(s->out, "<nav class=\"facets\" id=\"filters\" aria-label=\"%s\">", s->words->filters);
    for (size_t i = 0; i < s->answer->facets_len; i++)
        write_facet(s, &s->answer->facets[i]);
    buffer_text(s->out, "</nav>\n");
}

/* ---- paging ---- */

static void write_step(struct sheet *s, uint32_t offset, const char *rel, const char *words)
{
    char number[16];
    snprintf(number, sizeof number, "%u", offset);
    struct parameter more = {"offset", number};
    own_link(s, NULL, offset > 0 ? &more : NULL);
    buffer_format(s->out, " rel=\"%s\">%s</a>", rel, words);
}

static void write_paging(struct sheet *s)
{
    const struct request *r = s->answer->request;
    uint32_t total = s->answer->total_matches < QUERY_MAX_DEPTH ? s->answer->total_matches : QUERY_MAX_DEPTH;
    bool beyond = r->offset >= total; /* of an old address: there is a way back all the same */
    if (total == 0 || (total <= r->limit && !beyond))
        return;
    buffer_format(s->out, "<nav class=\"paging\" aria-label=\"%s\">", s->words->pages);
    uint32_t before = beyond ? (total - 1) / r->limit * r->limit : r->offset > r->limit ? r->offset - r->limit : 0;
    if (r->offset > 0)
        write_step(s, before, "prev", s->words->previous);
    if (!beyond)
        buffer_format(s->out, "<span>%u / %u</span>", r->offset / r->limit + 1, (total + r->limit - 1) / r->limit);
    if (r->offset + r->limit < total)
        write_step(s, r->offset + r->limit, "next", s->words->next);
    buffer_text(s->out, "</nav>\n");
}

/* ---- the page ---- */

static void write_header(struct sheet *s)
{
    const char *title = index_site_title(s->ask->index, s->lang);
    buffer_format(s->out, "<a class=\"skip\" href=\"#results\">%s</a>\n<header><p>", s->words->skip);
    link_to(s, "/");
    buffer_text(s->out, ">");
    text(s, title && *title ? title : s->words->search);
    buffer_text(s->out, "</a></p>\n");
    page_form(s->x, s->words, s->answer->request->q, s->lang);
    buffer_text(s->out, "</header>\n");
}

static void write_sheet(struct sheet *s)
{
    write_header(s);
    buffer_text(s->out, "<main id=\"results\" tabindex=\"-1\">\n");
    write_count(s);
    write_notes(s);
    if (s->answer->hits_len > 0)
        buffer_format(s->out, "<p class=\"to-filters\"><a href=\"#filters\">%s</a></p>\n", s->words->filters);
    buffer_text(s->out, "<ol class=\"hits\">\n");
    for (size_t i = 0; i < s->answer->hits_len; i++)
        write_hit(s, &s->answer->hits[i]);
    buffer_text(s->out, "</ol>\n");
    write_paging(s);
    buffer_text(s->out, "</main>\n");
    write_facets(s);
}

static void begin(struct exchange *x, struct index *index, const char *lang, const char *q)
{
    const char *site = index_site_title(index, lang);
    const char *title = exchange_had(x, talloc_asprintf(x, "%s%s%s – %s", q && *q ? q : "", q && *q ? " – " : "",
                                                        words_of(lang)->search, site ? site : ""));
    page_begin(x, &(struct page_head){.lang = lang,
                                      .title = title ? title : "",
                                      .site = site && *site ? site : words_of(lang)->search,
                                      .rtl = index_language_is_rtl(index, lang)});
}

static const char *page_tag(struct exchange *x, const struct ask *ask, const char *lang, const char *prefix)
{
    return reply_tag(x, ask->status.generation, talloc_asprintf(x, "page %s %s", lang, prefix),
                     request_normal(x, ask->request));
}

/* The page's own language is asked for too, so that the form, the filters and the hits agree. */
static bool set_up(struct exchange *x, struct ask *ask, const char **lang)
{
    if (!ask_request(x, ask) || !ask_index(x, ask))
        return false;
    *lang = reader_language(x, &ask->status);
    if (!ask->request->lang)
        ask->request->lang = *lang;
    ask->request->typing = false; /* who sent the form has typed the last word to its end */
    if (ask->request->facets_len > 0)
        return true;
    ask->request->facets = exchange_had(x, talloc_memdup(ask->request, page_facets, sizeof page_facets));
    ask->request->facets_len = ask->request->facets ? sizeof page_facets / sizeof page_facets[0] : 0;
    return true;
}

void answer_page(struct exchange *x)
{
    struct ask ask;
    const char *lang;
    if (!set_up(x, &ask, &lang))
        return;
    const char *prefix = hit_prefix(x, &ask.status);
    x->reply.caching = CACHING_SHORT;
    x->reply.html = true;
    if (reply_is_known(x, page_tag(x, &ask, lang, prefix)))
        return;
    struct answer *answer = ask_search(x, &ask);
    if (!answer)
        return;
    begin(x, ask.index, lang, ask.request->q);
    struct sheet sheet = {x, &x->reply.body, &ask, answer, lang, words_of(lang), prefix};
    write_sheet(&sheet);
    page_end(x);
    x->reply.caching = answer->partial ? CACHING_NONE : CACHING_SHORT;
    ask.status.generation = answer->generation;
    x->reply.tag = answer->partial ? NULL : page_tag(x, &ask, lang, prefix);
}

void answer_front(struct exchange *x)
{
    struct ask ask;
    if (!ask_index(x, &ask))
        return;
    const char *lang = reader_language(x, &ask.status), *prefix = hit_prefix(x, &ask.status);
    const struct words *words = words_of(lang);
    const char *site = index_site_title(ask.index, lang);
    begin(x, ask.index, lang, NULL);
    struct buffer *out = &x->reply.body;
    buffer_text(out, "<main class=\"front\"><h1>");
    html_escape(out, span_of(site && *site ? site : words->try_it));
    buffer_text(out, "</h1>\n");
    page_form(x, words, "", lang);
    struct sheet sheet = {x, out, &ask, NULL, lang, words, prefix};
    write_topics(&sheet);
    buffer_format(out, "<p class=\"note\">%s</p>\n<twc-search lang=\"", words->the_box);
    html_escape(out, span_of(lang));
    buffer_text(out, "\" base=\"");
    html_escape(out, span_of(prefix));
    buffer_text(out, "\"></twc-search></main>");
    page_end(x);
    x->reply.caching = CACHING_SHORT;
    x->reply.tag = reply_tag(x, ask.status.generation, "front", talloc_asprintf(x, "%s %s", lang, prefix));
}
