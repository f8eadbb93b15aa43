/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/tags.h"

#include "base/memory.h"

static bool add_key(void *ctx, struct span tag, const char *keys[TAG_KEYS], size_t *len)
{
    if (*len == TAG_KEYS)
        return true;

    char *key = fold_key(ctx, tag);
    bool new = key && *key;

    for (size_t i = 0; i < *len && new; i++)
        new = strcmp(keys[i], key) != 0;
    if (new)
        keys[(*len)++] = key;
    return key != NULL;
}

/* A synonym in the same language is another tag: who writes both, wage and salary, tells them apart. */
static bool add_targets(void *ctx, const struct glossary_match *match, const char *keys[TAG_KEYS], size_t *len)
{
    for (size_t i = 0; i < match->targets_len; i++)
        if (strcmp(match->targets[i].lang, match->lang) != 0 && !add_key(ctx, match->targets[i].text, keys, len))
            return false;
    return true;
}

/* One term that is all of the tag: its own key tells. */
static bool add_match(void *ctx, const struct glossary_match *match, const char *keys[TAG_KEYS], size_t *len)
{
    char *whole = fold_key(ctx, match->text);

    return whole && (!match->literal || strcmp(whole, keys[0]) != 0 || add_targets(ctx, match, keys, len));
}

static bool add_matches(void *ctx, const struct generation *generation, struct span tag, const char *keys[TAG_KEYS],
                        size_t *len)
{
    struct words **in = array_new(ctx, struct words *, generation->languages);
    const struct glossary_match *matches = NULL;
    size_t matches_len = 0;
    bool all = in != NULL;

    for (size_t i = 0; all && i < generation->languages; i++) {
        in[i] = analyse(in, generation->analyser, (int)i, tag);
        all = in[i] != NULL;
    }
    if (all)
        matches = glossary_find(ctx, generation->glossary, &(struct glossary_query){in, generation->languages, -1},
                                &matches_len);
    all = all && matches;
    for (size_t i = 0; all && i < matches_len; i++)
        all = add_match(ctx, &matches[i], keys, len);
    talloc_free(in);
    return all;
}

bool tag_keys(void *ctx, const struct generation *generation, struct span tag, const char *keys[TAG_KEYS], size_t *len)
{
    *len = 0;

    bool all = add_key(ctx, tag, keys, len) &&
               (*len == 0 || !generation->glossary || add_matches(ctx, generation, tag, keys, len));

    if (!all)
        *len = 0;
    return all;
}
