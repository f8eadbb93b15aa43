/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A packed lexicon: the input is what is inside, so that it need not get past zlib's sum first; and as it stands. */
#include "analysis/lexicon.h"

#include "analysis/analyser.h"
#include "analysis/lexicon_table.h"
#include "tests/fuzz/fuzz.h"

static void split(void *ctx, const struct lexicon *lexicon)
{
    static const struct analyser_language languages[] = {{"en", NULL}, {"nl", NULL}};
    struct error err;
    struct analyser *analyser = analyser_new(ctx, languages, 2, lexicon, &err);
    struct span parts[8];
    if (analyser)
        analyse_split(analyser, 1, SPAN("ondernemingsraadsverkiezing"), parts, 8);
}

static void ask(void *ctx, const struct lexicon *lexicon, struct span form)
{
    struct lexicon_word words[8];
    struct lexicon_near near[8];
    MUST(lexicon_begins(lexicon, form, words, 8) <= 8);
    MUST(lexicon_nearest(lexicon, 0, form, 2, near, 8) <= 8);
    if (lexicon_find(lexicon, form, &words[0]))
        MUST(span_equal(words[0].form, form) && lexicon_knows(lexicon, form));
    split(ctx, lexicon);
}

/* The same from an image that is no longer what it was: each two bytes of form are a place and what is there. */
static void harm(void *ctx, const struct lexicon *lexicon, struct span form)
{
    enum { HEAD = 80 };
    struct hash packed = hash_of(form);
    size_t len = 0;
    char *image = lexicon_image(ctx, lexicon, packed, &len);
    for (size_t i = 0; image && i + 1 < form.len && len > HEAD; i += 2)
        image[HEAD + (unsigned char)form.at[i] * 7919u % (len - HEAD)] = form.at[i + 1];
    struct lexicon *harmed = image ? lexicon_of_image(ctx, (struct span){image, len}, packed, false) : NULL;
    struct lexicon_word word;
    if (!harmed)
        return;
    lexicon_find(harmed, span_first(form, 12), &word);
    split(ctx, harmed);
}

static void load(void *ctx, struct span packed, struct span form)
{
    struct error err;
    struct lexicon *lexicon = lexicon_load(ctx, packed, &err);
    if (!lexicon)
        return;
    MUST(lexicon_languages(lexicon) <= LEXICON_LANGUAGES);
    ask(ctx, lexicon, SPAN("raad"));
    ask(ctx, lexicon, span_first(form, form.len < 12 ? form.len : 12));
    harm(ctx, lexicon, form);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    if (!GOT(ctx))
        return 0;
    struct span bytes = {(const char *)data, len};
    size_t packed_len = 0;
    char *packed = deflated_make(ctx, bytes, (struct deflating){LEXICON_MAGIC, LEXICON_FORMAT, len / 3}, &packed_len);
    if (packed)
        load(ctx, (struct span){packed, packed_len}, span_from(bytes, len / 2));
    load(ctx, bytes, bytes);
    talloc_free(ctx);
    return 0;
}
