/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/months.h"

/* Folded. Those that mean something else too (march, may, mars) only count beside a year or a newsletter. */
static const char *const months[] = {
    "january", "february", "april",  "june",    "july",      "august",  "september", "october", "november", "december",
    "januari", "februari", "maart",  "mei",     "juni",      "juli",    "augustus",  "oktober", "januar",   "februar",
    "marz",    "mai",      "dezember", "janvier", "fevrier", "avril",   "juin",      "juillet", "aout",     "septembre",
    "octobre", "novembre", "decembre", "enero",   "febrero", "abril",   "mayo",      "junio",   "julio",    "agosto",
    "septiembre", "octubre", "noviembre", "diciembre", "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio",
    "settembre", "ottobre", "dicembre",
};
static const char *const unsure[] = {"march", "may", "mars", "marzo"};
static const char *const kinds[] = {"newsletter", "newsletters", "nieuwsbrief", "nieuwsbrieven", "boletin"};

static bool is_among(struct span form, const char *const *words, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (span_is(form, words[i]))
            return true;
    return false;
}

#define AMONG(form, words) is_among((form), (words), sizeof(words) / sizeof *(words))

static bool is_year(struct span form)
{
    for (size_t i = 0; i < form.len; i++)
        if (form.at[i] < '0' || form.at[i] > '9')
            return false;
    return form.len == 4 && (form.at[0] == '1' || form.at[0] == '2');
}

static bool is_day(struct span form)
{
    return form.len > 0 && form.len <= 2 && form.at[0] >= '1' && form.at[0] <= '9' &&
           (form.len == 1 || (form.at[1] >= '0' && form.at[1] <= '9'));
}

/* "1 may" is a day, whose page need not be an issue. */
static bool is_dated(const struct enquiry *enquiry, size_t word)
{
    return word > 0 && is_day(enquiry->words[word - 1].form);
}

bool is_month_of_year(const struct enquiry *enquiry, size_t word)
{
    if (is_dated(enquiry, word) || word + 1 >= enquiry->words_len || !is_year(enquiry->words[word + 1].form))
        return false;
    return AMONG(enquiry->words[word].form, months) || AMONG(enquiry->words[word].form, unsure);
}

/* "May 2025", "2025 may"; in "may day 2025" it is none. */
static bool is_beside_a_year(const struct enquiry *enquiry, size_t word)
{
    return is_month_of_year(enquiry, word) || (word > 0 && is_year(enquiry->words[word - 1].form));
}

bool asks_for_issues(const struct enquiry *enquiry)
{
    for (size_t i = 0; i < enquiry->words_len; i++)
        if (AMONG(enquiry->words[i].form, kinds))
            return true;
    return false;
}

/* A bare year asks for none: "dag van de arbeid 2026". */
bool asks_for_an_issue(const struct enquiry *enquiry)
{
    const bool issues = asks_for_issues(enquiry);

    for (size_t i = 0; i < enquiry->words_len; i++) {
        struct span form = enquiry->words[i].form;
        if (!is_dated(enquiry, i) && (AMONG(form, months) || (AMONG(form, unsure) &&
                                                              (issues || is_beside_a_year(enquiry, i)))))
            return true;
    }
    return false;
}
