/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's words into a whole answer on a small index: search with every parameter, suggestions, similar pages. The
 * first byte says how the rest is asked. */
#include "query/query.h"

#include "tests/fuzz/fuzz.h"

enum { TEXT_MAX = 16 << 20 };

static struct index *opened;

/* Who is out of memory is told so, and never answered otherwise: the whole of it is the same, but for how long it took. */
static void check_answer(void *ctx, struct answer *answer)
{
    struct buffer out = buffer_new(ctx, TEXT_MAX);
    struct json json = json_new(&out);
    MUST(answer->hits_len <= answer->request->limit && answer->total_hits <= answer->total_matches);
    for (size_t i = 0; i < answer->hits_len; i++)
        MUST(answer->hits[i].url && answer->hits[i].score >= 0 && answer->hits[i].score <= 1);
    answer->milliseconds = 0;
    answer_write_json(&json, answer);
    if (!GOT(!out.full))
        return;
    MUST(utf8_valid(buffer_view(&out)));
    MUST(fuzz_same(0, buffer_view(&out)));
}

/* What an address could set; a bad value is refused, and then the defaults stay. False when memory ran out. */
static bool set(struct request *request, const char *name, const char *value)
{
    struct error err;
    return request_set(request, name, value, &err) || err.kind == ERROR_INPUT;
}

static bool fill(struct request *request, uint8_t how, const char *text)
{
    static const char *const langs[] = {"", "en", "nl", "xx"};
    bool all = set(request, "q", text) && set(request, "lang", langs[how & 3]);
    if (how & 4)
        all = all && set(request, "facets", "tag,section,lang,year,tax.categories");
    if (how & 8)
        all = all && set(request, "explain", "1");
    if (how & 16)
        all = all && set(request, "sort", "date");
    request->typing = (how & 32) == 0;
    request->limit = how & 64 ? 50 : 3;
    request->time_budget = 0;
    return all;
}

/* name=value pairs, as they come from an address. False when memory ran out, and then nothing is asked. */
static bool fill_pairs(void *ctx, struct request *request, const char *text)
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

static void ask(void *ctx, uint8_t how, const char *text)
{
    struct request *request = request_new(ctx);
    struct error err;
    const char *name;
    if (!GOT(request))
        return;
    if (!fill(request, how, text) || (how & 128 && !fill_pairs(ctx, request, text)))
        return;
    if (!request_check(request, &name, &err))
        return;
    GOT(request_normal(ctx, request) && request_link(ctx, request, 10));
    struct answer *answer = search(ctx, opened, request, &err);
    if (GOT(answer))
        check_answer(ctx, answer);
    else
        MUST(err.kind == ERROR_MEMORY);
}

/* Pages like one of the site's, and like what the text names, which is seldom a page. */
static void ask_like(void *ctx, const char *id, bool known)
{
    struct error err;
    struct buffer out = buffer_new(ctx, TEXT_MAX);
    struct json json = json_new(&out);
    struct answer *answer = similar(ctx, opened, id, NULL, 5, &err);
    if (!answer) {
        MUST(err.kind == ERROR_MEMORY || (err.kind == ERROR_INPUT && !known));
        GOT(err.kind != ERROR_MEMORY);
        return;
    }
    hits_write_json(&json, answer);
    if (GOT(!out.full))
        MUST(fuzz_same(1, buffer_view(&out)));
}

static void ask_beside(void *ctx, uint8_t how, const char *text)
{
    struct error err;
    struct buffer out = buffer_new(ctx, TEXT_MAX);
    struct json json = json_new(&out);
    struct suggestions *suggestions = suggest(ctx, opened, text, how & 1 ? "nl" : NULL, 8, &err);
    if (!GOT(suggestions)) {
        MUST(err.kind == ERROR_MEMORY);
        return;
    }
    MUST(suggestions->len <= 8);
    suggestions_write_json(&json, suggestions);
    if (GOT(!out.full)) {
        MUST(utf8_valid(buffer_view(&out)));
        MUST(fuzz_same(0, buffer_view(&out)));
    }
    ask_like(ctx, how & 2 ? "guides/strike" : text, how & 2);
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
    if (!GOT(ctx))
        return 0;
    uint8_t how = len > 0 ? data[0] : 0;
    const char *text = span_copy(ctx, span_from((struct span){(const char *)data, len}, len > 0));
    bool ready = GOT(opened && text);
    if (ready && (how & 0xE0) == 0xE0)
        ask_beside(ctx, how, text);
    else if (ready)
        ask(ctx, how, text);
    talloc_free(ctx);
    return 0;
}
