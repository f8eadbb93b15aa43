/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/schema.h"

const unsigned field_wdf[FIELDS] = {
    [FIELD_TITLE] = 3, [FIELD_HEADING] = 2, [FIELD_TAG] = 2, [FIELD_KEYWORD] = 3,
    [FIELD_DESCRIPTION] = 1, [FIELD_BODY] = 1, [FIELD_ALT] = 1, [FIELD_KIND] = 3,
};

/* A long term keeps its beginning, for prefixes, and ends in the hash of the whole, so that two stay two. */
static struct span bounded(struct buffer *out)
{
    if (out->len > SCHEMA_TERM_MAX) {
        char hash[HASH_TEXT_MAX];
        size_t keep = SCHEMA_TERM_MAX - 17;

        hash_print(hash_of(buffer_view(out)), hash);
        while (keep > 0 && ((unsigned char)out->at[keep] & 0xC0) == 0x80)
            keep--;
        buffer_cut(out, keep);
        buffer_char(out, '~');
        buffer_add(out, hash, 16);
    }
    return buffer_view(out);
}

struct span schema_term(struct buffer *out, const char *prefix, int level, const char *lang, struct span text)
{
    buffer_clear(out);
    buffer_text(out, prefix);
    if (level > 0)
        buffer_char(out, (char)('0' + level));
    buffer_text(out, lang);
    buffer_char(out, ':');
    buffer_span(out, text);
    return bounded(out);
}

struct span schema_filter(struct buffer *out, const char *prefix, struct span text)
{
    buffer_clear(out);
    buffer_text(out, prefix);
    buffer_span(out, text);
    return bounded(out);
}
