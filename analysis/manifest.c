/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/manifest.h"

#include "analysis/pack.h"
#include "base/memory.h"

enum { MANIFEST_MAX = 16 << 20 };

static void pack_text(struct buffer *out, const char *text)
{
    pack_span(out, span_of(text));
}

static void pack_texts(struct buffer *out, const char *const *texts, size_t len)
{
    pack_number(out, len);
    for (size_t i = 0; i < len; i++)
        pack_text(out, texts[i]);
}

char *manifest_pack(void *ctx, const struct manifest *manifest, size_t *len)
{
    struct buffer out = buffer_new(ctx, MANIFEST_MAX);

    pack_text(&out, manifest->program);
    pack_text(&out, manifest->xapian);
    pack_text(&out, manifest->base_url);
    pack_number(&out, manifest->languages_len);
    for (size_t i = 0; i < manifest->languages_len; i++) {
        const struct manifest_language *language = &manifest->languages[i];
        pack_text(&out, language->code);
        pack_text(&out, language->stemmer);
        pack_text(&out, language->title);
        pack_text(&out, language->label);
        pack_number(&out, language->right_to_left);
    }
    pack_texts(&out, manifest->translate, manifest->translate_len);
    pack_number(&out, manifest->sections_len);
    for (size_t i = 0; i < manifest->sections_len; i++) {
        pack_text(&out, manifest->sections[i].name);
        pack_double(&out, manifest->sections[i].weight);
        pack_number(&out, manifest->sections[i].news);
    }
    pack_texts(&out, manifest->taxonomies, manifest->taxonomies_len);
    pack_text(&out, manifest->settings_hash);
    pack_text(&out, manifest->word_list);
    pack_signed(&out, manifest->built);
    pack_signed(&out, manifest->next_change);
    *len = out.len;
    return out.full ? NULL : out.at;
}

/* An unknown stemmer is NULL when indexed and "" here: both mean by the primary subtag. */
static const char *load_text(void *ctx, struct unpack *in)
{
    const char *text = span_copy(ctx, unpack_span(in));

    in->no_memory = in->no_memory || !text;
    return text;
}

static const char **load_texts(void *ctx, struct unpack *in, size_t *len)
{
    *len = unpack_count(in, 1);
    const char **texts = array_new(ctx, const char *, *len);

    in->no_memory = in->no_memory || !texts;
    for (size_t i = 0; texts && i < *len; i++)
        texts[i] = load_text(ctx, in);
    return texts;
}

static void load_languages(struct manifest *manifest, struct unpack *in)
{
    manifest->languages_len = unpack_count(in, 5);
    struct manifest_language *languages = array_new(manifest, struct manifest_language, manifest->languages_len);

    manifest->languages = languages;
    in->no_memory = in->no_memory || !languages;
    for (size_t i = 0; languages && i < manifest->languages_len; i++) {
        languages[i].code = load_text(manifest, in);
        languages[i].stemmer = load_text(manifest, in);
        if (languages[i].stemmer && !*languages[i].stemmer)
            languages[i].stemmer = NULL;
        languages[i].title = load_text(manifest, in);
        languages[i].label = load_text(manifest, in);
        languages[i].right_to_left = unpack_number(in) != 0;
    }
}

static void load_sections(struct manifest *manifest, struct unpack *in)
{
    manifest->sections_len = unpack_count(in, 10);
    struct manifest_section *sections = array_new(manifest, struct manifest_section, manifest->sections_len);

    manifest->sections = sections;
    in->no_memory = in->no_memory || !sections;
    for (size_t i = 0; sections && i < manifest->sections_len; i++) {
        sections[i].name = load_text(manifest, in);
        sections[i].weight = unpack_double(in);
        sections[i].news = unpack_number(in) != 0;
    }
}

struct manifest *manifest_load(void *ctx, struct span packed, struct error *err)
{
    struct manifest *manifest = talloc_zero(ctx, struct manifest);
    if (!manifest) {
        error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        return NULL;
    }

    struct unpack in = unpack_new(packed);

    manifest->program = load_text(manifest, &in);
    manifest->xapian = load_text(manifest, &in);
    manifest->base_url = load_text(manifest, &in);
    load_languages(manifest, &in);
    manifest->translate = load_texts(manifest, &in, &manifest->translate_len);
    load_sections(manifest, &in);
    manifest->taxonomies = load_texts(manifest, &in, &manifest->taxonomies_len);
    manifest->settings_hash = load_text(manifest, &in);
    manifest->word_list = load_text(manifest, &in);
    manifest->built = unpack_signed(&in);
    manifest->next_change = unpack_signed(&in);
    if (in.no_memory || in.bad) {
        talloc_free(manifest);
        if (in.no_memory)
            error_set(err, ERROR_MEMORY, NULL, 0, "memory ran out", NULL);
        else
            error_set(err, ERROR_INDEX, NULL, 0, "the index's manifest is damaged", "make it anew: twc-index --rebuild");
        return NULL;
    }
    return manifest;
}
