/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms without a language: what equal words, and equal texts, have in common. */
#include <talloc.h>

#include "analysis/analyser.h"
#include "analysis/token.h"

enum { KEY_ROOM = 1 << 20 };

char *fold_word(void *ctx, struct span word)
{
    struct buffer form = buffer_new(ctx, KEY_ROOM);
    token_fold(&form, word, false);
    if (form.full)
        return talloc_free(form.at), NULL;
    return form.at ? form.at : talloc_strdup(ctx, "");
}

/* Pairs of letters overlap: of the second and later ones only the second letter is new. */
static struct span unseen(struct span text, const struct word *word, uint32_t seen)
{
    uint32_t from = word->gram && word->start < seen ? seen : word->start;
    return (struct span){text.at + from, word->end - from};
}

char *fold_key(void *ctx, struct span text)
{
    struct buffer key = buffer_new(ctx, KEY_ROOM), form = buffer_new(NULL, KEY_ROOM);
    struct scanner scanner = scanner_new(text);
    struct word word;
    uint32_t seen = 0;
    bool within = false; /* a further part, or letter, of what was written as one */
    bool starved = false;
    while (scanner_next(&scanner, &word)) {
        token_fold(&form, unseen(scanner.text, &word, seen), false);
        if (key.len > 0 && !within && !(word.gram && word.start < seen))
            buffer_char(&key, ' ');
        buffer_span(&key, buffer_view(&form));
        starved = starved || form.full || (key.full && key.len < KEY_ROOM / 2);
        seen = word.end;
        within = word.part && scanner_within(&scanner);
    }
    talloc_free(form.at);
    if (starved) /* half a key is another's */
        return talloc_free(key.at), NULL;
    return key.at ? key.at : talloc_strdup(ctx, "");
}
