/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/glossary.h"
#include "analysis/glossary_pack.h"

enum { PACKED_MAX = 16 << 20 };

struct glossary_builder {
    struct buffer out;   /* the concepts that are done */
    struct buffer terms; /* of the concept at hand */
    size_t concepts, terms_len;
    unsigned flags;
    bool open;
};

struct glossary_builder *glossary_builder_new(void *ctx)
{
    struct glossary_builder *builder = talloc_zero(ctx, struct glossary_builder);
    if (!builder)
        return NULL;
    builder->out = buffer_new(builder, PACKED_MAX);
    builder->terms = buffer_new(builder, PACKED_MAX);
    return builder;
}

static void finish_concept(struct glossary_builder *builder)
{
    if (!builder->open)
        return;
    pack_number(&builder->out, builder->flags);
    pack_number(&builder->out, builder->terms_len);
    buffer_span(&builder->out, buffer_view(&builder->terms));
    builder->out.full = builder->out.full || builder->terms.full;
    buffer_clear(&builder->terms);
    builder->terms_len = 0;
    builder->concepts++;
    builder->open = false;
}

void glossary_concept(struct glossary_builder *builder, bool one_way, bool whole_query)
{
    finish_concept(builder);
    builder->flags = (one_way ? GLOSSARY_ONE_WAY : 0u) | (whole_query ? GLOSSARY_WHOLE_QUERY : 0u);
    builder->open = true;
}

void glossary_term(struct glossary_builder *builder, const char *lang, struct span term)
{
    pack_span(&builder->terms, span_of(lang));
    pack_span(&builder->terms, term);
    builder->terms_len++;
}

char *glossary_pack(void *ctx, struct glossary_builder *builder, size_t *len, struct error *err)
{
    struct buffer packed = buffer_new(ctx, PACKED_MAX);
    finish_concept(builder);
    pack_number(&packed, builder->concepts);
    buffer_span(&packed, buffer_view(&builder->out));
    if (packed.full || builder->out.full) {
        talloc_free(packed.at);
        error_set(err, ERROR_INPUT, NULL, 0, "the glossary is too large", "make it smaller than 16 MB");
        return NULL;
    }
    *len = packed.len;
    return packed.at;
}
