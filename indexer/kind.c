/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/kind.h"

#include <ctype.h>
#include <strings.h>

struct tongue {
    const char *code;
    const char *newsletter;
    const char *months[12];
};

static const struct tongue tongues[] = {
    {"en", "newsletter", {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                          "October", "November", "December"}},
    {"nl", "nieuwsbrief", {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
                           "oktober", "november", "december"}},
    {"de", "Newsletter", {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                          "November", "Dezember"}},
    {"fr", "lettre d’information", {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
                                    "octobre", "novembre", "décembre"}},
    {"es", "boletín", {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                       "noviembre", "diciembre"}},
    {"it", "newsletter", {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
                          "ottobre", "novembre", "dicembre"}},
};

static const struct tongue *tongue_of(const char *lang)
{
    for (size_t i = 0; i < sizeof(tongues) / sizeof(*tongues); i++)
        if (strncasecmp(lang, tongues[i].code, 2) == 0 && !isalpha((unsigned char)lang[2]))
            return &tongues[i];
    return NULL;
}

/* A month by its name or its first three letters, in any of our languages. */
static bool is_month(struct span word)
{
    for (size_t i = 0; i < sizeof(tongues) / sizeof(*tongues); i++)
        for (size_t month = 0; month < 12; month++) {
            const char *name = tongues[i].months[month];
            if (word.len >= 3 && word.len <= strlen(name) && strncasecmp(word.at, name, word.len) == 0 &&
                (word.len == 3 || word.len == strlen(name)))
                return true;
        }
    return false;
}

static bool is_number(struct span word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!isdigit((unsigned char)word.at[i]))
            return false;
    return word.len > 0;
}

/* Whether all of a name's words are months or numbers, and a year is among them. */
static bool names_a_date(struct span name)
{
    bool year = false;

    while (name.len > 0) {
        size_t len = 0;
        while (len < name.len && name.at[len] != '-' && name.at[len] != '_' && name.at[len] != '.')
            len++;
        struct span word = span_first(name, len);
        bool is_year = is_number(word) && word.len == 4 && (word.at[0] == '1' || word.at[0] == '2');
        if (!is_year && !(is_number(word) && word.len <= 2) && !is_month(word))
            return false;
        year = year || is_year;
        name = span_from(name, len + 1);
    }
    return year;
}

static struct span last_segment(const char *url)
{
    struct span rest = span_of(url), segment = SPAN("");

    for (size_t i = 0; i < rest.len;) {
        size_t end = i;
        while (end < rest.len && rest.at[end] != '/')
            end++;
        if (end > i)
            segment = (struct span){rest.at + i, end - i};
        i = end + 1;
    }
    return span_ends(segment, SPAN(".html")) ? span_first(segment, segment.len - 5) : segment;
}

static bool is_news(const struct settings *settings, const char *section)
{
    for (size_t i = 0; i < settings->sections_len; i++)
        if (strcmp(settings->sections[i].name, section) == 0)
            return settings->sections[i].news;
    return false;
}

enum rank_kind page_kind(const struct page *page, const struct settings *settings)
{
    if (strcmp(page->kind, "home") == 0)
        return RANK_HOME;
    if (strcmp(page->kind, "page") != 0)
        return RANK_LIST;
    if (!is_news(settings, page->section))
        return RANK_PAGE;
    return page->date.known && names_a_date(last_segment(page->url)) ? RANK_ISSUE : RANK_NEWS;
}

char *page_kind_words(void *ctx, const struct page *page, enum rank_kind kind)
{
    const struct tongue *tongue = tongue_of(page->lang);
    int year, month, day;

    if (!page->date.known || kind == RANK_LIST || kind == RANK_HOME)
        return talloc_strdup(ctx, "");
    instant_fields(page->date, &year, &month, &day);
    return talloc_asprintf(ctx, "%s %d%s%s", tongue ? tongue->months[month - 1] : "", year,
                           kind == RANK_ISSUE ? ", " : "", kind == RANK_ISSUE && tongue ? tongue->newsletter : "");
}
