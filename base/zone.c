/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"

#include <ctype.h>
#include <stdlib.h>

#include <talloc.h>

#include "base/calendar.h"
#include "base/file.h"

enum { HEADER_LEN = 44, TYPE_LEN = 6, ZONE_FILE_MAX = 1 << 20, HOUR = 3600, WEEK_DAYS = 7 };

/* One end of summer time in the POSIX footer: Mm.w.d, Jn or n, and when on that day. */
struct rule {
    enum { RULE_WEEKDAY, RULE_JULIAN, RULE_DAY } kind;
    int month, week, day;
    int32_t time; /* seconds of local time */
};

/* What holds after the last transition that the file lists. */
struct footer {
    bool known, summer;
    int32_t standard_offset, summer_offset;
    struct rule begin, end;
};

struct zone {
    size_t transitions, types, names_len;
    const unsigned char *times;   /* 8 bytes each, big endian */
    const unsigned char *indexes; /* the type that begins at each */
    const unsigned char *type;    /* TYPE_LEN each: offset, is summer, name */
    const char *names;
    struct footer footer;
};

static uint32_t read32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read32(at) << 32 | read32(at + 4));
}

/* The footer, a TZ string of POSIX with the wider hours of RFC 8536: "CET-1CEST,M3.5.0,M10.5.0/3". */

static bool take(struct span *rest, char c)
{
    if (rest->len == 0 || rest->at[0] != c)
        return false;
    *rest = span_from(*rest, 1);
    return true;
}

static bool take_number(struct span *rest, int *number)
{
    size_t digits = 0;
    *number = 0;
    while (digits < rest->len && digits < 4 && isdigit((unsigned char)rest->at[digits]))
        *number = *number * 10 + (rest->at[digits++] - '0');
    *rest = span_from(*rest, digits);
    return digits > 0;
}

static bool take_name(struct span *rest)
{
    size_t len = 0;
    if (take(rest, '<')) {
        while (len < rest->len && rest->at[len] != '>')
            len++;
        *rest = span_from(*rest, len);
        return take(rest, '>');
    }
    while (len < rest->len && isalpha((unsigned char)rest->at[len]))
        len++;
    *rest = span_from(*rest, len);
    return len >= 3;
}

static bool take_time(struct span *rest, int32_t *seconds)
{
    int sign = take(rest, '-') ? -1 : 1, hours, minutes = 0, more = 0;
    take(rest, '+');
    if (!take_number(rest, &hours) || (take(rest, ':') && !take_number(rest, &minutes)) ||
        (take(rest, ':') && !take_number(rest, &more)))
        return false;
    *seconds = sign * (hours * HOUR + minutes * 60 + more);
    return hours <= 167 && minutes < 60 && more < 60;
}

static bool take_rule(struct span *rest, struct rule *rule)
{
    *rule = (struct rule){.time = 2 * HOUR};
    bool good;
    if (take(rest, 'M')) {
        good = take_number(rest, &rule->month) && take(rest, '.') && take_number(rest, &rule->week) &&
               take(rest, '.') && take_number(rest, &rule->day) && rule->month >= 1 && rule->month <= 12 &&
               rule->week >= 1 && rule->week <= 5 && rule->day < WEEK_DAYS;
    } else {
        rule->kind = take(rest, 'J') ? RULE_JULIAN : RULE_DAY;
        good = take_number(rest, &rule->day) && rule->day <= 365;
    }
    return good && (!take(rest, '/') || take_time(rest, &rule->time));
}

static bool read_footer(struct span rest, struct footer *footer)
{
    *footer = (struct footer){0};
    if (!take_name(&rest) || !take_time(&rest, &footer->standard_offset))
        return false;
    footer->standard_offset = -footer->standard_offset; /* POSIX counts west of Greenwich */
    footer->known = true;
    if (rest.len == 0)
        return true;
    if (!take_name(&rest))
        return footer->known = false;
    footer->summer_offset = footer->standard_offset + HOUR;
    if (rest.len > 0 && rest.at[0] != ',') {
        footer->known = take_time(&rest, &footer->summer_offset);
        footer->summer_offset = -footer->summer_offset;
    }
    footer->summer = footer->known && take(&rest, ',') && take_rule(&rest, &footer->begin) && take(&rest, ',') &&
                     take_rule(&rest, &footer->end) && rest.len == 0;
    return footer->known = footer->summer;
}

/* The moment of a rule in a year, in local time as seconds since 1970. */
static int64_t rule_moment(const struct rule *rule, int64_t year)
{
    int64_t first = calendar_days((struct day){year, 1, 1}), day;
    if (rule->kind == RULE_WEEKDAY) {
        first = calendar_days((struct day){year, rule->month, 1});
        int skip = (rule->day - calendar_weekday(first) + WEEK_DAYS) % WEEK_DAYS + (rule->week - 1) * WEEK_DAYS;
        if (skip >= calendar_month_length(year, rule->month))
            skip -= WEEK_DAYS; /* week 5 is the last one */
        day = first + skip;
    } else if (rule->kind == RULE_JULIAN) { /* 29 February is never counted */
        day = first + rule->day - 1 + (calendar_leap(year) && rule->day > 59);
    } else {
        day = first + rule->day;
    }
    return day * DAY_SECONDS + rule->time;
}

