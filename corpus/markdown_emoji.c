/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_emoji.h"

#include <stdlib.h>

#include "corpus/markdown_emoji_names.h"

static int compare(const void *key, const void *entry)
{
    const struct span *name = key;
    return span_compare(*name, span_of(((const struct emoji_name *)entry)->name));
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+';
}

const char *markdown_emoji(struct span text, struct span *name)
{
    size_t len = 1;
    while (len < text.len && in_name(text.at[len]))
        len++;
    if (len == 1 || len >= text.len || text.at[len] != ':')
        return NULL;
    *name = (struct span){text.at + 1, len - 1};
    const struct emoji_name *found =
        bsearch(name, emoji_names, sizeof(emoji_names) / sizeof(emoji_names[0]), sizeof(emoji_names[0]), compare);
    return found ? found->emoji : NULL;
}
