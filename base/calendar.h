/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proleptic Gregorian calendar in whole days (after Howard Hinnant, "chrono-compatible low-level date algorithms"). */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

enum { DAY_SECONDS = 86400 };

struct day {
    int64_t year;
    int month, day; /* from 1 */
};

int64_t calendar_days(struct day);      /* since 1970-01-01 */
struct day calendar_day(int64_t days);  /* back again */
bool calendar_leap(int64_t year);
int calendar_month_length(int64_t year, int month);
int calendar_weekday(int64_t days);     /* 0 is Sunday */

#endif
