/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/heading_id.h"

#include <talloc.h>

enum { FIRST_SLOTS = 32 };

struct slot {
    const char *id;  /* NULL: free */
    unsigned suffix; /* the last -N given after it */
};

struct heading_ids_taken {
    struct slot *slots;
    size_t room, used; /* room is a power of two, at most half of it used */
};

struct heading_ids_taken *heading_ids_new(void *ctx)
{
    struct heading_ids_taken *taken = talloc_zero(ctx, struct heading_ids_taken);
    if (!taken)
        return NULL;
    taken->slots = talloc_zero_array(taken, struct slot, FIRST_SLOTS);
    taken->room = taken->slots ? FIRST_SLOTS : 0;
    return taken;
}

static struct slot *find(const struct heading_ids_taken *taken, const char *id)
{
    size_t at = hash_short(span_of(id)) & (taken->room - 1);
    while (taken->slots[at].id && strcmp(taken->slots[at].id, id) != 0)
        at = (at + 1) & (taken->room - 1);
    return &taken->slots[at];
}

static bool grow(struct heading_ids_taken *taken)
{
    struct heading_ids_taken larger = {talloc_zero_array(taken, struct slot, (unsigned)taken->room * 2),
                                       taken->room * 2, taken->used};
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < taken->room; i++)
        if (taken->slots[i].id)
            *find(&larger, taken->slots[i].id) = taken->slots[i];
    talloc_free(taken->slots);
    *taken = larger;
    return true;
}

static void take(struct heading_ids_taken *taken, const char *id)
{
    if (taken->room == 0 || (taken->used * 2 >= taken->room && !grow(taken)))
        return;
    struct slot *slot = find(taken, id);
    if (slot->id)
        return;
    slot->id = id;
    taken->used++;
}

void heading_id_take(struct heading_ids_taken *taken, const char *id)
{
    take(taken, talloc_strdup(taken, id));
}

/* ---- the three styles ---- */

static bool is_letter_or_digit(int32_t codepoint)
{
    return (utf8_is_letter(codepoint) && !utf8_is_mark(codepoint)) || utf8_is_digit(codepoint);
}

static struct span trim_space(struct span text)
{
    size_t len;
    while (text.len > 0 && utf8_is_space(utf8_decode(text, &len)))
        text = span_from(text, len);
    size_t end = 0;
    for (size_t at = 0; at < text.len; at += len)
        if (!utf8_is_space(utf8_decode(span_from(text, at), &len)))
            end = at + len;
    return span_first(text, end);
}

/* Accents are taken off where the id is to be ASCII; letters without a base letter there go. */
static void write_github(struct buffer *out, struct span text, bool ascii)
{
    text = trim_space(text);
    size_t len;
    for (; text.len > 0; text = span_from(text, len)) {
        int32_t codepoint = utf8_decode(text, &len);
        if (ascii)
            codepoint = utf8_base(codepoint);
        if (ascii && codepoint >= 0x80)
            continue;
        if (codepoint == '-' || codepoint == ' ')
            buffer_char(out, '-');
        else if (codepoint == '_' || is_letter_or_digit(codepoint))
            buffer_codepoint(out, utf8_lower(codepoint));
    }
}

/* Runs of anything else become one dash, none at the ends. */
static void write_blackfriday(struct buffer *out, struct span text)
{
    bool dash = false;
    size_t len;
    for (; text.len > 0; text = span_from(text, len)) {
        int32_t codepoint = utf8_decode(text, &len);
        if (!is_letter_or_digit(codepoint)) {
            dash = out->len > 0;
            continue;
        }
        if (dash)
            buffer_char(out, '-');
        dash = false;
        buffer_codepoint(out, utf8_lower(codepoint));
    }
}

static void write_id(struct buffer *out, enum heading_ids style, struct span text)
{
    if (style == HEADING_IDS_BLACKFRIDAY)
        write_blackfriday(out, text);
    else if (style == HEADING_IDS_GITHUB_ASCII)
        write_github(out, text, true);
    else
        write_github(out, text, false);
    if (out->len == 0)
        buffer_text(out, "heading");
}

/* Counting on from the last suffix given keeps a page of equal headings from quadratic work; where the page itself took
 * one of the numbers, find says so. */
static const char *make_unique(struct heading_ids_taken *taken, const char *id)
{
    struct slot *slot = find(taken, id);
    if (!slot->id)
        return id;
    const char *unique;
    do {
        unique = talloc_asprintf(taken, "%s-%u", id, ++slot->suffix);
    } while (unique && find(taken, unique)->id);
    return unique;
}

const char *heading_id(struct heading_ids_taken *taken, enum heading_ids style, struct span text)
{
    if (style == HEADING_IDS_NONE || text.len == 0 || taken->room == 0)
        return NULL;
    struct buffer out = buffer_new(taken, text.len * 4 + sizeof("heading"));
    write_id(&out, style, text);
    const char *id = make_unique(taken, buffer_string(&out));
    if (id)
        take(taken, id);
    return id;
}
