/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person asks, as far as it is read: parameters, operators and clauses, the words of each language. No page is looked
 * for; fuzz-answer goes the whole way, and is a hundred times slower. The first byte says how the rest is asked. */
#include "query/understand.h"

#include "tests/fuzz/fuzz.h"

static struct index *opened;

static bool set(struct request *request, const char *name, const char *value)
{
    struct error err;
    if (request_set(request, name, value, &err))
        return true;
    MUST(err.kind == ERROR_INPUT ? *err.text != '\0' : err.kind == ERROR_MEMORY && fuzz_starving);
    return err.kind == ERROR_INPUT;
}

/* name=value pairs, as they come from an address. False when memory ran out, and then nothing is asked. */
static bool set_pairs(void *ctx, struct request *request, const char *text)
{
    struct span rest = span_of(text), piece;
    size_t at;
    while (span_cut(&rest, '&', &piece))
        if (span_find(piece, SPAN("="), &at)) {
            const char *name = span_copy(ctx, span_first(piece, at)), *value = span_copy(ctx, span_from(piece, at + 1));
            if (!GOT(name && value) || !set(request, name, value))
                return false;
        }
    return true;
}

static void check_clause(const struct understood *typed, const struct clause *clause)
{
    struct span value = clause->value;
    MUST(value.at >= typed->text && value.at + value.len <= typed->text + strlen(typed->text));
    MUST(clause->kind <= CLAUSE_AFTER && utf8_valid(value));
}

/* Each language has the same words at the same places, and so has a snippet, which reads with the scanner alone. */
static void check_words(void *ctx, const struct understood *typed)
{
    const struct analyser *analyser = opened->generation->analyser;
    struct span text = span_of(typed->words);
    for (int language = -1; language < (int)analyser_languages(analyser); language++) {
        struct words *words = analyse(ctx, opened->generation->analyser, language, text);
        struct scanner scanner = scanner_new(text);
        struct word read;
        if (!GOT(words))
            return;
        for (size_t i = 0; i < words->len; i++) {
            const struct word *word = &words->at[i];
            MUST(word->form.len > 0 && utf8_valid(word->form) && utf8_valid(word->stem) && word->position < words->positions);
            MUST(word->start < word->end && word->end <= text.len);
            if (!word->joined)
                MUST(scanner_next(&scanner, &read) && read.start == word->start && read.position == word->position);
        }
        MUST(!scanner_next(&scanner, &read));
    }
}

static void read_text(void *ctx, const char *text, size_t most)
{
    struct understood *typed = understand(ctx, opened, text, most);
    if (!GOT(typed))
        return;
    MUST(fuzz_text(typed->text) && fuzz_text(typed->words) && strlen(typed->words) == strlen(typed->text));
    for (size_t i = 0; i < typed->clauses_len; i++)
        check_clause(typed, &typed->clauses[i]);
    check_words(ctx, typed);
}

static void read_request(void *ctx, struct request *request)
{
    struct error err;
    const char *name;
    if (!request_check(request, &name, &err))
        return;
    const char *normal = request_normal(ctx, request), *link = request_link(ctx, request, 10);
    if (GOT(normal))
        MUST(fuzz_same(0, span_of(normal)));
    if (GOT(link))
        MUST(fuzz_same(1, span_of(link)));
    if (request->q)
        read_text(ctx, request->q, request->query_bytes);
}

/* libFuzzer's signature. NOLINTNEXTLINE(readability-non-const-parameter) */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error err;
    (void)argc;
    (void)argv;
    opened = index_open(NULL, FUZZ_INDEX, &err);
    return opened ? 0 : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    uint8_t how = len > 0 ? data[0] : 0;
    const char *text = ctx ? span_copy(ctx, span_from((struct span){(const char *)data, len}, len > 0)) : NULL;
    struct request *request = text ? request_new(ctx) : NULL;
    if (GOT(opened && request)) {
        if (how & 64)
            request->query_bytes = how & 63;
        if (set(request, "q", text) && (!(how & 128) || set_pairs(ctx, request, text)))
            read_request(ctx, request);
    }
    talloc_free(ctx);
    return 0;
}
