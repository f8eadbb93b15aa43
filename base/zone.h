/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time zones of the tz database, read from the system's compiled files (TZif, RFC 8536) without touching the process's
 * own zone, which every thread shares. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

struct zone;

/* "Europe/Amsterdam": yours, talloc child of ctx. NULL: no such zone here, or the name is not one. */
struct zone *zone_open(void *ctx, const char *name);

/* Seconds east of UTC at a moment (seconds since 1970 in UTC). */
int32_t zone_offset(const struct zone *zone, int64_t seconds);

/* The offset that an abbreviation of the zone stands for ("CEST"); false when the zone has none such. */
bool zone_offset_named(const struct zone *zone, const char *name, int32_t *offset);

#endif
