/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/go_date.h"

#include "base/calendar.h"

static const char *const MONTHS[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const DAYS[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

struct moment {
    struct day day;
    int weekday, yearday, hour, minute, second;
};

static struct moment moment_of(struct instant instant)
{
    struct moment m = {.day = {.year = 1, .month = 1, .day = 1}, .weekday = 1, .yearday = 1};
    if (!instant.known)
        return m;
    int64_t local = instant.seconds + (int64_t)instant.offset * 60;
    int64_t days = local / DAY_SECONDS - (local % DAY_SECONDS < 0);
    int second = (int)(local - days * DAY_SECONDS);
    m.day = calendar_day(days);
    m.weekday = calendar_weekday(days);
    m.yearday = (int)(days - calendar_days((struct day){.year = m.day.year, .month = 1, .day = 1})) + 1;
    m.hour = second / 3600;
    m.minute = second / 60 % 60;
    m.second = second % 60;
    return m;
}

static bool named_part(struct buffer *out, const char *name, const struct moment *m)
{
    if (strcmp(name, "year") == 0)
        buffer_format(out, "%lld", (long long)m->day.year);
    else if (strcmp(name, "month") == 0)
        buffer_format(out, "%02d", m->day.month);
    else if (strcmp(name, "monthname") == 0)
        buffer_text(out, MONTHS[m->day.month - 1]);
    else if (strcmp(name, "day") == 0)
        buffer_format(out, "%02d", m->day.day);
    else if (strcmp(name, "weekday") == 0)
        buffer_format(out, "%d", m->weekday);
    else if (strcmp(name, "weekdayname") == 0)
        buffer_text(out, DAYS[m->weekday]);
    else if (strcmp(name, "yearday") == 0)
        buffer_format(out, "%d", m->yearday);
    else
        return false;
    return true;
}

/* The longest of Go's reference parts that text begins with; how much of it was taken, 0 for none. */
static size_t layout_part(struct buffer *out, const char *text, const struct moment *m)
{
    int hour12 = m->hour % 12 ? m->hour % 12 : 12;
    const struct {
        const char *layout;
        int value, width; /* of a number; width 0: it is a word */
        char fill;
        const char *word;
        int word_len;
    } parts[] = {
        {"January", .word = MONTHS[m->day.month - 1], .word_len = 9},
        {"Jan", .word = MONTHS[m->day.month - 1], .word_len = 3},
        {"Monday", .word = DAYS[m->weekday], .word_len = 9},
        {"Mon", .word = DAYS[m->weekday], .word_len = 3},
        {"PM", .word = m->hour < 12 ? "AM" : "PM", .word_len = 2},
        {"pm", .word = m->hour < 12 ? "am" : "pm", .word_len = 2},
        {"2006", (int)m->day.year, 4, '0', NULL, 0},
        {"__2", m->yearday, 3, ' ', NULL, 0},
        {"002", m->yearday, 3, '0', NULL, 0},
        {"_2", m->day.day, 2, ' ', NULL, 0},
        {"01", m->day.month, 2, '0', NULL, 0},
        {"02", m->day.day, 2, '0', NULL, 0},
        {"03", hour12, 2, '0', NULL, 0},
        {"04", m->minute, 2, '0', NULL, 0},
        {"05", m->second, 2, '0', NULL, 0},
        {"06", (int)(m->day.year % 100), 2, '0', NULL, 0},
        {"15", m->hour, 2, '0', NULL, 0},
        {"1", m->day.month, 1, '0', NULL, 0},
        {"2", m->day.day, 1, '0', NULL, 0},
        {"3", hour12, 1, '0', NULL, 0},
        {"4", m->minute, 1, '0', NULL, 0},
        {"5", m->second, 1, '0', NULL, 0},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t len = strlen(parts[i].layout);
        if (strncmp(text, parts[i].layout, len) != 0)
            continue;
        if (parts[i].width == 0)
            buffer_format(out, "%.*s", parts[i].word_len, parts[i].word);
        else if (parts[i].fill == '0')
            buffer_format(out, "%0*d", parts[i].width, parts[i].value);
        else
            buffer_format(out, "%*d", parts[i].width, parts[i].value);
        return len;
    }
    return 0;
}

bool go_date(struct buffer *out, const char *name, struct instant instant)
{
    struct moment m = moment_of(instant);
    if (named_part(out, name, &m))
        return true;
    size_t before = out->len;
    bool any = false;
    while (*name) {
        size_t len = layout_part(out, name, &m);
        if (len == 0)
            buffer_char(out, *name);
        any = any || len > 0;
        name += len ? len : 1;
    }
    if (!any)
        buffer_cut(out, before);
    return any;
}
