/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/tags.h"

#include "base/memory.h"

static size_t add_key(void *ctx, struct span tag, const char *keys[TAG_KEYS], size_t len)
{
    char *key = len < TAG_KEYS ? fold_key(ctx, tag) : NULL;

    if (!key || !*key)
        return len;
    for (size_t i = 0; i < len; i++)
        if (strcmp(keys[i], key) == 0)
            return len;
    keys[len] = key;
    return len + 1;
}

/* A synonym in the same language is another tag: who writes both, wage and salary, tells them apart. */
static size_t add_targets(void *ctx, const struct glossary_match *match, const char *keys[TAG_KEYS], size_t len)
{
    for (size_t i = 0; i < match->targets_len; i++)
        if (strcmp(match->targets[i].lang, match->lang) != 0)
            len = add_key(ctx, match->targets[i].text, keys, len);
    return len;
}

size_t tag_keys(void *ctx, const struct generation *generation, struct span tag, const char *keys[TAG_KEYS])
{
    size_t len = add_key(ctx, tag, keys, 0), matches_len = 0;
    const struct glossary_match *matches = NULL;
    struct words **in = NULL;

    if (len == 0 || !generation->glossary)
        return len;
    in = array_new(ctx, struct words *, generation->languages);
    for (size_t i = 0; in && i < generation->languages; i++)
        in[i] = analyse(in, generation->analyser, (int)i, tag);
    if (in)
        matches = glossary_find(ctx, generation->glossary, &(struct glossary_query){in, generation->languages, -1}, &matches_len);
    /* One term that is all of the tag: its own key tells. */
    for (size_t i = 0; i < matches_len; i++) {
        char *whole = fold_key(ctx, matches[i].text);
        if (matches[i].literal && whole && strcmp(whole, keys[0]) == 0)
            len = add_targets(ctx, &matches[i], keys, len);
    }
    talloc_free(in);
    return len;
}
