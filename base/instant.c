/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/instant.h"

#include <ctype.h>
#include <stdio.h>
#include <time.h>

#include <talloc.h>

#include "base/calendar.h"
#include "base/zone.h"

/* The layouts that spf13/cast tries (timeFormats in caste.go), those without a date left out. A letter stands for a
 * part, anything else for itself:
 * Y year of 4 digits, y of 2, m month, d day, e day with a blank for a missing digit, H M S time (S with its fraction),
 * b month's name, a day's name, A in full, Z a zone's abbreviation, z +0200, c +02:00, O +0200 or Z, o +02:00 or Z. */
static const char *const layouts[] = {
    "Y-m-d",
    "Y-m-dTH:M:So",
    "Y-m-dTH:M:S",
    "Y-m-dTH:M:Sz",
    "Y-m-d H:M:S",
    "Y-m-d H:M:So",
    "Y-m-d H:M:SO",
    "Y-m-d H:M:S c",
    "Y-m-d H:M:S z",
    "Y-m-d H:M:S z Z",
    "a, d b Y H:M:S z",
    "a, d b Y H:M:S Z",
    "d b y H:M z",
    "d b y H:M Z",
    "A, d-b-y H:M:S Z",
    "a b e H:M:S Y",
    "a b e H:M:S Z Y",
    "a b d H:M:S z Y",
    "d b Y",
};

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

enum { ABBREVIATION_MAX = 8, DAY_NAME_LEN = 3, MINUTE = 60, HOUR = 3600 };

/* A moment as it was read, part by part. */
struct parts {
    int year, month, day, hour, minute, second;
    bool has_offset;
    int offset; /* seconds */
    char abbreviation[ABBREVIATION_MAX];
};

static bool take_digits(struct span *rest, size_t count, int *number)
{
    *number = 0;
    if (rest->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)rest->at[i]))
            return false;
        *number = *number * 10 + (rest->at[i] - '0');
    }
    *rest = span_from(*rest, count);
    return true;
}

static bool take_char(struct span *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    *rest = span_from(*rest, 1);
    return true;
}

static bool take_word(struct span *rest, const char *word, size_t len)
{
    if (rest->len < len || strncasecmp(rest->at, word, len) != 0)
        return false;
    *rest = span_from(*rest, len);
    return true;
}

static bool take_month(struct span *rest, int *month)
{
    for (int i = 0; i < 12; i++)
        if (take_word(rest, months[i], DAY_NAME_LEN)) {
            *month = i + 1;
            return true;
        }
    return false;
}

static bool take_weekday(struct span *rest, bool in_full)
{
    for (int i = 0; i < 7; i++)
        if (take_word(rest, weekdays[i], in_full ? strlen(weekdays[i]) : DAY_NAME_LEN))
            return true;
    return false;
}

static bool take_seconds(struct span *rest, int *second)
{
    if (!take_digits(rest, 2, second))
        return false;
    if (rest->len < 2 || (rest->at[0] != '.' && rest->at[0] != ',') || !isdigit((unsigned char)rest->at[1]))
        return true;
    *rest = span_from(*rest, 1);
    while (rest->len > 0 && isdigit((unsigned char)rest->at[0]))
        *rest = span_from(*rest, 1);
    return true;
}

static bool take_offset(struct span *rest, bool colon, struct parts *parts)
{
    int sign = take_char(rest, '-') ? -1 : take_char(rest, '+') ? 1 : 0, hours, minutes;
    if (sign == 0 || !take_digits(rest, 2, &hours) || (colon && !take_char(rest, ':')) ||
        !take_digits(rest, 2, &minutes) || hours > 24 || minutes > 59)
        return false;
    parts->offset = sign * (hours * HOUR + minutes * MINUTE);
    parts->has_offset = true;
    return true;
}

static bool take_abbreviation(struct span *rest, struct parts *parts)
{
    size_t len = 0;
    while (len < rest->len && len < ABBREVIATION_MAX - 1 && isupper((unsigned char)rest->at[len]))
        parts->abbreviation[len] = rest->at[len], len++;
    parts->abbreviation[len] = '\0';
    *rest = span_from(*rest, len);
    return len >= 3 && len <= 5;
}

/* RFC 850 and 822 have years of two digits; Go takes 69 and more as 19xx. */
static bool take_short_year(struct span *rest, int *year)
{
    if (!take_digits(rest, 2, year))
        return false;
    *year += *year >= 69 ? 1900 : 2000;
    return true;
}

static bool take_part(struct span *rest, char part, struct parts *parts)
{
    switch (part) {
    case 'Y':
        return take_digits(rest, 4, &parts->year);
    case 'y':
        return take_short_year(rest, &parts->year);
    case 'm':
        return take_digits(rest, 2, &parts->month);
    case 'd':
        return take_digits(rest, 2, &parts->day);
    case 'e':
        return take_digits(rest, take_char(rest, ' ') ? 1 : 2, &parts->day);
    case 'H':
        return take_digits(rest, 2, &parts->hour);
    case 'M':
        return take_digits(rest, 2, &parts->minute);
    case 'S':
        return take_seconds(rest, &parts->second);
    case 'b':
        return take_month(rest, &parts->month);
    case 'a':
    case 'A':
        return take_weekday(rest, part == 'A');
    case 'Z':
        return take_abbreviation(rest, parts);
    case 'z':
    case 'c':
        return take_offset(rest, part == 'c', parts);
    case 'o':
    case 'O':
        if (take_char(rest, 'Z'))
            return parts->has_offset = true;
        return take_offset(rest, part == 'o', parts);
    default:
        return take_char(rest, part);
    }
}

