/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's words into a whole answer on a small index: search with every parameter, suggestions, similar pages. The
 * first byte says how the rest is asked. */
#include "query/query.h"

#include "tests/fuzz/fuzz.h"

enum { TEXT_MAX = 16 << 20 };

static struct index *opened;

static void check_answer(void *ctx, const struct answer *answer)
{
    struct buffer out = buffer_new(ctx, TEXT_MAX);
    struct json json = json_new(&out);
    MUST(answer->hits_len <= answer->request->limit && answer->total_hits <= answer->total_matches);
    for (size_t i = 0; i < answer->hits_len; i++)
        MUST(answer->hits[i].url && answer->hits[i].score >= 0 && answer->hits[i].score <= 1);
    answer_write_json(&json, answer);
    MUST(!out.full && utf8_valid(buffer_view(&out)));
}

/* What an address could set; a bad value is refused, and then the defaults stay. */
static void set(struct request *request, const char *name, const char *value)
{
    struct error err;
    request_set(request, name, value, &err);
}

static void fill(struct request *request, uint8_t how, const char *text)
{
    static const char *const langs[] = {"", "en", "nl", "xx"};
    set(request, "q", text);
    set(request, "lang", langs[how & 3]);
    if (how & 4)
        set(request, "facets", "tag,section,lang,year,tax.categories");
    if (how & 8)
        set(request, "explain", "1");
    if (how & 16)
        set(request, "sort", "date");
    request->typing = (how & 32) == 0;
    request->limit = how & 64 ? 50 : 3;
    request->time_budget = 0;
}

/* name=value pairs, as they come from an address. */
static void fill_pairs(void *ctx, struct request *request, const char *text)
{
    struct span rest = span_of(text), piece;
    size_t at;
    while (span_cut(&rest, '&', &piece))
        if (span_find(piece, SPAN("="), &at))
            set(request, span_copy(ctx, span_first(piece, at)), span_copy(ctx, span_from(piece, at + 1)));
}

static void ask(void *ctx, uint8_t how, const char *text)
{
    struct request *request = request_new(ctx);
    struct error err;
    const char *name;
    fill(request, how, text);
    if (how & 128)
        fill_pairs(ctx, request, text);
    if (!request_check(request, &name, &err))
        return;
    MUST(request_normal(ctx, request) && request_link(ctx, request, 10));
    struct answer *answer = search(ctx, opened, request, &err);
    MUST(answer);
    check_answer(ctx, answer);
}

static void ask_beside(void *ctx, uint8_t how, const char *text)
{
    struct error err;
    struct buffer out = buffer_new(ctx, TEXT_MAX);
    struct json json = json_new(&out);
    struct suggestions *suggestions = suggest(ctx, opened, text, how & 1 ? "nl" : NULL, 8, &err);
    MUST(suggestions && suggestions->len <= 8);
    suggestions_write_json(&json, suggestions);
    MUST(utf8_valid(buffer_view(&out)));
    similar(ctx, opened, text, NULL, 5, &err);
}

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
    const char *text = span_copy(ctx, span_from((struct span){(const char *)data, len}, len > 0));
    MUST(opened && text);
    if ((how & 0xE0) == 0xE0)
        ask_beside(ctx, how, text);
    else
        ask(ctx, how, text);
    talloc_free(ctx);
    return 0;
}