static int32_t footer_offset(const struct footer *footer, int64_t seconds)
{
    if (!footer->summer)
        return footer->standard_offset;
    int64_t local_days = (seconds + footer->standard_offset) / DAY_SECONDS;
    int64_t year = calendar_day(local_days).year;
    int64_t begin = rule_moment(&footer->begin, year) - footer->standard_offset;
    int64_t end = rule_moment(&footer->end, year) - footer->summer_offset;
    bool summer = begin < end ? seconds >= begin && seconds < end : !(seconds >= end && seconds < begin);
    return summer ? footer->summer_offset : footer->standard_offset;
}

/* The file: a header and a block with times of 32 bits, the same with 64 bits, the footer between two newlines. */

struct counts {
    size_t is_utc, is_standard, leaps, times, types, names;
};

static bool read_header(struct span *rest, struct counts *counts)
{
    if (rest->len < HEADER_LEN || memcmp(rest->at, "TZif", 4) != 0 || rest->at[4] < '2')
        return false;
    const unsigned char *at = (const unsigned char *)rest->at + 20;
    *counts = (struct counts){read32(at),      read32(at + 4),  read32(at + 8),
                              read32(at + 12), read32(at + 16), read32(at + 20)};
    *rest = span_from(*rest, HEADER_LEN);
    return true;
}

static size_t block_len(const struct counts *counts, size_t time_len)
{
    return counts->times * (time_len + 1) + counts->types * TYPE_LEN + counts->names +
           counts->leaps * (time_len + 4) + counts->is_standard + counts->is_utc;
}

static bool block_is_sound(const struct zone *zone)
{
    if (zone->types == 0)
        return false;
    for (size_t i = 0; i < zone->transitions; i++)
        if (zone->indexes[i] >= zone->types)
            return false;
    for (size_t i = 0; i < zone->types; i++)
        if (zone->type[i * TYPE_LEN + 5] >= zone->names_len)
            return false;
    return zone->names_len > 0 && zone->names[zone->names_len - 1] == '\0';
}

static bool read_zone(struct span rest, struct zone *zone)
{
    struct counts counts;
    if (!read_header(&rest, &counts))
        return false;
    rest = span_from(rest, block_len(&counts, 4));
    if (!read_header(&rest, &counts) || block_len(&counts, 8) > rest.len)
        return false;
    zone->transitions = counts.times;
    zone->types = counts.types;
    zone->names_len = counts.names;
    zone->times = (const unsigned char *)rest.at;
    zone->indexes = zone->times + counts.times * 8;
    zone->type = zone->indexes + counts.times;
    zone->names = (const char *)zone->type + counts.types * TYPE_LEN;
    rest = span_from(rest, block_len(&counts, 8));
    struct span footer;
    if (take(&rest, '\n') && span_cut(&rest, '\n', &footer))
        read_footer(footer, &zone->footer);
    return block_is_sound(zone);
}

/* A name goes into a path: parts of letters, digits and + - _ only, so that it never leaves the folder. */
static bool is_zone_name(const char *name)
{
    for (const char *at = name; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("+-_", *at) && !(*at == '/' && at > name && at[-1] != '/'))
            return false;
    return name[0] != '\0';
}

struct zone *zone_open(void *ctx, const char *name)
{
    if (!is_zone_name(name))
        return NULL;
    struct zone *zone = talloc_zero(ctx, struct zone);
    char *path = zone ? talloc_asprintf(zone, "/usr/share/zoneinfo/%s", name) : NULL;
    size_t len;
    struct error unused;
    char *bytes = path ? file_read(zone, path, NULL, ZONE_FILE_MAX, &len, NULL, &unused) : NULL;
    if (bytes && read_zone((struct span){bytes, len}, zone))
        return zone;
    talloc_free(zone);
    return NULL;
}

static int32_t type_offset(const struct zone *zone, size_t type)
{
    return (int32_t)read32(zone->type + type * TYPE_LEN);
}

int32_t zone_offset(const struct zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->transitions; /* how many transitions are at or before the moment */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (read64(zone->times + middle * 8) <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == zone->transitions && zone->footer.known)
        return footer_offset(&zone->footer, seconds);
    return type_offset(zone, low == 0 ? 0 : zone->indexes[low - 1]);
}

bool zone_offset_named(const struct zone *zone, const char *name, int32_t *offset)
{
    for (size_t i = zone->types; i-- > 0;) { /* the latest use of a name counts */
        const char *known = zone->names + zone->type[i * TYPE_LEN + 5];
        if (strcmp(known, name) == 0) {
            *offset = type_offset(zone, i);
            return true;
        }
    }
    return false;
}
