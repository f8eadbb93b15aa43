/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/generation.h"

#include <stdio.h>
#include <string.h>

#include "base/base.h"

int64_t generation_time(const char *name)
{
    int year, month, day, hour, minute, second;
    int64_t start;

    if (sscanf(name, "%4d%2d%2dT%2d%2d%2dZ", &year, &month, &day, &hour, &minute, &second) != 6)
        return 0;

    char *date = talloc_asprintf(NULL, "%04d-%02d-%02d", year, month, day);
    bool known = instant_from_date(span_of(date), false, &start);

    talloc_free(date);
    return known ? start + hour * 3600 + minute * 60 + second : 0;
}

/* What is before the last "-" of a name. */
static int stamp_len(const char *name)
{
    const char *mark = strrchr(name, '-');

    return mark ? (int)(mark - name) : (int)strlen(name);
}

char *generation_join(void *ctx, const char *const *names, size_t len)
{
    struct hash all = {0};
    const char *newest = NULL;

    if (len == 1)
        return talloc_strdup(ctx, names[0] ? names[0] : "");
    for (size_t i = 0; i < len; i++) {
        all = hash_join(all, hash_of(span_of(names[i] ? names[i] : "")));
        if (names[i] && (!newest || generation_time(names[i]) > generation_time(newest)))
            newest = names[i];
    }
    if (!newest)
        return talloc_strdup(ctx, "");
    return talloc_asprintf(ctx, "%.*s-%08x", stamp_len(newest), newest, (unsigned)all.low);
}
