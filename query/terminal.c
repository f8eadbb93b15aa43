/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/terminal.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define BLUE "\033[34m"
#define PLAIN "\033[0m"

static const struct {
    const char *rung, *words;
} relaxations[] = {
    {"any-word", "no page has all the words; these have some of them"},
    {"compound", "found inside longer words"},
    {"variant", "found in another spelling"},
    {"glossary", "found by words that mean the same"},
    {"translation", "found by the page's translation"},
    {"prefix", "found by words that begin so"},
    {"spelling", "found by a corrected spelling"},
    {"other-language", "the words stand in pages in another language"},
};

static void styled(struct buffer *out, const char *style, const char *text, bool color)
{
    buffer_text(out, color ? style : "");
    buffer_text(out, text);
    buffer_text(out, color ? PLAIN : "");
}

/* Our own HTML back to text: five entities and <mark>. Control characters of a page never reach the terminal. */
static void marked(struct buffer *out, const char *html, bool color)
{
    static const struct {
        const char *html, *text;
    } entities[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

    while (*html) {
        size_t len = 1;
        if (strncmp(html, "<mark>", 6) == 0 || strncmp(html, "</mark>", 7) == 0) {
            buffer_text(out, !color ? "" : html[1] == 'm' ? BOLD : PLAIN);
            html += html[1] == 'm' ? 6 : 7;
            continue;
        }
        char plain[2] = {(unsigned char)*html < 0x20 || *html == 0x7f ? ' ' : *html, '\0'};
        const char *text = plain;
        for (size_t i = 0; i < sizeof(entities) / sizeof(*entities) && *html == '&'; i++)
            if (strncmp(html, entities[i].html, strlen(entities[i].html)) == 0) {
                text = entities[i].text;
                len = strlen(entities[i].html);
            }
        buffer_text(out, text);
        html += len;
    }
}

static void tell_how(struct buffer *out, const struct answer *answer)
{
    if (answer->correction)
        buffer_format(out, "Looked for \"%s\".\n", answer->correction);
    for (size_t i = 0; i < answer->relaxed_len; i++)
        for (size_t k = 0; k < sizeof(relaxations) / sizeof(*relaxations); k++)
            if (strcmp(relaxations[k].rung, answer->relaxed[i]) == 0)
                buffer_format(out, "(%s)\n", relaxations[k].words);
    if (answer->truncated)
        buffer_text(out, "(the query was too long: its end is left out)\n");
    if (answer->partial)
        buffer_text(out, "(time ran out, or a shard did not answer: this is a part of the answer)\n");
}

static void tell_hit(struct buffer *out, const struct hit *hit, uint32_t number, bool color)
{
    buffer_format(out, "\n%u. ", number);
    marked(out, hit->title.html, color);
    buffer_format(out, "  [%s%s%s]\n   ", hit->lang, *hit->section ? ", " : "", hit->section);
    styled(out, BLUE, hit->url, color);
    if (*hit->snippet.plain) {
        buffer_text(out, "\n   ");
        marked(out, hit->snippet.html, color);
    }
    buffer_char(out, '\n');
    for (size_t i = 0; i < hit->sub_results_len; i++) {
        buffer_text(out, "     > ");
        buffer_text(out, hit->sub_results[i].title);
        buffer_text(out, "  ");
        styled(out, DIM, talloc_asprintf(out->ctx, "#%s", hit->sub_results[i].anchor), color);
        buffer_char(out, '\n');
    }
    for (size_t i = 0; i < hit->translations_len; i++)
        buffer_format(out, "     %s: %s\n", hit->translations[i].lang, hit->translations[i].url);
    if (hit->explanation)
        buffer_format(out, "     %s\n", hit->explanation);
}

void terminal_answer(struct buffer *out, const struct answer *answer, bool color)
{
    if (answer->hits_len == 0) {
        buffer_format(out, "Nothing found for \"%s\".\n", answer->request->q ? answer->request->q : "");
        tell_how(out, answer);
        return;
    }
    buffer_format(out, "%u page%s%s\n", answer->total_hits, answer->total_hits == 1 ? "" : "s",
                  answer->total_matches > answer->total_hits
                      ? talloc_asprintf(out->ctx, ", and %u that match less", answer->total_matches - answer->total_hits)
                      : "");
    tell_how(out, answer);
    for (size_t i = 0; i < answer->hits_len; i++)
        tell_hit(out, &answer->hits[i], answer->request->offset + (uint32_t)i + 1, color);
    if (answer->explanation)
        buffer_format(out, "\n%s\n", answer->explanation);
}

void terminal_suggestions(struct buffer *out, const struct suggestions *suggestions)
{
    for (size_t i = 0; i < suggestions->len; i++)
        buffer_format(out, "%s\t%s\t%s\n", suggestions->at[i].text, suggestions->at[i].kind,
                      suggestions->at[i].url ? suggestions->at[i].url : "");
}

void terminal_evaluation(struct buffer *out, const struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->misses_len; i++) {
        const struct evaluation_miss *miss = &evaluation->misses[i];
        buffer_format(out, "miss %s [%s/%s] \"%s\": wanted %s, got %s %s %s\n", miss->id, miss->lang, miss->category,
                      miss->query, miss->wanted, miss->got[0] ? miss->got[0] : "nothing",
                      miss->got[1] ? miss->got[1] : "", miss->got[2] ? miss->got[2] : "");
    }
    buffer_format(out, "%-12s %4s", "group", "n");
    for (int figure = 0; figure < FIGURES; figure++)
        buffer_format(out, " %8s", figure_names[figure]);
    buffer_char(out, '\n');
    for (size_t i = 0; i < evaluation->groups_len; i++) {
        buffer_format(out, "%-12s %4zu", evaluation->groups[i].category, evaluation->groups[i].queries);
        for (int figure = 0; figure < FIGURES; figure++)
            buffer_format(out, " %8.3f", evaluation->groups[i].figures[figure]);
        buffer_char(out, '\n');
    }
}

