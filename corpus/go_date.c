#include "corpus/go_date.h"

#include <stdio.h>

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
        const char *layout, *format;
        int value;
        const char *word;
        int word_len;
    } parts[] = {
        {"January", NULL, 0, MONTHS[m->day.month - 1], 9},
        {"Jan", NULL, 0, MONTHS[m->day.month - 1], 3},
        {"Monday", NULL, 0, DAYS[m->weekday], 9},
        {"Mon", NULL, 0, DAYS[m->weekday], 3},
        {"2006", "%04d", (int)m->day.year, NULL, 0},
        {"__2", "%3d", m->yearday, NULL, 0},
        {"002", "%03d", m->yearday, NULL, 0},
        {"_2", "%2d", m->day.day, NULL, 0},
        {"01", "%02d", m->day.month, NULL, 0},
        {"02", "%02d", m->day.day, NULL, 0},
        {"03", "%02d", hour12, NULL, 0},
        {"04", "%02d", m->minute, NULL, 0},
        {"05", "%02d", m->second, NULL, 0},
        {"06", "%02d", (int)(m->day.year % 100), NULL, 0},
        {"15", "%02d", m->hour, NULL, 0},
        {"PM", NULL, 0, m->hour < 12 ? "AM" : "PM", 2},
        {"pm", NULL, 0, m->hour < 12 ? "am" : "pm", 2},
        {"1", "%d", m->day.month, NULL, 0},
        {"2", "%d", m->day.day, NULL, 0},
        {"3", "%d", hour12, NULL, 0},
        {"4", "%d", m->minute, NULL, 0},
        {"5", "%d", m->second, NULL, 0},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t len = strlen(parts[i].layout);
        if (strncmp(text, parts[i].layout, len) != 0)
            continue;
        char number[16];
        if (parts[i].word) {
            buffer_format(out, "%.*s", parts[i].word_len, parts[i].word);
        } else {
            snprintf(number, sizeof number, parts[i].format, parts[i].value);
            buffer_text(out, number);
        }
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
