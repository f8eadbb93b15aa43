/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded: the day's clock, set forth or back by TWC_CLOCK seconds. Nothing else is. */
#include <stdlib.h>
#include <time.h>

time_t time(time_t *out)
{
    const char *set = getenv("TWC_CLOCK");
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    now.tv_sec += set ? atol(set) : 0;
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}