/* A file is somebody's: no control character of it reaches the terminal. */
static void tell_printable(struct buffer *out, const char *text)
{
    for (; *text; text++)
        buffer_char(out, (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text);
}

static void tell_table(struct buffer *out, const char *title, const struct report *report, size_t most,
                       bool (*belongs)(const struct report_query *), bool color)
{
    size_t told = 0, left = 0;
    buffer_char(out, '\n');
    styled(out, BOLD, title, color);
    buffer_char(out, '\n');
    for (size_t i = 0; i < report->len; i++) {
        const struct report_query *query = &report->at[i];
        if (belongs && !belongs(query))
            continue;
        if (told == most) {
            left++;
            continue;
        }
        told++;
        buffer_format(out, "%8llu  ", (unsigned long long)query->count);
        tell_printable(out, query->query);
        if (report_is_zero(query) || report_is_relaxed(query)) {
            buffer_text(out, "  [");
            tell_printable(out, query->how);
            buffer_char(out, ']');
        }
        buffer_char(out, '\n');
    }
    if (told == 0)
        buffer_text(out, "    none\n");
    if (left > 0)
        buffer_format(out, "    and %zu more\n", left);
}

void terminal_report(struct buffer *out, const struct report *report, const char *path, size_t most, bool color)
{
    if (report->bad > 0)
        buffer_format(out, "%s:%d: %zu line%s left out that %s no count of a query\n", path, report->bad_line,
                      report->bad, report->bad == 1 ? " is" : "s are", report->bad == 1 ? "is" : "are");
    if (report->len == 0) {
        buffer_format(out, "There are no counts in %s for these days.\n", path);
        return;
    }
    buffer_format(out, "%s to %s, %zu day%s with counts: %zu quer%s, asked %llu times\n", report->from, report->to,
                  report->days, report->days == 1 ? "" : "s", report->len, report->len == 1 ? "y" : "ies",
                  (unsigned long long)report->asked);
    tell_table(out, "Asked most", report, most, NULL, color);
    tell_table(out, "Nothing was found", report, most, report_is_zero, color);
    tell_table(out, "Found only when the search was widened", report, most, report_is_relaxed, color);
}
