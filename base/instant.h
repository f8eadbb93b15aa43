/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A moment as seconds since 1970-01-01T00:00:00Z with the offset it was written in. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdint.h>

#include "base/span.h"

struct instant {
    bool known;      /* false: there is none, and the rest means nothing */
    int64_t seconds; /* UTC */
    int32_t offset;  /* minutes east of UTC as it was written, for printing */
};

enum { INSTANT_TEXT_MAX = 40 };

/* What Hugo's front matter takes (reference: spf13/cast as Hugo calls it): 2024-01-02, 2024-01-02T10:00:00 or with a
 * blank, with seconds' fraction, Z, +02:00, +0200, RFC 1123, a whole number of seconds. Not 2024/01/02, not 10:00
 * without seconds, not 2024-1-2, not a year alone (numbers have five digits or more). zone names a tz database zone
 * ("Europe/Amsterdam") for what has no offset of its own; NULL, or a zone that is not known here, is UTC. */
bool instant_parse(struct span text, const char *zone, struct instant *out);

/* Whether the system's tz database has this zone: ask once, where the name was configured. */
bool instant_zone_known(const char *zone);

/* RFC 3339, as Hugo prints it: 2026-08-01T07:00:00+02:00, Z for UTC. */
void instant_print(struct instant, char out[INSTANT_TEXT_MAX]);
void instant_print_date(struct instant, char out[INSTANT_TEXT_MAX]); /* 2026-08-01 in its own offset */

/* An ISO date (2024-03-31) as the first second of that day in UTC; end_of_day: its last. False when it is not one. */
bool instant_from_date(struct span text, bool end_of_day, int64_t *seconds);
void instant_fields(struct instant, int *year, int *month, int *day); /* in its own offset */
int64_t instant_now(void);

#endif
