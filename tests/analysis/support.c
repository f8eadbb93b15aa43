/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <sys/stat.h>

struct analyser *analyser_of(void *ctx, const char *code, const struct lexicon *lexicon)
{
    struct error err = {0};
    struct analyser_language *language = talloc_zero(ctx, struct analyser_language);
    language->code = talloc_strdup(language, code);
    struct analyser *analyser = analyser_new(ctx, language, 1, lexicon, &err);
    if (!analyser)
        fail_msg("%s", err.text);
    return analyser;
}

char *words_text(void *ctx, const struct words *words, bool stems)
{
    struct buffer out = buffer_new(ctx, SIZE_MAX / 2);
    for (size_t i = 0; i < words->len; i++) {
        const struct word *word = &words->at[i];
        buffer_format(&out, "%s%u%c%.*s", i > 0 ? " " : "", word->position, word->joined ? '+' : ':',
                      (int)word->form.len, word->form.at);
        if (stems && !span_equal(word->form, word->stem))
            buffer_format(&out, "~%.*s", (int)word->stem.len, word->stem.at);
    }
    return talloc_strdup(ctx, buffer_string(&out));
}

char *forms_of(void *ctx, const char *code, const char *text)
{
    struct analyser *analyser = analyser_of(ctx, code, NULL);
    struct words *words = analyse(ctx, analyser, 0, span_of(text));
    assert_non_null(words);
    return words_text(ctx, words, false);
}

void assert_forms(const char *code, const char *text, const char *expected)
{
    void *ctx = talloc_new(NULL);
    assert_string_equal(forms_of(ctx, code, text), expected);
    talloc_free(ctx);
}

char *stem_of(void *ctx, struct analyser *analyser, const char *word)
{
    struct words *words = analyse(ctx, analyser, 0, span_of(word));
    assert_non_null(words);
    assert_true(words->len > 0);
    return span_copy(ctx, words->at[0].stem);
}

void assert_same_stem(const char *code, const char *a, const char *b)
{
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, code, NULL);
    assert_string_equal(stem_of(ctx, analyser, a), stem_of(ctx, analyser, b));
    talloc_free(ctx);
}

void assert_other_stem(const char *code, const char *a, const char *b)
{
    void *ctx = talloc_new(NULL);
    struct analyser *analyser = analyser_of(ctx, code, NULL);
    assert_string_not_equal(stem_of(ctx, analyser, a), stem_of(ctx, analyser, b));
    talloc_free(ctx);
}

/* Knuth's linear congruential generator; the high bits are the good ones. */
uint32_t random_below(struct random *random, uint32_t n)
{
    random->state = random->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random->state >> 33) % n;
}

char *shared_folder(void *ctx, const char *name)
{
    struct stat state;
    char *path = talloc_asprintf(ctx, "%s/../shared/%s", TWC_SOURCE_DIR, name);
    return stat(path, &state) == 0 ? path : NULL;
}
