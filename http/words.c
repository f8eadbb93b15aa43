/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const struct words english = {
    .search = "Search",
    .query = "What are you looking for?",
    .filters = "Filter the results",
    .pages = "Pages of results",
    .one_result = "%u result",
    .many_results = "%u results",
    .about_results = "About %u results",
    .newest = "Newest pages",
    .nothing = "Nothing was found for “%s”",
    .nothing_help = "Try fewer or other words, or browse a topic.",
    .did_you_mean = "Did you mean:",
    .relaxed = "No page has all of these words. Shown are",
    .partial = "Not all could be searched in time; there may be more.",
    .truncated = "Only the beginning of your long query was read.",
    .previous = "Previous",
    .next = "Next",
    .tag = "Topic",
    .section = "Section",
    .lang = "Language",
    .year = "Year",
    .remove = "remove this filter",
    .also_in = "Also in:",
    .skip = "Skip to the results",
    .no_index = "There is nothing to search yet: the site has not been indexed.",
    .away = "Sorry, the search is away just now.",
    .hasty = "One moment, please: that was a lot of searches.",
    .odd = "The search does not understand this address.",
    .again = "Try again",
    .anew = "Search anew",
    .search_in = "Search in:",
    .try_it = "Search this site",
    .the_box = "The search box, as it works on the site:",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December"},
};

static const struct words dutch = {
    .search = "Zoeken",
    .query = "Waar zoek je naar?",
    .filters = "Resultaten filteren",
    .pages = "Pagina’s met resultaten",
    .one_result = "%u resultaat",
    .many_results = "%u resultaten",
    .about_results = "Ongeveer %u resultaten",
    .newest = "Nieuwste pagina’s",
    .nothing = "Niets gevonden voor “%s”",
    .nothing_help = "Probeer minder of andere woorden, of blader door een onderwerp.",
    .did_you_mean = "Bedoelde je:",
    .relaxed = "Geen pagina bevat al deze woorden. Je ziet",
    .partial = "Niet alles kon op tijd worden doorzocht; misschien is er meer.",
    .truncated = "Alleen het begin van je lange zoekvraag is gelezen.",
    .previous = "Vorige",
    .next = "Volgende",
    .tag = "Onderwerp",
    .section = "Rubriek",
    .lang = "Taal",
    .year = "Jaar",
    .remove = "dit filter verwijderen",
    .also_in = "Ook in:",
    .skip = "Naar de resultaten",
    .no_index = "Er valt nog niets te zoeken: de site is nog niet geïndexeerd.",
    .away = "Sorry, zoeken lukt nu even niet.",
    .hasty = "Een ogenblik: dat waren veel zoekvragen.",
    .odd = "De zoekfunctie begrijpt dit adres niet.",
    .again = "Probeer het nog eens",
    .anew = "Zoek opnieuw",
    .search_in = "Zoek in:",
    .try_it = "Doorzoek deze site",
    .the_box = "Het zoekvak, zoals het op de site werkt:",
    .months = {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
               "november", "december"},
};

static const struct {
    const char *rung, *english, *dutch;
} rungs[] = {
    {"any-word", "pages with some of them", "pagina’s met een deel ervan"},
    {"compound", "pages with parts of compound words", "pagina’s met delen van samengestelde woorden"},
    {"variant", "pages that spell them another way", "pagina’s met een andere schrijfwijze"},
    {"glossary", "pages with words that mean the same", "pagina’s met woorden die hetzelfde betekenen"},
    {"translation", "pages whose translation has them", "pagina’s waarvan de vertaling ze bevat"},
    {"prefix", "pages with words that begin like them", "pagina’s met woorden die zo beginnen"},
    {"spelling", "pages with words that are spelled much like them", "pagina’s met woorden die erop lijken"},
    {"other-language", "pages in another language", "pagina’s in een andere taal"},
};

static bool is_dutch(const char *lang)
{
    return lang && strncmp(lang, "nl", 2) == 0 && (lang[2] == '\0' || lang[2] == '-');
}

const struct words *words_of(const char *lang)
{
    return is_dutch(lang) ? &dutch : &english;
}

void words_of_day(const char *lang, const char *date, char out[WORDS_DAY_SIZE])
{
    unsigned year, month, day;
    if (sscanf(date, "%4u-%2u-%2u", &year, &month, &day) == 3 && month >= 1 && month <= 12)
        snprintf(out, WORDS_DAY_SIZE, "%u %s %u", day, words_of(lang)->months[month - 1], year);
    else
        snprintf(out, WORDS_DAY_SIZE, "%s", date);
}

const char *words_of_rung(const char *lang, const char *rung)
{
    for (size_t i = 0; i < sizeof rungs / sizeof rungs[0]; i++) {
        if (strcmp(rungs[i].rung, rung) == 0)
            return is_dutch(lang) ? rungs[i].dutch : rungs[i].english;
    }
    return NULL;
}
