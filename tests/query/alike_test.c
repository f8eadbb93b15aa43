/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What looks alike is answered alike: case, accents, apostrophes, hyphens, what cannot be seen, normal forms and blanks never
 * change an answer, whatever of a site is asked for. On the demo site, and on the real one where it is beside the source. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/query/questions.h"
#include "tests/support/cmocka.h"

#define DEMO TWC_SOURCE_DIR "/corpus/demo"
#define REAL TWC_SOURCE_DIR "/../shared/corpora/twc-site-nl"

/* With sanitizers each question takes ten times as long; TWC_WHOLE=1 asks all, as tests/long/site does. */
enum { WORDS_DRAWN = 2000, SOME = 8, TOLD_MAX = 40, ROOM = 1 << 16 };

static int open_site(void **state, const char *folder)
{
    *state = file_exists(folder) ? questions_of(folder) : NULL;
    return 0;
}

static int open_demo(void **state)
{
    return open_site(state, DEMO);
}

static int open_real(void **state)
{
    return open_site(state, REAL);
}

static int close_site(void **state)
{
    struct questions *questions = *state;

    if (questions)
        talloc_free(questions->world);
    return 0;
}

/* ---- the same, written otherwise ---- */

static const struct {
    const char *composed, *decomposed, *plain;
} accents[] = {
    {"é", "e\u0301", "e"}, {"è", "e\u0300", "e"}, {"ê", "e\u0302", "e"}, {"ë", "e\u0308", "e"}, {"ï", "i\u0308", "i"},
    {"í", "i\u0301", "i"}, {"ö", "o\u0308", "o"}, {"ó", "o\u0301", "o"}, {"ü", "u\u0308", "u"}, {"ú", "u\u0301", "u"},
    {"á", "a\u0301", "a"}, {"à", "a\u0300", "a"}, {"ä", "a\u0308", "a"}, {"ç", "c\u0327", "c"}, {"ñ", "n\u0303", "n"},
    {"É", "E\u0301", "E"}, {"Ö", "O\u0308", "O"}, {"Ü", "U\u0308", "U"}, {"ş", "s\u0327", "s"}, {"ı", "ı", "ı"},
};

static char *with(void *ctx, const char *text, const char *what, const char *instead)
{
    struct buffer out = buffer_new(ctx, ROOM);
    struct span rest = span_of(text);
    size_t at;

    while (span_find(rest, span_of(what), &at)) {
        buffer_add(&out, rest.at, at);
        buffer_text(&out, instead);
        rest = span_from(rest, at + strlen(what));
    }
    buffer_span(&out, rest);
    return talloc_strdup(ctx, buffer_string(&out));
}

static char *in_case(void *ctx, const char *text, int32_t (*change)(int32_t))
{
    struct buffer out = buffer_new(ctx, ROOM);
    struct span rest = span_of(text);
    size_t len;

    for (; rest.len > 0; rest = span_from(rest, len))
        buffer_codepoint(&out, change(utf8_decode(rest, &len)));
    return talloc_strdup(ctx, buffer_string(&out));
}

static char *capitalised(void *ctx, const char *text)
{
    char *copy = talloc_strdup(ctx, text);

    for (char *at = copy; *at; at++)
        if (at == copy || at[-1] == ' ')
            *at = (char)toupper((unsigned char)*at);
    return copy;
}

static char *without_accents(void *ctx, const char *text)
{
    char *out = talloc_strdup(ctx, text);

    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        out = with(ctx, out, accents[i].composed, accents[i].plain);
    return out;
}

static char *decomposed(void *ctx, const char *text)
{
    char *out = talloc_strdup(ctx, text);

    for (size_t i = 0; i < sizeof accents / sizeof *accents; i++)
        out = with(ctx, out, accents[i].composed, accents[i].decomposed);
    return out;
}

/* In the middle of the longest word. */
static char *with_invisible(void *ctx, const char *text, const char *what)
{
    struct span rest = span_of(text), word, longest = SPAN("");

    while (span_cut(&rest, ' ', &word))
        longest = word.len > longest.len ? word : longest;
    if (longest.len == 0)
        return talloc_strdup(ctx, text);

    const char *at = longest.at + longest.len / 2;

    while (((unsigned char)*at & 0xC0) == 0x80)
        at++;
    return talloc_asprintf(ctx, "%.*s%s%s", (int)(at - text), text, what, at);
}

static bool is_letter_at(const char *at)
{
    size_t len;

    return *at && utf8_is_letter(utf8_decode(span_of(at), &len));
}

/* Between letters: burn-out, and not 2024-03. */
static char *without_hyphens(void *ctx, const char *text, const char *instead)
{
    struct buffer out = buffer_new(ctx, ROOM);

    for (const char *at = text; *at; at++) {
        bool between = *at == '-' && at > text && ((unsigned char)at[-1] >= 0x80 || isalpha((unsigned char)at[-1])) &&
                       is_letter_at(at + 1);
        if (between)
            buffer_text(&out, instead);
        else
            buffer_char(&out, *at);
    }
    return talloc_strdup(ctx, buffer_string(&out));
}

/* ---- comparing ---- */

struct trial {
    struct questions *questions;
    const struct question *question;
    char *expected;
    size_t asked, other;
};

