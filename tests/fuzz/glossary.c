/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A glossary: its file, packed, loaded, and asked. */
#include "corpus/settings.h"

#include "analysis/analysis.h"
#include "tests/fuzz/fuzz.h"

static struct analyser *analyser;

static struct glossary_builder *builder_of(void *ctx, const struct glossary_file *file)
{
    struct glossary_builder *builder = glossary_builder_new(ctx);
    for (size_t i = 0; i < file->entries_len; i++) {
        const struct glossary_entry *entry = &file->entries[i];
        glossary_concept(builder, entry->one_way, entry->whole_query);
        for (size_t s = 0; s < entry->sides_len; s++) {
            for (size_t t = 0; t < entry->sides[s].terms_len; t++) {
                MUST(fuzz_text(entry->sides[s].terms[t]));
                glossary_term(builder, entry->sides[s].lang, span_of(entry->sides[s].terms[t]));
            }
        }
    }
    return builder;
}

/* The first term of the file asks for the others. */
static void ask(void *ctx, const struct glossary *glossary, const struct glossary_file *file)
{
    const char *q = file->entries_len > 0 ? file->entries[0].sides[0].terms[0] : "works council";
    struct words *both[] = {analyse(ctx, analyser, 0, span_of(q)), analyse(ctx, analyser, 1, span_of(q))};
    size_t len = 0;
    struct glossary_match *matches = glossary_find(ctx, glossary, &(struct glossary_query){both, 2, -1}, &len);
    for (size_t i = 0; i < len; i++)
        MUST(matches[i].first + matches[i].len <= both[0]->len);
}

static void load(void *ctx, struct span packed, const struct glossary_file *file)
{
    struct error err;
    struct glossary *glossary = glossary_load(ctx, packed, analyser, &err);
    MUST(glossary || !file);
    if (glossary)
        ask(ctx, glossary, file ? file : &(struct glossary_file){0});
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct analyser_language languages[] = {{"en", NULL}, {"nl", NULL}};
    struct error err;
    (void)argc;
    (void)argv;
    analyser = analyser_new(NULL, languages, 2, NULL, &err);
    return analyser ? 0 : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    void *ctx = talloc_new(NULL);
    if (!GOT(ctx))
        return 0;
    struct span bytes = {(const char *)data, len};
    struct error err;
    fuzz_file(0, bytes);
    /* "/proc/self/fd/7", as a file below a site's folder. */
    const struct site_options options = {.folder = "/proc/self"};
    const struct yaml *name = yaml_read(ctx, span_of(fuzz_file(0, bytes) + strlen("/proc/self/")), "x", 1, &err);
    const struct glossary_file *file = glossary_read(ctx, &options, name, "twc-search.yaml", &err);
    size_t packed_len = 0;
    char *packed = file ? glossary_pack(ctx, builder_of(ctx, file), &packed_len, &err) : NULL;
    if (packed)
        load(ctx, (struct span){packed, packed_len}, file);
    load(ctx, bytes, NULL); /* the same bytes as an index might have them */
    talloc_free(ctx);
    return 0;
}
