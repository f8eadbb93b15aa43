/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus/markdown_mark.h"

#include <string.h>

static const char punctuation[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

bool mark_is_punctuation(char c)
{
    unsigned char u = (unsigned char)c;
    return (u > ' ' && u < '0') || (u > '9' && u < 'A') || (u > 'Z' && u < 'a') || (u > 'z' && u < 0x7F);
}

char mark_protected(struct span text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    if (text.len < PROTECTED_LEN || at[0] != 0xEF || at[1] != 0xB7 || at[2] < 0x90 || at[2] > 0xAF)
        return 0;
    return punctuation[at[2] - 0x90];
}

void mark_protect(struct buffer *out, char sign)
{
    const char *found = strchr(punctuation, sign);
    if (!found || sign == '\0') {
        buffer_char(out, sign);
        return;
    }
    char bytes[PROTECTED_LEN] = {(char)0xEF, (char)0xB7, (char)(0x90 + (found - punctuation))};
    buffer_add(out, bytes, PROTECTED_LEN);
}

/* ---- taking marks back ---- */

/* "-   " stands before the mark: what follows its bullet, and where the bullet is. */
static size_t bullet_before(const struct buffer *out)
{
    size_t at = out->len;
    while (at > 0 && (out->at[at - 1] == ' ' || out->at[at - 1] == '\t'))
        at--;
    return at > 0 && out->at[at - 1] == '-' ? at - 1 : SIZE_MAX;
}

static void unmark_definition(struct buffer *out)
{
    size_t bullet = bullet_before(out);
    if (bullet != SIZE_MAX)
        out->at[bullet] = ':';
}

static void unmark_footnote(struct buffer *out)
{
    size_t bullet = bullet_before(out);
    if (bullet != SIZE_MAX)
        buffer_cut(out, bullet);
    buffer_text(out, "[^");
}

/* A line of block attributes is kept from cmark in a comment; returns how much of what follows belongs to that. */
static void unmark_attribute(struct buffer *out, bool *in_comment)
{
    if (out->len >= 4 && memcmp(out->at + out->len - 4, "<!--", 4) == 0) {
        buffer_cut(out, out->len - 4);
        *in_comment = true;
    }
}

static size_t unmark_one(struct buffer *out, struct span rest, bool *in_comment)
{
    char sign = mark_protected(rest);
    if (sign) {
        buffer_char(out, sign);
        return PROTECTED_LEN;
    }
    if (mark_is(rest, MARK_ENTITY))
        buffer_char(out, '&');
    else if (mark_is(rest, MARK_DEFINITION))
        unmark_definition(out);
    else if (mark_is(rest, MARK_FOOTNOTE))
        unmark_footnote(out);
    else if (mark_is(rest, MARK_FOOTNOTE_END))
        buffer_text(out, "]:");
    else if (mark_is(rest, MARK_ATTRIBUTE))
        unmark_attribute(out, in_comment);
    else if (!mark_is(rest, MARK_ESCAPED) && !mark_is(rest, MARK_NOTHING) && !mark_is(rest, MARK_MORE) &&
             !mark_is(rest, MARK_OPAQUE) && !mark_is(rest, MARK_OPAQUE_END))
        return 0;
    return MARK_LEN;
}

void markdown_unmark(struct buffer *out, struct span text)
{
    bool in_comment = false;
    while (text.len > 0) {
        size_t plain = 0;
        while (plain < text.len && (unsigned char)text.at[plain] < 0xEF && !(in_comment && text.at[plain] == '-'))
            plain++;
        buffer_add(out, text.at, plain);
        text = span_from(text, plain);
        if (text.len == 0)
            return;
        if (in_comment && span_begins(text, SPAN("-->"))) {
            in_comment = false;
            text = span_from(text, 3);
            continue;
        }
        size_t taken = (unsigned char)text.at[0] >= 0xEF ? unmark_one(out, text, &in_comment) : 0;
        if (taken == 0) {
            buffer_char(out, text.at[0]);
            taken = 1;
        }
        text = span_from(text, taken);
    }
}

/* ---- a page's bytes ---- */

static bool is_mark(int32_t codepoint)
{
    return (codepoint >= 0xFDD0 && codepoint <= 0xFDEF) || (codepoint & 0xFFFE) == 0xFFFE ||
           (codepoint >= 0x12472 && codepoint <= 0x12474);
}

static size_t clean_one(struct buffer *out, struct span rest)
{
    if (rest.at[0] == '\r') {
        buffer_char(out, '\n');
        return rest.len > 1 && rest.at[1] == '\n' ? 2 : 1;
    }
    size_t len;
    int32_t codepoint = utf8_decode(rest, &len);
    if (codepoint == 0 || is_mark(codepoint) || (codepoint == UTF8_REPLACEMENT && len == 1))
        buffer_codepoint(out, UTF8_REPLACEMENT);
    else
        buffer_add(out, rest.at, len);
    return len;
}

/* Up to what clean_one() is for. */
static size_t plain_len(struct span text)
{
    struct span ascii = span_first(text, utf8_plain(text));
    const char *odd = memchr(ascii.at, '\r', ascii.len);
    if (odd)
        ascii.len = (size_t)(odd - ascii.at);
    odd = memchr(ascii.at, '\0', ascii.len);
    return odd ? (size_t)(odd - ascii.at) : ascii.len;
}

char *mark_clean(void *ctx, struct span raw, size_t *len)
{
    struct buffer out = buffer_new(ctx, raw.len * 3 + 1);
    while (raw.len > 0) {
        size_t plain = plain_len(raw);
        buffer_add(&out, raw.at, plain);
        raw = span_from(raw, plain);
        if (raw.len > 0)
            raw = span_from(raw, clean_one(&out, raw));
    }
    *len = out.len;
    if (out.full)
        return NULL;
    return out.at ? out.at : span_copy(ctx, SPAN(""));
}