static char *answer_of(void *ctx, struct world *world, const char *lang, const char *q)
{
    struct answer *answer = world_ask(world, lang, q);
    char *text = talloc_asprintf(ctx, "%u of %u, %s:", answer->total_hits, answer->total_matches,
                                 world_relaxed(world, answer));

    for (size_t i = 0; i < answer->hits_len; i++)
        text = talloc_asprintf_append(text, " %s (%s)", answer->hits[i].path, answer->hits[i].rung);
    talloc_free(answer);
    return text;
}

static void try_variant(struct trial *trial, const char *how, const char *variant)
{
    const struct question *question = trial->question;

    if (strcmp(variant, question->q) == 0)
        return;

    char *got = answer_of(trial->expected, trial->questions->world, question->lang, variant);

    trial->asked++;
    if (strcmp(trial->expected, got) == 0 || trial->other++ >= TOLD_MAX)
        return;
    print_error("%s: '%s' in %s gives %s\n  but '%s' gives %s\n", how, question->q, question->lang, trial->expected,
                variant, got);
}

static void try_all(struct trial *trial)
{
    void *ctx = talloc_new(NULL);
    const char *q = trial->question->q;

    trial->expected = answer_of(ctx, trial->questions->world, trial->question->lang, q);
    try_variant(trial, "capitals", in_case(ctx, q, utf8_upper));
    try_variant(trial, "small letters", in_case(ctx, q, utf8_lower));
    try_variant(trial, "capitals at the beginning", capitalised(ctx, q));
    try_variant(trial, "blanks around", talloc_asprintf(ctx, "  %s ", q));
    try_variant(trial, "a tab and a newline around", talloc_asprintf(ctx, "\t%s\n", q));
    try_variant(trial, "more blanks", with(ctx, q, " ", "   "));
    try_variant(trial, "blanks that do not break", with(ctx, q, " ", "\u00a0"));
    try_variant(trial, "a zero-width space", with_invisible(ctx, q, "\u200b"));
    try_variant(trial, "a soft hyphen", with_invisible(ctx, q, "\u00ad"));
    try_variant(trial, "a byte order mark", talloc_asprintf(ctx, "\ufeff%s", q));
    try_variant(trial, "typeset apostrophes", with(ctx, q, "'", "’"));
    try_variant(trial, "typed apostrophes", with(ctx, q, "’", "'"));
    try_variant(trial, "no accents", without_accents(ctx, q));
    try_variant(trial, "accents apart", decomposed(ctx, q));
    try_variant(trial, "no hyphens", without_hyphens(ctx, q, ""));
    try_variant(trial, "typeset hyphens", without_hyphens(ctx, q, "\u2010"));
    talloc_free(ctx);
}

static void check(struct questions *questions, struct question_list all)
{
    struct question_list list = questions_some(questions, all, SOME);
    struct trial trial = {.questions = questions};

    for (size_t i = 0; i < list.len; i++) {
        trial.question = &list.at[i];
        try_all(&trial);
    }
    print_message("%zu questions, written otherwise in %zu ways: %zu answered otherwise\n", list.len, trial.asked,
                  trial.other);
    assert_true(trial.asked > 5 * list.len);
    assert_int_equal(trial.other, 0);
}

static struct questions *questions_here(void **state)
{
    if (!*state)
        skip();
    return *state;
}

static void titles_written_otherwise_are_answered_alike(void **state)
{
    struct questions *questions = questions_here(state);

    check(questions, questions->titles);
}

static void headings_written_otherwise_are_answered_alike(void **state)
{
    struct questions *questions = questions_here(state);

    check(questions, questions->headings);
}

static void words_written_otherwise_are_answered_alike(void **state)
{
    struct questions *questions = questions_here(state);

    check(questions, questions_words(questions, WORDS_DRAWN));
}

/* Few of the words drawn have an accent or a hyphen: all that have, as far as they are drawn in so many tries. */
static void words_with_accents_and_hyphens_are_answered_as_those_without(void **state)
{
    struct questions *questions = questions_here(state);
    struct question_list words = questions_words(questions, questions->whole ? 20 * WORDS_DRAWN : WORDS_DRAWN);
    struct trial trial = {.questions = questions};

    for (size_t i = 0; i < words.len && trial.asked < (questions->whole ? WORDS_DRAWN : 12); i++) {
        void *ctx = talloc_new(NULL);
        const char *q = words.at[i].q, *plain = without_accents(ctx, without_hyphens(ctx, q, ""));
        if (strcmp(plain, q) != 0) {
            trial.question = &words.at[i];
            trial.expected = answer_of(ctx, questions->world, words.at[i].lang, q);
            try_variant(&trial, "plainly", plain);
        }
        talloc_free(ctx);
    }
    print_message("%zu words, written plainly: %zu answered otherwise\n", trial.asked, trial.other);
    assert_true(trial.asked > 0);
    assert_int_equal(trial.other, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_written_otherwise_are_answered_alike),
        cmocka_unit_test(headings_written_otherwise_are_answered_alike),
        cmocka_unit_test(words_written_otherwise_are_answered_alike),
        cmocka_unit_test(words_with_accents_and_hyphens_are_answered_as_those_without),
    };
    int failed = cmocka_run_group_tests_name("the demo site", tests, open_demo, close_site);

    return failed + cmocka_run_group_tests_name("the real site", tests, open_real, close_site);
}