static bool in_range(const struct parts *parts)
{
    return parts->month >= 1 && parts->month <= 12 && parts->day >= 1 &&
           parts->day <= calendar_month_length(parts->year, parts->month) && parts->hour < 24 && parts->minute < 60 &&
           parts->second < 60;
}

static bool read_layout(struct span text, const char *layout, struct parts *parts)
{
    *parts = (struct parts){0};
    for (; *layout; layout++)
        if (!take_part(&text, *layout, parts))
            return false;
    return text.len == 0 && in_range(parts);
}

static bool read_parts(struct span text, struct parts *parts)
{
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        if (read_layout(text, layouts[i], parts))
            return true;
    return false;
}

/* The offset for a local time, as Go's time.Date chooses it where a clock is put forward or back. */
static int32_t offset_of_local(const struct zone *zone, int64_t local)
{
    return zone_offset(zone, local - zone_offset(zone, local));
}

static int64_t local_seconds(const struct parts *parts)
{
    int64_t days = calendar_days((struct day){parts->year, parts->month, parts->day});
    return days * DAY_SECONDS + parts->hour * HOUR + parts->minute * MINUTE + parts->second;
}

static struct instant from_parts(const struct parts *parts, const char *name)
{
    int64_t local = local_seconds(parts);
    struct instant instant = {.known = true, .seconds = local - parts->offset, .offset = parts->offset / MINUTE};
    struct zone *zone = name && !parts->has_offset ? zone_open(NULL, name) : NULL;
    int32_t offset;
    if (zone && !parts->abbreviation[0]) {
        instant.seconds = local - offset_of_local(zone, local);
        instant.offset = zone_offset(zone, instant.seconds) / MINUTE; /* another one where the clock is put forward */
    } else if (zone && zone_offset_named(zone, parts->abbreviation, &offset)) {
        instant.seconds = local - offset;
        instant.offset = offset / MINUTE;
    } /* an abbreviation that the zone doesn't know is taken as UTC, as Go does */
    talloc_free(zone);
    return instant;
}

/* Seconds since 1970, in years of four digits. A year alone is told as a mistake, as Hugo does. */
static bool read_number(struct span text, const char *zone, struct instant *out)
{
    static const int64_t least = -62135596800, most = 253402300799; /* years 1 and 9999 */
    bool negative = take_char(&text, '-');
    if (text.len < 5 || text.len > 15)
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!isdigit((unsigned char)text.at[i]))
            return false;
        number = number * 10 + (text.at[i] - '0');
    }
    number = negative ? -number : number;
    if (number < least || number > most)
        return false;
    *out = (struct instant){.known = true, .seconds = number};
    struct zone *found = zone ? zone_open(NULL, zone) : NULL;
    if (found)
        out->offset = zone_offset(found, number) / MINUTE;
    talloc_free(found);
    return true;
}

bool instant_parse(struct span text, const char *zone, struct instant *out)
{
    struct parts parts;
    *out = (struct instant){0};
    if (read_parts(text, &parts)) {
        *out = from_parts(&parts, zone);
        return true;
    }
    return read_number(text, zone, out);
}

bool instant_zone_known(const char *zone)
{
    struct zone *found = zone_open(NULL, zone);
    talloc_free(found);
    return found != NULL;
}

static int64_t local_days(struct instant instant, int64_t *second_of_day)
{
    int64_t local = instant.seconds + (int64_t)instant.offset * MINUTE;
    int64_t second = local % DAY_SECONDS;
    if (second < 0)
        second += DAY_SECONDS;
    *second_of_day = second;
    return (local - second) / DAY_SECONDS;
}

void instant_print(struct instant instant, char out[INSTANT_TEXT_MAX])
{
    int64_t second;
    struct day day = calendar_day(local_days(instant, &second));
    int len = snprintf(out, INSTANT_TEXT_MAX, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)day.year, day.month, day.day,
                       (int)(second / HOUR), (int)(second % HOUR / MINUTE), (int)(second % MINUTE));
    size_t used = len < INSTANT_TEXT_MAX ? (size_t)len : INSTANT_TEXT_MAX - 1;
    int offset = instant.offset < 0 ? -instant.offset : instant.offset;
    if (offset == 0)
        snprintf(out + used, INSTANT_TEXT_MAX - used, "Z");
    else
        snprintf(out + used, INSTANT_TEXT_MAX - used, "%c%02d:%02d", instant.offset < 0 ? '-' : '+', offset / 60,
                 offset % 60);
}

void instant_print_date(struct instant instant, char out[INSTANT_TEXT_MAX])
{
    int64_t second;
    struct day day = calendar_day(local_days(instant, &second));
    snprintf(out, INSTANT_TEXT_MAX, "%04lld-%02d-%02d", (long long)day.year, day.month, day.day);
}

bool instant_from_date(struct span text, bool end_of_day, int64_t *seconds)
{
    struct parts parts;
    if (!read_layout(text, "Y-m-d", &parts))
        return false;
    *seconds = local_seconds(&parts) + (end_of_day ? DAY_SECONDS - 1 : 0);
    return true;
}

void instant_fields(struct instant instant, int *year, int *month, int *day)
{
    int64_t second;
    struct day found = calendar_day(local_days(instant, &second));
    *year = (int)found.year;
    *month = found.month;
    *day = found.day;
}

/* time() may be a tick behind, and a page that expired at this second is gone in it. */
int64_t instant_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}
